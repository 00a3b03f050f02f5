import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { form } from '../../shared/declaration/forms/project-declaration.ts';
import { changesBetween } from '../../shared/forms/changes.ts';
import { fileInputs, filesById, filesIn, numberedFiles } from '../../shared/forms/files-in.ts';
import { readForm } from '../../shared/forms/form-data.ts';
import { inputName } from '../../shared/forms/places.ts';
import { partsOf, pointerOf, putAt, valueAt } from '../../shared/forms/pointer.ts';
import { applyRowIntent, type RowIntent } from '../../shared/forms/rows.ts';
import { rowsOf } from '../../shared/forms/value-text.ts';
import { digest } from '../../shared/history/digest.ts';
import { type AttachedFile, attachmentIdOf } from '../../shared/values/attached-file.ts';
import { maskFor } from '../../shared/values/masking/mask.ts';
import { anyFile, anyFiles } from '../builders/attached-files.ts';
import { aDeclaration } from '../builders/declaration.ts';

const { definition } = form;

/** Every place of the sample that takes files. */
const places = [
  ['attachments', 20],
  ...['basis', 'activities', 'plan'].flatMap((list) =>
    rowsOf(valueAt(aDeclaration(), `/${list}`)).map((_, row) => [`${list}/${row}/files`, 10] as const),
  ),
] as const;

/** The sample with files at any of its places. */
const withFiles = fc
  .record(
    Object.fromEntries(
      places.map(([place, max]) => [
        place,
        anyFiles({ kind: 'files', key: 'files', label: { zh: '', en: '' }, max }),
      ]),
    ),
    { requiredKeys: [] },
  )
  .map((chosen) =>
    Object.entries(chosen).reduce<Record<string, unknown>>(
      (declaration, [place, files]) => putAt(declaration, `/${place}`, files),
      { ...aDeclaration() },
    ),
  )
  .filter((declaration) => filesIn(definition, declaration).length > 0);

/** One of the files of a declaration, and another beside it. */
const withOne = fc
  .tuple(withFiles, fc.nat(), anyFile())
  .map(([declaration, at, other]) => {
    const files = filesIn(definition, declaration);
    const one = files[at % files.length];
    if (!one) throw new Error('There is a file');
    return { declaration, one, other };
  })
  // No other file of the declaration is meant.
  .filter(({ declaration, other }) =>
    filesIn(definition, declaration).every(
      ({ file }) => file.sha256 !== other.sha256 && file.name !== other.name,
    ),
  );

const fieldPointer = (pointer: string): string => pointerOf(partsOf(pointer).slice(0, -1));

const posted = (declaration: unknown): [string, string][] =>
  [...new Set(filesIn(definition, declaration).map(({ pointer }) => fieldPointer(pointer)))].flatMap(
    (pointer) =>
      fileInputs(pointer, valueAt(declaration, pointer), {}).map(
        ({ pointer: place, id }): [string, string] => [inputName(place), id],
      ),
  );

