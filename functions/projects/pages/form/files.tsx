import type { FilesField } from '../../../../shared/forms/definition.ts';
import { fileInputs } from '../../../../shared/forms/files-in.ts';
import { fieldId, helpId, inputName } from '../../../../shared/forms/places.ts';
import { fileText } from '../../../../shared/values/file-text.ts';
import { say } from '../../../../shared/values/language.ts';
import { type FormContext, isOpen } from './context.ts';
import { LeafMessages, RequiredMark } from './leaf.tsx';

interface FilesProps {
  readonly context: FormContext;
  readonly field: FilesField;
  readonly pointer: string;
  readonly value: unknown;
  readonly quiet?: boolean | undefined;
  readonly inRow?: boolean | undefined;
}

/** The files of a field, each with the input that posts it again. */
export function Files({ context, field, pointer, value, quiet, inRow }: FilesProps) {
  const { lang, unread } = context;
  const open = isOpen(context, pointer);
  return (
    <fieldset id={fieldId(pointer)} tabindex={-1}>
      <legend class={quiet ? 'vh' : undefined}>
        {say(field.label, lang)}
        {field.required && !quiet && <RequiredMark />}
      </legend>
      {field.help && (
        <p class="help" id={helpId(pointer)}>
          {say(field.help, lang)}
        </p>
      )}
      <ul>
        {fileInputs(pointer, value, unread).map(({ pointer: place, id, file }) => (
          <li key={id}>
            {file ? fileText(file, lang) : id}
            {open && <input type="hidden" name={inputName(place)} value={id} />}
          </li>
        ))}
      </ul>
      {!inRow && <LeafMessages context={context} pointer={pointer} />}
    </fieldset>
  );
}
