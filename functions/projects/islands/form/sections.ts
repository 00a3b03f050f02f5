import type { FindingView } from '../../../../shared/contract/views.ts';
import { controlsIn, isBegun, isFilled, words } from './page.ts';

const badgeOf = (form: HTMLFormElement, section: Element) =>
  form.querySelector<HTMLElement>(`a[href="#${section.id}"] [data-state]`);

/** Keeps the state of each section in the list at the side. What was found stays until the next save looks again. */
export function startSections(form: HTMLFormElement): void {
  form.addEventListener('input', ({ target }) => {
    const section = target instanceof Element ? target.closest<HTMLElement>('[data-section]') : null;
    const badge = section && badgeOf(form, section);
    if (!badge || badge.dataset.state === 'errors' || badge.dataset.state === 'warnings') return;
    show(badge, ...filledState(section));
  });
}

/** Says of each section what a save found there, by the section's id. */
export function countFindings(
  form: HTMLFormElement,
  found: ReadonlyMap<string, readonly FindingView[]>,
): void {
  for (const section of form.querySelectorAll<HTMLElement>('[data-section]')) {
    const badge = badgeOf(form, section);
    if (badge) show(badge, ...stateOf(section, found.get(section.id) ?? []));
  }
}

const show = (badge: HTMLElement, state: string, text: string): void => {
  badge.dataset.state = state;
  badge.textContent = text;
};

function stateOf(section: HTMLElement, found: readonly FindingView[]): [state: string, text: string] {
  const errors = found.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return ['errors', words.stateErrors(errors)];
  const filled = filledState(section);
  return filled[0] === 'complete' && found.length > 0
    ? ['warnings', words.stateWarnings(found.length)]
    : filled;
}

function filledState(section: HTMLElement): [state: string, text: string] {
  // What a return did not open is only read: it was handed in.
  if (!isBegun(section) && section.querySelector('.fixed') === null) return ['empty', words.stateEmpty];
  return lacksSomething(section) ? ['partial', words.statePartial] : ['complete', words.stateComplete];
}
function lacksSomething(section: HTMLElement): boolean {
  const missing: Element[] = [
    ...controlsIn(section).filter((control) => control.ariaRequired === 'true' && !isFilled(control)),
    ...section.querySelectorAll('[data-files][data-required]:not(:has(li[data-file]))'),
  ];
  // An empty row is no gap; that a list has too few rows is.
  const gaps = missing.filter((gap) => {
    const row = gap.closest('.row');
    return !row || isBegun(row);
  });
  const short = [...section.querySelectorAll<HTMLElement>('[data-list]')].filter((list) => {
    const rows = [...list.querySelectorAll(':scope > .row')].filter(isBegun);
    const within = list.parentElement?.closest('.row');
    return rows.length < Number(list.dataset.min ?? 0) && (!within || isBegun(within));
  });
  return gaps.length > 0 || short.length > 0;
}
