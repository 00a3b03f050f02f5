import type { Field } from '../../../../shared/forms/definition.ts';
import { valueText } from '../../../../shared/forms/value-text.ts';
import { amountText, unitOf } from '../../../../shared/values/amount-text.ts';
import type { Lang } from '../../../../shared/values/language.ts';

/** A value as people read it, an amount in the unit that its field is typed in, or in 元 where that would round. */
export function textInUnit(field: Field | undefined, value: unknown, lang: Lang): string {
  if (field?.kind !== 'money' || typeof value !== 'number') return valueText(field, value, lang);
  const unit = field.unit === 'wan' ? unitOf([value]) : 'yuan';
  return amountText(value, lang, unit);
}
