import { storedUnder } from '../../../shared/pages/tab-storage.ts';
import { type Field, fieldsOf, isAnswer, isChanged, isTicked } from '../../../shared/pages/unsent.ts';

/**
 * Keeps in the tab what is typed for a decision, and brings it back to the same page: a telephone closes pages by itself,
 * and asks nobody. It is one person's, about one content.
 */
const form = document.querySelector<HTMLFormElement>('form.deciding');
if (form) {
  const contentHash = form.querySelector<HTMLInputElement>('input[name="contentHash"]')?.value;
  const key = `typed ${location.pathname} ${form.dataset.person} ${contentHash}`;
  const kept = storedUnder(key);
  // What answers a post shows itself what was typed.
  if (kept !== null && !isAnswer()) bringBack(form, new URLSearchParams(kept));
  form.addEventListener('input', () => store(key, form));
  form.addEventListener('change', () => store(key, form));
}

/** A code is good for one try, and files are kept where they were sent. */
function keptFieldsOf(deciding: HTMLFormElement): Field[] {
  return fieldsOf(deciding).filter(
    ({ name, type }) => name !== '' && name !== 'code' && name !== 'canned' && type !== 'file',
  );
}

function store(key: string, deciding: HTMLFormElement): void {
  const shown = keptFieldsOf(deciding).filter((field) => isTicked(field) ?? true);
  try {
    sessionStorage.setItem(key, String(new URLSearchParams(shown.map(({ name, value }) => [name, value]))));
  } catch {
    // Switched off, or full: the page asks before it is left all the same.
  }
}

function bringBack(deciding: HTMLFormElement, kept: URLSearchParams): void {
  const brought = keptFieldsOf(deciding).filter((field) => bringBackInto(field, kept));
  if (brought.length === 0) return;
  for (const field of brought) {
    let fold = field.closest('details');
    for (; fold; fold = fold.parentElement?.closest('details') ?? null) fold.open = true;
  }
  const told = deciding.querySelector<HTMLElement>('[data-brought-back]');
  if (told) told.hidden = false;
  deciding.dispatchEvent(new Event('input', { bubbles: true }));
}

/** @returns whether the field shows something now that it did not */
function bringBackInto(field: Field, kept: URLSearchParams): boolean {
  if (isTicked(field) !== undefined && field instanceof HTMLInputElement) {
    const isMore = kept.has(field.name, field.value) && !field.checked;
    field.checked ||= isMore;
    return isMore;
  }
  const value = kept.get(field.name) ?? '';
  if (value === '' || value === field.value) return false;
  if (!isChanged(field)) field.value = value;
  // Typed before the script was there: it stands below, or is the newer.
  else if (field instanceof HTMLTextAreaElement) field.value = `${value}\n${field.value}`;
  else return false;
  return true;
}
