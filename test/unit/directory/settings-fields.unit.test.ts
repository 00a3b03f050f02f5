import { describe, expect, it } from '@jest/globals';
import { dayLines, readDays } from '../../../functions/directory/day-lines.ts';
import { settingsDifferences } from '../../../functions/directory/settings-differences.ts';
import {
  readTyped,
  rowsIn,
  type Typed,
  typedOf,
  withoutRow,
  withRow,
} from '../../../functions/directory/settings-fields.ts';
import { knownYears } from '../../../functions/directory/settings-notices.ts';
import { type OfficeSettings, storedSettings } from '../../../shared/workflow/settings.ts';
import { defaultStages } from '../../../shared/workflow/stages.ts';
import { aNotice } from '../../builders/notices.ts';

const settings: OfficeSettings = {
  collectiveThresholdFen: 100_000_000,
  codeThresholdFen: null,
  stages: { approval: { deadlines: [1, 2, 3] } },
  notices: [
    aNotice(2027, {
      daysOff: ['2026-12-31', '2027-02-08', '2027-02-09', '2027-02-10', '2027-02-11', '2027-02-12'],
      workdays: ['2027-02-14', '2027-02-20'],
    }),
    aNotice(2028, {}),
  ],
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
    expect(storedSettings.parse(candidate)).toEqual({
      ...settings,
      notices: settings.notices.map((one) => ({ ...one, daysOff: one.daysOff.toSorted() })),
    });
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
    ['a day that its month has not', 'rounds.1.opensAt', '2026-02-30T09:00', /日期和时间/],
    [
      'two amounts of a unit',
      'rounds.0.unitCeilings',
      '11530121MB1584810X 5\n11530121MB1584810X 50',
      /^11530121MB1584810X 列了不止一次/,
    ],
    ['no amount of a unit', 'rounds.0.unitCeilings', '11530121MB1584810X 若干', /不是金额/],
    ['a unit without an amount', 'rounds.0.unitCeilings', '11530121MB1584810X', /每行/],
    ['no days', 'notices.0.daysOff', '', /列出全年放假日期/],
    ['a day off that is none', 'notices.0.daysOff', '2027-01-01\n2027-02-30', /读不出：2027-02-30$/],
    ['words for a day', 'notices.0.workdays', '春节前的周日', /读不出：春节前的周日$/],
    ['no year of a notice', 'notices.1.year', '明年', /整数/],
    ['no source', 'notices.0.source', ' ', /文号或来源/],
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
    const more = withRow(typed, 'rounds');
    expect(rowsIn(more, 'rounds')).toBe(3);
    expect(more['rounds.2.id']).toBe('');
    expect(withoutRow(more, 'rounds', 2)).toEqual(typed);
    expect(withoutRow(withoutRow(more, 'rounds', 0), 'rounds', 1)).toEqual(
      typedOf({ ...settings, rounds: settings.rounds.slice(1) }, 'zh'),
    );
  });

  it('gain and lose a notice likewise; without any, none is stored', () => {
    const more = withRow(typed, 'notices');
    expect([rowsIn(more, 'notices'), more['notices.2.daysOff']]).toEqual([3, '']);
    expect(withoutRow(more, 'notices', 2)).toEqual(typed);
    const none = withoutRow(withoutRow(typed, 'notices', 0), 'notices', 0);
    expect(read(none).candidate).not.toHaveProperty('notices');
  });
});

describe('the days of a notice', () => {
  it('are shown as ranges', () => {
    expect(typed['notices.0.workdays']).toBe('2027-02-14\n2027-02-20');
    expect(typed['notices.0.daysOff']).toContain('2027-02-05 至 2027-02-12');
    expect(typed['notices.0.daysOff']?.startsWith('2026-12-31 至 2027-01-01')).toBe(true);
    expect(dayLines(['2027-01-02', '2027-01-01'], 'en')).toBe('2027-01-01 to 2027-01-02');
  });

  it.each<[string, string[]]>([
    ['2027-01-01', ['2027-01-01']],
    ['2027/1/1～1/3', ['2027-01-01', '2027-01-02', '2027-01-03']],
    ['1月1日、1月3日', ['2027-01-01', '2027-01-03']],
    ['一、元旦：1月1日（周五）至3日（周日）放假调休，共3天。', ['2027-01-01', '2027-01-02', '2027-01-03']],
    ['二、春节：2月5日（农历除夕、周五）至6日（农历正月初一、周六）放假调休', ['2027-02-05', '2027-02-06']],
    ['2026年12月31日至2027年1月1日放假', ['2026-12-31', '2027-01-01']],
    ['2026-12-31 to 2027-01-01', ['2026-12-31', '2027-01-01']],
    ['１月３１日-２月１日', ['2027-01-31', '2027-02-01']],
    ['', []],
  ])('are read of “%s”', (text, days) => {
    expect(readDays(text, 2027, 'daysOff')).toEqual({ days, unread: [] });
  });

  it.each([
    '1月4日上班',
    '2027-01-03 至 2027-01-01',
    '12月31日至1月2日',
    '2027-01-01 至 2027-12-31',
    '2027-13-01',
    '01-03-05',
    '2027-01-01 2027-01-02',
  ])('are not guessed: “%s”', (text) => {
    expect(readDays(text, 2027, 'daysOff')).toEqual({ days: [], unread: [text.normalize('NFKC')] });
  });

  it('on which is worked are read as the notice says them', () => {
    const { days, unread } = readDays('1月4日（周日）上班。\n2月14日、2月20日补上班', 2027, 'workdays');
    expect([days, unread]).toEqual([['2027-01-04', '2027-02-14', '2027-02-20'], []]);
  });
});

describe('the years whose holidays are known', () => {
  it('are those of the release and of the office; this one and the next are told in any case', () => {
    const last = knownYears([], 2026).slice(-2);
    expect(last).toEqual([
      { year: 2026, by: 'release' },
      { year: 2027, by: 'provisional' },
    ]);
    expect(knownYears([aNotice(2026), aNotice(2027)], 2027).slice(-3)).toEqual([
      { year: 2026, by: 'office' },
      { year: 2027, by: 'office' },
      { year: 2028, by: 'provisional' },
    ]);
  });
});

describe('what differs of settings', () => {
  const between = (after: Typed, lang: 'zh' | 'en' = 'zh') =>
    settingsDifferences(typed, after, defaultStages, lang);

  it('is told by the names of the fields, with stage and row', () => {
    const after = {
      ...typed,
      lapseDays: '45',
      'stages.approval.deadlines.1': '7',
      'rounds.0.kind': 'supplementary',
      'notices.1.source': '国办发明电〔示例〕2号',
      notices: '',
    };
    expect(between(after)).toEqual([
      { label: '退回项目失效天数', before: '60', after: '45' },
      { label: expect.stringMatching(/^.+：再次提醒$/), before: '2', after: '7' },
      { label: '批次 1：类别', before: '年初申报', after: '追加申报' },
      {
        label: '放假安排 2：通知文号或来源',
        before: '国办发明电〔示例〕1号',
        after: '国办发明电〔示例〕2号',
      },
    ]);
    expect(between(after, 'en').map(({ label }) => label)[3]).toBe(
      'Notice 2: Number or source of the notice',
    );
  });

  it('is nothing where nothing differs, and whole rows where one is more', () => {
    expect(between({ ...typed, contact: ` ${typed.contact}` })).toEqual([]);
    expect(between(withoutRow(typed, 'rounds', 1)).every(({ label }) => label.startsWith('批次 2：'))).toBe(
      true,
    );
  });
});
