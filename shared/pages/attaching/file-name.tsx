import { fileKindOf } from '../../values/file-kinds.ts';
import { hashText, sizeText } from '../../values/file-text.ts';
import type { Lang } from '../../values/language.ts';
import { attachingWords } from '../words/attaching.ts';

interface FileNameProps {
  readonly lang: Lang;
  readonly file: { readonly name: string; readonly size: number; readonly sha256?: string | undefined };
  /** Where it can be had; without it the name is a text. */
  readonly href?: string | undefined;
  /** What is open in this window stays open: something is being written in it. */
  readonly beside?: boolean | undefined;
}

/** A file's name as the way to it, its size and the first digits of its hash, and a preview where browsers have one. */
export function FileName({ lang, file, href, beside }: FileNameProps) {
  const words = attachingWords[lang];
  const target = beside ? '_blank' : undefined;
  return (
    <>
      {href === undefined ? (
        <span class="file-name">{file.name}</span>
      ) : (
        <a class="file-name" href={href} target={target}>
          {file.name}
        </a>
      )}{' '}
      <span class="soft">
        {sizeText(file.size, lang)}
        {file.sha256 !== undefined && (
          <>
            {' · '}
            <code title={`SHA-256 ${hashText({ sha256: file.sha256 })}…`}>
              {hashText({ sha256: file.sha256 })}
            </code>
          </>
        )}
      </span>
      {href !== undefined && fileKindOf(file.name)?.previewed && (
        <>
          {' '}
          <a
            href={`${href}?preview=1`}
            target="_blank"
            aria-label={words.previewOf(file.name)}
            rel="noopener"
          >
            {words.preview}
          </a>
        </>
      )}
    </>
  );
}
