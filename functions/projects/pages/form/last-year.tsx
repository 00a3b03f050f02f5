import type { FormDefinition } from '../../../../shared/forms/definition.ts';
import { fieldOf, at as placeAt } from '../../../../shared/forms/places.ts';
import { valueAt } from '../../../../shared/forms/pointer.ts';
import { childOf, rowsOf } from '../../../../shared/forms/value-text.ts';
import { common } from '../../../../shared/pages/words/common.ts';
import type { MoneyUnit } from '../../../../shared/values/money.ts';
import { formatWan, formatYuan } from '../../../../shared/values/money.ts';
import { formWords } from '../../words/form.ts';
import type { FormContext } from './context.ts';

/** Last year's amounts by the fields of this year: lines are matched by name, for they may stand elsewhere now. */
export function lastYearAmounts(
  { totals, ...definition }: FormDefinition,
  declaration: unknown,
  lastYear: unknown,
): ReadonlyMap<string, number> {
  const amounts = new Map<string, number>();
  if (!totals || lastYear === undefined) return amounts;
  const list = fieldOf(definition, totals.list);
  const rowName = list?.kind === 'list' ? (list.rowName ?? '') : '';
  const put = (pointer: string, value: unknown) => {
    if (typeof value === 'number') amounts.set(pointer, value);
  };
  put(totals.against, valueAt(lastYear, totals.against));
  const before = rowsOf(valueAt(lastYear, totals.list));
  for (const [index, row] of rowsOf(valueAt(declaration, totals.list)).entries()) {
    const name = childOf(row, rowName);
    const same = before.find((earlier) => name !== undefined && childOf(earlier, rowName) === name);
    put(placeAt(placeAt(totals.list, index), totals.amount), childOf(same, totals.amount));
  }
  return amounts;
}

/** What an amount was last year, beside this year's. */
export function LastYear(props: { context: FormContext; pointer: string; unit: MoneyUnit }) {
  const { context, pointer, unit } = props;
  const { lang, lastYear } = context;
  const fen = lastYear.get(pointer);
  if (fen === undefined) return null;
  const text = unit === 'wan' ? formatWan(fen) : formatYuan(fen);
  return <p class="echo last-year">{formWords[lang].lastYear(`${text} ${common[lang][unit]}`)}</p>;
}
