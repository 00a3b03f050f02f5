/** When a schedule is due next, after a moment. Both in milliseconds, and by UTC, as EventBridge rules are. */
export type NextDue = (after: number) => number;

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Reads `rate(5 minutes)` or `cron(0 8 ? * MON-FRI *)`; anything else is an error. */
export function parseSchedule(expression: string): NextDue {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const period = Number(count) * (unitMs[unit ?? ''] ?? Number.NaN);
  if (period > 0) return (after) => after + period;

  const [, fields] = /^cron\((.+)\)$/.exec(expression) ?? [];
  const parts = fields?.trim().split(/\s+/) ?? [];
  const [minutes, hours, days, months, weekdays, years] = parts;
  if (parts.length !== 6 || !minutes || !hours || !days || !months || !weekdays || !years)
    throw new Error(`The schedule ${expression} is not emulated`);

  const fits = {
    minute: parseField(minutes, 0, 59),
    hour: parseField(hours, 0, 23),
    day: parseField(days, 1, 31),
    month: parseField(months, 1, 12, [
      'JAN',
      'FEB',
      'MAR',
      'APR',
      'MAY',
      'JUN',
      'JUL',
      'AUG',
      'SEP',
      'OCT',
      'NOV',
      'DEC',
    ]),
    weekday: parseField(weekdays, 1, 7, ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']),
    year: parseField(years, 1970, 2199),
  };
  return (after) => {
    const time = new Date(after);
    time.setUTCSeconds(0, 0);
    time.setUTCMinutes(time.getUTCMinutes() + 1);
    // Day by day, then within the day: four years hold every date that a field can name.
    const end = after + 4 * 366 * 86_400_000;
    while (time.getTime() <= end) {
      const rightDay =
        fits.year(time.getUTCFullYear()) &&
        fits.month(time.getUTCMonth() + 1) &&
        fits.day(time.getUTCDate()) &&
        fits.weekday(time.getUTCDay() + 1);
      if (!rightDay) time.setUTCHours(24, 0);
      else if (!fits.hour(time.getUTCHours())) time.setUTCMinutes(60);
      else if (!fits.minute(time.getUTCMinutes())) time.setUTCMinutes(time.getUTCMinutes() + 1);
      else return time.getTime();
    }
    throw new Error(`The schedule ${expression} is never due`);
  };
}

/** One field of a cron expression: `*`, `?`, numbers or names, ranges, lists and steps. */
function parseField(
  field: string,
  low: number,
  high: number,
  names: readonly string[] = [],
): (value: number) => boolean {
  const numberOf = (text: string): number => {
    const named = names.indexOf(text.toUpperCase());
    const value = named === -1 ? Number(text) : named + low;
    if (!Number.isInteger(value) || value < low || value > high)
      throw new Error(`${text} in a schedule is not emulated`);
    return value;
  };
  const tests = field.split(',').map((part) => {
    const [range = '', step] = part.split('/');
    const every = step === undefined ? 1 : Number(step);
    const [from, to] = range.split('-');
    const whole = range === '*' || range === '?';
    const first = whole ? low : numberOf(from ?? '');
    const last = whole || (step !== undefined && to === undefined) ? high : numberOf(to ?? from ?? '');
    return (value: number) => value >= first && value <= last && (value - first) % every === 0;
  });
  return (value) => tests.some((test) => test(value));
}
