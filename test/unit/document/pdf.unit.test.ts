import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeDocument } from '../../../shared/document/make-document.ts';
import type { OfficialDocument } from '../../../shared/document/model.ts';
import { makePdfFile } from '../../../shared/document/pdf/pdf-file.ts';
import { sideOf, squaresOf } from '../../../shared/document/qr-code.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { aDocumentSource } from '../../builders/document.ts';
import { aLargestDeclaration } from '../../builders/largest-declaration.ts';
import { faces } from '../../support/faces.ts';
import { type Box, hasInk, type PdfPage, type Picture, readPdf, textOfPages } from '../../support/pdf.ts';

const pagesOf = async (document: OfficialDocument): Promise<PdfPage[]> =>
  readPdf(await makePdfFile(document, faces));
const characters = (text: string): string => text.replace(/\s+/g, '');
const sorted = (text: string): string => [...characters(text)].sort().join('');
const said = ({ runs }: PdfPage): string[] =>
  runs.filter(({ aside }) => !aside).map(({ text }) => text.trim());

const sample = makeDocument(aDocumentSource());
const largest = makeDocument(aDocumentSource({ declaration: aLargestDeclaration() }));
const [samplePages, largestPages] = await Promise.all([pagesOf(sample), pagesOf(largest)]);

/** The text area, in points. */
const AREA: Box = { left: 73, top: 70, right: 534, bottom: 780 };
const isWithin = (inner: Box, outer: Box): boolean =>
  inner.left >= outer.left &&
  inner.right <= outer.right &&
  inner.top >= outer.top &&
  inner.bottom <= outer.bottom;
const overlap = (a: Box, b: Box): boolean =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;

describe.each([
  ['the sample', samplePages],
  ['the largest', largestPages],
] as const)('the PDF of %s', (_, pages) => {
  it('is set between the margins of A4, in lines that do not touch', () => {
    expect(pages.map(({ width, height }) => [Math.round(width), Math.round(height)])).toEqual(
      pages.map(() => [595, 842]),
    );
    for (const { runs, shapes } of pages) {
      const own = runs.filter(({ aside, bottom }) => !aside || bottom < AREA.bottom);
      expect([...own, ...shapes].filter((box) => !isWithin(box, AREA))).toEqual([]);
      expect(runs.filter((run, index) => runs.slice(index + 1).some((other) => overlap(run, other)))).toEqual(
        [],
      );
    }
  });

  it('shows every line that it holds, in a font of which it holds what it uses', () => {
    for (const page of pages) {
      expect(page.runs.filter((run) => !hasInk(page, run))).toEqual([]);
      expect(
        page.runs.filter(({ embedded, font }) => !embedded || !/^[A-Z]{6}\+NotoSerifSC-/.test(font)),
      ).toEqual([]);
    }
  });

  it('has its number, revision, hash and place among the pages at the foot of each', () => {
    pages.forEach(({ runs }, index) => {
      const foot = runs.filter(({ aside, top }) => aside && top > AREA.bottom).map(({ text }) => text);
      expect(foot).toEqual([
        expect.stringMatching(/^编号 2021-7K3M-9QXD · 第 1 次申报 · SHA-256 [0-9a-f]{64}$/),
        `第 ${index + 1} 页，共 ${pages.length} 页`,
      ]);
    });
  });

  it('leaves no heading at the end of a page', () => {
    const headings = new Set(
      sample.sections.map(({ number, title }) => (number === null ? title : `${number}、${title}`)),
    );
    expect(pages.flatMap(said).filter((text) => headings.has(text))).toHaveLength(headings.size);
    expect(pages.map((page) => said(page).at(-1)).filter((text) => headings.has(text ?? ''))).toEqual([]);
  });
});

