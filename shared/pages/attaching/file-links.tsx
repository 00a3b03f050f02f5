import { rowsOf } from '../../forms/value-text.ts';
import { attachedFile, attachmentIdOf } from '../../values/attached-file.ts';
import { fileText } from '../../values/file-text.ts';
import type { Lang } from '../../values/language.ts';
import { FileName } from './file-name.tsx';
import type { FilesShown } from './files-shown.ts';
import { isUsable, standingText } from './standing-text.ts';

interface FileLinksProps {
  readonly lang: Lang;
  /** What a field of files holds. */
  readonly value: unknown;
  readonly files: FilesShown;
  /** What is open in this window stays open: something is being written in it. */
  readonly beside?: boolean | undefined;
}

/** Files to be read: each the way to itself. Of those that are not simply usable, how they stand. */
export function FileLinks({ lang, value, files: { base, standings }, beside }: FileLinksProps) {
  return (
    <ul class="files-read">
      {rowsOf(value).map((item, index) => {
        const file = attachedFile.safeParse(item);
        if (!file.success) return <li key={index}>{fileText(item, lang)}</li>;
        const id = attachmentIdOf(file.data);
        const standing = standings.get(id);
        const told = standing && standing.status !== 'clean' ? standingText(standing, lang) : undefined;
        const isThere = base !== undefined && (standing === undefined || isUsable(standing));
        return (
          <li key={id}>
            <FileName
              lang={lang}
              file={file.data}
              href={isThere ? `${base}/${id}` : undefined}
              beside={beside}
            />
            {told && (
              <>
                {' '}
                <span class={`badge ${told.tone}`}>{told.word}</span>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
