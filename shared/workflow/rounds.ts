import * as z from 'zod';
import { amountText } from '../values/amount-text.ts';
import type { Lang, Words } from '../values/language.ts';
import { MAX_FEN } from '../values/money.ts';
import { againstLine, issueOf } from '../values/text-schema.ts';
import { isUscc } from '../values/uscc.ts';
import { minuteOf } from '../values/when.ts';
import type { StoredFlow } from './flow.ts';

/**
 * Rounds (申报批次): in which time the projects of a budget year are handed in, and how much they may ask for. Times
 * are UTC; a round is open from `opensAt` on until just before `closesAt`.
 */

const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(40);
/** One way to write an instant, so that text order is the order of time. */
const instant = z.iso
  .datetime()
  .overwrite((text) => (Number.isNaN(Date.parse(text)) ? text : new Date(text).toISOString()));
const ceiling = z.int().min(1).max(MAX_FEN);

/** Ceilings of single units, by USCC. */
const ofUnits = z.lazy(() =>
  z.record(z.string(), z.int().min(0).max(MAX_FEN)).superRefine((ceilings, context) => {
    for (const code of Object.keys(ceilings)) {
      if (isUscc(code)) continue;
      const words = {
        zh: `“${code}”不是统一社会信用代码`,
        en: `"${code}" is no unified social credit code`,
      };
      context.addIssue({ ...issueOf(words), path: [code] });
    }
  }),
);

const roundShape = z.lazy(() =>
  z.strictObject({
    id,
    budgetYear: z.int().min(2000).max(2100),
    /** 年初 or 追加. */
    kind: z.enum(['initial', 'supplementary']),
    /** Where the office calls it something else than its year and kind. */
    name: z
      .string()
      .max(40)
      .superRefine((text, context) => {
        const words = againstLine(text, text !== '');
        if (words) context.addIssue(issueOf(words));
      })
      .optional(),
    opensAt: instant,
    closesAt: instant,
    /** Until when what came back may be handed in again. */
    correctionsUntil: instant,
    /** What all units together may ask for, in fen. */
    ceilingFen: ceiling.optional(),
    /** What each unit may ask for. */
    unitCeilingFen: ceiling.optional(),
    /** What single units may ask for in its place, by USCC. */
    unitCeilings: ofUnits.optional(),
  }),
);

/** One round, as it is stored and entered. */
export const round = z.lazy(() =>
  roundShape.unwrap().superRefine(({ opensAt, closesAt, correctionsUntil }, context) => {
    const demand = (holds: boolean, key: string, words: Words) => {
      if (!holds) context.addIssue({ ...issueOf(words), path: [key] });
    };
    demand(opensAt < closesAt, 'closesAt', {
      zh: '截止时间应晚于开始时间',
      en: 'A round closes after it opens',
    });
    demand(closesAt <= correctionsUntil, 'correctionsUntil', {
      zh: '补正截止应不早于截止时间',
      en: 'Corrections do not end before the round closes',
    });
  }),
);
export type Round = z.infer<typeof round>;

const overlap = (a: Round, b: Round): boolean =>
  a.budgetYear === b.budgetYear && a.kind === b.kind && a.opensAt < b.closesAt && b.opensAt < a.closesAt;

/** All rounds: fifty are some twenty years of them. */
export const rounds = z.lazy(() =>
  z
    .array(round)
    .max(50)
    .superRefine((list, context) => {
      for (const [at, one] of list.entries()) {
        const before = list.slice(0, at);
        if (before.some((other) => other.id === one.id))
          context.addIssue({
            ...issueOf({ zh: '批次代号重复', en: 'Another round has this id' }),
            path: [at, 'id'],
          });
        const other = before.find((earlier) => overlap(earlier, one));
        if (other)
          context.addIssue({
            ...issueOf({
              zh: `与“${roundName(other, 'zh')}”的时间重叠：同一年度、同一类别的批次不能重叠`,
              en: `Overlaps with "${roundName(other, 'en')}": two rounds of one year and kind may not`,
            }),
            path: [at, 'opensAt'],
          });
      }
    }),
);

const kinds = {
  zh: { initial: '年初申报', supplementary: '追加申报' },
  en: { initial: 'initial round', supplementary: 'supplementary round' },
} as const;

/** What a round is called: `2027 年度年初申报`. */
export function roundName(
  { name, budgetYear, kind }: Pick<Round, 'name' | 'budgetYear' | 'kind'>,
  lang: Lang,
): string {
  if (name !== undefined && name !== '') return name;
  return lang === 'zh' ? `${budgetYear} 年度${kinds.zh[kind]}` : `${budgetYear} ${kinds.en[kind]}`;
}

export const isOpen = ({ opensAt, closesAt }: Round, at: string): boolean => opensAt <= at && at < closesAt;

