import { at, inputName } from '../../forms/places.ts';
import type { Takes } from './why-not.ts';

/** A field of files on the page: its list, what it takes, and the numbers of its entries. */

export const PLACE = 'fieldset[data-files]';
const ENTRY = 'li[data-file]';

const pointerOf = (place: HTMLElement): string => place.dataset.files ?? '';

export const listOf = (place: HTMLElement): HTMLElement | null => place.querySelector(':scope > ul');

export const itemsOf = (place: HTMLElement): HTMLElement[] => [
  ...place.querySelectorAll<HTMLElement>(':scope > ul > li'),
];

export const nameIn = (item: Element): string => item.querySelector('.file-name')?.textContent ?? '';

/** Where the next entry of a field stands. */
export const placeOf = (item: HTMLElement): string => {
  const place = item.closest<HTMLElement>(PLACE);
  if (!place) return '';
  const entries = itemsOf(place).filter((one) => one === item || one.matches(ENTRY));
  return at(pointerOf(place), entries.indexOf(item));
};

/** Gives the entries of a field the numbers of their order. */
export function renumberFiles(place: HTMLElement): void {
  const entries = itemsOf(place).filter((one) => one.matches(ENTRY));
  entries.forEach((entry, index) => {
    const here = at(pointerOf(place), index);
    entry.querySelector('input[type="hidden"]')?.setAttribute('name', inputName(here));
    entry.querySelector('button[name="intent"]')?.setAttribute('value', `remove:${here}`);
  });
}

const isFailed = (item: HTMLElement): boolean => item.dataset.failed !== undefined;

/** How many more files a field takes, those on their way counted. */
export const roomIn = (place: HTMLElement): number =>
  Number(place.dataset.most) - itemsOf(place).filter((item) => !isFailed(item)).length;

/** The sizes of all files of the form, each counted once, however often it is attached. */
function bytesIn(form: HTMLElement): number {
  const sizes = new Map<string, number>();
  let coming = 0;
  for (const item of form.querySelectorAll<HTMLElement>(`${PLACE} > ul > li`)) {
    const { file, size } = item.dataset;
    if (file !== undefined) sizes.set(file, Number(size ?? 0));
    else if (!isFailed(item)) coming += Number(size ?? 0);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, coming);
}

/** What a field takes now. */
export function takesOf(place: HTMLElement, form: HTMLFormElement): Takes {
  const mostBytesInAll = Number(form.dataset.filesBytes ?? Number.POSITIVE_INFINITY);
  return {
    ends: place.dataset.ends?.split(' '),
    mostBytes: Number(place.dataset.bytes),
    leftBytes: mostBytesInAll - bytesIn(form),
    mostBytesInAll,
  };
}

/**
 * The field that something dropped or pasted at an element goes into: the one around it, else that of its row, else the
 * only one of its section.
 */
export function placeAt(target: EventTarget | null): HTMLElement | null {
  if (!(target instanceof Element)) return null;
  const around = target.closest<HTMLElement>(PLACE);
  if (around) return around;
  const inRow = target.closest('.row')?.querySelector<HTMLElement>(PLACE);
  if (inRow) return inRow;
  const inSection = target.closest('[data-section], section')?.querySelectorAll<HTMLElement>(PLACE);
  return inSection?.length === 1 ? (inSection[0] ?? null) : null;
}
