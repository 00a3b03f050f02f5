import writeExcelFile, { type CellObject, type Row } from 'write-excel-file/node';
import { headingCell, sumCell, textCell, yuanCell } from '../../../shared/document/workbook-cells.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { listWords } from '../words/list.ts';
import type { LineRow, ProjectRow } from './rows.ts';

/** The summary sheet (汇总表): a title, the columns, a row for each project or line item, and their sums. */

export interface Sheet {
  readonly lang: Lang;
  /** `2027 年度 昆明市…`: the year and whose projects they are. */
  readonly subject: string;
  /** When it was made, in Beijing's time. */
  readonly madeAt: string;
  /** How many projects it holds at most, where there are more. */
  readonly moreThan: number | null;
}

interface Column<R> {
  readonly heading: string;
  /** In characters of digits; whatever is longer can be widened. */
  readonly width: number;
  readonly cell: (row: R) => CellObject | null;
  readonly isSummed?: true;
}

type WordKey = 'id' | 'unitName' | 'uscc' | 'name' | 'year' | 'round' | 'state' | 'stage' | 'submittedAt';

const text = (value: string | null): CellObject | null =>
  value === null || value === '' ? null : textCell(value);
const amount = (fen: number | null): CellObject | null => (fen === null ? null : yuanCell(fen));

/** What both kinds of rows say of their project. */
function projectColumns(lang: Lang): Column<ProjectRow>[] {
  const words = listWords[lang];
  const column = (key: WordKey, width: number, cell: Column<ProjectRow>['cell']) => ({
    heading: words[key],
    width,
    cell,
  });
  return [
    column('id', 16, ({ id }) => text(id)),
    column('unitName', 28, ({ unit }) => text(unit.name)),
    column('uscc', 21, ({ unit }) => text(unit.id)),
    column('name', 40, ({ title }) => text(title)),
    column('year', 10, ({ budgetYear }) =>
      budgetYear === null ? null : { type: Number, value: budgetYear, format: '0' },
    ),
    column('round', 20, ({ round }) => text(round)),
    column('state', 10, ({ state }) => text(state)),
    column('stage', 12, ({ stage }) => text(stage)),
    column('submittedAt', 18, ({ submittedAt }) => text(submittedAt)),
  ];
}

function amountColumns(lang: Lang): Column<ProjectRow>[] {
  const words = listWords[lang];
  const column = (heading: string, cell: Column<ProjectRow>['cell']) => ({
    ...{ heading, cell, width: 18 },
    isSummed: true as const,
  });
  return [
    column(words.requested, ({ requestedFen }) => amount(requestedFen)),
    column(words.cut, ({ cutFen }) => amount(cutFen)),
    column(words.approved, ({ approvedFen }) => amount(approvedFen)),
  ];
}

function lineColumns(lang: Lang): Column<LineRow>[] {
  const words = listWords[lang];
  return [
    ...projectColumns(lang),
    {
      heading: words.line,
      width: 8,
      cell: ({ line }) => (line === null ? null : { type: Number, value: line, format: '0' }),
    },
    { heading: words.lineName, width: 40, cell: ({ lineName }) => text(lineName) },
    ...amountColumns(lang),
    { heading: words.cutReason, width: 40, cell: ({ cutReason }) => text(cutReason) },
  ];
}

/** Title, note and headings: what stays in view. */
const ROWS_ABOVE = 3;

const letterOf = (at: number): string => String.fromCharCode('A'.charCodeAt(0) + at);

/** The row of sums, as formulas: whoever takes rows out sees what is left. */
function sums<R>(columns: readonly Column<R>[], count: number, lang: Lang): Row {
  const last = ROWS_ABOVE + count;
  return columns.map(({ isSummed }, at) => {
    if (at === 0) return headingCell(listWords[lang].totals);
    return isSummed ? sumCell(letterOf(at), ROWS_ABOVE + 1, last) : null;
  });
}

function sheetOf<R>(columns: readonly Column<R>[], rows: readonly R[], sheet: Sheet): Promise<Uint8Array> {
  const { lang, subject, madeAt, moreThan } = sheet;
  const words = listWords[lang];
  const cells: Row[] = [
    [{ ...headingCell(`${words.sheetTitle} · ${subject}`), fontSize: 14 }],
    [textCell(words.inYuan), textCell(words.madeAt(madeAt))],
    columns.map(({ heading }) => headingCell(heading)),
    ...rows.map((row) => columns.map(({ cell }) => cell(row))),
    ...(rows.length === 0 ? [] : [sums(columns, rows.length, lang)]),
    ...(moreThan === null ? [] : [[headingCell(words.sheetMore(moreThan))]]),
  ];
  return writeExcelFile(cells, {
    sheet: words.sheetTitle,
    stickyRowsCount: ROWS_ABOVE,
    columns: columns.map(({ width }) => ({ width })),
  }).toBuffer();
}

/** One row a project. */
export const projectsSheet = (rows: readonly ProjectRow[], sheet: Sheet): Promise<Uint8Array> =>
  sheetOf([...projectColumns(sheet.lang), ...amountColumns(sheet.lang)], rows, sheet);

/** One row a line of a project's plan. */
export const linesSheet = (rows: readonly LineRow[], sheet: Sheet): Promise<Uint8Array> =>
  sheetOf(lineColumns(sheet.lang), rows, sheet);
