import { common } from '../../../../shared/pages/words/common.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import { clockOf, zoneOf } from '../../../../shared/values/when.ts';
import { words } from './page.ts';

const placeIn = (form: HTMLFormElement) => form.querySelector<HTMLElement>('[data-save-state]');

/** Says how it stands with saving, and where to go on if it does not. */
export function showState(
  form: HTMLFormElement,
  text: string,
  kind: 'unsaved' | 'quiet' = 'quiet',
  link?: { readonly href: string; readonly text: string },
): void {
  const place = placeIn(form);
  if (!place) return;
  place.textContent = text;
  if (kind === 'unsaved') place.dataset.unsaved = '';
  else delete place.dataset.unsaved;
  if (!link) return;
  const anchor = document.createElement('a');
  Object.assign(anchor, { href: link.href, textContent: link.text, target: '_blank' });
  place.append(' ', anchor);
}

/** `已保存 10:32:05（北京时间）` */
export const showSaved = (form: HTMLFormElement, at: string, lang: Lang): void =>
  showState(form, `${words.saved} ${clockOf(at)}${common[lang].inParentheses(zoneOf(lang))}`);
