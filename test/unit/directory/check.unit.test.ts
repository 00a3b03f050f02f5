import { describe, expect, it } from '@jest/globals';
import { checkChange } from '../../../shared/store/directory/check.ts';
import { allOf } from '../../../shared/store/directory/load.ts';
import { snapshotOf } from '../../../shared/store/directory/snapshot.ts';
import { type DirectoryChange, snapshotWith } from '../../../shared/store/directory/with-change.ts';
import type { Person, Unit } from '../../../shared/workflow/directory.ts';
import { nowhere } from '../../builders/nowhere.ts';
import { aDirectory, finance, unit } from '../../builders/workflow.ts';

const at = { by: 'administrator', at: '2026-03-18T02:00:00.000Z' };
const before = await snapshotWith(snapshotOf(nowhere), allOf(aDirectory), at);

const personOf = (id: string): Person => {
  const found = aDirectory.people.find((one) => one.id === id);
  if (!found) throw new Error(`There is no ${id}`);
  return found;
};
const people = (...changed: (readonly [string, Partial<Person> | null])[]): DirectoryChange => ({
  units: new Map(),
  people: new Map(changed.map(([id, next]) => [id, next && { ...personOf(id), ...next }])),
});
const units = (...changed: (readonly [string, Partial<Unit> | null])[]): DirectoryChange => ({
  units: new Map(
    changed.map(([id, next]) => {
      const known = aDirectory.units.find((one) => one.id === id);
      return [id, next && { id, name: '新单位（示例）', ...known, ...next }];
    }),
  ),
  people: new Map(),
});

async function found(change: DirectoryChange): Promise<string[]> {
  const after = await snapshotWith(before, change, at);
  const findings = await checkChange(before, after, change, (kind, id) => `/${kind}/${id}`);
  return findings.map(({ path, message }) => `${path} ${message.zh}`);
}

const away = (from: string, to: string, delegate?: string) => ({
  absences: [{ from, to, ...(delegate === undefined ? {} : { delegate }) }],
});
const other = '11530121MB1000101G';

