import { type Item, listItems } from '../items.ts';
import type { Ledger } from '../ledger.ts';
import { periodIn } from '../periods.ts';
import type { Paragraph } from '../source/blocks.ts';
import type { Span } from '../source/span.ts';

/** Section 五: what is done, with its months where they are told plainly. */

const MONTH = '(\\d{4})年(\\d{1,2})月';
/** As our own documents write it, at the end. */
const SPAN = new RegExp(`\\(${MONTH}至${MONTH}\\)(。?)$`);
const ONE = new RegExp(`\\(${MONTH}(开始|完成)\\)(。?)$`);

const month = (year: string, number: string): string => `${year}-${number.padStart(2, '0')}`;

/** The months in brackets at the end of our own documents are no part of the content. */
function readOwn(ledger: Ledger, row: number, last: Span): Span | null {
  const match = last.match(SPAN) ?? last.match(ONE);
  const bracket = match?.whole;
  if (!match || !bracket) return null;
  const [year, number] = [match.group(1), match.group(2)];
  const key = match.plain(3) === '完成' ? 'due' : 'start';
  const from = year && number ? [year, number] : [];
  ledger.put(['activities', row, key], month(match.plain(1), match.plain(2)), ...from);
  const [year2, number2] = [match.group(3), match.group(4)];
  if (/^\d/.test(match.plain(3)) && year2 && number2)
    ledger.put(['activities', row, 'due'], month(match.plain(3), match.plain(4)), year2, number2);
  ledger.label(bracket.slice(0, bracket.plain.replace(/。$/, '').length));
  return last.slice(0, match.start);
}

function readActivity(ledger: Ledger, item: Item, budgetYear: number | undefined): void {
  const last = item.spans.at(-1);
  if (!last) return;
  ledger.label(item.number);
  if (item.leads) {
    ledger.leave(last, { zh: '列举之前的引语', en: 'What leads to the list' });
    return;
  }
  const row = ledger.next(['activities']);
  const own = readOwn(ledger, row, last);
  const spans = own ? [...item.spans.slice(0, -1), own] : item.spans;
  const ending = own ? (/。$/.exec(last.plain)?.[0] ?? '') : '';
  const text = own ? item.text.slice(0, item.text.length - (last.to - own.to)) + ending : item.text;
  if (!ledger.put(['activities', row, 'content'], text, ...spans) || own) return;
  const [only, ...more] = item.spans
    .map((span) => periodIn(span, budgetYear))
    .filter((found) => found !== null);
  if (!only || more.length > 0) return;
  for (const key of ['start', 'due'] as const) {
    const value = only[key];
    const why = {
      zh: `由“${only.span.text}”得出${only.hasYear ? '' : '，年份取预算年度'}`,
      en: `Taken from "${only.span.text}"${only.hasYear ? '' : ', in the budget year'}`,
    };
    if (value !== undefined) ledger.infer(['activities', row, key], value, why, only.span);
  }
}

export function readActivities(
  ledger: Ledger,
  lines: readonly Paragraph[],
  budgetYear: number | undefined,
): void {
  for (const item of listItems(lines)) readActivity(ledger, item, budgetYear);
}
