import { describe, expect, it } from '@jest/globals';
import { shapeFindings } from '../../../../shared/http/shape-findings.ts';
import { notice } from '../../../../shared/values/calendar/notice.ts';
import { publishedNotices } from '../../../../shared/values/calendar/published-notices.ts';
import { aNotice } from '../../../builders/notices.ts';

const good = aNotice(2027, { daysOff: ['2027-01-02', '2027-01-03'], workdays: ['2027-01-31'] });
const found = (given: unknown): string[] =>
  notice.safeParse(given).error?.issues.map(({ path, message }) => `${path.join('/')}: ${message}`) ?? [];

describe('a notice', () => {
  it.each(publishedNotices.map((one) => [one.year, one] as const))(
    'of %i holds as it was published',
    (_, one) => {
      expect(found(one)).toEqual([]);
    },
  );

  it('holds as a test makes one', () => {
    expect(found(good)).toEqual([]);
  });

  it.each([
    [
      'a day of another year',
      { daysOff: [...good.daysOff, '2028-02-01'] },
      'daysOff: not of this year, nor within a week of it: 2028-02-01',
    ],
    [
      'a make-up day of another year',
      { workdays: ['2026-12-20'] },
      'workdays: not of this year, nor within a week of it: 2026-12-20',
    ],
    ['a day off twice', { daysOff: [...good.daysOff, '2027-01-03'] }, 'daysOff: named twice: 2027-01-03'],
    ['a day twice', { workdays: ['2027-01-31', '2027-01-31'] }, 'workdays: named twice: 2027-01-31'],
    [
      'a day in both',
      { daysOff: [...good.daysOff, '2027-01-31'] },
      'workdays: a day off and a working day: 2027-01-31',
    ],
    [
      'a make-up day in the week',
      { workdays: ['2027-01-29'] },
      'workdays: no weekend day: it needs no making up: 2027-01-29',
    ],
    [
      'a statutory day off that is missing',
      { daysOff: good.daysOff.filter((day) => day !== '2027-02-06') },
      'daysOff: a statutory day off of this year, and missing: 2027-02-06',
    ],
  ])('with %s does not hold', (_, change, finding) => {
    expect(found({ ...good, ...change })).toEqual([finding]);
  });

  it('says in Chinese too what does not hold', () => {
    const { error } = notice.safeParse({
      ...good,
      daysOff: [
        ...good.daysOff.filter((day) => day !== '2027-02-06'),
        '2027-01-31',
        '2028-02-01',
        '2028-02-01',
      ],
      workdays: ['2027-01-29', '2027-01-31'],
    });
    expect(error && shapeFindings(error).map(({ path, message }) => [path, message.zh])).toEqual([
      ['/daysOff', '不在本年度内（前后各可跨一周）：2028-02-01、2028-02-01'],
      ['/daysOff', '重复列出：2028-02-01'],
      ['/workdays', '既列为放假，又列为上班：2027-01-31'],
      ['/workdays', '不是周末，本来就上班：2027-01-29'],
      ['/daysOff', '是本年度法定节假日，没有列出：2027-02-06'],
    ]);
  });

  it.each([
    ['no days', { daysOff: [] }],
    [
      'a third of the year off',
      {
        daysOff: Array.from({ length: 120 }, (_, at) =>
          new Date(Date.UTC(2027, 0, at + 1)).toISOString().slice(0, 10),
        ),
      },
    ],
    ['a day that there is not', { workdays: ['2027-02-30'] }],
    ['a year whose festivals are not known', { year: 2051 }],
    ['no source', { source: '' }],
  ])('with %s does not hold', (_, change) => {
    expect(found({ ...good, ...change })).not.toEqual([]);
  });

  it('may name the last week of the year before and the first of the next', () => {
    const wide = { ...good, daysOff: ['2026-12-31', ...good.daysOff, '2028-01-02'] };
    expect(found(wide)).toEqual([]);
  });
});
