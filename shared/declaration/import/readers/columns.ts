import type { Grid } from '../entries.ts';
import type { Cell } from '../source/blocks.ts';
import { MONEY_COLUMNS, type MoneyRole, TOTAL } from '../words/money-words.ts';

/** What the columns of tables of money and of schedules are, by their headings without blanks. */

/** The year that a heading begins with: `2025年申请数`. */
const YEARLY = /^((?:19|20)\d{2})年度?(?=.)/;
const bare = (text: string): string => text.replace(/\([^()]*\)/g, '').replace(/[:*]+$/, '');

export const isNumeric = (plain: string): boolean =>
  /^\s*-?[¥￥]?\s*\d[\d,，. ]*\s*(?:万元|元|亿元|万)?\s*(?:\(.*\))?\s*$/s.test(plain);

export const moneyRoleOf = (heading: string): MoneyRole | undefined => {
  const text = bare(heading);
  return text.length > 16 ? undefined : MONEY_COLUMNS.find(([pattern]) => pattern.test(text))?.[1];
};

/** What a column is of where its heading names a year: this year's, last year's, or another's. */
export function moneyRoleIn(heading: string, budgetYear: number | undefined): MoneyRole | undefined {
  const year = Number(/^((?:19|20)\d{2})年/.exec(heading)?.[1] ?? Number.NaN);
  if (!Number.isInteger(year) || budgetYear === undefined) return moneyRoleOf(heading);
  const of = bare(heading).replace(YEARLY, '');
  const isMoney =
    yearColumnOf(heading) !== null || moneyRoleOf(of) !== undefined || /^(?:执行|支出|决算)$/.test(of);
  if (!isMoney) return undefined;
  if (year === budgetYear) return 'request';
  if (year !== budgetYear - 1) return 'none';
  return /执行|支出|决算/.test(heading) ? 'spentLastYear' : 'approvedLastYear';
}

export interface Heading {
  readonly cell: Cell;
  /** Without blanks; behind that of the cell above, where one stands over several. */
  readonly text: string;
}

/** The headings of a grid's columns, in one row or in two. */
export function headingsOf({ table, head, top }: Pick<Grid, 'table' | 'head' | 'top'>): Heading[] {
  if (head === null) return [];
  const compact = (cell: Cell | undefined): string => cell?.piece.plain.replace(/\s/g, '') ?? '';
  const from = top ?? head;
  const cells = new Set((table.rows[head] ?? []).filter((cell) => cell && cell.row >= from && !cell.isEmpty));
  return [...cells].flatMap((cell) => {
    if (!cell) return [];
    const above = cell.row > from ? table.rows[from]?.[cell.column] : undefined;
    return [{ cell, text: `${above && above.columns > 1 ? compact(above) : ''}${compact(cell)}` }];
  });
}

export type PlanColumn = 'number' | 'name' | 'price' | 'quantity' | 'unit' | 'basis';

/** A second count beside the first: `人数`, `天数`. */
export const isCount = (heading: string): boolean =>
  /^(?:数量|人数|工作量|测算数量|台数|次数|天数|月数|月份数|场次|场数|期数|户数|个数|课时|学时|份数|套数|年限)(?:\(.*\))?$/.test(
    heading,
  );

const PLAN_COLUMNS: readonly (readonly [RegExp, PlanColumn])[] = [
  [/^(?:序号|编号|行次|No\.?)$/i, 'number'],
  [/^(?:单价|支出标准|标准|单位成本|单位价格|补助标准|测算单价|定额标准)/, 'price'],
  [/^(?:数量|人数|工作量|测算数量|台数|次数|天数|月数|场次|场数|期数|户数|课时|学时|份数|套数)/, 'quantity'],
  [/^(?:单位|计量单位|数量单位)$/, 'unit'],
  [/测算|依据|计算|说明|备注|标准及|明细说明|构成说明/, 'basis'],
  [
    /^(?:支出|项目|内容|明细|费用|用途|科目|预算科目|经济分类|开支|具体|分项|子项目|名称|支出项|预算支出)/,
    'name',
  ],
  [/名称$|内容$|项目$|科目$|用途$|明细$/, 'name'],
];

export const planColumnOf = (heading: string): PlanColumn | undefined => {
  const text = bare(heading).replace(YEARLY, '');
  return text.length > 20 ? undefined : PLAN_COLUMNS.find(([pattern]) => pattern.test(text))?.[1];
};

export type ScheduleColumn = 'content' | 'start' | 'due' | 'period';

export const scheduleColumnOf = (heading: string): ScheduleColumn | undefined => {
  const text = bare(heading);
  if (/^(?:计划|预计|实际)?(?:开始|起始|启动|开工)(?:时间|日期|年月)?$/.test(text)) return 'start';
  if (/^(?:计划|预计|实际)?(?:完成|结束|终止|竣工|完工|截止)(?:时间|日期|年月|时限)?$/.test(text))
    return 'due';
  if (
    /^(?:起止|实施|计划|进度|完成)?(?:时间|日期|年月|月份|期限|时段)(?:安排|节点|段)?$|^阶段时间$/.test(text)
  )
    return 'period';
  return /内容|任务|工作|阶段|项目|事项|步骤/.test(text) && text.length < 16 ? 'content' : undefined;
};

/** A year, or a month, as a cell of a schedule begins. */
export const isTime = (plain: string): boolean =>
  /^(?:19|20)\d{2}\s*(?:$|[年./-])|^\d{1,2}月/.test(plain.trim());

/** `2021年` is that year; `第2年` the second. */
export function yearColumnOf(heading: string): { readonly year: number } | { readonly order: number } | null {
  const [, year] = /^((?:19|20)\d{2})年度?(?:预算|计划|资金|金额|投资|安排)?$/.exec(bare(heading)) ?? [];
  if (year !== undefined) return { year: Number(year) };
  const [, order] = /^第([一二三四五六1-6])年度?$/.exec(bare(heading)) ?? [];
  if (order === undefined) return null;
  const han = '一二三四五六'.indexOf(order);
  return { order: han >= 0 ? han + 1 : Number(order) };
}

/** A heading row of amounts: a column of them, and none of its cells an amount. */
export function isMoneyHead(texts: readonly string[], plain: readonly string[]): boolean {
  if (plain.some(isNumeric) || texts.length < 2) return false;
  const roles = texts.map((text) => moneyRoleOf(text.replace(YEARLY, '')));
  const named = texts.filter(
    (text, index) => roles[index] !== undefined && !(TOTAL.test(text) && texts.length < 3 && index === 0),
  );
  return named.some((text) => (moneyRoleOf(text.replace(YEARLY, '')) ?? 'none') !== 'none');
}
