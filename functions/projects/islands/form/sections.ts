import { controlsIn, isFilled, words } from './page.ts';

/** Keeps the state of each section in the list at the side. What the server found stays until it looks again. */
export function startSections(form: HTMLFormElement): void {
  form.addEventListener('input', ({ target }) => {
    const section = target instanceof Element ? target.closest<HTMLElement>('[data-section]') : null;
    const badge = section && form.querySelector<HTMLElement>(`a[href="#${section.id}"] [data-state]`);
    if (!badge || badge.dataset.state === 'errors' || badge.dataset.state === 'warnings') return;
    const begun = controlsIn(section).some(isFilled);
    const state = lacksSomething(section) ? (begun ? 'partial' : 'empty') : begun ? 'complete' : 'empty';
    badge.dataset.state = state;
    badge.textContent = {
      partial: words.statePartial,
      empty: words.stateEmpty,
      complete: words.stateComplete,
    }[state];
  });
}

function lacksSomething(section: HTMLElement): boolean {
  const missing = controlsIn(section).filter(
    (control) => control.ariaRequired === 'true' && !isFilled(control),
  );
  // An empty row is no gap; that a list has too few rows is.
  const gaps = missing.filter((control) => {
    const row = control.closest('.row');
    return !row || controlsIn(row).some(isFilled);
  });
  const short = [...section.querySelectorAll<HTMLElement>('[data-list]')].filter((list) => {
    const rows = [...list.querySelectorAll(':scope > .row')].filter((row) => controlsIn(row).some(isFilled));
    const within = list.parentElement?.closest('.row');
    return rows.length < Number(list.dataset.min ?? 0) && (!within || controlsIn(within).some(isFilled));
  });
  return gaps.length > 0 || short.length > 0;
}
