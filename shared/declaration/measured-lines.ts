import { isBlank } from '../forms/rule.ts';

/** Which lines of the plan an indicator measures, and what an indicator of a line would be called. */

interface Line {
  readonly name?: string | undefined;
}

interface Indicator {
  readonly level1?: string | undefined;
  readonly name?: string | undefined;
  /** The line that it says it measures. */
  readonly line?: string | undefined;
}

/** Four characters are still a common word (安全生产); five are a phrase (安全生产月). */
const SHARED = 5;
/** What a short name says beside that it is money: 培训费, 宣传培训经费. */
const IS_MONEY = /(?:专项|工作|项目|补助|业务)?(?:经费|费用?|资金|支出|开支)$/;
/** Money for nothing in particular; nobody can set a target for it. */
const UNSPECIFIC = /^(?:其他|其它|不可预见|预备|税|税金|杂|机动|备用)?$/;

/** A name without blanks and years: "2021年" is in many names and connects none of them. */
const comparable = (name: string): string => name.replace(/\s|(?:19|20)\d{2}年?度?/g, '');

const phrasesOf = (name: string): string[] => {
  const text = comparable(name);
  return Array.from({ length: Math.max(0, text.length - SHARED + 1) }, (_, start) =>
    text.slice(start, start + SHARED),
  );
};

/** What a short name is about, which must then stand in an indicator: 培训费 → 培训. Undefined for a long name. */
function subjectOf(name: string): string | undefined {
  const subject = comparable(name)
    .replace(/[（(][^（）()]*[）)]/g, '')
    .replace(IS_MONEY, '');
  return subject.length < SHARED ? subject : undefined;
}

/** Whether an indicator names a short subject: whole, or its two words in another order (管网改造, 改造管网12公里). */
const names = (indicator: string, subject: string): boolean =>
  indicator.includes(subject) ||
  (subject.length === 4 && [subject.slice(0, 2), subject.slice(2)].every((word) => indicator.includes(word)));

/** The rows of the plan that `indicator.line` names: by name, or by number as printed (`2`, `第2项`). */
export function linesNamed(plan: readonly Line[], text: string): number[] {
  const number = /^第?\s*(\d{1,3})\s*项?$/.exec(text.normalize('NFKC').trim())?.[1];
  const byNumber = Number(number) - 1;
  if (number !== undefined && byNumber >= 0 && byNumber < plan.length) return [byNumber];
  return plan.flatMap(({ name }, index) => (name?.trim() === text.trim() ? index : []));
}

/** What measures a line of the plan. */
export interface Measured {
  /** The output indicators, by their place among those that were given. */
  readonly by: readonly number[];
  /** Whether something should measure it and nothing does. */
  readonly lacking: boolean;
}

/**
 * For each row of the plan the output indicators that measure it: those that share five consecutive characters with the
 * line's name, hold what a shorter name is about (培训费: 培训人次), or name the line in `line`. The phrases are looked
 * up: 200 lines against 150 indicators stay linear in their texts.
 */
export function measuredLines(plan: readonly Line[], indicators: readonly Indicator[]): Measured[] {
  const phrases = new Map<string, Set<number>>();
  const outputs: { readonly text: string; readonly at: number }[] = [];
  const naming = new Map<number, number[]>();
  for (const [at, { level1, name = '', line }] of indicators.entries()) {
    if (level1 !== 'output') continue;
    outputs.push({ text: comparable(name), at });
    for (const phrase of phrasesOf(name)) phrases.set(phrase, (phrases.get(phrase) ?? new Set()).add(at));
    if (isBlank(line)) continue;
    for (const index of linesNamed(plan, line)) naming.set(index, [...(naming.get(index) ?? []), at]);
  }
  return plan.map(({ name }, index) => {
    if (isBlank(name)) return { by: [], lacking: false };
    const by = new Set(naming.get(index));
    for (const phrase of phrasesOf(name)) for (const at of phrases.get(phrase) ?? []) by.add(at);
    const subject = subjectOf(name);
    const isUnspecific = subject !== undefined && UNSPECIFIC.test(subject);
    if (subject !== undefined && !isUnspecific)
      for (const { text, at } of outputs) if (names(text, subject)) by.add(at);
    return { by: [...by].sort((a, b) => a - b), lacking: by.size === 0 && !isUnspecific };
  });
}

/** The rows of the plan, by number, that no output indicator measures. */
export const unmeasuredLines = (plan: readonly Line[], indicators: readonly Indicator[]): number[] =>
  measuredLines(plan, indicators).flatMap(({ lacking }, index) => (lacking ? [index] : []));

const SIGNS: Readonly<Record<string, string>> = { '>=': '≥', '<=': '≤' };

/** An indicator in a line: `培训人次 ≥ 200 人次`. */
export const indicatorText = (indicator: {
  readonly name?: string | undefined;
  readonly operator?: string | undefined;
  readonly value?: string | undefined;
  readonly unit?: string | undefined;
}): string => {
  const { name = '', operator = '', value = '', unit = '' } = indicator;
  return [name, ...(value === '' ? [] : [SIGNS[operator] ?? operator, value, unit])]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
};

/** What is counted, by its unit: 人次 are 培训人次, 次 are 演练次数. */
const COUNTED: Readonly<Record<string, string>> = {
  人次: '人次',
  人: '人数',
  名: '人数',
  次: '次数',
  场: '场次',
};

/**
 * An indicator of quantity for a line of the plan, with what the line says of it; which way it is to be reached, a
 * person says.
 * @param line its quantity as a number, or as it is typed
 */
export function indicatorFor(line: {
  readonly name: string;
  readonly quantity?: number | string | undefined;
  readonly quantityUnit?: string | undefined;
}): Record<string, string> {
  const name = line.name.trim();
  const unit = line.quantityUnit?.trim() ?? '';
  const value = String(line.quantity ?? '')
    .normalize('NFKC')
    .replace(/[,\s]/g, '');
  const subject = name.replace(IS_MONEY, '') || name;
  const counted = COUNTED[unit] ?? '数量';
  return {
    level1: 'output',
    level2: 'quantity',
    name: subject.endsWith(counted) ? subject : `${subject}${counted}`,
    nature: 'quantitative',
    ...(value === '' ? {} : { value }),
    ...(unit === '' ? {} : { unit }),
    line: name,
  };
}
