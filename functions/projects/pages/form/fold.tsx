import type { ComponentChildren } from 'preact';
import type { Field } from '../../../../shared/forms/definition.ts';
import { at, inputName } from '../../../../shared/forms/places.ts';
import { valueAt } from '../../../../shared/forms/pointer.ts';
import { childOf, isFilled } from '../../../../shared/forms/value-text.ts';
import { common } from '../../../../shared/pages/words/common.ts';
import { say } from '../../../../shared/values/language.ts';
import { formWords } from '../../words/form.ts';
import type { FormContext } from './context.ts';

interface FoldProps {
  readonly context: FormContext;
  readonly fields: readonly Field[];
  readonly pointer: string;
  readonly value: unknown;
  readonly children: ComponentChildren;
}

/** The choices that ask for some of these fields: each by the name of its input and the value that it then has. */
const askedBy = (fields: readonly Field[]): { readonly field: string; readonly is: string }[] =>
  fields.flatMap(({ folded }) => (typeof folded === 'object' ? [folded.unless] : []));

const isUnder = (pointer: string, path: string): boolean =>
  path === pointer || path.startsWith(`${pointer}/`);

/** Whether something in it is to be seen: what is filled in, what was typed, found or returned, a row asked for. */
function hasNews(context: FormContext, { fields, pointer, value }: Omit<FoldProps, 'context' | 'children'>) {
  if (fields.some(({ key }) => isFilled(childOf(value, key)))) return true;
  const { findings, unread, returned, extraRows, pasted } = context;
  const paths = [...findings.keys(), ...Object.keys(unread), ...returned, ...Object.keys(extraRows)];
  const places = fields.map(({ key }) => at(pointer, key));
  return [...paths, ...(pasted ? [pasted.list] : [])].some((path) =>
    places.some((place) => isUnder(place, path)),
  );
}

/** Fields that are rarely used, behind a line that names them. Without a script it opens by hand, or with the next save. */
export function Fold({ context, fields, pointer, value, children }: FoldProps) {
  const { lang, declaration } = context;
  const choices = askedBy(fields);
  const asked = choices.some(({ field, is }) => valueAt(declaration, field) === is);
  const [first] = choices;
  return (
    <details
      class="fold"
      open={asked || hasNews(context, { fields, pointer, value })}
      data-asked-by={first && inputName(first.field)}
      data-asked-is={first?.is}
    >
      <summary>
        {formWords[lang].optional(fields.map(({ label }) => say(label, lang)).join(common[lang].comma))}
      </summary>
      {children}
    </details>
  );
}
