import { describe, expect, it } from '@jest/globals';
import {
  readTyped,
  roundsIn,
  type Typed,
  typedOf,
  withoutRound,
  withRound,
} from '../../../functions/directory/settings-fields.ts';
import { type OfficeSettings, storedSettings } from '../../../shared/workflow/settings.ts';

const settings: OfficeSettings = {
  collectiveThresholdFen: 100_000_000,
  codeThresholdFen: null,
  stages: { approval: { deadlines: [1, 2, 3] } },
  notices: [],
  lapseDays: 60,
  indicatorTree: 'sichuan-2023',
  opinions: ['同意，请按批复执行。', '请补充测算依据后重新报送。'],
  contact: '预算科（示例） 0871-00000001',
  rounds: [
    {
      id: '2027-initial',
      budgetYear: 2027,
      kind: 'initial',
      name: '年初第一批',
      opensAt: '2026-11-02T01:00:00.000Z',
      closesAt: '2026-11-20T10:00:00.000Z',
      correctionsUntil: '2026-11-30T15:59:00.000Z',
      ceilingFen: 500_000_001,
      unitCeilingFen: 31_500_000,
      unitCeilings: { '11530121MB1584810X': 0, '11530121MB1000101G': 12_345_678 },
    },
    {
      id: '2027-more',
      budgetYear: 2027,
      kind: 'supplementary',
      opensAt: '2026-12-31T16:00:00.000Z',
      closesAt: '2027-01-04T16:30:00.000Z',
      correctionsUntil: '2027-01-04T16:30:00.000Z',
    },
  ],
};
const typed = typedOf(settings, 'zh');
const read = (fields: Typed) => readTyped(fields, ['approval']);

describe('the fields of the settings', () => {
  it.each(['zh', 'en'] as const)('are read back as what they were, in %s', (lang) => {
    const { candidate, findings } = read(typedOf(settings, lang));
    expect(findings).toEqual([]);
    // The page has no fields for notices.
    const { notices: _, ...typed } = settings;
    expect(storedSettings.parse(candidate)).toEqual(typed);
  });

  it('show times as clocks in Beijing do', () => {
    expect(typed['rounds.0.opensAt']).toBe('2026-11-02T09:00');
    expect(typed['rounds.1.opensAt']).toBe('2027-01-01T00:00');
  });

  it.each<[string, string, string, RegExp]>([
    ['no amount', 'collectiveThresholdFen', '很多', /不是金额/],
    ['an amount that could be either', 'rounds.0.ceilingFen', '500000', /单位/],
    ['no number of days', 'lapseDays', '两个月', /整数/],
    ['no deadline', 'stages.approval.deadlines.1', '', /整数/],
    ['no time', 'rounds.1.closesAt', '', /日期和时间/],
    ['a day that is none', 'rounds.1.closesAt', '2026-13-41T09:00', /日期和时间/],
    ['no amount of a unit', 'rounds.0.unitCeilings', '11530121MB1584810X 若干', /不是金额/],
    ['a unit without an amount', 'rounds.0.unitCeilings', '11530121MB1584810X', /每行/],
  ])('say where they hold %s', (_, name, text, words) => {
    const { findings } = read({ ...typed, [name]: text });
    expect(findings.map(({ path, message }) => [path, message.zh])).toEqual([
      [`/${name.replaceAll('.', '/')}`, expect.stringMatching(words)],
    ]);
  });

  it('take an empty threshold for none, and leave out what is optional', () => {
    const { candidate } = read({ ...typed, collectiveThresholdFen: '', 'rounds.0.ceilingFen': '' });
    expect(candidate).toMatchObject({ collectiveThresholdFen: null });
    expect(read({ ...typed, indicatorTree: '' }).candidate).not.toHaveProperty('indicatorTree');
    expect(storedSettings.parse(candidate).rounds?.[0]).not.toHaveProperty('ceilingFen');
  });

  it('gain a round, and lose one: those after it move up, and nothing else changes', () => {
    const more = withRound(typed);
    expect(roundsIn(more)).toBe(3);
    expect(more['rounds.2.id']).toBe('');
    expect(withoutRound(more, 2)).toEqual(typed);
    expect(withoutRound(withoutRound(more, 0), 1)).toEqual(
      typedOf({ ...settings, rounds: settings.rounds.slice(1) }, 'zh'),
    );
  });
});
