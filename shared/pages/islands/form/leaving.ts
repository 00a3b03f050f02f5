import { words } from './page.ts';

/** Says that there is something unsaved, and asks before the page is left with it. */
export function startLeaving(form: HTMLFormElement): void {
  const state = form.querySelector<HTMLElement>('[data-save-state]');
  let unsaved = false;

  form.addEventListener('input', () => {
    if (unsaved) return;
    unsaved = true;
    if (!state) return;
    state.textContent = words.unsaved;
    state.dataset.unsaved = '';
  });
  form.addEventListener('submit', () => {
    unsaved = false;
  });
  window.addEventListener('beforeunload', (event) => {
    if (unsaved) event.preventDefault();
  });
}
