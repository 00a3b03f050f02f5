import { describe, expect, it } from '@jest/globals';
import { definition } from '../../../shared/declaration/definition.ts';
import { changesBetween } from '../../../shared/forms/changes.ts';
import { aDeclaration } from '../../builders/declaration.ts';

const between = (after: object) =>
  changesBetween(definition, aDeclaration(), { ...aDeclaration(), ...after });

describe('the differences between two revisions', () => {
  const { plan } = aDeclaration();

  it('are none where nothing changed, also when rows changed places', () => {
    expect(between({})).toEqual([]);
    expect(between({ plan: plan.toReversed() })).toEqual([]);
  });

  it('name a changed field', () => {
    expect(between({ overview: '新' })).toEqual([
      { path: '/overview', before: aDeclaration().overview, after: '新' },
    ]);
  });

  it('follow a line by its name when another is put before it', () => {
    const added = { name: '新增', amountFen: 1 };
    const changed = plan.map((line) =>
      line.name === plan[2]?.name ? { ...line, amountFen: 4_000_000 } : line,
    );
    expect(between({ plan: [added, ...changed] })).toEqual([
      { path: '/plan/0', after: added },
      { path: '/plan/3/amountFen', before: 5_000_000, after: 4_000_000 },
    ]);
  });

  it('follow a renamed line by its content', () => {
    const renamed = plan.map((line, at) => (at === 0 ? { ...line, name: '改名' } : line));
    expect(between({ plan: renamed })).toEqual([
      { path: '/plan/0/name', before: plan[0]?.name, after: '改名' },
    ]);
  });

  it('name a removed line by where it stood', () => {
    expect(between({ plan: plan.slice(1) })).toEqual([{ path: '/plan/0', before: plan[0] }]);
  });

  it('tell a field that was empty before', () => {
    const [first, second, third] = plan;
    expect(between({ plan: [first, second, { ...third, basis: '4个街道×1.25万元' }] })).toEqual([
      { path: '/plan/2/basis', after: '4个街道×1.25万元' },
    ]);
  });
});
