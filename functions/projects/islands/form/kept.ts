import { addressOf } from './draft.ts';

/**
 * What was typed and could not be saved, in the storage of this tab: it is gone with the tab, is cleared by a save and
 * by signing out (whose answer empties the storage on pages without this script), and is given to nobody but the person
 * who typed it.
 */

const keyOf = (form: HTMLFormElement): string => `unsaved ${addressOf(form)}`;

/** @returns whether the browser let it be kept */
export function keep(form: HTMLFormElement, body: URLSearchParams): boolean {
  try {
    sessionStorage.setItem(
      keyOf(form),
      JSON.stringify({ person: form.dataset.person ?? '', body: body.toString() }),
    );
    return true;
  } catch {
    // Switched off, or full: the page then does not say that it is kept.
    return false;
  }
}

/** What this person's form would have posted; what another person left behind is thrown away. */
export function keptOf(form: HTMLFormElement): URLSearchParams | undefined {
  const text = storedUnder(keyOf(form));
  if (text === null) return undefined;
  const kept: unknown = JSON.parse(text);
  const isOwn =
    typeof kept === 'object' && kept !== null && Reflect.get(kept, 'person') === form.dataset.person;
  if (isOwn) return new URLSearchParams(String(Reflect.get(kept, 'body')));
  drop(form);
  return undefined;
}

function storedUnder(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    // Switched off: nothing was ever kept.
    return null;
  }
}

export function drop(form: HTMLFormElement): void {
  if (storedUnder(keyOf(form)) !== null) sessionStorage.removeItem(keyOf(form));
}

/** At signing out: nothing of whoever leaves stays in the tab. */
export function dropAll(): void {
  try {
    sessionStorage.clear();
  } catch {
    // Switched off: nothing was ever kept.
  }
}
