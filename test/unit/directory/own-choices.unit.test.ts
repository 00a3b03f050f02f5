import { describe, expect, it } from '@jest/globals';
import { choicesOf, findingsInThePast, withChoices } from '../../../functions/directory/me/choices.ts';
import type { Person } from '../../../shared/workflow/directory.ts';

const TODAY = '2026-03-01';
const person: Person = {
  id: 'reviewer',
  name: '审核人丙（示例）',
  email: 'reviewer@countersign.example',
  unit: '11530121MB100023X0',
};
type Absences = NonNullable<Person['absences']>;

describe('what somebody chose', () => {
  it('is written where it is another than before, and nowhere else', () => {
    const usual = choicesOf(person);
    expect(withChoices(person, usual)).toEqual(person);
    expect(withChoices(person, { ...usual, mail: 'daily' })).toEqual({ ...person, mail: 'daily' });
    const all = {
      language: 'en',
      mail: 'daily',
      followsUnit: true,
      absences: [{ from: '2026-03-02', to: '2026-03-03' }],
    } as const;
    const chosen = withChoices(person, { ...all, absences: [...all.absences] });
    expect(choicesOf(chosen)).toEqual(all);
    expect(withChoices(chosen, usual)).toEqual({ ...person, lang: 'zh', mail: 'each', followsUnit: false });
  });
});

describe('an absence', () => {
  const underWay = { from: '2026-02-20', to: '2026-03-10', delegate: 'reviewer2' };
  const over = { from: '2026-02-01', to: '2026-02-28' };

  it.each<[string, Absences, string[]]>([
    ['that begins today', [{ from: TODAY, to: TODAY }], []],
    ['that is over and stays', [over], []],
    ['that is under way and stays', [underWay], []],
    ['that is under way and is given another delegate', [{ ...underWay, delegate: 'approver' }], []],
    ['that is under way and ended yesterday', [{ ...underWay, to: '2026-02-28' }], []],
    ['that is under way and ended before', [{ ...underWay, to: '2026-02-27' }], ['/absences/0/to']],
    [
      'that is under way and began on another day',
      [{ ...underWay, from: '2026-02-19' }],
      ['/absences/0/from'],
    ],
    ['that is over and goes on', [{ ...over, to: TODAY }], ['/absences/0/from']],
    ['that began yesterday, after another', [over, { from: '2026-02-28', to: TODAY }], ['/absences/1/from']],
    ['that is gone', [], []],
  ])('%s', (_, after, paths) => {
    expect(findingsInThePast([underWay, over], after, TODAY).map(({ path }) => path)).toEqual(paths);
  });
});
