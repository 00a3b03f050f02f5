import { inputName } from '../../forms/places.ts';
import type { Lang } from '../../values/language.ts';
import { attachingWords } from '../words/attaching.ts';
import type { Standing } from './standing.ts';
import { FileName } from './file-name.tsx';
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
}

/** What stands in a line of a list of attached files: the file, how it stands, and the button that takes it out. */
export function AttachedItem({ lang, place, id, file, standing, base }: AttachedItemProps) {
  const told = standing && standingText(standing, lang);
  const isThere = base !== undefined && (standing === undefined || isUsable(standing));
  return (
    <>
      <input type="hidden" name={inputName(place)} value={id} autocomplete="off" />
      <span class="file-text">
        <FileName lang={lang} file={file} href={isThere ? `${base}/${id}` : undefined} beside />
        {told && <span class={`badge ${told.tone}`}>{told.word}</span>}
        {told && told.because !== '' && <span class={`because ${told.tone}`}>{told.because}</span>}
      </span>
      <Remove lang={lang} place={place} name={file.name} />
    </>
  );
}

/** Without a script it saves, and the page comes back without the file. */
function Remove({ lang, place, name }: { lang: Lang; place: string; name: string }) {
  const words = attachingWords[lang];
  return (
    <button
      type="submit"
      class="file-tool"
      name="intent"
      value={`remove:${place}`}
      aria-label={words.removeOf(name)}
      title={words.remove}
    >
      ✕
    </button>
  );
}

/** An entry that names no attachment any more. */
export function GoneItem({ lang, place, id }: Pick<AttachedItemProps, 'lang' | 'place' | 'id'>) {
  const words = attachingWords[lang];
  return (
    <>
      <input type="hidden" name={inputName(place)} value={id} autocomplete="off" />
      <span class="file-text">
        <span class="file-name">{words.gone}</span>
        <span class="because error">{words.becauseGone}</span>
      </span>
      <Remove lang={lang} place={place} name={words.gone} />
    </>
  );
}
