import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { importFile } from '../../shared/declaration/import/import-file.ts';
import type { Imported } from '../../shared/declaration/import/imported.ts';
import { allCells, type Block } from '../../shared/declaration/import/source/blocks.ts';
import { blocksOfText } from '../../shared/declaration/import/source/text-source.ts';
import { readWord } from '../../shared/declaration/import/source/word-source.ts';
import { LONGEST_LABEL } from '../../shared/declaration/import/words/labels.ts';
import { aWordFile, type WordBlock } from '../builders/word-files.ts';
import { importCases } from '../support/import-cases.ts';
import { tries } from '../support/tries.ts';
import { entriesOf } from '../support/zip.ts';

/**
 * The conservation law of the import: every character of a source that says something is in a field, in what was
 *inferred, in what was not placed, or in the document's own structure.
 */

/** Punctuation and blanks only part one thing from the next, and so do a colon, a tilde and a dash among the symbols. */
const SAYS = /[[\p{L}\p{N}\p{S}%‰]--[\|`^~∶∼−]]/v;
type Counts = ReadonlyMap<string, number>;

/** How often each character that says something stands in texts. */
function counted(texts: Iterable<string>): Counts {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const char of text) if (SAYS.test(char)) counts.set(char, (counts.get(char) ?? 0) + 1);
  return counts;
}

const printed = (blocks: readonly Block[]): Counts =>
  counted(
    blocks.flatMap((block) =>
      block.kind === 'table' ? allCells(block).map(({ piece }) => piece.text) : [block.span.text],
    ),
  );

function accounted({ placed, inferred, structure, notPlaced }: Imported): Counts {
  const sources = [...placed, ...inferred].flatMap(({ source }) => (source ? [source] : []));
  return counted([...sources, ...structure, ...notPlaced].map(({ text }) => text));
}

/** What one has more of than the other, as readable as can be. */
const missing = (of: Counts, within: Counts): string[] =>
  [...of].flatMap(([char, times]) => {
    const less = times - (within.get(char) ?? 0);
    return less > 0 ? [`${char} ×${less}`] : [];
  });

const lostOfText = async (text: string): Promise<string[]> =>
  missing(printed(blocksOfText(text)), accounted(await importFile('a.txt', Buffer.from(text))));

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

/** What the file's runs of text say, whatever reads them. */
function written(bytes: Uint8Array): Counts {
  const xml = entriesOf(bytes).get('word/document.xml')?.toString('utf8') ?? '';
  const runs = [...xml.matchAll(/<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>/g)].map(([, text = '']) => text);
  return counted(
    runs.map((text) => text.replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity).normalize('NFC')),
  );
}

const lostOfWord = async (bytes: Uint8Array): Promise<string[]> =>
  missing(written(bytes), accounted(await importFile('a.docx', bytes)));

/** No part of the source stands in two fields: what fields say they were taken from is there as often. */
function twice({ placed }: Imported, source: Counts): string[] {
  // Levels and years of labels are shared by the rows below them.
  const own = placed.filter(({ path }) => !/\/(?:level1|level2|nature|name|from|to|year|term)$/.test(path));
  return missing(counted(own.flatMap(({ source: piece }) => (piece ? [piece.text] : []))), source);
}

const cases = await importCases();
const texts = cases
  .filter(({ name }) => name.endsWith('.txt'))
  .map(({ bytes }) => Buffer.from(bytes).toString('utf8'));

describe('the account of an import', () => {
  it.each(cases)('covers all of $file', async ({ name, bytes }) => {
    if (name.endsWith('.docx')) {
      expect(await lostOfWord(bytes)).toEqual([]);
      expect(twice(await importFile(name, bytes), printed(readWord(bytes).blocks))).toEqual([]);
    } else {
      const text = Buffer.from(bytes).toString('utf8');
      expect(await lostOfText(text)).toEqual([]);
      expect(twice(await importFile(name, bytes), printed(blocksOfText(text)))).toEqual([]);
    }
  });

  it.each(cases)('hides no sentence of $file among labels and headings', async ({ name, bytes }) => {
    const { structure } = await importFile(name, bytes);
    const isText = (text: string): boolean =>
      text.length > LONGEST_LABEL || /[。；].*[\u4E00-\u9FFF]/.test(text);
    expect(structure.map(({ text }) => text).filter(isText)).toEqual([]);
  });

  const lines = fc.constantFrom(
    ...texts.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== ''),
  );
  const strange = fc.string({ unit: 'grapheme', maxLength: 12 });
  const line = fc.oneof({ weight: 6, arbitrary: lines }, { weight: 1, arbitrary: strange });

  it('covers all of a text made of the lines of many, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), async (chosen) => {
        expect(await lostOfText(chosen.join('\n'))).toEqual([]);
      }),
      { numRuns: tries(150) },
    );
  });

  const cell = fc.oneof(
    { weight: 4, arbitrary: lines.map((text) => text.split(/\s+|：/)[0] ?? '') },
    { weight: 2, arbitrary: lines },
    { weight: 1, arbitrary: fc.constantFrom('100', '31.5', '0', '', '——', '≥95%') },
  );
  const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 10 });
  const block: fc.Arbitrary<WordBlock> = fc.oneof(
    line,
    rows.map((table) => ({ table })),
  );

  it('covers all of a Word file made of such lines and cells', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(block, { minLength: 1, maxLength: 8 }), async (blocks) => {
        // A file without any text is refused.
        expect(await lostOfWord(await aWordFile(['示例', ...blocks]))).toEqual([]);
      }),
      { numRuns: tries(60) },
    );
  });
});
