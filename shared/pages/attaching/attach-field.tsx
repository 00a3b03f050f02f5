import type { ComponentChildren } from 'preact';
import type { FilesField } from '../../forms/definition.ts';
import type { fileInputs } from '../../forms/files-in.ts';
import { fieldId, helpId, messagesId } from '../../forms/places.ts';
import { sizeText } from '../../values/file-text.ts';
import { type Lang, say } from '../../values/language.ts';
import { attachingWords } from '../words/attaching.ts';
import { kindsText } from './accepted.ts';
import { AttachedItem, GoneItem } from './attached-item.tsx';
import type { FilesShown } from './files-shown.ts';

interface AttachFieldProps {
  readonly lang: Lang;
  readonly field: FilesField;
  readonly pointer: string;
  readonly inputs: ReturnType<typeof fileInputs>;
  readonly files: FilesShown;
  /** What one may have, in bytes, as the office set it. */
  readonly mostBytes: number;
  /** The label stands already as a heading: it is kept for those who listen. */
  readonly quiet?: boolean | undefined;
  /** The form by which a file is taken out without a script, where it is not the form around. */
  readonly removeBy?: string;
  /** How files get here without a script. */
  readonly without: ComponentChildren;
  /** What was found about it. */
  readonly children?: ComponentChildren;
}

/**
 * Files as a field of a form: those that are there, each with how it stands, and the way to more. The script lets them be
 * chosen, dropped and pasted here; without it a button leads to where an ordinary form takes them.
 */
export function AttachField(props: AttachFieldProps) {
  const { lang, field, pointer, inputs, files, quiet, without, children, removeBy } = props;
  const words = attachingWords[lang];
  const mostBytes = Math.min(field.maxBytes ?? props.mostBytes, props.mostBytes);
  return (
    <fieldset
      class="files"
      id={fieldId(pointer)}
      tabindex={-1}
      aria-describedby={`${helpId(pointer)} ${messagesId(pointer)}`}
      data-files={pointer}
      data-most={field.max}
      data-bytes={mostBytes}
      data-ends={field.types?.join(' ')}
      data-required={field.required || undefined}
    >
      <legend class={quiet ? 'vh' : undefined}>
        {say(field.label, lang)}
        {field.required && (
          <span class="star" aria-hidden="true">
            {' *'}
          </span>
        )}
      </legend>
      <ul class="file-list">
        {inputs.map(({ pointer: place, id, file }) => {
          const standing = files.standings.get(id);
          return (
            <li key={id} data-file={id} data-size={file?.size} data-status={standing?.status}>
              {file ? (
                <AttachedItem
                  lang={lang}
                  place={place}
                  id={id}
                  file={file}
                  standing={standing}
                  base={files.base}
                  removeBy={removeBy}
                />
              ) : (
                <GoneItem lang={lang} place={place} id={id} removeBy={removeBy} />
              )}
            </li>
          );
        })}
      </ul>
      <p class="file-zone">
        {without}
        <span class="soft drop-hint">{words.dropHint}</span>
      </p>
      <p class="help" id={helpId(pointer)}>
        {field.help && (
          <>
            {say(field.help, lang)}
            <br />
          </>
        )}
        {words.taken(kindsText(field.types, lang), sizeText(mostBytes, lang), field.max)}
      </p>
      {children}
    </fieldset>
  );
}
