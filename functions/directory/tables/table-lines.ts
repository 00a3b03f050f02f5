import { Problem } from '../../../shared/contract/problem.ts';
import type { Finding } from '../../../shared/forms/finding.ts';
import type { Words } from '../../../shared/values/language.ts';
import type { Typed } from '../piece-form.ts';
import { type Column, personTable, postsIn, type TableKind, unitTable } from './columns.ts';

/** A row of a table: what its columns say of a unit or person. */
export interface TableLine {
  /** As a spreadsheet numbers it; the heading is the first. */
  readonly row: number;
  readonly typed: Partial<Typed>;
  /** The id as it is written; empty where none is. */
  readonly id: string;
}

export interface ReadTable {
  readonly kind: TableKind;
  readonly lines: readonly TableLine[];
  /** Headings of columns that are none of a directory's. */
  readonly ignored: readonly string[];
  readonly findings: readonly Finding[];
}

const plain = (heading: string): string =>
  heading
    .normalize('NFKC')
    .replace(/\([^)]*\)/g, '')
    .replace(/[\s*:_-]/g, '')
    .toLowerCase();

const isCalled = ({ label, synonyms }: Column, heading: string): boolean =>
  heading !== '' && [label.zh, label.en, ...synonyms].some((one) => plain(one) === plain(heading));

/** Which column of a kind stands where; a second one of the same name is none. */
function columnsFor({ columns }: TableKind, headings: readonly string[]): (Column | undefined)[] {
  const taken = new Set<Column>();
  return headings.map((heading) => {
    const column = columns.find((one) => isCalled(one, heading));
    if (!column || taken.has(column)) return undefined;
    taken.add(column);
    return column;
  });
}

const unknownHeadings: Words = {
  zh: '表头无法识别：单位表须有“统一社会信用代码”列，人员表须有“账号”列',
  en: 'The headings are not known: a table of units has a column "Code (USCC)", one of people a column "Account"',
};

function kindOf(headings: readonly string[]): { kind: TableKind; columns: (Column | undefined)[] } {
  const found = [personTable, unitTable]
    .map((kind) => ({ kind, columns: columnsFor(kind, headings) }))
    .filter(({ columns }) => columns.some((column) => column?.key === 'id'))
    .toSorted((a, b) => b.columns.filter(Boolean).length - a.columns.filter(Boolean).length);
  const [best] = found;
  if (best) return best;
  throw new Problem('invalid-body', {
    detail: unknownHeadings,
    errors: [{ rule: 'shape', severity: 'error', path: '/rows/1', message: unknownHeadings }],
  });
}

const finding = (row: number, key: string, message: Words): Finding => ({
  rule: 'directory',
  severity: 'error',
  path: `/rows/${row}/${key}`,
  message,
});
const words = {
  noId: { zh: '缺少账号或代码', en: 'Its id is missing' },
  twice: { zh: '该账号或代码在表中重复', en: 'The table has this id twice' },
  posts: {
    zh: '岗位应写作“审核岗:账号(代理人,代理人); 审批岗:账号”',
    en: 'Posts are written as "reviewer:account(delegate,delegate); approver:account"',
  },
} as const;

/** @throws Problem `invalid-body` where the headings are of no table of a directory */
export function linesOf(rows: readonly (readonly string[])[]): ReadTable {
  const [headings = [], ...others] = rows;
  const { kind, columns } = kindOf(headings);
  const findings: Finding[] = [];
  const seen = new Set<string>();
  const lines = others.flatMap((cells, index): TableLine[] => {
    const row = index + 2;
    if (cells.every((cell) => cell === '')) return [];
    const texts = columns.flatMap((column, place) =>
      column ? [[column.key, cells[place] ?? ''] as const] : [],
    );
    const { [kind.form.rows.key]: posts, ...fields } = Object.fromEntries(texts);
    const { id = '' } = fields;
    const postRows = posts === undefined ? undefined : postsIn(posts);
    if (id === '') findings.push(finding(row, 'id', words.noId));
    if (id !== '' && seen.has(id)) findings.push(finding(row, 'id', words.twice));
    if (postRows === null) findings.push(finding(row, 'posts', words.posts));
    seen.add(id);
    return [{ row, id, typed: { fields, ...(postRows ? { rows: postRows } : {}) } }];
  });
  return {
    kind,
    lines,
    ignored: headings.filter((heading, place) => heading !== '' && !columns[place]),
    findings,
  };
}
