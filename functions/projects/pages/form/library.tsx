import type { FormDefinition, ListField } from '../../../../shared/forms/definition.ts';
import type { LibraryRow } from '../../../../shared/forms/library.ts';
import { fieldOf } from '../../../../shared/forms/places.ts';
import { valueText } from '../../../../shared/forms/value-text.ts';
import type { Lang } from '../../../../shared/values/language.ts';

const ID = 'library';

/** The list that offers what was used before, where a field is the one that is chosen by; for its `list` attribute. */
export const libraryOf = (library: FormDefinition['library'], pointer: string): string | undefined =>
  library && pointer.startsWith(`${library.list}/`) && pointer.endsWith(`/${library.by}`) ? ID : undefined;

interface LibraryProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
  readonly rows: readonly LibraryRow[];
}

const textsOf = (list: ListField, { fields }: LibraryRow, keys: readonly string[], lang: Lang): string[] =>
  keys.flatMap((key) => {
    const field = list.of.kind === 'group' ? list.of.fields.find((one) => one.key === key) : undefined;
    return valueText(field, fields[key], lang) || [];
  });

/**
 * What was used before, as one types: the browser offers it, with a script or without. What a choice brings with it
 * stands at each for the script.
 */
export function Library({ lang, definition, rows }: LibraryProps) {
  const { library } = definition;
  if (!library || rows.length === 0) return null;
  const list = fieldOf(definition, library.list);
  if (list?.kind !== 'list') return null;
  const { by, fills, distinct } = library;
  return (
    <datalist id={ID} data-by={by} data-distinct={distinct.filter((key) => key !== by).join(' ')}>
      {rows.map((row) => (
        <option
          key={JSON.stringify(row.fields)}
          value={row.fields[by]}
          // Some browsers show the label in place of the value.
          label={textsOf(list, row, [by, ...fills], lang).join(' · ')}
          data-fills={JSON.stringify(Object.fromEntries(fills.map((key) => [key, row.fields[key]])))}
        />
      ))}
    </datalist>
  );
}
