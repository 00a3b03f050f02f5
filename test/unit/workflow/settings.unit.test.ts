import { describe, expect, it } from '@jest/globals';
import { shapeFindings } from '../../../shared/http/shape-findings.ts';
import { type Round, round } from '../../../shared/workflow/rounds.ts';
import { inForce, type StoredSettings, stagesBy, storedSettings } from '../../../shared/workflow/settings.ts';
import { defaultStages } from '../../../shared/workflow/stages.ts';

const aRound: Round = {
  id: '2027-initial',
  budgetYear: 2027,
  kind: 'initial',
  opensAt: '2026-11-02T01:00:00.000Z',
  closesAt: '2026-11-20T10:00:00.000Z',
  correctionsUntil: '2026-11-30T10:00:00.000Z',
};
const later: Round = {
  ...aRound,
  id: '2027-later',
  opensAt: '2026-11-20T10:00:00.000Z',
  closesAt: '2026-12-01T10:00:00.000Z',
  correctionsUntil: '2026-12-01T10:00:00.000Z',
};

/** Where the schema finds something, and what. */
function foundIn(settings: object): [string, string][] {
  const parsed = storedSettings.safeParse(settings, { reportInput: true });
  return parsed.success ? [] : shapeFindings(parsed.error).map(({ path, message }) => [path, message.zh]);
}

describe('settings', () => {
  it.each<[string, StoredSettings]>([
    ['nothing at all', {}],
    ['every bound', { lapseDays: 15, stages: { approval: { deadlines: [1, 2, 3] } } }],
    ['every other bound', { lapseDays: 400, stages: { approval: { deadlines: [58, 59, 60] } } }],
    ['no threshold', { collectiveThresholdFen: null, codeThresholdFen: null }],
    ['rounds that meet', { rounds: [aRound, later] }],
    ['rounds of two kinds at once', { rounds: [aRound, { ...aRound, id: 'more', kind: 'supplementary' }] }],
    ['rounds of two years at once', { rounds: [aRound, { ...aRound, id: 'next', budgetYear: 2028 }] }],
    ['a round whose name is its year and kind', { rounds: [{ ...aRound, name: '' }] }],
    ['a unit that may have nothing', { rounds: [{ ...aRound, unitCeilings: { '11530121MB1584810X': 0 } }] }],
  ])('hold with %s', (_, settings) => {
    expect(foundIn(settings)).toEqual([]);
  });

  it.each<[string, object, string, RegExp]>([
    ['too few days', { lapseDays: 14 }, '/lapseDays', /15/],
    ['too many days', { lapseDays: 401 }, '/lapseDays', /400/],
    [
      'a round’s name without a letter',
      { rounds: [{ ...aRound, name: '。。' }] },
      '/rounds/0/name',
      /至少一个字母/,
    ],
    ['half a day', { lapseDays: 20.5 }, '/lapseDays', /类型/],
    [
      'deadlines that do not grow',
      { stages: { approval: { deadlines: [2, 2, 5] } } },
      '/stages/approval/deadlines',
      /依次/,
    ],
    [
      'a deadline of no days',
      { stages: { approval: { deadlines: [0, 2, 5] } } },
      '/stages/approval/deadlines/0',
      /1/,
    ],
    [
      'a deadline of months',
      { stages: { approval: { deadlines: [2, 4, 61] } } },
      '/stages/approval/deadlines/2',
      /60/,
    ],
    ['a threshold of nothing', { codeThresholdFen: 0 }, '/codeThresholdFen', /1/],
    ['a contact that says nothing', { contact: ' ' }, '/contact', /填写/],
    ['a contact that is turned round', { contact: '财政局\u202E' }, '/contact', /./],
    ['what there is not', { lapse: 60 }, '/lapse', /没有/],
    [
      'a round that ends before it begins',
      { rounds: [{ ...aRound, closesAt: aRound.opensAt }] },
      '/rounds/0/closesAt',
      /晚于/,
    ],
    [
      'corrections that end first',
      { rounds: [{ ...aRound, correctionsUntil: '2026-11-20T09:59:00.000Z' }] },
      '/rounds/0/correctionsUntil',
      /早于/,
    ],
    ['an id twice', { rounds: [aRound, { ...later, id: aRound.id }] }, '/rounds/1/id', /重复/],
    ['an id with blanks', { rounds: [{ ...aRound, id: 'a b' }] }, '/rounds/0/id', /./],
    [
      'rounds that overlap',
      { rounds: [aRound, { ...later, opensAt: '2026-11-20T09:59:00.000Z' }] },
      '/rounds/1/opensAt',
      /2027 年度年初申报.*重叠/,
    ],
    [
      'a ceiling of no unit',
      { rounds: [{ ...aRound, unitCeilings: { '11530121MB1584810Y': 1 } }] },
      '/rounds/0/unitCeilings/11530121MB1584810Y',
      /信用代码/,
    ],
    ['no time', { rounds: [{ ...aRound, opensAt: 'tomorrow' }] }, '/rounds/0/opensAt', /./],
    [
      'fifty-one rounds',
      { rounds: Array.from({ length: 51 }, (_, n) => ({ ...aRound, id: `r${n}`, budgetYear: 2027 + n })) },
      '/rounds',
      /50/,
    ],
  ])('are refused with %s', (_, settings, path, words) => {
    expect(foundIn(settings)).toContainEqual([path, expect.stringMatching(words)]);
  });

  it('write every instant in one way, so that text order is the order of time', () => {
    expect(round.parse({ ...aRound, opensAt: '2026-11-02T01:00:00Z' }).opensAt).toBe(
      '2026-11-02T01:00:00.000Z',
    );
  });

  it('are as the deployment has them where nothing is said, and none where that is said', () => {
    const defaults = {
      collectiveThresholdFen: 1_000,
      codeThresholdFen: 2_000,
      lapseDays: 60,
      contact: '010',
    };
    expect(inForce({}, defaults)).toEqual({ ...defaults, stages: {}, rounds: [], notices: [] });
    expect(inForce({ codeThresholdFen: null, lapseDays: 30 }, defaults)).toMatchObject({
      collectiveThresholdFen: 1_000,
      codeThresholdFen: null,
      lapseDays: 30,
      contact: '010',
    });
  });

  it('give a stage its deadlines, and leave the others theirs', () => {
    const stages = stagesBy({ stages: { approval: { deadlines: [1, 2, 3] } } }, defaultStages);
    expect(stages.filter(({ deadlines }) => deadlines).map(({ id, deadlines }) => [id, deadlines])).toEqual([
      ['approval', [1, 2, 3]],
    ]);
    expect(stages.map(({ id }) => id)).toEqual(defaultStages.map(({ id }) => id));
  });
});