describe('a table that is longer than a page', () => {
  const pages = largestPages.filter((page) => said(page).includes('定量指标'));
  const textsOf = ({ runs }: PdfPage) => runs.map(({ text }) => text.trim());

  it('has its head and the levels of its rows on every page', () => {
    expect(pages.length).toBeGreaterThan(5);
    for (const page of pages) expect(textsOf(page)).toEqual(expect.arrayContaining(['绩效指标', '一级指标']));
    const levels = /^(?:产出指标|效益指标|满意度指标|满意度指)$/;
    for (const page of pages) expect(textsOf(page).some((text) => levels.test(text))).toBe(true);
  });

  it('has every row in one piece, and none alone that only begins a level', () => {
    const count = (page: PdfPage, text: string): number => said(page).filter((one) => one === text).length;
    for (const page of pages) {
      // The first and the last line of a cell of three.
      expect(count(page, '动情况')).toBe(count(page, '反映单位组织'));
      expect(said(page).at(-1)).not.toBe('空');
    }
  });

  it('is divided within a row where that is longer than a page, without losing a character', async () => {
    const text = '做到社区安全生产队伍配备到位，事有人管；'.repeat(150);
    const { performance } = aDeclaration();
    const declaration = aDeclaration({
      performance: { ...performance, overallGoal: { from: 2021, to: 2023, text } },
    });
    const document = makeDocument(aDocumentSource({ declaration }));
    const divided = await pagesOf(document);
    const goal = divided.filter((page) => said(page).some((line) => line.startsWith('做到社区安全')));
    expect(goal.length).toBeGreaterThan(1);
    expect(characters(textOfPages(divided)).split('事有人管').length).toBeGreaterThan(150);
    for (const { runs } of divided)
      expect(runs.filter((run, index) => runs.slice(index + 1).some((other) => overlap(run, other)))).toEqual(
        [],
      );
    const short = makeDocument(
      aDocumentSource({
        declaration: aDeclaration({
          performance: { ...performance, overallGoal: { from: 2021, to: 2023, text: '空' } },
        }),
        contentHash: document.identity.contentHash,
      }),
    );
    expect(sorted(textOfPages(divided))).toBe(
      sorted(
        textOfPages(await pagesOf(short))
          .replace('总体目标', `总体目标${text}`)
          .replace('空', ''),
      ),
    );
  });
});

describe('the signatures', () => {
  it('stand together on one page, with room for a seal', () => {
    const page = samplePages.find((one) => said(one).includes('单位盖章'));
    expect(page && said(page)).toEqual(
      expect.arrayContaining(['填报人', '单位负责人', '填报时间', '单位盖章']),
    );
    const heights = page?.shapes.map(({ top, bottom }) => Math.round(bottom - top)) ?? [];
    expect(heights.filter((height) => height >= 62)).not.toEqual([]);
  });

  it('have the last opinion above them, however much stands before', async () => {
    const [last, ...before] = sample.sections.toReversed();
    if (last === undefined) throw new Error('There are no opinions');
    const opinion = last.blocks.flatMap((block) => (block.kind === 'table' && block.leads ? block.body : []));
    const words = opinion.at(-1)?.[0]?.text ?? '';
    expect(words).not.toBe('');
    for (let more = 0; more < 30; more += 3) {
      const lines = Array.from({ length: more }, () => ({ kind: 'paragraph', text: '一行' }) as const);
      const longer = { number: null, title: '前文', blocks: lines };
      const pages = await pagesOf({ ...sample, sections: [...before.toReversed(), longer, last] });
      const signed = pages.find((page) => said(page).includes('单位盖章'));
      expect([more, signed && said(signed).includes(words)]).toEqual([more, true]);
    }
  });
});

/** Whether a point, in points, is dark. */
const isDark = ({ width, grey }: Picture, x: number, y: number): boolean =>
  (grey[Math.round(y * 2) * width + Math.round(x * 2)] ?? 255) < 128;

