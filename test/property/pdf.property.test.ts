import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Block, Cell, DocumentTable, OfficialDocument, Row } from '../../shared/document/model.ts';
import { makePdfFile } from '../../shared/document/pdf/pdf-file.ts';
import { faces } from '../support/faces.ts';
import { type Box, readPdf, textOfPages } from '../support/pdf.ts';

/** Any document that the model allows, whatever a form's layout will make of it. */

// No hyphen: where one ends a line, the engine takes it for the typesetter's and leaves it out of the text.
const words = fc.constantFrom(
  '安全生产',
  '（2021年）',
  '“五进”',
  '31.50万元',
  '。',
  'SHA256',
  '——',
  ' ',
  '《通知》',
  '、',
);
const text = (most: number) => fc.array(words, { maxLength: most }).map((parts) => parts.join('').trim());
const cellText = fc.array(text(25), { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'));

/** Cuts a rectangle of columns and rows into cells, some of which reach over several: in model order. */
function cut(columns: number, rows: number, next: () => number, texts: () => string): Row[] {
  const taken = Array.from({ length: rows }, () => new Set<number>());
  return taken.map((row, y) => {
    const cells: Cell[] = [];
    for (let x = 0; x < columns; x++) {
      if (row.has(x)) continue;
      let wide = 1;
      while (next() > 0.8 && x + wide < columns && !row.has(x + wide)) wide++;
      const high = Math.min(rows - y, next() > 0.7 ? 1 + Math.floor(next() * 6) : 1);
      for (const below of taken.slice(y, y + high)) for (let at = x; at < x + wide; at++) below.add(at);
      cells.push({
        text: texts(),
        heading: next() > 0.7,
        ...(wide > 1 ? { columns: wide } : {}),
        ...(high > 1 ? { rows: high } : {}),
      });
    }
    return cells;
  });
}

const table: fc.Arbitrary<DocumentTable> = fc
  .record({
    widths: fc.array(fc.integer({ min: 8, max: 20 }), { minLength: 1, maxLength: 9 }),
    rows: fc.integer({ min: 1, max: 25 }),
    heads: fc.integer({ min: 0, max: 2 }),
    chances: fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
    texts: fc.infiniteStream(
      fc.oneof({ weight: 9, arbitrary: cellText }, { weight: 1, arbitrary: text(250) }),
    ),
    kind: fc.constantFrom({}, { dense: true }, { open: true }),
  })
  .map(({ widths, rows, heads, chances, texts, kind }) => {
    const next = (): number => chances.next().value ?? 0;
    const said = (): string => texts.next().value ?? '';
    return {
      kind: 'table',
      label: '表',
      widths,
      head: heads === 0 ? [] : cut(widths.length, heads, next, () => said().slice(0, 12)),
      body: cut(widths.length, rows, next, said),
      ...kind,
    };
  });

const block: fc.Arbitrary<Block> = fc.oneof(
  text(200).map((said): Block => ({ kind: 'paragraph', text: said })),
  table,
);

const anyDocument: fc.Arbitrary<OfficialDocument> = fc.record({
  unitName: text(6),
  title: text(20),
  mark: fc.constantFrom(null, '申报稿'),
  asOf: fc.constant('2021-03-01T02:32:05.000Z'),
  content: fc.constant({ form: 'project-declaration', declaration: {} }),
  sections: fc.array(
    fc.record({
      number: fc.constantFrom(null, '一'),
      title: text(4),
      blocks: fc.array(block, { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  identity: fc.constant({
    number: '2021-7K3M-9QXD',
    revision: '第 1 次申报',
    state: '审核中',
    contentHash: null,
    address: 'https://countersign.example/projects/2021-7K3M-9QXD/document',
  }),
});

const AREA: Box = { left: 73, top: 70, right: 534, bottom: 781 };
const outside = (box: Box): boolean =>
  box.left < AREA.left || box.right > AREA.right || box.top < AREA.top || box.bottom > AREA.bottom;
const overlap = (a: Box, b: Box): boolean =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;

/** Rows that are divided between pages say their cells in another order: every character is still said once. */
const sorted = (said: string): string => [...said.replace(/\s+/g, '')].sort().join('');

function saidBy({ unitName, title, mark, sections }: OfficialDocument): string {
  const ofBlock = (one: Block): string =>
    one.kind === 'paragraph'
      ? one.text
      : [...one.head, ...one.body].flatMap((row) => row.map((cell) => cell.text)).join('\n');
  const ofSection = ({ number, title: name, blocks }: OfficialDocument['sections'][number]): string =>
    [number === null ? name : `${number}、${name}`, ...blocks.map(ofBlock)].join('\n');
  return [mark ?? '', unitName, title, ...sections.map(ofSection)].join('\n');
}

describe('the PDF of any document', () => {
  it('says every character once, between the margins, in lines that do not touch', async () => {
    await fc.assert(
      fc.asyncProperty(anyDocument, async (document) => {
        const pages = await readPdf(await makePdfFile(document, faces));
        const said = textOfPages(pages);
        expect(sorted(said.slice(0, said.lastIndexOf('编号：')))).toBe(sorted(saidBy(document)));
        for (const { runs, shapes } of pages) {
          const foot = runs.filter(({ aside, top }) => aside && top > AREA.bottom);
          expect(foot).toHaveLength(2);
          expect([...runs.filter((run) => !foot.includes(run)), ...shapes].filter(outside)).toEqual([]);
          expect(runs.some((run, at) => runs.slice(at + 1).some((other) => overlap(run, other)))).toBe(false);
        }
      }),
      { numRuns: 12, endOnFailure: true },
    );
  });
});
