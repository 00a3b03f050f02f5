import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { personTable, unitTable } from '../../functions/directory/tables/columns.ts';
import { fileOf } from '../../functions/directory/tables/export-table.ts';
import { previewOf } from '../../functions/directory/tables/preview.ts';
import { rowsOfFile } from '../../functions/directory/tables/read-table.ts';
import { linesOf } from '../../functions/directory/tables/table-lines.ts';
import { allOf } from '../../shared/store/directory/load.ts';
import { snapshotOf } from '../../shared/store/directory/snapshot.ts';
import { snapshotWith } from '../../shared/store/directory/with-change.ts';
import { enteredPerson, enteredUnit } from '../../shared/workflow/directory.ts';
import { nowhere } from '../builders/nowhere.ts';
import { tries } from '../support/tries.ts';

const now = new Date('2026-03-18T02:00:00.000Z');

/** What spreadsheets take for formulas, separators and quotes, between letters. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        '＝',
        "'",
        '"',
        ',',
        ';',
        '；',
        '、',
        ' ',
        '甲',
        'a',
        '_x0041_',
        '5',
      ),
      fc.string({ unit: 'grapheme', maxLength: 2 }),
    ),
    { minLength: 1, maxLength: 10 },
  )
  .map((parts) => parts.join(''));
const orNone = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const held =
  <T extends object>(parse: (value: object) => { success: boolean; data?: T | undefined }) =>
  (value: object): T[] => {
    const { data } = parse(JSON.parse(JSON.stringify(value)));
    return data ? [data] : [];
  };

const people = fc
  .array(
    fc.record({
      name: hostile,
      lang: orNone(fc.constantFrom('zh', 'en')),
      plus: fc.constantFrom('', '+', "'+", '-'),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((all) =>
    all.flatMap(({ plus, ...one }, index) =>
      held((value) => enteredPerson.safeParse(value))({
        ...one,
        id: `${'-@.a'.charAt(index % 4)}${index}`,
        email: `${plus}p${index}@countersign.example`,
        unit: '11530121MB1000001X',
        mail: 'daily',
        absences: [{ from: '2026-03-01', to: '2026-03-02' }],
      }),
    ),
  );
const units = fc
  .array(
    fc.record({
      name: hostile,
      address: orNone(fc.oneof(hostile, fc.constant(''))),
      phone: orNone(hostile),
      posts: orNone(
        fc.array(
          fc.record({
            post: fc.constantFrom('reviewer', 'zone-head'),
            holder: fc.constantFrom('-0', '@1', 'a3'),
            delegates: orNone(fc.uniqueArray(fc.constantFrom('.2', 'b'), { maxLength: 2 })),
          }),
          { maxLength: 2 },
        ),
      ),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((all) =>
    all.flatMap((one, index) =>
      held((value) => enteredUnit.safeParse(value))({
        ...one,
        id: `11530121MB100000${index + 1}X`,
        finance: '11530121MB1000001X',
      }),
    ),
  );

describe('an export of the directory', () => {
  it.each([
    ['units', 'csv', 'zh'],
    ['units', 'xlsx', 'en'],
    ['people', 'csv', 'en'],
    ['people', 'xlsx', 'zh'],
  ] as const)('of %s as %s changes nothing when it is imported', async (which, format, lang) => {
    await fc.assert(
      fc.asyncProperty(units, people, async (someUnits, somePeople) => {
        const all = { units: someUnits, people: somePeople, administrators: [] };
        const stored = await snapshotWith(snapshotOf(nowhere), allOf(all), {
          by: 'administrator',
          at: now.toISOString(),
        });
        const [kind, pieces] = which === 'units' ? [unitTable, someUnits] : [personTable, somePeople];
        const rows = await rowsOfFile(await fileOf(kind, pieces, format, lang));
        const preview = await previewOf(stored, linesOf(rows), true, now);
        expect(preview).toMatchObject({ lines: [], findings: [], ignored: [], unchanged: pieces.length });
      }),
      { numRuns: tries(150) },
    );
  });
});
