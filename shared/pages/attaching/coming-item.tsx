import type { Lang } from '../../values/language.ts';
import { attachingWords } from '../words/attaching.ts';
import { FileName } from './file-name.tsx';

/** How far an upload is. `waiting` begins again by itself, `failed` does not. */
export type Coming =
  | { readonly is: 'queued' | 'preparing' | 'hashing' }
  | { readonly is: 'sending'; readonly percent: number }
  | { readonly is: 'waiting'; readonly why: 'broken' | 'busy' | 'signed-out'; readonly seconds: number }
  | { readonly is: 'failed'; readonly message: string };

interface ComingItemProps {
  readonly lang: Lang;
  readonly file: { readonly name: string; readonly size: number };
  readonly coming: Coming;
}

function sentence(coming: Coming, lang: Lang): string {
  const words = attachingWords[lang];
  switch (coming.is) {
    case 'sending':
      return words.sending(coming.percent);
    case 'waiting':
      return coming.why === 'signed-out' ? words.signedOut : words[coming.why](coming.seconds);
    case 'failed':
      return coming.message;
    default:
      return words[coming.is];
  }
}

/** What stands in a line while a file is on its way, or could not be attached. */
export function ComingItem({ lang, file, coming }: ComingItemProps) {
  const words = attachingWords[lang];
  const tone = coming.is === 'failed' ? 'error' : coming.is === 'waiting' ? 'warning' : 'soft';
  return (
    <>
      <span class="file-text">
        <FileName lang={lang} file={file} />
        <span class={`because ${tone}`}>{sentence(coming, lang)}</span>
        {coming.is === 'sending' && (
          <progress max={100} value={coming.percent} aria-label={words.progressOf(file.name)} />
        )}
      </span>
      {coming.is === 'waiting' && (
        <button type="button" class="file-tool" data-retry aria-label={words.retryOf(file.name)}>
          {words.retry}
        </button>
      )}
      <button
        type="button"
        class="file-tool"
        data-cancel
        aria-label={words.removeOf(file.name)}
        title={words.remove}
      >
        ✕
      </button>
    </>
  );
}
