import type { Lang } from '../../shared/values/language.ts';
import { dayAfter } from '../../shared/values/working-days.ts';

/** Days as an office lists them: a day or a range on each line, or as the State Council's notice has them. */

/** A notice has never named a longer one. */
const LONGEST_RANGE = 45;

const DATE = String.raw`(?:(\d{4}) *[-/.年] *)?(\d{1,2}) *[-/.月] *(\d{1,2}) *日?`;
const LINE = new RegExp(`^${DATE}(?: *(?:至|到|[~—–-]+|to) *(?:${DATE}|(\\d{1,2}) *日))?$`);

/** What stands around a day in a notice and says nothing of which one it is: `元旦：`, `（周五）`, `放假调休`. */
const TAIL = { daysOff: /(?:放假)?(?:调休)?$/, workdays: /(?:补?上班)?$/ } as const;

function dayOf(year: number, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? text : undefined;
}

/** The days from one to another, both inclusive; undefined where there are none or too many. */
function daysBetween(first: string, last: string): string[] | undefined {
  const days: string[] = [];
  for (let day = first; day <= last; day = dayAfter(day)) {
    if (days.length === LONGEST_RANGE) return undefined;
    days.push(day);
  }
  return days.length === 0 ? undefined : days;
}

/** @param year of days that name none */
function daysIn(text: string, year: number): string[] | undefined {
  const match = LINE.exec(text);
  if (!match) return undefined;
  const [, ownYear, month = '', day = '', lastYear, lastMonth, lastDay, dayOfMonth] = match;
  const from = ownYear === undefined ? year : Number(ownYear);
  const first = dayOf(from, month, day);
  const last =
    lastDay === undefined && dayOfMonth === undefined
      ? first
      : dayOf(
          lastYear === undefined ? from : Number(lastYear),
          lastMonth ?? month,
          lastDay ?? dayOfMonth ?? '',
        );
  return first === undefined || last === undefined ? undefined : daysBetween(first, last);
}

/** What was read, and which parts of the text are neither a day nor a range. */
interface DaysRead {
  readonly days: readonly string[];
  readonly unread: readonly string[];
}

/**
 * Reads days and ranges, one on each line or with commas between them.
 * @param year of days that name none
 */
export function readDays(text: string, year: number, kind: keyof typeof TAIL): DaysRead {
  const days: string[] = [];
  const unread: string[] = [];
  // A label and what stands in parentheses may hold the comma that parts two days: `（农历除夕、周五）`.
  const parts = text
    .normalize('NFKC')
    .replace(/^[^\d:\n]*:/gm, '')
    .replace(/\([^()]*\)/g, '')
    .split(/[\n,;、。]/);
  for (const part of parts) {
    const bare = part.trim().replace(TAIL[kind], '').trim();
    if (bare === '' || /^共 *\d+ *天$/.test(bare)) continue;
    const read = daysIn(bare, year);
    if (read) days.push(...read);
    else unread.push(part.trim());
  }
  return { days, unread };
}

/** Days as lines to be read again, those that follow one another as a range. */
export function dayLines(days: readonly string[], lang: Lang): string {
  const ranges: { first: string; last: string }[] = [];
  for (const day of days.toSorted()) {
    const range = ranges.at(-1);
    if (range && dayAfter(range.last) === day) range.last = day;
    else ranges.push({ first: day, last: day });
  }
  const to = lang === 'zh' ? ' 至 ' : ' to ';
  return ranges.map(({ first, last }) => (first === last ? first : `${first}${to}${last}`)).join('\n');
}
