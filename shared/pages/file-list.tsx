import { rowsOf } from '../forms/value-text.ts';
import { type AttachedFile, attachedFile } from '../values/attached-file.ts';
import { hashText, sizeText } from '../values/file-text.ts';
import type { Lang } from '../values/language.ts';

/** Where a file is read; undefined for one that this reader cannot read now. */
export type HrefOf = (file: AttachedFile) => string | undefined;

interface FileListProps {
  readonly lang: Lang;
  readonly files: unknown;
  readonly hrefOf?: HrefOf | undefined;
}

/** Attached files: name, size, and the first digits of what binds their bytes. */
export function FileList({ lang, files, hrefOf }: FileListProps) {
  return (
    <ul class="files">
      {rowsOf(files).map((item, index) => {
        const file = attachedFile.safeParse(item).data;
        if (!file) return null;
        const href = hrefOf?.(file);
        return (
          <li key={index}>
            {href === undefined ? file.name : <a href={href}>{file.name}</a>}{' '}
            <span class="soft">
              {sizeText(file.size, lang)} · <span class="hash">SHA-256 {hashText(file)}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
