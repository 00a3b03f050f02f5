import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { layoutOf } from '../../shared/declaration/document/layouts.ts';
import { form } from '../../shared/declaration/forms/project-declaration.ts';
import type { FilesField, LeafField } from '../../shared/forms/definition.ts';
import { filesById } from '../../shared/forms/files-in.ts';
import { inputText, readForm } from '../../shared/forms/form-data.ts';
import { fieldOf, inputName } from '../../shared/forms/places.ts';
import { pointerOf } from '../../shared/forms/pointer.ts';
import { attachedFile } from '../../shared/values/attached-file.ts';
import { anyDeclaration } from '../builders/valid-declarations.ts';

const { definition } = form;

/** What the page of a declaration posts: every input's name with the text that it shows. */
function postedBy(value: unknown, path: readonly PropertyKey[] = []): [string, string][] {
  // A file is one input.
  const isFile = attachedFile.safeParse(value).success;
  if (!isFile && typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, child]) => postedBy(child, [...path, key]));
  const pointer = pointerOf(path);
  const field = fieldOf(definition, pointer) as LeafField | FilesField;
  // A browser sends CRLF for line ends.
  return [[inputName(pointer), inputText(field, value).replaceAll('\n', '\r\n')]];
}

describe('any declaration that the schema takes', () => {
  it('is one', () => {
    fc.assert(
      fc.property(anyDeclaration, (declaration) => {
        expect(form.submission.parse(declaration)).toEqual(declaration);
      }),
      { numRuns: 100 },
    );
  });

  it('is what the page posts of it', () => {
    fc.assert(
      fc.property(anyDeclaration, (declaration) => {
        const files = filesById(definition, declaration);
        expect(readForm(definition, postedBy(declaration), [], files)).toEqual({ declaration, unread: {} });
      }),
      { numRuns: 100 },
    );
  });

  it('has a document in which the sources add up to their total as they are printed', () => {
    fc.assert(
      fc.property(anyDeclaration, (declaration) => {
        const { blocksOf } = layoutOf(form)(definition, { ...declaration });
        const section = definition.sections.find(({ id }) => id === 'appropriation');
        const table = section && blocksOf(section).find(({ kind }) => kind === 'table');
        fc.pre(table?.kind === 'table');
        const column = table.head[0]?.findIndex(({ text }) => text.startsWith('金额')) ?? -1;
        const unit = /（(.*)）/.exec(table.head[0]?.[column]?.text ?? '')?.[1] === '万元' ? 10_000n : 100n;
        // To the fen: two decimals of either unit, as integers.
        const printed = table.body.map((row) => BigInt((row[column]?.text ?? '').replace(/[,.]/g, '')));
        const [total, ...parts] = printed.toReversed();
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(total);
        const fen = (declaration.appropriation.sources ?? []).reduce(
          (sum, { amountFen }) => sum + amountFen,
          0,
        );
        expect((total ?? 0n) * (unit === 10_000n ? 10_000n : 1n)).toBe(BigInt(fen));
      }),
      { numRuns: 100 },
    );
  });
});