describe('any files at any places of a declaration', () => {
  it('may be handed in, and what may be handed in may be a draft', () => {
    fc.assert(
      fc.property(withFiles, (declaration) => {
        expect(form.submission.parse(declaration)).toEqual(declaration);
        expect(form.draft.parse(declaration)).toEqual(declaration);
      }),
      { numRuns: 100 },
    );
  });

  it('come back from the page with their order, and are left as ids where they are not known', () => {
    fc.assert(
      fc.property(withFiles, (declaration) => {
        const inputs = posted(declaration);
        const read = readForm(
          definition,
          inputs,
          ['/basis/0', '/activities/0', '/plan/0'],
          filesById(definition, declaration),
        );
        const of = (content: unknown) =>
          filesIn(definition, content).map(({ pointer, file }) => [pointer, file]);
        expect(of(read.declaration)).toEqual(of(declaration));
        expect(read.unread).toEqual({});
        const { unread } = readForm(definition, inputs, ['/basis/0', '/activities/0', '/plan/0']);
        expect(unread).toEqual(
          Object.fromEntries(
            filesIn(definition, declaration).map(({ pointer, file }) => [pointer, attachmentIdOf(file)]),
          ),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('differ by just the file that came, went, was replaced or renamed', () => {
    fc.assert(
      fc.property(withOne, ({ declaration, one, other }) => {
        const field = fieldPointer(one.pointer);
        const files = rowsOf(valueAt(declaration, field));
        const changed = (after: unknown) =>
          changesBetween(definition, declaration, putAt(declaration, field, after));
        expect(changed([...files, other])).toEqual([{ path: `${field}/${files.length}`, after: other }]);
        expect(changed([other, ...files])).toEqual([{ path: `${field}/0`, after: other }]);
        expect(
          changed(files.filter((file) => file !== one.file && digest(file) !== digest(one.file))),
        ).toEqual([{ path: one.pointer, before: one.file }]);
        const put = (file: AttachedFile) =>
          changesBetween(definition, declaration, putAt(declaration, one.pointer, file));
        const isAlone = files.every(
          (file) => digest(file) === digest(one.file) || (file as AttachedFile).name !== one.file.name,
        );
        fc.pre(isAlone);
        const replaced = { ...one.file, size: one.file.size + 1, sha256: other.sha256 };
        expect(put(replaced)).toEqual([{ path: one.pointer, before: one.file, after: replaced }]);
        const renamed = { ...one.file, name: other.name, type: other.type };
        expect(put(renamed)).toEqual([{ path: one.pointer, before: one.file, after: renamed }]);
        expect(changed(files.toReversed())).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('are bound by the hash of the content: by each character of name, kind, size and hash', () => {
    const other = (char: string | undefined): string => (char === '0' ? '1' : '0');
    fc.assert(
      fc.property(withOne, fc.nat(), ({ declaration, one }, at) => {
        const { file, pointer } = one;
        const turned = (text: string): string => {
          const chars = [...text];
          const index = at % chars.length;
          return chars.with(index, other(chars[index])).join('');
        };
        const changes: AttachedFile[] = [
          { ...file, name: turned(file.name) },
          { ...file, type: turned(file.type) },
          { ...file, size: file.size + 1 },
          { ...file, sha256: turned(file.sha256) },
        ];
        for (const change of changes)
          expect(digest(putAt(declaration, pointer, change))).not.toBe(digest(declaration));
      }),
      { numRuns: 100 },
    );
  });

  it('move with their row, and go with it', () => {
    const intents: readonly RowIntent['verb'][] = ['up', 'down', 'remove'];
    fc.assert(
      fc.property(withFiles, fc.constantFrom(...intents), fc.nat({ max: 2 }), (declaration, verb, row) => {
        const rows = rowsOf(valueAt(declaration, '/plan'));
        const after = applyRowIntent(definition, { declaration, unread: {} }, { verb, list: '/plan', row });
        const left = rowsOf(valueAt(after.declaration, '/plan'));
        // A row stays whole: whatever stands in the list stood in it before, its files with it.
        const before = rows.map((one) => digest(one));
        const kept = left.map((one) => digest(one));
        const expected = verb === 'remove' ? before.filter((_, index) => index !== row) : before;
        expect(kept.toSorted()).toEqual(expected.toSorted());
      }),
      { numRuns: 50 },
    );
  });

  it('are seen by number by whoever is no party, with what binds their bytes', () => {
    fc.assert(
      fc.property(withFiles, (declaration) => {
        const masked = form.masked(declaration, maskFor(form.personalData(declaration)));
        const shown = filesIn(definition, masked);
        expect(shown).toHaveLength(filesIn(definition, declaration).length);
        for (const [index, { pointer, file, number }] of numberedFiles(definition, declaration).entries()) {
          const end = file.name.slice(file.name.lastIndexOf('.'));
          expect(shown[index]).toMatchObject({ pointer, file: { ...file, name: `附件${number}${end}` } });
        }
      }),
      { numRuns: 100 },
    );
  });
});
