import * as z from 'zod';
import type { Words } from '../language.ts';
import { issueOf } from '../text-schema.ts';
import { FIRST_YEAR, isWeekend, LAST_YEAR, statutoryDaysOff } from './statutory.ts';

const day = z.iso.date();

/** Around a turn of the year a notice may speak of days of the year before or after: of those within a week. */
const DAYS_BESIDE = 7;

/** A year's days off and make-up days (调休), as the State Council announces them. */
const announced = z.lazy(() =>
  z.strictObject({
    year: z.int().min(FIRST_YEAR).max(LAST_YEAR),
    // Since 2008 notices have named 23 to 33 days off and 5 to 12 make-up days.
    daysOff: z.array(day).min(11).max(45).describe('Every day off, weekends among them'),
    workdays: z.array(day).max(15).describe('Weekend days on which offices are open instead'),
    source: z.string().min(1).max(200).describe("The notice's number, or where it was taken from"),
  }),
);
export type Notice = Readonly<
  Omit<z.infer<typeof announced>, 'daysOff' | 'workdays'> & {
    daysOff: readonly string[];
    workdays: readonly string[];
  }
>;

type Check = readonly [
  path: 'daysOff' | 'workdays',
  what: Words,
  wrong: (notice: Notice) => readonly string[],
];

const strays = (days: readonly string[], year: number): string[] =>
  days.filter((one) => one < `${year - 1}-12-${32 - DAYS_BESIDE}` || one > `${year + 1}-01-0${DAYS_BESIDE}`);
const twice = (days: readonly string[]): string[] => days.filter((one, at) => days.indexOf(one) !== at);

const stray: Words = {
  zh: '不在本年度内（前后各可跨一周）',
  en: 'not of this year, nor within a week of it',
};
const repeated: Words = { zh: '重复列出', en: 'named twice' };

const checks: readonly Check[] = [
  ['daysOff', stray, ({ daysOff, year }) => strays(daysOff, year)],
  ['workdays', stray, ({ workdays, year }) => strays(workdays, year)],
  ['daysOff', repeated, ({ daysOff }) => twice(daysOff)],
  ['workdays', repeated, ({ workdays }) => twice(workdays)],
  [
    'workdays',
    { zh: '既列为放假，又列为上班', en: 'a day off and a working day' },
    ({ daysOff, workdays }) => workdays.filter((one) => daysOff.includes(one)),
  ],
  [
    'workdays',
    { zh: '不是周末，本来就上班', en: 'no weekend day: it needs no making up' },
    ({ workdays }) => workdays.filter((one) => !isWeekend(one)),
  ],
  [
    'daysOff',
    { zh: '是本年度法定节假日，没有列出', en: 'a statutory day off of this year, and missing' },
    ({ daysOff, year }) => statutoryDaysOff(year).filter((one) => !daysOff.includes(one)),
  ],
];

/** A notice as it may be uploaded; each finding names the days that do not hold. */
export const notice = announced.superRefine((given, context) => {
  for (const [path, what, wrong] of checks) {
    const days = wrong(given);
    if (days.length === 0) continue;
    const words = { zh: `${what.zh}：${days.join('、')}`, en: `${what.en}: ${days.join(', ')}` };
    context.addIssue({ ...issueOf(words), path: [path] });
  }
});
