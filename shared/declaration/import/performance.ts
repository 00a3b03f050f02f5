import type { PartOf } from '../../forms/definition.ts';
import type { Declaration } from '../definition.ts';
import { type Goals, goalLabelOf, readGoalLines, readGoalRow } from './goals.ts';
import { levelOf } from './indicator.ts';
import { readIndicatorGrid } from './indicator-grid.ts';
import { readIndicatorLines } from './indicator-lines.ts';
import { isLine } from './items.ts';
import type { Notes } from './notes.ts';
import type { Line, Piece } from './pieces.ts';

type Performance = NonNullable<PartOf<Declaration>['performance']>;

const GOALS_BEGIN = /^项目目标$/;
/** Headings of columns and parts that say nothing by themselves. */
const WORDLESS = /^(?:绩效指标|项目绩效目标表)$/;
const COLUMN =
  /^(?:[一二三]级指标|指标性质|指标值|度量单位|指标属性|权重|评（扣）分标准|指标内容|绩效指标值设定依据及数据来源)$/;
const isColumns = (text: string): boolean => text.split(/\s+/).every((part) => COLUMN.test(part));

/** Goals and indicators stand in either order, and their labels before or after them. */
function apart(lines: readonly Line[], year: number): { goals: Line[]; indicators: Line[] } {
  const goals: Line[] = [];
  const indicators: Line[] = [];
  let inGoals = false;
  for (const line of lines) {
    if (levelOf(line.text, year)) inGoals = false;
    else if (GOALS_BEGIN.test(line.text)) {
      inGoals = true;
      continue;
    } else if (goalLabelOf(line.text)) inGoals = true;
    if (isColumns(line.text) || WORDLESS.test(line.text)) continue;
    (inGoals ? goals : indicators).push(line);
  }
  return { goals, indicators };
}

/** Section 九, from tables where the document has them, else from lines. */
export function readPerformance(pieces: readonly Piece[], year: number, notes: Notes): Performance {
  const lines = pieces.filter(isLine);
  const grids = pieces.filter((piece) => piece.kind === 'table');
  const inLines = apart(lines, year);
  let goals: Goals = readGoalLines(inLines.goals, notes);
  for (const { rows } of grids) for (const row of rows) goals = readGoalRow(row, goals);
  const fromGrids = grids.flatMap(({ rows }) => readIndicatorGrid(rows, year, notes));
  const indicators = fromGrids.length > 0 ? fromGrids : readIndicatorLines(inLines.indicators, year, notes);
  return { ...goals, ...(indicators.length > 0 ? { indicators } : {}) };
}
