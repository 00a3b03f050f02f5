import type { FilesField } from '../../../../shared/forms/definition.ts';
import { fileInputs } from '../../../../shared/forms/files-in.ts';
import { fieldId } from '../../../../shared/forms/places.ts';
import { AttachField } from '../../../../shared/pages/attaching/attach-field.tsx';
import { FileLinks } from '../../../../shared/pages/attaching/file-links.tsx';
import { attachingWords } from '../../../../shared/pages/words/attaching.ts';
import { say } from '../../../../shared/values/language.ts';
import { type FormContext, isOpen } from './context.ts';
import { LeafMessages } from './leaf.tsx';

interface FilesProps {
  readonly context: FormContext;
  readonly field: FilesField;
  readonly pointer: string;
  readonly value: unknown;
  readonly quiet?: boolean | undefined;
  readonly inRow?: boolean | undefined;
}

/** The files of a field, each with the input that posts it again, and the way to more. */
export function Files({ context, field, pointer, value, quiet, inRow }: FilesProps) {
  const { lang, files, mostBytes, unread } = context;
  if (!isOpen(context, pointer))
    return (
      <fieldset id={fieldId(pointer)} tabindex={-1}>
        <legend class={quiet ? 'vh' : 'label'}>{say(field.label, lang)}</legend>
        <FileLinks lang={lang} value={value} files={files} beside />
      </fieldset>
    );
  return (
    <AttachField
      lang={lang}
      field={field}
      pointer={pointer}
      inputs={fileInputs(pointer, value, unread)}
      files={files}
      mostBytes={mostBytes}
      quiet={quiet}
      without={<Add context={context} pointer={pointer} />}
    >
      {!inRow && <LeafMessages context={context} pointer={pointer} />}
    </AttachField>
  );
}

/** Without a script it saves, and leads to the page of the project's attachments. */
function Add({ context: { lang, isStored }, pointer }: { context: FormContext; pointer: string }) {
  const words = attachingWords[lang];
  if (!isStored) return <span class="soft">{words.draftFirst}</span>;
  return (
    <button type="submit" name="intent" value={`attach:${pointer}`} data-attach>
      {words.add}
    </button>
  );
}
