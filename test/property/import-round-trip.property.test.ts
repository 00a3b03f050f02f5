import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Declaration } from '../../shared/declaration/definition.ts';
import { form } from '../../shared/declaration/forms/project-declaration.ts';
import { form as firstVersion } from '../../shared/declaration/forms/project-declaration.v1.ts';
import { importFile } from '../../shared/declaration/import/import-file.ts';
import { makeDocument } from '../../shared/document/make-document.ts';
import type { OfficialDocument } from '../../shared/document/model.ts';
import { makeTextFile } from '../../shared/document/text-file.ts';
import { makeWordFile } from '../../shared/document/word-file.ts';
import { type FileAt, filesIn } from '../../shared/forms/files-in.ts';
import { putAt } from '../../shared/forms/pointer.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import { aFilledDeclaration, anyDeclaration, anyOf } from '../builders/any-declaration.ts';
import { aFullDeclaration } from '../builders/declaration.ts';
import { aDocumentSource } from '../builders/document.ts';
import { aLargestDeclaration } from '../builders/largest-declaration.ts';
import { tries } from '../support/tries.ts';

/** A body has 1 MB at most. */
const largest: Readonly<Record<string, Declaration>> = {
  'of a large office': aLargestDeclaration(),
  'with every row and every field': aFilledDeclaration(
    { rows: 200, characters: 85 },
    '共1.5万元｜（一）安\t',
  ),
  'with the longest texts': aFilledDeclaration({ rows: 1, characters: 10_000 }, '一、𠮷\n'),
};

interface Kind {
  readonly make: (document: OfficialDocument) => Uint8Array | Promise<Uint8Array>;
  readonly runs: number;
}
/** A Word file takes a hundred times what a text takes. */
const kinds: readonly (readonly [string, Kind])[] = [
  ['docx', { make: makeWordFile, runs: 10 }],
  ['txt', { make: makeTextFile, runs: tries(150) }],
];

const withoutFiles = (declaration: Record<string, unknown>, files: readonly FileAt[]) =>
  files.reduce((left, { pointer }) => putAt(left, pointer.replace(/\/\d+$/, ''), undefined), declaration);

async function comesBack(
  [kind, { make }]: (typeof kinds)[number],
  declaration: Record<string, unknown>,
  by: StagedForm = form,
): Promise<void> {
  const file = await make(makeDocument(aDocumentSource({ declaration, form: by })));
  const { declaration: found, inferred, notPlaced } = await importFile(`申报文本.${kind}`, file);
  const files = filesIn(by.definition, declaration);
  expect(found).toEqual(withoutFiles(declaration, files));
  // Files do not come along, and each is told of.
  expect({ inferred, left: notPlaced.map(({ text }) => text.replace(/ = .*/s, '')) }).toEqual({
    inferred: [],
    left: files.map(({ pointer }) => pointer),
  });
}

describe.each(kinds)('the %s of a declaration that the schema accepts', (...kind) => {
  const [, { runs }] = kind;
  it('comes back as the same declaration, with nothing inferred or left', async () => {
    await fc.assert(
      fc.asyncProperty(anyDeclaration, (declaration) => comesBack(kind, declaration)),
      { numRuns: runs, examples: [[aFullDeclaration()]] },
    );
  });

  it('comes back as the same declaration where it was handed in by the first version of the form', async () => {
    await fc.assert(
      fc.asyncProperty(anyOf(firstVersion), (declaration) => comesBack(kind, declaration, firstVersion)),
      { numRuns: runs / 2 },
    );
  });

  it.each(Object.entries(largest))('comes back %s', async (_, declaration) => {
    expect(form.submission.safeParse(declaration).error).toBeUndefined();
    expect(Buffer.byteLength(JSON.stringify(declaration))).toBeLessThan(1024 * 1024);
    await comesBack(kind, declaration);
  });
});