/** What a round has at most for one unit; undefined where nothing limits it. */
export const unitCeilingOf = ({ unitCeilingFen, unitCeilings }: Round, unit: string): number | undefined =>
  unitCeilings?.[unit] ?? unitCeilingFen;

const moment = (utc: string, lang: Lang): string =>
  lang === 'zh' ? `${minuteOf(utc, 'zh')}（北京时间）` : `${minuteOf(utc, 'en')} (Beijing time)`;

/** Why a submission is not taken, in one sentence on this very case. */
interface RoundRefusal {
  readonly refused: 'no-open-round' | 'over-ceiling';
  readonly detail: Words;
}

function afterCorrections(of: Round): RoundRefusal {
  return {
    refused: 'no-open-round',
    detail: {
      zh: `“${roundName(of, 'zh')}”的补正已于 ${moment(of.correctionsUntil, 'zh')}截止，不能再次提交`,
      en: `Corrections in the ${roundName(of, 'en')} ended on ${moment(of.correctionsUntil, 'en')}; it cannot be handed in again`,
    },
  };
}

function noneOpen(list: readonly Round[], budgetYear: number, at: string): RoundRefusal {
  const [next] = list
    .filter((one) => one.budgetYear === budgetYear && one.opensAt > at)
    .sort((a, b) => (a.opensAt < b.opensAt ? -1 : 1));
  return {
    refused: 'no-open-round',
    detail: next
      ? {
          zh: `${budgetYear} 年度现在没有开放的申报批次。下一批次“${roundName(next, 'zh')}”于 ${moment(next.opensAt, 'zh')}开始，草稿可以随时保存`,
          en: `No round of ${budgetYear} is open now. The next, the ${roundName(next, 'en')}, opens on ${moment(next.opensAt, 'en')}; a draft can be saved at any time`,
        }
      : {
          zh: `${budgetYear} 年度现在没有开放的申报批次，也没有已安排的下一批次。草稿可以随时保存`,
          en: `No round of ${budgetYear} is open now, and none is planned. A draft can be saved at any time`,
        },
  };
}

/** What is handed in: by when, for which year, and in which round it was handed in before. */
interface HandedIn {
  readonly at: string;
  readonly budgetYear: number;
  readonly before?: string | undefined;
}

/**
 * The round that a submission belongs to. What came back stays in its round while it is for the same year; all else goes
 * into the open round of its year, of several into the one that closes first. Without any round one stands open for each
 * year, which has no name: null.
 */
export function roundOf(
  list: readonly Round[],
  { at, budgetYear, before }: HandedIn,
): Round | null | RoundRefusal {
  if (list.length === 0) return null;
  const own = list.find((one) => one.id === before && one.budgetYear === budgetYear);
  if (own) return at < own.correctionsUntil ? own : afterCorrections(own);
  const [open] = list
    .filter((one) => one.budgetYear === budgetYear && isOpen(one, at))
    .sort((a, b) => (a.closesAt < b.closesAt ? -1 : 1));
  return open ?? noneOpen(list, budgetYear, at);
}

export const isRefusedRound = (round: Round | RoundRefusal): round is RoundRefusal => 'refused' in round;

/** What a round holds already, in fen. */
export interface Committed {
  readonly unitFen: number;
  readonly allFen: number;
}

function passed(taken: number, ceilingFen: number, requestedFen: number, of: Words): RoundRefusal {
  const [most, used, left, asked] = [ceilingFen, taken, Math.max(0, ceilingFen - taken), requestedFen].map(
    (fen) => ({ zh: amountText(fen, 'zh'), en: amountText(fen, 'en') }),
  );
  return {
    refused: 'over-ceiling',
    detail: {
      zh: `${of.zh}控制数为 ${most?.zh}，已占用 ${used?.zh}，剩余 ${left?.zh}；本次申报 ${asked?.zh}`,
      en: `The ceiling of ${of.en} is ${most?.en}: ${used?.en} is taken, ${left?.en} is left, and this asks for ${asked?.en}`,
    },
  };
}

/** Why a submission does not fit under the ceilings of its round; null where it does. */
export function overCeiling(
  of: Round,
  unit: string,
  requestedFen: number,
  { unitFen, allFen }: Committed,
): RoundRefusal | null {
  const mostOfUnit = unitCeilingOf(of, unit);
  if (mostOfUnit !== undefined && unitFen + requestedFen > mostOfUnit)
    return passed(unitFen, mostOfUnit, requestedFen, {
      zh: '本单位在本批次的',
      en: 'your unit in this round',
    });
  if (of.ceilingFen !== undefined && allFen + requestedFen > of.ceilingFen)
    return passed(allFen, of.ceilingFen, requestedFen, { zh: '本批次的', en: 'this round' });
  return null;
}

/** What a project takes of its round: while it is in review and once it is approved, what is left of its amount. */
export const committedFen = (flow: StoredFlow): number =>
  flow.state === 'in-review' || flow.state === 'approved' ? (flow.approvedFen ?? flow.requestedFen ?? 0) : 0;
