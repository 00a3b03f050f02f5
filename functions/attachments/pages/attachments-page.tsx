import { isPreviewed } from '../../../shared/attachments/open-file.ts';
import { LARGE_BODY_BYTES } from '../../../shared/contract/body-size.ts';
import type { AttachmentView } from '../../../shared/contract/views.ts';
import { fieldId } from '../../../shared/forms/places.ts';
import { EnterPressesNothing } from '../../../shared/pages/enter.tsx';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { Refusal } from '../../../shared/pages/refusal.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import { hashText, sizeText } from '../../../shared/values/file-text.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { attachmentsWords } from '../words/attachments.ts';

/** Where files stand, or could. */
export interface Place {
  /** JSON Pointer of the field; empty for what stands in none. */
  readonly pointer: string;
  readonly title: string;
  readonly files: readonly AttachmentView[];
  /** What its reader may do there. */
  readonly changes: 'all' | 'remove' | 'none';
}

interface AttachmentsPageProps {
  readonly lang: Lang;
  readonly id: string;
  /** The project's title. */
  readonly name: string;
  readonly version: number;
  readonly places: readonly Place[];
  /** Of one file. */
  readonly mostBytes: number;
  readonly notice: 'attached' | 'removed' | undefined;
  readonly refused: string | undefined;
}

/**
 * A project's attachments, place by place; its unit attaches and removes here without a script. Two hundred of them are
 * one page that loads at once: addresses are relative, and what is the same for all is said once.
 */
export function AttachmentsPage(props: AttachmentsPageProps) {
  const { lang, id, name, version, places, mostBytes, notice, refused } = props;
  const words = attachmentsWords[lang];
  const files = places.flatMap((place) => place.files);
  const changes = places.some((place) => place.changes === 'all');
  return (
    <div class="page">
      <div class="page-head">
        <h1>{words.title}</h1>
        <p>
          {name} <span class="soft">{id}</span>
        </p>
        <p class="links">
          <a href={`/projects/${id}`}>{words.back}</a>
        </p>
      </div>
      {refused !== undefined && (
        <Refusal title={words.refused}>
          <p>{refused}</p>
        </Refusal>
      )}
      {notice && (
        <p class="callout good" role="status">
          {words[notice]}
        </p>
      )}
      {files.some(({ status }) => status === 'uploaded') && (
        <p class="callout">
          {words.wait} <a href={`/projects/${id}/attachments`}>{words.reload}</a>
        </p>
      )}
      {files.length > 0 && <p class="soft">{words.what}</p>}
      {changes && (
        <p class="soft">
          {words.limits(sizeText(Math.min(LARGE_BODY_BYTES, mostBytes), lang), sizeText(mostBytes, lang))}
        </p>
      )}
      {places.length === 0 && <p class="empty">{words.none}</p>}
      {places.map((place, index) => (
        <PlaceCard key={place.pointer} lang={lang} version={version} place={place} number={index} />
      ))}
    </div>
  );
}

interface PlaceProps {
  readonly lang: Lang;
  readonly version: number;
  readonly place: Place;
  /** Which of the page's places. */
  readonly number: number;
}

function PlaceCard({ lang, version, place, number }: PlaceProps) {
  const words = attachmentsWords[lang];
  const { pointer, title, files, changes } = place;
  // Its inputs and buttons are told by it.
  const heading = `t${number}`;
  const list = files.length > 0 && (
    <ul class="checks">
      {files.map((file) => (
        <Attachment key={file.id} lang={lang} file={file} isPicked={changes !== 'none'} />
      ))}
    </ul>
  );
  return (
    <section class="card" id={fieldId(pointer)}>
      <h2 id={heading}>{title}</h2>
      {changes === 'remove' && <p class="soft">{words.looseWhat}</p>}
      {changes === 'none' ? (
        list
      ) : (
        <PostForm enctype="multipart/form-data">
          <EnterPressesNothing />
          <input type="hidden" name="at" value={pointer} />
          <input type="hidden" name="version" value={version} autocomplete="off" />
          {list}
          {files.length > 0 && (
            <p>
              <button type="submit" aria-describedby={heading}>
                {words.remove}
              </button>
            </p>
          )}
          {changes === 'all' && (
            <p>
              <input type="file" name="file" aria-labelledby={heading} />{' '}
              <button type="submit" aria-describedby={heading}>
                {words.upload}
              </button>
            </p>
          )}
        </PostForm>
      )}
    </section>
  );
}

const isOpened = ({ status }: AttachmentView): boolean => status === 'clean' || status === 'unscannable';

interface AttachmentProps {
  readonly lang: Lang;
  readonly file: AttachmentView;
  /** Whether it can be picked to be removed. */
  readonly isPicked: boolean;
}

/** The box that picks a file is labelled by its name. */
function Attachment({ lang, file, isPicked }: AttachmentProps) {
  const { id, name } = file;
  const shown = isOpened(file) ? (
    <a href={`attachments/${id}${isPreviewed(name) ? '?preview=1' : ''}`}>{name}</a>
  ) : (
    name
  );
  return (
    <li>
      {isPicked ? (
        <label>
          <input type="checkbox" name="remove" value={id} />
          {shown}
        </label>
      ) : (
        <>{shown} </>
      )}
      <small>
        {sizeText(file.size, lang)} {hashText(file)} {standingText(file, lang)}
      </small>
    </li>
  );
}

function standingText({ status, reason }: AttachmentView, lang: Lang): string {
  const words = attachmentsWords[lang];
  const word = status === 'refused' ? words.refusedFile : words[status];
  return reason === null ? word : `${word}${common[lang].inParentheses(words[reason])}`;
}
