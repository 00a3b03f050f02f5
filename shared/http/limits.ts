import { type Limit, limits } from '../contract/limits.ts';
import { Problem } from '../contract/problem.ts';
import type { Database } from '../store/database.ts';
import { countUse, fullUntil, giveBack, mostOf, type Use } from '../store/limit-store.ts';
import type { Words } from '../values/language.ts';
import { minuteOf } from '../values/when.ts';

/** What a limit that is used up says: how many there may be, and from when on the same call succeeds. */
export interface Spent {
  readonly detail: Words;
  readonly headers: { readonly 'retry-after': string };
}

/** What holds the use cases of a function within the limits. */
export interface Limits {
  /**
   * Does what the uses are counted for; one that comes to nothing is not counted.
   * @throws Problem `too-many-requests` where one of them is used up; then nothing was done or counted
   */
  within<T>(uses: readonly Use[], work: () => Promise<T>): Promise<T>;
  /** Counts uses that stay counted whatever comes of them. @throws Problem `too-many-requests` */
  count(uses: readonly Use[]): Promise<void>;
  /** Which of them is used up; counts nothing. */
  spent(uses: readonly Use[]): Promise<Spent | undefined>;
}

const spanOf = (minutes: number): Words => {
  if (minutes < 60) return { zh: `${minutes} 分钟`, en: `${minutes} minutes` };
  return minutes === 60 ? { zh: '一小时', en: 'an hour' } : { zh: '一天', en: 'a day' };
};

function spentUntil(limit: Limit, factor: number, until: Date, now: Date): Spent {
  const { minutes, what } = limit;
  const most = mostOf(limit, factor);
  const span = spanOf(minutes);
  const at = until.toISOString();
  return {
    detail: {
      zh: `${span.zh}内最多${what.zh} ${most} 次。北京时间 ${minuteOf(at, 'zh')} 起可以继续。`,
      en: `At most ${most} ${what.en} in ${span.en}. You can go on from ${minuteOf(at, 'en')} (Beijing time).`,
    },
    headers: { 'retry-after': String(Math.ceil((until.getTime() - now.getTime()) / 1000)) },
  };
}

/** Where two are used up, the one that comes back later says when one can go on. */
const longestFirst = (uses: readonly Use[]): Use[] =>
  uses.toSorted((a, b) => limits[b.limit].minutes - limits[a.limit].minutes);

/** @param factor how many times the usual number a person may: the deployment's `limitFactor` */
export function openLimits(database: Database, factor: number, now: () => Date): Limits {
  const takeBack = async (uses: readonly Use[], countedAt: Date): Promise<void> => {
    // What cannot be taken back comes back at the window's end; why the work failed says more.
    await Promise.allSettled(uses.map((use) => giveBack(database, use, countedAt)));
  };
  const count = async (uses: readonly Use[], at: Date): Promise<void> => {
    const ordered = longestFirst(uses);
    for (const [index, use] of ordered.entries()) {
      const until = await countUse(database, use, factor, at);
      if (until === undefined) continue;
      await takeBack(ordered.slice(0, index), at);
      throw new Problem('too-many-requests', spentUntil(limits[use.limit], factor, until, at));
    }
  };
  return {
    async within(uses, work) {
      const at = now();
      await count(uses, at);
      try {
        return await work();
      } catch (error) {
        await takeBack(uses, at);
        throw error;
      }
    },
    count: (uses) => count(uses, now()),
    async spent(uses) {
      const at = now();
      for (const use of longestFirst(uses)) {
        const until = await fullUntil(database, use, factor, at);
        if (until !== undefined) return spentUntil(limits[use.limit], factor, until, at);
      }
      return undefined;
    },
  };
}
