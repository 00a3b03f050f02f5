import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import readExcelFile from 'read-excel-file/node';
import { columns, TRAILER } from '../../../functions/history/columns.ts';
import { csvOf } from '../../../functions/history/csv.ts';
import { noTotals, withEvents } from '../../../functions/history/totals.ts';
import { workbookOf } from '../../../functions/history/workbook.ts';
import type { HistoryEvent } from '../../../shared/history/event.ts';
import { shownText } from '../../../shared/values/text.ts';
import { entriesOf } from '../../support/zip.ts';

const HASH = '12345678'.repeat(8);
const CODE = '123456789012345678';

const decided = (comment: string, more: Partial<HistoryEvent<'decided'>> = {}): HistoryEvent<'decided'> => ({
  at: '2026-03-31T16:30:05.999Z',
  actor: { id: '000123456789012345', name: '审核人', role: 'reviewer', via: 'link' },
  action: 'decided',
  projectId: '2026-1234-5678',
  unit: CODE,
  stage: 'finance-review',
  outcome: 'approve',
  revision: 1,
  requestedFen: 31_500_000,
  approvedFen: 9_999_999_999_999,
  comment,
  contentHash: HASH,
  requestId: '1',
  chain: '2026-1234-5678',
  seq: 7,
  previousHash: HASH,
  hash: HASH,
  ...more,
});

const totalsOf = (events: readonly HistoryEvent[]) => withEvents(noTotals, events);
const textOf = (events: readonly HistoryEvent[]): string =>
  csvOf(events, { first: true, trailer: totalsOf(events) });

