import * as z from 'zod';
import { type Due, plannedAhead, putOff, whatIsDue } from '../../shared/project/due.ts';
import { errorFields, log } from '../../shared/runtime/log.ts';
import { countMetric } from '../../shared/runtime/metric.ts';
import { endTurn, type Turn, takeTurn } from '../../shared/store/sweep-store.ts';
import { watchCalendar } from './calendar-watch.ts';
import { followOffice } from './follow-office.ts';
import { listProjects } from './list-projects.ts';
import { mailAgain } from './mail-again.ts';
import { recountDeadlines } from './recount.ts';
import { type Deps, repair } from './repair.ts';
import { tellFormerMailbox } from './tell-former.ts';
import { remindRequest } from './waiting.ts';
import { workOff } from './work-off.ts';

/** The schedule sends an empty event; EventBridge tells of an execution that ended badly. */
export const wakeUp = z.object({ detail: z.object({ name: z.string() }).optional() });

/**
 * What one run does at most. Projects do not depend on each other: most of a look is waiting for the table. The run
 * ends well before its time-out of 55 s, with time for what is then in work, and before the next minute's run begins.
 * A look that takes longer than usual by far, at a relay that does not answer, has failed.
 */
const usualBudget = {
  atOnce: 12,
  items: 4_000,
  milliseconds: 40_000,
  millisecondsOfOne: 12_000,
} as const;
type RunBudget = { readonly [Part in keyof typeof usualBudget]: number };

/** So many that are left are counted, in one page of the index; beyond, a number says no more. */
const MOST_COUNTED = 10_000;

async function lookAfter(deps: Deps, due: Due): Promise<void> {
  if ('person' in due) {
    const { person, formerMailbox } = due;
    if (formerMailbox !== undefined) return tellFormerMailbox(deps.delivery, person, formerMailbox);
    // Loaded with the first digest: most runs write none.
    const { sendDigest } = await import('../../shared/effects/mail/digest.ts');
    return sendDigest(deps.delivery, person);
  }
  if ('attachment' in due) {
    const { lookAfterFile } = await import('./look-after-file.ts');
    return lookAfterFile({ ...deps.delivery, store: deps.store }, due);
  }
  const { projectId, request } = due;
  return request ? remindRequest(deps.delivery, projectId, request) : repair(deps, projectId, true);
}

/** Whose it is, for the log. */
function aboutOf(due: Due) {
  if ('person' in due) return { person: due.person };
  return { projectId: due.projectId, ...('attachment' in due ? { attachment: due.attachment } : {}) };
}

/** @throws Error where it takes longer; what was begun may still end, and does no harm */
async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It took longer than ${milliseconds} ms`)), milliseconds);
  });
  try {
    await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

const projectOf = (executionName: string): string => executionName.replace(/-r\d+-a\d+$/, '');

/** Says how much the run had to leave for the next one, and since when the oldest of it has been due. */
async function sayWhatIsLeft(queue: AsyncGenerator<Due>, now: Date): Promise<void> {
  const oldest = await queue.next();
  if (oldest.done) return;
  let left = 1;
  while (left < MOST_COUNTED && !(await queue.next()).done) left += 1;
  await queue.return(undefined);
  const { dueAt } = oldest.value;
  const lagSeconds = Math.round((now.getTime() - Date.parse(dueAt)) / 1000);
  log.warn('SWEEP_LAGS', { left, oldestDueAt: dueAt, lagSeconds });
  countMetric('SweepLeft', left);
}

/**
 * Finds what should have moved and has not, oldest first; reads only what is due. What does not get its turn in this
 * run is in the next one. One failure does not hold up the others: it is reported and put off. One run at a time: two
 * would do the same work twice, and each leave half of it to be done late.
 */
export async function sweep(
  deps: Deps,
  event: z.infer<typeof wakeUp>,
  budget: RunBudget = usualBudget,
): Promise<void> {
  if (event.detail) return repair(deps, projectOf(event.detail.name), false);
  const { database, now } = deps.delivery;
  const turn = await takeTurn(database, now());
  if (!turn) return log.info('SWEEP_AT_WORK');
  let left = turn;
  try {
    left = await run(deps, turn, budget);
  } finally {
    await endTurn(database, now(), left);
  }
}

/** @returns what of its turn is left for the next run */
async function run(deps: Deps, { ahead }: Turn, budget: RunBudget): Promise<Turn> {
  const { database, now, rules } = deps.delivery;
  // Also where nobody submits or decides: a release is in the history within a minute.
  await rules.record();
  await watchCalendar(database, await rules.calendar(), now());
  const begun = performance.now();
  const isSpent = (share: number) => performance.now() >= begun + share * budget.milliseconds;
  let failed = 0;
  const attempt = async (work: () => Promise<void>, about: object = {}) => {
    try {
      await work();
      return true;
    } catch (error) {
      failed += 1;
      log.error('FAILED', { ...about, ...errorFields(error) });
      return false;
    }
  };
  // Half of the time at most, so that what is due has its turn as well.
  await attempt(() => followOffice(deps.delivery, () => isSpent(0.5)));
  await attempt(() => mailAgain(deps.delivery, () => isSpent(0.6)));
  const queue = whatIsDue(database, now());
  const work = async (due: Due): Promise<void> => {
    const look = () => within(budget.millisecondsOfOne, lookAfter(deps, due));
    if (!(await attempt(look, aboutOf(due)))) await putOff(database, due, now());
  };
  await workOff(queue, work, { ...budget, isSpent: () => isSpent(1) });
  let left: Turn = {};
  if (ahead !== undefined) {
    const planned = plannedAhead(database, now(), new Date(ahead));
    await workOff(planned, work, { ...budget, isSpent: () => isSpent(1) });
    if (isSpent(1)) left = { ahead };
  }
  await attempt(() => recountDeadlines(deps.delivery, () => isSpent(1)));
  await attempt(() => listProjects(deps.delivery, () => isSpent(1)));
  if (failed > 0) countMetric('SweepFailed', failed);
  await sayWhatIsLeft(queue, now());
  return left;
}
