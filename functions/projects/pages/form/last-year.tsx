import type { FormDefinition, MoneyField } from '../../../../shared/forms/definition.ts';
import { fieldOf, at as placeAt } from '../../../../shared/forms/places.ts';
import { valueAt } from '../../../../shared/forms/pointer.ts';
import { childOf, rowsOf } from '../../../../shared/forms/value-text.ts';
import { formWords } from '../../words/form.ts';
import { textInUnit } from './amount-text.ts';
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
export function LastYear(props: { context: FormContext; pointer: string; field: MoneyField }) {
  const { context, pointer, field } = props;
  const { lang, lastYear } = context;
  const fen = lastYear.get(pointer);
  if (fen === undefined) return null;
  return <p class="echo last-year">{formWords[lang].lastYear(textInUnit(field, fen, lang))}</p>;
}