describe('a change of the directory', () => {
  it('holds where it names what is there', async () => {
    expect(await found(people(['reviewer', away('2026-03-20', '2026-03-20', 'reviewer2')]))).toEqual([]);
    expect(await found(units([other, { finance: finance.id }]))).toEqual([]);
    expect(await found(people(['secretary', null]))).toEqual([]);
    // Each stands in for the other, at different times.
    const inTurn = people(
      ['reviewer', away('2026-03-01', '2026-03-05', 'reviewer2')],
      ['reviewer2', away('2026-03-06', '2026-03-09', 'reviewer')],
    );
    expect(await found(inTurn)).toEqual([]);
  });

  it.each<readonly [string, DirectoryChange, readonly string[]]>([
    [
      'an absence that ends before it begins',
      people(['reviewer', away('2026-03-05', '2026-03-01')]),
      ['/person/reviewer/absences/0/to 结束日期早于开始日期'],
    ],
    [
      'oneself as delegate',
      people(['reviewer', away('2026-03-01', '2026-03-05', 'reviewer')]),
      ['/person/reviewer/absences/0/delegate 不能委托本人代为办理'],
    ],
    [
      'a delegate who is not there',
      people(['reviewer', away('2026-03-01', '2026-03-05', 'nobody')]),
      ['/person/reviewer/absences/0/delegate 名录中没有此人'],
    ],
    [
      'a circle of delegates on one day',
      people(
        ['reviewer', away('2026-03-01', '2026-03-05', 'reviewer2')],
        ['reviewer2', away('2026-03-04', '2026-03-09', 'secretary')],
        ['secretary', away('2026-03-05', '2026-03-05', 'reviewer')],
      ),
      [
        '/person/reviewer/absences 同一时段内委托形成循环：reviewer → reviewer2 → secretary → reviewer',
        '/person/reviewer2/absences 同一时段内委托形成循环：reviewer2 → secretary → reviewer → reviewer2',
        '/person/secretary/absences 同一时段内委托形成循环：secretary → reviewer → reviewer2 → secretary',
      ],
    ],
    [
      'an address that another has, in another writing',
      people(['reviewer', { email: 'APPROVER@countersign.example' }]),
      ['/person/reviewer/email 与“approver”（approver）的邮箱相同'],
    ],
    [
      'a unit that is not there',
      people(['reviewer', { unit: other }]),
      ['/person/reviewer/unit 名录中没有此单位'],
    ],
    [
      'a post without a person',
      units([
        finance.id,
        { posts: [{ post: 'reviewer', holder: 'nobody', delegates: ['reviewer2', 'none'] }] },
      ]),
      [
        '/unit/11530121MB100023X0/posts/0/holder 名录中没有此人',
        '/unit/11530121MB100023X0/posts/0/delegates/1 名录中没有此人',
      ],
    ],
    [
      'the holder as their own delegate',
      units([finance.id, { posts: [{ post: 'reviewer', holder: 'reviewer', delegates: ['reviewer'] }] }]),
      ['/unit/11530121MB100023X0/posts/0/delegates/0 不能委托本人代为办理'],
    ],
    [
      'a finance unit that is not there',
      units([unit.id, { finance: other }]),
      ['/unit/11530121MB1584810X/finance 名录中没有此单位'],
    ],
    [
      'oneself as successor',
      units([unit.id, { successor: unit.id }]),
      ['/unit/11530121MB1584810X/successor 不能是本单位自身'],
    ],
    [
      'successors in a circle',
      units([unit.id, { successor: finance.id }], [finance.id, { successor: unit.id }]),
      [
        '/unit/11530121MB1584810X/successor 承接关系形成循环，或承接单位不存在',
        '/unit/11530121MB100023X0/successor 承接关系形成循环，或承接单位不存在',
      ],
    ],
    [
      'nobody in a post that is still held',
      people(['reviewer', null]),
      ['/person/reviewer 还在以下单位的岗位上，请先调整岗位：财政局（示例）'],
    ],
    [
      'no unit for its people',
      units([unit.id, null]),
      ['/unit/11530121MB1584810X 该单位还有人员，请先调整人员所属单位'],
    ],
    [
      'nobody who administers',
      { units: new Map(), people: new Map(), administrators: [] },
      ['/administrators 至少须有一名管理员'],
    ],
    [
      'an administrator who is not there',
      { units: new Map(), people: new Map(), administrators: ['nobody'] },
      ['/administrators/0 名录中没有此人'],
    ],
  ])('does not hold with %s', async (_, change, expected) => {
    expect(await found(change)).toEqual(expected);
  });

  it('lets nobody go who still stands in for somebody', async () => {
    const delegated = people(['reviewer', away('2026-03-01', '2026-03-05', 'secretary')]);
    const after = await snapshotWith(before, delegated, at);
    const gone = people(['secretary', null]);
    const findings = await checkChange(after, await snapshotWith(after, gone, at), gone, () => '');
    expect(findings.map(({ message }) => message.zh)).toEqual([
      '还是以下人员外出期间的受托人，请先调整：reviewer',
    ]);
  });

  it('removes no unit that another names, and leaves no empty directory', async () => {
    const moved = aDirectory.people.map(({ id }) => [id, { unit: unit.id }] as const);
    const withoutFinance: DirectoryChange = { ...people(...moved), units: new Map([[finance.id, null]]) };
    expect(await found(withoutFinance)).toContain(
      '/unit/11530121MB100023X0 还有单位以该单位为财政审核单位、主管部门或承接单位，请先调整',
    );
    const nothing: DirectoryChange = {
      units: new Map(aDirectory.units.map(({ id }) => [id, null])),
      people: new Map(aDirectory.people.map(({ id }) => [id, null])),
      administrators: [],
    };
    expect(await found(nothing)).toContain(' 机构名录不能为空');
  });
});