describe('the QR code', () => {
  it('is drawn square by square, 30 mm wide', () => {
    const squares = squaresOf(sample.identity.address);
    const page = samplePages.at(-1);
    if (page === undefined) throw new Error('There is no page');
    const square = (30 * 72) / 25.4 / sideOf(squares);
    const darkest = page.shapes.filter(({ right }) => right < 160).toSorted((a, b) => b.bottom - a.bottom)[0];
    const [left, top] = [darkest?.left ?? 0, darkest?.top ?? 0];
    const drawn = squares.map((row, y) =>
      row.map((_, x) => isDark(page.picture, left + (x + 0.5) * square, top + (y + 0.5) * square)),
    );
    expect(drawn).toEqual(squares);
  });
});

describe('the file', () => {
  it('is the same for the same document, byte by byte, and dated by its record', async () => {
    const [first, second] = await Promise.all([makePdfFile(sample, faces), makePdfFile(sample, faces)]);
    expect(Buffer.compare(first, second)).toBe(0);
    expect(Buffer.from(first).toString('latin1')).toContain('(D:20210301023205Z)');
    const decided = aDocumentSource({
      decisions: [
        { stage: 'finance-review', outcome: 'approve', at: '2021-03-05T08:09:10.000Z', by: { name: '甲' } },
      ],
    });
    const later = await makePdfFile(makeDocument(decided), faces);
    expect(Buffer.from(later).toString('latin1')).toContain('(D:20210305080910Z)');
  });

  it('holds of the font only what it uses', async () => {
    expect((await makePdfFile(largest, faces)).length).toBeLessThan(400_000);
  });

  it('says which characters its font has not', async () => {
    const rare = aDeclaration({ overview: '𠮷野家的𠮷、㛃、龘 \u{1f600}' });
    const text = characters(textOfPages(await pagesOf(makeDocument(aDocumentSource({ declaration: rare })))));
    expect(text).toContain('〔U+20BB7〕野家的〔U+20BB7〕、㛃、龘〔U+1F600〕');
    expect(text).toMatch(/原字见系统中的页面和Word文件：〔U\+20BB7〕〔U\+1F600〕$/);
    expect(textOfPages(samplePages)).not.toContain('原字见');
  });
});

/** Points to a cell of the pattern. */
const CELL = 12;
const SHADES = ' .:-=+*#%@';

/** A page as a pattern of how dark it is, cell by cell: what a reader of a difference can see. */
function patternOf({ picture: { width, height, grey } }: PdfPage): string[] {
  const pixels = CELL * 2;
  const columns = Math.ceil(width / pixels);
  const dark = new Float64Array(columns * Math.ceil(height / pixels));
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      const cell = Math.floor(y / pixels) * columns + Math.floor(x / pixels);
      dark[cell] = (dark[cell] ?? 0) + 255 - (grey[at] ?? 255);
    }
  // Black text covers a third of its cell: the shades are for that range.
  const most = (255 * pixels * pixels) / 2.5;
  const shades = Array.from(dark, (cell) => SHADES[Math.min(9, Math.round((cell / most) * 9))] ?? '');
  return Array.from({ length: dark.length / columns }, (_, row) =>
    shades.slice(row * columns, (row + 1) * columns).join(''),
  );
}

const GOLDEN = join(import.meta.dirname, '../../fixtures/golden/document-pages.txt');

describe('the picture of the pages', () => {
  it('is the one that was looked at', () => {
    const pattern = samplePages.flatMap((page, index) => [`page ${index + 1}`, ...patternOf(page)]);
    if (process.env.TAKE_GOLDEN === 'document-pages')
      writeFileSync(GOLDEN, `${pattern.map((line) => line.trimEnd()).join('\n')}\n`);
    const golden = readFileSync(GOLDEN, 'utf8').replace(/\n$/, '').split('\n');
    const shadeOf = (char: string): number => SHADES.indexOf(char);
    // Another release of the engine may set a grey edge differently: by a shade.
    const differing = pattern.map((line, row) =>
      [...line].some((char, at) => Math.abs(shadeOf(char) - shadeOf(golden[row]?.[at] ?? ' ')) > 1)
        ? `row ${row}\n${golden[row]}\n${line}`
        : '',
    );
    expect(pattern.length).toBe(golden.length);
    expect(differing.filter((line) => line !== '')).toEqual([]);
  });
});
