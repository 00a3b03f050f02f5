import type { Field } from '../../../../shared/forms/definition.ts';
import { valueText } from '../../../../shared/forms/value-text.ts';
import { common } from '../../../../shared/pages/words/common.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { formatWan, formatYuan } from '../../../../shared/values/money.ts';

/** A value as people read it, an amount in the unit that its field is typed in. */
export const textInUnit = (field: Field | undefined, value: unknown, lang: Lang): string =>
  field?.kind === 'money' && typeof value === 'number'
    ? `${field.unit === 'wan' ? formatWan(value) : formatYuan(value)} ${common[lang][field.unit]}`
    : valueText(field, value, lang);