/** Splits as spreadsheets do: a quote counts only where a cell begins; what follows its end belongs to the cell. */
function cellsOf(text: string, separator: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let at = 0;
  const end = () => {
    row.push(cell);
    cell = '';
  };
  while (at < text.length) {
    if (cell === '' && text.charAt(at) === '"') {
      for (at++; at < text.length; at++) {
        if (text.charAt(at) !== '"') cell += text.charAt(at);
        else if (text.charAt(at + 1) === '"') {
          cell += '"';
          at++;
        } else break;
      }
      at++;
    }
    while (at < text.length && text.charAt(at) !== separator && !/[\r\n]/.test(text.charAt(at)))
      cell += text.charAt(at++);
    end();
    if (text.charAt(at) !== separator) {
      rows.push(row);
      row = [];
      if (text.startsWith('\r\n', at)) at++;
    }
    at++;
  }
  return rows;
}
const runs = (cell: string): boolean => /^[\s"\p{Default_Ignorable_Code_Point}]*[=+\-@＝＋－＠]/u.test(cell);

const hostile = fc.array(
  fc.oneof(
    fc.constantFrom(...[';', '\t', '\n', '\r', ',', '"', ' ', '\u3000', '\u200b', "'"]),
    fc.constantFrom('=1+1', '+86', '-5', '@SUM(A1)', '＝1', '－1', '=cmd|"/c calc"!A1', '甲', '5'),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
  ),
  { maxLength: 8 },
);

describe('a CSV', () => {
  it.each([';', ',', '\t'])('runs nothing where a spreadsheet splits its lines by %j', (separator) => {
    fc.assert(
      fc.property(hostile, (parts) => {
        const rows = cellsOf(textOf([decided(parts.join(''))]).slice(1), separator);
        expect(rows.flat().filter(runs)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['a;=1+1', `"a;'=1+1"`],
    ['a; =1+1', `"a; '=1+1"`],
    ['a;"=1+1', `"a;""'=1+1"`],
    ['a\n=1+1', `"a\n'=1+1"`],
    [' =1+1', `" '=1+1"`],
    ['＝1+1', `'＝1+1`],
    ['\tx', `"'\tx"`],
    ['a;b', '"a;b"'],
    [' a ', '" a "'],
    ['a=1+1，-5', 'a=1+1，-5'],
  ])('writes %j as %j', (comment, written) => {
    expect(textOf([decided(comment)])).toContain(`,${written},`);
  });

  it('gives every cell back to whoever reads it as CSV, but for the apostrophes', () => {
    fc.assert(
      fc.property(hostile, (parts) => {
        const comment = shownText(parts.join('').replaceAll("'", ''));
        const [header = [], row = []] = cellsOf(textOf([decided(comment)]).slice(1), ',');
        expect(header).toEqual(columns.map(({ name }) => name));
        expect(row).toHaveLength(columns.length);
        expect(row[header.indexOf('comment')]?.replaceAll("'", '')).toBe(comment);
      }),
    );
  });
});

/** What XML has no place for (XML 1.0 §2.2). */
const UNPRINTABLE = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const at = (name: string): number => columns.findIndex((column) => column.name === name);
async function sheetOf(events: readonly HistoryEvent[]) {
  const bytes = Buffer.from(await workbookOf(events, totalsOf(events)));
  const [sheet] = await readExcelFile(bytes, { trim: false });
  return sheet?.data ?? [];
}
const partsOf = async (events: readonly HistoryEvent[]) => {
  const parts = entriesOf(await workbookOf(events, totalsOf(events)));
  return (name: string): string => parts.get(name)?.toString('utf8') ?? '';
};

describe('a workbook', () => {
  it('has codes as text, amounts as numbers, times as dates of Beijing, and the trailer', async () => {
    const read = { openedAt: '2026-03-31T16:29:05.999Z', together: 30 };
    const rows = await sheetOf([decided('同意', read)]);
    const [heading = [], row = [], trailer = []] = rows;
    expect(rows).toHaveLength(3);
    expect(heading[at('at_beijing')]).toBe('at_beijing (UTC+08:00)');
    expect(heading[at('unit')]).toBe('unit');
    for (const [name, value] of [
      ['unit', CODE],
      ['actor', '000123456789012345'],
      ['project', '2026-1234-5678'],
      ['hash', HASH],
      ['at_utc', '2026-03-31T16:30:05.999Z'],
      ['at_beijing', new Date('2026-04-01T00:30:05.000Z')],
      ['seq', 7],
      ['requested_yuan', 315_000],
      ['requested_fen', 31_500_000],
      ['approved_yuan', 99_999_999_999.99],
      ['comment', '同意'],
      ['opened_at_beijing', new Date('2026-04-01T00:29:05.000Z')],
      ['together', 30],
    ] as const)
      expect([name, row[at(name)]]).toEqual([name, value]);
    expect(trailer[0]).toBe(TRAILER);
    expect(trailer[at('count')]).toBe(1);
    expect(trailer[at('approved_yuan')]).toBe(99_999_999_999.99);
    expect(trailer[at('hash')]).toBe('complete');
  });

  it('stays on its header, gives columns their widths, and has no formula', async () => {
    const part = await partsOf([decided('=1+1'), decided('@SUM(A1)')]);
    const sheet = part('xl/worksheets/sheet1.xml');
    expect(sheet).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/);
    expect(sheet.match(/<col [^>]*width="[\d.]+"/g)).toHaveLength(columns.length);
    expect(sheet).not.toContain('<f>');
    expect(sheet.match(/<c [^>]*t="s"/g)?.length).toBeGreaterThan(columns.length);
    expect(part('xl/styles.xml')).toContain('formatCode="@"');
  });

  it.each([
    '=1+1',
    "'=1+1",
    '0012',
    '1e5',
    '<b>&"甲"</b>',
    '  blanks  ',
    'line\nline',
    '2026-03-01',
    'TRUE',
    'toString is none',
  ])('holds %j as it is', async (comment) => {
    const [, row = []] = await sheetOf([decided(comment)]);
    expect(row[at('comment')]).toBe(comment);
  });

  it('holds texts that the format or its library would take for something else', async () => {
    const part = await partsOf(['constructor', '__proto__', 'a_x0041_b'].map((text) => decided(text)));
    const texts = part('xl/sharedStrings.xml');
    expect(texts).toContain('<t>_x0063_onstructor</t>');
    expect(texts).toContain('<t>_x005F__proto__</t>');
    expect(texts).toContain('<t>a_x005F_x0041_b</t>');
    expect(part('xl/worksheets/sheet1.xml')).not.toMatch(/<v>(?![\d.]+<)/);
  });

  it('is well-formed, whatever was typed', async () => {
    const typed = fc.array(fc.string({ unit: 'binary' }), { minLength: 50, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(typed, async (comments) => {
        const events = comments.map((comment) => decided(comment));
        expect((await partsOf(events))('xl/sharedStrings.xml')).not.toMatch(UNPRINTABLE);
        const hashes = (await sheetOf(events)).slice(1, -1).map((row) => row[at('hash')]);
        expect(hashes).toEqual(events.map(({ hash }) => hash));
      }),
      { numRuns: 10 },
    );
  });

  it('writes as text what a double does not hold', async () => {
    const events = Array.from({ length: 200 }, () => decided('同意'));
    const rows = await sheetOf(events);
    const trailer = rows.at(-1) ?? [];
    expect(trailer[at('approved_fen')]).toBe('1999999999999800');
    expect(trailer[at('approved_yuan')]).toBe('19999999999998.00');
    expect(trailer[at('requested_yuan')]).toBe(63_000_000);
  });
});
