import writeExcelFile, { type CellObject } from 'write-excel-file/node';
import { CSV, XLSX } from '../../../shared/contract/media-types.ts';
import { attachment } from '../../../shared/document/file-name.ts';
import { headingCell, textCell } from '../../../shared/document/workbook-cells.ts';
import type { Answer, Call } from '../../../shared/http/endpoint.ts';
import { actorOf, type Member } from '../../../shared/identity/member.ts';
import { allValues } from '../../../shared/store/piece-map.ts';
import { recordReading } from '../../../shared/store/system-chain.ts';
import { reversibleCsvText } from '../../../shared/values/csv-text.ts';
import { type Lang, say } from '../../../shared/values/language.ts';
import type { Person, Unit } from '../../../shared/workflow/directory.ts';
import type { Deps } from '../deps.ts';
import { typedOf } from '../piece-form.ts';
import { directoryWords } from '../words/directory.ts';
import { personTable, postsText, type TableKind, unitTable } from './columns.ts';

/** The units or the people as a table, in the columns that an import takes. */

export type TableFormat = 'csv' | 'xlsx';

function cellsOf({ form, columns }: TableKind, piece: Unit | Person): string[] {
  const { fields, rows } = typedOf(form, piece);
  return columns.map(({ key }) => (key === form.rows.key ? postsText(rows) : (fields[key] ?? '')));
}

/** The heading and the rows. */
const tableOf = (kind: TableKind, pieces: readonly (Unit | Person)[], lang: Lang): string[][] => [
  kind.columns.map(({ label }) => say(label, lang)),
  ...pieces.map((piece) => cellsOf(kind, piece)),
];

/** With a byte-order mark, without which Excel misreads Chinese; no cell of it runs as a formula. */
const csvOf = (rows: readonly (readonly string[])[]): Uint8Array =>
  Buffer.from(`\uFEFF${rows.map((row) => `${row.map(reversibleCsvText).join(',')}\r\n`).join('')}`);

const cellOf = (text: string, isHeading: boolean): CellObject | null => {
  if (text === '') return null;
  return isHeading ? headingCell(text) : textCell(text);
};

/** Every cell is a text: codes keep their digits, and nothing is a formula. */
const workbookOf = (rows: readonly (readonly string[])[], sheet: string): Promise<Uint8Array> =>
  writeExcelFile(
    rows.map((row, index) => row.map((text) => cellOf(text, index === 0))),
    { sheet, stickyRowsCount: 1, columns: (rows[0] ?? []).map(() => ({ width: 24 })) },
  ).toBuffer();

/** @internal */
export async function fileOf(
  kind: TableKind,
  pieces: readonly (Unit | Person)[],
  format: TableFormat,
  lang: Lang,
): Promise<Uint8Array> {
  const rows = tableOf(kind, pieces, lang);
  const { units, people } = directoryWords[lang];
  return format === 'csv' ? csvOf(rows) : workbookOf(rows, kind === unitTable ? units : people);
}

/** All units or people as a file. That they were taken away is an event in the reader's own chain. */
export async function exportTable(
  { database, now }: Pick<Deps, 'database' | 'now'>,
  { lang, requestId }: Pick<Call, 'lang' | 'requestId'>,
  member: Member,
  which: 'units' | 'people',
  format: TableFormat,
): Promise<Answer> {
  const stored = member.directory;
  const pieces =
    which === 'units'
      ? (await allValues(stored.units)).map(({ unit }) => unit)
      : (await allValues(stored.people)).flatMap(({ person }) => person ?? []);
  const kind = which === 'units' ? unitTable : personTable;
  await recordReading(database, {
    action: 'exported',
    actor: actorOf(member, 'administrator'),
    at: now().toISOString(),
    requestId,
    scope: `/directory/${which}?format=${format}`,
    count: pieces.length,
  });
  return {
    status: 200,
    headers: {
      'content-disposition': attachment(`${directoryWords.zh[which]}.${format}`, `${which}.${format}`),
    },
    file: {
      bytes: await fileOf(kind, pieces, format, lang),
      type: format === 'csv' ? `${CSV}; charset=utf-8` : XLSX,
    },
  };
}
