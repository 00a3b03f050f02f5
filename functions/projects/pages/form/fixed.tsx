import type { LeafField } from '../../../../shared/forms/definition.ts';
import { fieldId, inputName } from '../../../../shared/forms/places.ts';
import { common } from '../../../../shared/pages/words/common.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { say } from '../../../../shared/values/language.ts';
import { textInUnit } from './amount-text.ts';

interface FixedProps {
  readonly field: LeafField;
  readonly pointer: string;
  readonly value: unknown;
  readonly lang: Lang;
  readonly quiet?: boolean | undefined;
}

/** A field that the return did not open: it is read, not typed, and not posted. */
export function Fixed({ field, pointer, value, lang, quiet }: FixedProps) {
  const text = textInUnit(field, value, lang) || common[lang].inParentheses(common[lang].none).trim();
  // The running total counts amounts that have no input as well.
  const amount =
    field.kind === 'money' && typeof value === 'number'
      ? { 'data-name': inputName(pointer), 'data-fen': value }
      : {};
  return (
    <>
      <p class={quiet ? 'vh' : 'label'}>{say(field.label, lang)}</p>
      <p class="fixed" id={fieldId(pointer)} tabindex={-1} {...amount}>
        {text}
      </p>
    </>
  );
}
