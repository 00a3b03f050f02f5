import type { ComponentChildren } from 'preact';
import { at, fieldId, helpId, messagesId } from '../../forms/places.ts';
import type { AttachedFile } from '../../values/attached-file.ts';
import { attachmentIdOf } from '../../values/attached-file.ts';
import { sizeText } from '../../values/file-text.ts';
import { type Lang, say, type Words } from '../../values/language.ts';
import { attachingWords } from '../words/attaching.ts';
import { kindsText } from './accepted.ts';
import { AttachedItem, GoneItem } from './attached-item.tsx';
import type { Standing } from './attachment-view.ts';

/** What a page knows of the attachments of its project. */
export interface Attachments {
  /** The address under which they are; undefined while there is none yet. */
  readonly base: string | undefined;
  /** By id. */
  readonly standings: ReadonlyMap<string, Standing>;
  /** Of one file and of all, in bytes. */
  readonly mostBytes: number;
  readonly mostBytesInAll: number;
}

/** A field that takes files. */
interface FilesField {
  readonly label: Words;
  readonly help?: Words;
  readonly required?: boolean;
  readonly max: number;
  readonly types?: readonly string[];
  readonly maxBytes?: number;
}

interface AttachFieldProps {
  readonly lang: Lang;
  readonly field: FilesField;
  readonly pointer: string;
  readonly files: readonly AttachedFile[];
  /** The ids of entries that name no attachment any more. */
  readonly gone: readonly string[];
  readonly attachments: Attachments;
  /** The label stands already as a heading: it is kept for those who listen. */
  readonly quiet?: boolean | undefined;
  /** In a row there is no room for more than the list and the button; the whole form says what is taken. */
  readonly brief?: boolean | undefined;
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
  const { lang, field, pointer, files, gone, attachments, quiet, brief, without, children } = props;
  const words = attachingWords[lang];
  const mostBytes = Math.min(field.maxBytes ?? attachments.mostBytes, attachments.mostBytes);
  return (
    <fieldset
      class="files"
      id={fieldId(pointer)}
      tabindex={-1}
      aria-describedby={brief ? messagesId(pointer) : `${helpId(pointer)} ${messagesId(pointer)}`}
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
      {/* The roles of a list without its marks are forgotten by some browsers. */}
      <ul class="file-list" role="list">
        {files.map((file, index) => {
          const id = attachmentIdOf(file);
          const standing = attachments.standings.get(id);
          return (
            <li key={id} data-file={id} data-size={file.size} data-status={standing?.status}>
              <AttachedItem
                lang={lang}
                place={at(pointer, index)}
                id={id}
                file={file}
                standing={standing}
                base={attachments.base}
              />
            </li>
          );
        })}
        {gone.map((id, index) => (
          <li key={id} data-file={id}>
            <GoneItem lang={lang} place={at(pointer, files.length + index)} id={id} />
          </li>
        ))}
      </ul>
      <p class="file-zone">
        {without}
        {!brief && <span class="soft drop-hint">{words.dropHint}</span>}
      </p>
      {!brief && (
        <p class="help" id={helpId(pointer)}>
          {field.help && `${say(field.help, lang)} `}
          {words.taken(kindsText(field.types, lang), sizeText(mostBytes, lang), field.max)}
        </p>
      )}
      {children}
    </fieldset>
  );
}
