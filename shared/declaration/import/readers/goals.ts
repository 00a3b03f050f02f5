import { joined, listItems, withoutNumber } from '../items.ts';
import type { Ledger } from '../ledger.ts';
import type { Paragraph } from '../source/blocks.ts';
import type { Span } from '../source/span.ts';

export type GoalKind = 'overall' | 'annual';

const OVERALL =
  /^\s*((?:项目)?(?:绩效)?(?:实施期|总体|长期|中长期|中期|三年|总|整体)(?:总体?)?(?:绩效)?目标)\s*(?:\(\s*((?:19|20)\d{2})\s*年?度?\s*[-~至]+\s*((?:19|20)\d{2})\s*年?度?\s*\))?\s*(:|$|(?<=\)\s*)|\s(?=\S))\s*/;
const ANNUAL =
  /^\s*((?:项目|预算|本|当|(?:19|20)\d{2})?年度?\s*(?:\(\s*((?:19|20)\d{2})\s*年?度?\s*\)\s*)?(?:总体|绩效|预期|工作)*目标)\s*(?:\(\s*((?:19|20)\d{2})\s*年?度?\s*\))?\s*(:|$|(?<=[)标])\s*)\s*/;

export interface GoalLabel {
  readonly of: GoalKind;
  readonly label: Span;
  readonly rest: Span;
  readonly years: readonly Span[];
}

/** `总体目标(2021年-2023年)`, `预算年度(2021年)目标`, with what follows on the same line. */
export function goalLabelOf(line: Span): GoalLabel | null {
  for (const [of, pattern] of [
    ['overall', OVERALL],
    ['annual', ANNUAL],
  ] as const) {
    const { rest: bare, number } = withoutNumber(line);
    const match = bare.match(pattern);
    if (!match) continue;
    const leading = of === 'annual' ? match.whole.match(/^\s*((?:19|20)\d{2})年/)?.group(1) : undefined;
    const years = [leading, match.group(2), match.group(3)].filter(
      (span): span is Span => span !== undefined,
    );
    const label = number ? line.slice(0, match.whole.to - line.from) : match.whole;
    return { of, label, rest: bare.slice(match.end).trimmed(), years };
  }
  return null;
}

/** The years that a label of goals names. */
export function putGoalYears(ledger: Ledger, of: GoalKind, years: readonly Span[]): void {
  const keys = of === 'overall' ? (['from', 'to'] as const) : (['year'] as const);
  const group = of === 'overall' ? 'overallGoal' : 'annualGoal';
  for (const [index, key] of keys.entries()) {
    const year = years[index];
    if (year) ledger.share(['performance', group, key], Number(year.plain), year);
  }
}

function labelGoal(ledger: Ledger, { of, label, years }: GoalLabel): void {
  putGoalYears(ledger, of, years);
  ledger.label(label);
}

/** The text of a goal. @param year for the goals of a year that their label does not name */
export function putGoal(
  ledger: Ledger,
  of: GoalKind,
  lines: readonly Paragraph[],
  year: number | undefined,
): void {
  if (lines.length === 0) return;
  if (of === 'overall') {
    const spans = lines.map(({ span }) => span);
    const [first, second] = spans;
    // One goal needs no number.
    const number = first && !second ? first.match(/^目标\s*[1一]\s*[:.、]\s*(?=\S)/)?.whole : undefined;
    if (first && number) {
      ledger.label(number);
      spans[0] = first.slice(number.to - first.from);
    }
    ledger.put(
      ['performance', 'overallGoal', 'text'],
      joined(spans.map(({ text }) => text.trim())),
      ...spans,
    );
    return;
  }
  const path = ['performance', 'annualGoal', 'items'];
  if (ledger.next(path) > 0) return;
  for (const { spans, text, number, leads } of listItems(lines)) {
    ledger.label(number);
    if (!leads) ledger.put([...path, ledger.next(path)], text, ...spans);
  }
  const why = { zh: '取预算年度', en: 'The budget year' };
  if (year !== undefined && ledger.next(path) > 0)
    ledger.infer(['performance', 'annualGoal', 'year'], year, why);
}

const isNumbered = ({ span, listed }: Paragraph): boolean => listed || /^\d{1,2}[.、]/.test(span.plain);

interface Sides {
  readonly overall: Paragraph[];
  readonly annual: Paragraph[];
}

/** The goals of a table that was flattened to lines: labels may stand after the texts that they name. */
export function readGoalLines(ledger: Ledger, lines: readonly Paragraph[], year: number | undefined): void {
  const labels = lines.map(({ span }) => goalLabelOf(span));
  const found = labels.flatMap((label) => (label ? [label] : []));
  const texts = lines.filter((_, index) => labels[index] === null);
  const first = labels.findIndex((label) => label !== null);
  const areTogether = found.length === 2 && first >= 0 && labels[first + 1] !== null;
  const inTurn = areTogether && found.every(({ rest }) => rest.isEmpty) && texts.length === 2 && first === 0;
  const sides: Sides = { overall: [], annual: [] };
  if (inTurn) {
    for (const [index, label] of found.entries()) sides[label.of].push(...texts.slice(index, index + 1));
  } else divide(lines, labels, sides);
  const cameAfter = first > 0 && sides.overall.length + sides.annual.length > 0 && !areBefore(lines, labels);
  for (const label of found) labelGoal(ledger, label);
  putGoal(ledger, 'overall', sides.overall, year);
  putGoal(ledger, 'annual', sides.annual, year);
  if (inTurn || cameAfter) remarkOrder(ledger, sides, inTurn);
}

/** Whether the first label stands before all texts. */
const areBefore = (lines: readonly Paragraph[], labels: readonly (GoalLabel | null)[]): boolean =>
  lines.length > 0 && labels[0] !== null;

function divide(lines: readonly Paragraph[], labels: readonly (GoalLabel | null)[], sides: Sides): void {
  let current: GoalKind | undefined;
  for (const [index, line] of lines.entries()) {
    const label = labels[index];
    if (label) {
      current = label.of;
      if (!label.rest.isEmpty) sides[label.of].push({ ...line, span: label.rest });
    } else if (current !== undefined) sides[current].push(line);
    else if (isNumbered(line) || sides.annual.length > 0) sides.annual.push(line);
    else sides.overall.push(line);
  }
}

function remarkOrder(ledger: Ledger, { overall, annual }: Sides, inTurn: boolean): void {
  const why = inTurn
    ? {
        zh: '两个目标的名称在前、正文在后，按次序配对',
        en: 'Both labels stand before both texts: paired in their order',
      }
    : {
        zh: '目标的名称印在正文之后，按次序配对：编号的归年度目标',
        en: 'The labels stand after the texts: numbered lines were taken for the goals of the year',
      };
  if (overall.length > 0) ledger.remark(['performance', 'overallGoal', 'text'], why);
  if (annual.length > 0) ledger.remark(['performance', 'annualGoal', 'items'], why);
}
