import type { Lang } from '../../values/language.ts';
import { attachingWords } from '../words/attaching.ts';

const BEIJING_MS = 8 * 60 * 60_000;

/** What browsers call a picture that comes from the clipboard, whatever it shows. */
const NAMELESS = /^(?:image|blob|unknown)?(?:\.\w+)?$/i;

/**
 * The name of a pasted picture, by Beijing's clock: `粘贴的图片-20260318-1405.png`, with a number behind it where others
 * have that name. A file that was copied with its name keeps it.
 */
export function pastedName(
  { name, type }: { readonly name: string; readonly type: string },
  now: Date,
  taken: readonly string[],
  lang: Lang,
): string {
  if (!NAMELESS.test(name)) return name;
  const at = new Date(now.getTime() + BEIJING_MS).toISOString();
  const stamp = `${at.slice(0, 10).replaceAll('-', '')}-${at.slice(11, 16).replace(':', '')}`;
  const end = type === 'image/jpeg' ? 'jpg' : (type.split('/')[1] ?? 'png');
  for (let nth = 1; ; nth += 1) {
    const made = `${attachingWords[lang].pasted}-${stamp}${nth === 1 ? '' : `-${nth}`}.${end}`;
    if (!taken.includes(made)) return made;
  }
}
