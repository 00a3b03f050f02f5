import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { importFile } from '../../shared/declaration/import/import-file.ts';
import type { Imported, SourceSpan } from '../../shared/declaration/import/imported.ts';
import { saysNothing } from '../../shared/declaration/import/not-placed.ts';
import type { SourceLine } from '../../shared/declaration/import/source/source-block.ts';
import { aWordFile, type WordBlock } from '../builders/word-files.ts';
import { importCases } from '../support/import-cases.ts';

/** Where the account of an import says that things stand: each character that says something has one place in it. */

const piecesOf = ({ source }: Imported): Map<number, string> =>
  new Map(
    source
      .flatMap((block): SourceLine[] => (block.kind === 'paragraph' ? [block] : block.rows.flat()))
      .map(({ piece, text }) => [piece, text]),
  );

/** What of the source is in no part of the account, and what is in two that exclude each other. */
function faultsOf(imported: Imported): string[] {
  const { placed, inferred, structure, notPlaced } = imported;
  const pieces = piecesOf(imported);
  const uses = new Map([...pieces].map(([piece, text]) => [piece, new Uint8Array(text.length)]));
  const faults: string[] = [];
  const use = (spans: readonly SourceSpan[], bit: number): void => {
    for (const { piece, from, to } of spans) {
      const chars = uses.get(piece);
      if (!chars || from < 0 || from >= to || to > chars.length)
        faults.push(`no place: ${piece} ${from}-${to}`);
      for (let at = from; chars && at < to; at++) chars[at] = (chars[at] ?? 0) | bit;
    }
  };
  // A remark on a place that nothing was put into says nothing of where its words went.
  for (const { source } of [...placed, ...inferred.filter(({ value }) => value !== undefined)])
    use(source?.spans ?? [], 1);
  for (const { spans } of structure) use(spans, 1);
  for (const { spans = [] } of notPlaced) use(spans, 2);
  for (const [piece, chars] of uses) {
    const text = pieces.get(piece) ?? '';
    for (const [at, bits] of chars.entries()) {
      if (bits === 3) faults.push(`twice: ${text.charAt(at)} of ${text}`);
      if (bits === 0 && /[\p{L}\p{N}]/u.test(text.charAt(at)))
        faults.push(`lost: ${text.charAt(at)} of ${text}`);
    }
  }
  return faults;
}

/** What a part of the account says stands where it says. */
function misquoted(imported: Imported): string[] {
  const pieces = piecesOf(imported);
  const quoted = [...imported.placed, ...imported.inferred]
    .flatMap(({ source }) => (source ? [source] : []))
    .concat(imported.structure);
  const printed = (spans: readonly SourceSpan[]) =>
    spans.map(({ piece, from, to }) => pieces.get(piece)?.slice(from, to));
  return [
    ...quoted.filter(({ text, spans }) => printed(spans).join(' ') !== text).map(({ text }) => text),
    ...imported.notPlaced
      .filter(({ text, spans = [] }) => printed(spans).join(' | ') !== text)
      .map(({ text }) => text),
  ];
}

const cases = await importCases();
const lines = cases
  .filter(({ name }) => name.endsWith('.txt'))
  .flatMap(({ bytes }) => Buffer.from(bytes).toString('utf8').split('\n'))
  .filter((text) => text.trim() !== '' && !saysNothing(text));

describe('the places of an account', () => {
  it.each(cases)('cover all of $file, each once', async ({ name, bytes }) => {
    const imported = await importFile(name, bytes);
    expect(faultsOf(imported)).toEqual([]);
    expect(misquoted(imported)).toEqual([]);
  });

  const line = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...lines) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  );

  it('cover all of a text made of the lines of many, in any order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), async (chosen) => {
        const imported = await importFile('a.txt', Buffer.from(chosen.join('\n')));
        expect([faultsOf(imported), misquoted(imported)]).toEqual([[], []]);
      }),
      { numRuns: 150 },
    );
  });

  const cell = fc.oneof(
    { weight: 3, arbitrary: line },
    { weight: 1, arbitrary: fc.constantFrom('100', '31.5', '0', '', '——', '≥95%') },
  );
  const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 10 });
  const block: fc.Arbitrary<WordBlock> = fc.oneof(
    line,
    table.map((rows) => ({ table: rows })),
  );

  it('cover all of a Word file made of such lines and cells', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(block, { minLength: 1, maxLength: 8 }), async (blocks) => {
        const imported = await importFile('a.docx', await aWordFile(['示例', ...blocks]));
        expect([faultsOf(imported), misquoted(imported)]).toEqual([[], []]);
      }),
      { numRuns: 60 },
    );
  });
});
