import type { PartOf } from '../../forms/definition.ts';
import type { Declaration } from '../definition.ts';
import type { ListItem } from './items.ts';
import type { Notes } from './notes.ts';

type Activity = NonNullable<PartOf<Declaration>['activities']>[number];

const MONTH = '(\\d{4})年(\\d{1,2})月';
/** As our own documents write it. */
const SPAN = new RegExp(`（${MONTH}至${MONTH}）(。?)$`);
const ONE = new RegExp(`（${MONTH}(开始|完成)）(。?)$`);
/** As people write it. `6月份前` may mean the first or the last day of the month: left to its author. */
const BEGINS = new RegExp(`${MONTH}份?起?(?:开展|开始|启动|实施)`);
const ENDS = new RegExp(`${MONTH}份?(?:底前?)?(?:完成|结束)`);

const month = (year: string | undefined, number: string | undefined): string =>
  `${year}-${String(number).padStart(2, '0')}`;

/** One item of section 五, with its months where they are told plainly. */
export function readActivity({ text }: ListItem, index: number, notes: Notes): Activity {
  const span = SPAN.exec(text);
  if (span) {
    const content = text.slice(0, span.index) + (span[5] ?? '');
    return { content, start: month(span[1], span[2]), due: month(span[3], span[4]) };
  }
  const one = ONE.exec(text);
  if (one) {
    const content = text.slice(0, one.index) + (one[4] ?? '');
    return { content, [one[3] === '开始' ? 'start' : 'due']: month(one[1], one[2]) };
  }
  const found = { start: BEGINS.exec(text), due: ENDS.exec(text) };
  const activity: Activity = { content: text };
  for (const key of ['start', 'due'] as const) {
    const match = found[key];
    if (!match) continue;
    activity[key] = month(match[1], match[2]);
    notes.infer(['activities', index, key], { zh: `由“${match[0]}”得出`, en: `Taken from "${match[0]}"` });
  }
  return activity;
}
