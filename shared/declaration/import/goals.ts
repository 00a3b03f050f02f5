import type { PartOf } from '../../forms/definition.ts';
import type { Declaration } from '../definition.ts';
import { listItems } from './items.ts';
import type { Notes } from './notes.ts';
import { joined, type Line } from './pieces.ts';

type Performance = NonNullable<PartOf<Declaration>['performance']>;
export type Goals = Pick<Performance, 'overallGoal' | 'annualGoal'>;

const OVERALL = /^总体目标\s*[（(]?\s*(\d{4})年?\s*[-—–~至]+\s*(\d{4})年?\s*[）)]?\s*/;
const ANNUAL = /^预算年度\s*[（(]?\s*(\d{4})年?度?\s*[）)]?\s*目标\s*/;

export type GoalLabel =
  | { readonly of: 'overall'; readonly from: number; readonly to: number; readonly rest: string }
  | { readonly of: 'annual'; readonly year: number; readonly rest: string };

/** `总体目标(2021年-2023年)`, `预算年度(2021年)目标`, with what follows on the same line. */
export function goalLabelOf(text: string): GoalLabel | null {
  const overall = OVERALL.exec(text);
  if (overall) {
    const rest = text.slice(overall[0].length);
    return { of: 'overall', from: Number(overall[1]), to: Number(overall[2]), rest };
  }
  const annual = ANNUAL.exec(text);
  return annual ? { of: 'annual', year: Number(annual[1]), rest: text.slice(annual[0].length) } : null;
}

const withText = (
  goals: Goals,
  label: GoalLabel | null,
  overall: string,
  items: readonly string[],
): Goals => ({
  ...goals,
  ...(label?.of === 'overall' || overall !== ''
    ? {
        overallGoal: {
          ...goals.overallGoal,
          ...(label?.of === 'overall' ? { from: label.from, to: label.to } : {}),
          ...(overall === '' ? {} : { text: overall }),
        },
      }
    : {}),
  ...(label?.of === 'annual' || items.length > 0
    ? {
        annualGoal: {
          ...goals.annualGoal,
          ...(label?.of === 'annual' ? { year: label.year } : {}),
          ...(items.length === 0 ? {} : { items: [...items] }),
        },
      }
    : {}),
});

const isNumbered = ({ text, listed }: Line): boolean => listed === true || /^\d{1,2}[.．、]/.test(text);

/** The goals of a table that was flattened to lines: labels may stand after the texts that they name. */
export function readGoalLines(lines: readonly Line[], notes: Notes): Goals {
  let goals: Goals = {};
  const overall: Line[] = [];
  const annual: Line[] = [];
  let current: 'overall' | 'annual' | undefined;
  let labelsCameAfter = false;
  for (const line of lines) {
    const label = goalLabelOf(line.text);
    if (label) {
      labelsCameAfter ||= current === undefined && overall.length + annual.length > 0;
      goals = withText(goals, label, '', []);
      current = label.of;
      const rest = label.rest === '' ? [] : [{ ...line, text: label.rest }];
      (label.of === 'overall' ? overall : annual).push(...rest);
    } else if (current === 'annual' || (current === undefined && isNumbered(line))) annual.push(line);
    else if (current === undefined && annual.length > 0) annual.push(line);
    else overall.push(line);
  }
  const text = joined(overall.map((line) => line.text));
  const items = listItems(annual).map((item) => item.text);
  if (labelsCameAfter) {
    const why = {
      zh: '目标的名称印在正文之后，按次序配对：编号的归年度目标',
      en: 'The labels stand after the texts: numbered lines were taken for the goals of the year',
    };
    if (text !== '') notes.infer(['performance', 'overallGoal', 'text'], why);
    if (items.length > 0) notes.infer(['performance', 'annualGoal', 'items'], why);
  }
  return withText(goals, null, text, items);
}

/** The goals of a row of a table: a cell with a label, the text in the next. */
export function readGoalRow(cells: readonly string[], goals: Goals): Goals {
  for (const [index, cell] of cells.entries()) {
    const label = goalLabelOf(cell.replace(/\s+/g, ''));
    if (!label) continue;
    const text = cells.slice(index + 1).find((other) => other !== cell) ?? '';
    if (label.of === 'overall') return withText(goals, label, text, []);
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const items = listItems(lines.map((line) => ({ kind: 'line', text: line.trim(), at: 0 })));
    return withText(
      goals,
      label,
      '',
      items.map((item) => item.text),
    );
  }
  return goals;
}
