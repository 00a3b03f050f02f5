import { expect, it } from '@jest/globals';
import { partOf } from '../../../shared/store/directory/part.ts';
import { snapshotOf } from '../../../shared/store/directory/snapshot.ts';
import { snapshotWith } from '../../../shared/store/directory/with-change.ts';
import type { Person } from '../../../shared/workflow/directory.ts';
import { nowhere } from '../../builders/nowhere.ts';

const UNIT = '11530121MB100023X0';
const a: Person = { id: 'a', name: '甲', email: 'a@countersign.example', unit: UNIT };
const absent = (delegate: string, day = '2026-03-20') => ({ from: day, to: day, delegate });

/** What is remembered of changes of `a`, one after the other. */
async function remembered(...changes: (readonly [by: string, Partial<Person>])[]) {
  const none = new Map<string, never>();
  const cause = (by: string, number: number) => ({ by, at: `2026-03-18T0${number}:00:00.000Z` });
  const unit = { id: UNIT, name: '示例财政局（示例）' };
  let snapshot = await snapshotWith(
    snapshotOf(nowhere),
    { units: new Map([[UNIT, unit]]), people: new Map([['a', a]]) },
    cause('administrator', 0),
  );
  for (const [number, [by, more]] of changes.entries())
    snapshot = await snapshotWith(
      snapshot,
      { units: none, people: new Map([['a', { ...a, ...more }]]) },
      cause(by, number + 1),
    );
  const { officeChanges } = await partOf(snapshot, { units: [], people: ['a'] });
  return officeChanges.map(({ by, at, delegate }) => [by, at.slice(11, 13), delegate]);
}

it.each<[string, Parameters<typeof remembered>, Awaited<ReturnType<typeof remembered>>]>([
  ['one’s own choices', [['a', { lang: 'en', mail: 'daily', followsUnit: true }]], []],
  ['an administrator’s change of those', [['administrator', { mail: 'daily' }]], []],
  ['one’s own absence', [['a', { absences: [{ from: '2026-03-20', to: '2026-03-20' }] }]], []],
  ['whom one named for it', [['a', { absences: [absent('b')] }]], [['a', '01', 'b']]],
  [
    'whom one named before, and again',
    [
      ['a', { absences: [absent('b')] }],
      ['a', { absences: [absent('b'), absent('c')] }],
      ['a', {}],
      ['a', { absences: [absent('b', '2026-03-21')] }],
    ],
    [
      ['a', '02', 'c'],
      ['a', '04', 'b'],
    ],
  ],
  [
    'an absence that an administrator said of somebody',
    [['administrator', { absences: [absent('b')] }]],
    [['administrator', '01', undefined]],
  ],
  [
    'all else of oneself, beside whom one named',
    [
      ['a', { absences: [absent('b')] }],
      ['a', { absences: [absent('b')], email: 'other@countersign.example' }],
    ],
    [
      ['a', '01', 'b'],
      ['a', '02', undefined],
    ],
  ],
])('of changes of a person is remembered: %s', async (_, changes, expected) => {
  expect(await remembered(...changes)).toEqual(expected);
});
