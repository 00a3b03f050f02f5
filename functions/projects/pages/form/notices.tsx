import { type Field, type FormDefinition, fieldsOf } from '../../../../shared/forms/definition.ts';
import { fieldId, placeOf } from '../../../../shared/forms/places.ts';
import { partsOf } from '../../../../shared/forms/pointer.ts';
import { childOf, rowsOf } from '../../../../shared/forms/value-text.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { formWords } from '../../words/form.ts';
import { type FormContext, rowCount } from './context.ts';
import type { FormPageProps } from './form-page-props.ts';

type ReturnedProps = NonNullable<NonNullable<FormPageProps['project']>['returned']>;

/** Why the project came back, and which fields were named. */
export function Returned(props: { lang: Lang; definition: FormDefinition; returned: ReturnedProps }) {
  const { lang, definition, returned } = props;
  const words = formWords[lang];
  return (
    <section class="callout warning">
      <h2>{words.returnedTitle(returned.by)}</h2>
      {returned.comment && <blockquote>{returned.comment}</blockquote>}
      {returned.fields && returned.fields.length > 0 && (
        <p>
          {words.returnedFields}
          {returned.fields.map((pointer, index) => (
            <span key={pointer}>
              {index > 0 && '、'}
              <a href={`#${fieldId(pointer)}`}>{placeOf(definition, pointer, lang)}</a>
            </span>
          ))}
          {lang === 'zh' ? '。' : '. '}
          {words.returnedOnly} <a href={`#${fieldId(returned.fields[0] ?? '')}`}>{words.returnedFirst}</a>
        </p>
      )}
    </section>
  );
}

/** The JSON Pointers that this page shows, each with an id to jump to. */
export function shownPointers(
  definition: FormDefinition,
  declaration: unknown,
  context: FormContext,
): ReadonlySet<string> {
  const shown = new Set<string>();
  const visit = (fields: readonly Field[], pointer: string, value: unknown): void => {
    for (const field of fields) {
      const path = `${pointer}/${field.key}`;
      const inner = childOf(value, field.key);
      shown.add(path);
      if (field.kind === 'group') visit(field.fields, path, inner);
      if (field.kind !== 'list') continue;
      const rows = rowsOf(inner);
      for (let row = 0; row < rowCount(context, path, rows, field.min); row++) {
        shown.add(`${path}/${row}`);
        if (field.of.kind === 'group') visit(field.of.fields, `${path}/${row}`, rows[row]);
      }
    }
  };
  visit(fieldsOf(definition), '', declaration);
  return shown;
}

/** The closest place on the page to a finding: a row that is not there belongs to its list. */
export function nearest(path: string, shown: ReadonlySet<string>): string {
  for (let parts = partsOf(path); parts.length > 0; parts = parts.slice(0, -1)) {
    const pointer = `/${parts.join('/')}`;
    if (shown.has(pointer)) return pointer;
  }
  return path;
}
