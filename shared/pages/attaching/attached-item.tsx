import { inputName } from '../../forms/places.ts';
import type { Lang } from '../../values/language.ts';
import { attachingWords } from '../words/attaching.ts';
import { FileName } from './file-name.tsx';
import type { Standing } from './standing.ts';
import { isUsable, standingText } from './standing-text.ts';

interface AttachedItemProps {
  readonly lang: Lang;
  /** JSON Pointer of its place in the form: `/basis/0/files/1`. */
  readonly place: string;
  readonly id: string;
  readonly file: { readonly name: string; readonly size: number; readonly sha256: string };
  /** Unknown where nobody asked. */
  readonly standing?: Standing | undefined;
  /** The address of its project's attachments. */
  readonly base: string | undefined;
  /** The form that takes it out without a script, by its id; else the form around. */
  readonly removeBy?: string | undefined;
  /** A script takes it out: the Enter key in a field of the form must not find the button. */
  readonly byScript?: boolean;
}

/** What stands in a line of a list of attached files: the file, how it stands, and the button that takes it out. */
export function AttachedItem(props: AttachedItemProps) {
  const { lang, place, id, file, standing, base } = props;
  const told = standing && standingText(standing, lang);
  const isThere = base !== undefined && (standing === undefined || isUsable(standing));
  return (
    <>
      <input type="hidden" name={inputName(place)} value={id} autocomplete="off" />
      <span class="file-text">
        <FileName lang={lang} file={file} href={isThere ? `${base}/${id}` : undefined} beside />
        {told && (
          <>
            {' '}
            <span class={`badge ${told.tone}`}>{told.word}</span>
          </>
        )}
        {told && told.because !== '' && <span class={`because ${told.tone}`}>{told.because}</span>}
      </span>
      <Remove {...props} name={file.name} />
    </>
  );
}

type RemoveProps = Pick<AttachedItemProps, 'lang' | 'place' | 'id' | 'removeBy' | 'byScript'> & {
  name: string;
};

/** Without a script the page comes back without the file. */
function Remove({ lang, place, id, removeBy, byScript = false, name }: RemoveProps) {
  const words = attachingWords[lang];
  return (
    <button
      type={byScript ? 'button' : 'submit'}
      class="file-tool"
      name="intent"
      form={removeBy}
      // That form asks for a file, which nobody chooses to take one out.
      formNoValidate={removeBy !== undefined}
      value={`remove:${removeBy === undefined ? place : id}`}
      aria-label={words.removeOf(name)}
      title={words.remove}
    >
      ✕
    </button>
  );
}

/** An entry that names no attachment any more. */
export function GoneItem(props: Omit<RemoveProps, 'name'>) {
  const { lang, place, id } = props;
  const words = attachingWords[lang];
  return (
    <>
      <input type="hidden" name={inputName(place)} value={id} autocomplete="off" />
      <span class="file-text">
        <span class="file-name">{words.gone}</span>
        <span class="because error">{words.becauseGone}</span>
      </span>
      <Remove {...props} name={words.gone} />
    </>
  );
}
