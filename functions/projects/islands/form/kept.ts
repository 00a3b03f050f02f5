import { storedUnder } from '../../../../shared/pages/tab-storage.ts';
import { addressOf } from './draft.ts';

/**
 * What was typed and could not be saved, in the storage of this tab: it is gone with the tab, is cleared by a save and
 * by signing out (whose answer empties the storage on pages without this script), and is given to nobody but the person
 * who typed it.
 */

const keyOf = (form: HTMLFormElement): string => `unsaved ${addressOf(form)}`;
/** What waits for the person to say what becomes of it, the first before the others: no save is about it. */
const offeredKeyOf = (form: HTMLFormElement): string => `offered ${addressOf(form)}`;

/** @returns whether the browser let it be kept */
export const keep = (form: HTMLFormElement, body: URLSearchParams): boolean =>
  store(form, keyOf(form), [body]);

/** What this person's form would have posted; what another person left behind is thrown away. */
export const keptOf = (form: HTMLFormElement): URLSearchParams | undefined => ownUnder(form, keyOf(form))[0];

export const drop = (form: HTMLFormElement): void => void store(form, keyOf(form), []);

/** Puts what was kept where no save clears it, until the person has answered. */
export function putBy(form: HTMLFormElement, body: URLSearchParams): void {
  const key = offeredKeyOf(form);
  if (store(form, key, [...ownUnder(form, key), body])) drop(form);
}

/** What the person is to be asked about next. */
export const putByOf = (form: HTMLFormElement): URLSearchParams | undefined =>
  ownUnder(form, offeredKeyOf(form))[0];

/** The person has answered. */
export function dropPutBy(form: HTMLFormElement): void {
  const key = offeredKeyOf(form);
  store(form, key, ownUnder(form, key).slice(1));
}

function store(form: HTMLFormElement, key: string, bodies: readonly URLSearchParams[]): boolean {
  try {
    const kept = { person: form.dataset.person ?? '', bodies: bodies.map(String) };
    if (bodies.length === 0) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(kept));
    return true;
  } catch {
    // Switched off, or full: the page then does not say that it is kept.
    return false;
  }
}

function ownUnder(form: HTMLFormElement, key: string): URLSearchParams[] {
  const text = storedUnder(key);
  if (text === null) return [];
  const kept: unknown = JSON.parse(text);
  const isOwn =
    typeof kept === 'object' && kept !== null && Reflect.get(kept, 'person') === form.dataset.person;
  if (!isOwn) sessionStorage.removeItem(key);
  // A tab that was open over an upgrade has one body as the release before kept it.
  const bodies: unknown = isOwn ? (Reflect.get(kept, 'bodies') ?? [Reflect.get(kept, 'body')]) : [];
  return Array.isArray(bodies) ? bodies.map((body) => new URLSearchParams(String(body))) : [];
}

/** At signing out: nothing of whoever leaves stays in the tab. */
export function dropAll(): void {
  try {
    sessionStorage.clear();
  } catch {
    // Switched off: nothing was ever kept.
  }
}
