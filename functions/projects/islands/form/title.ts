import { words } from './page.ts';

/** The page's heading follows the title as it is typed. */
export function startTitle(form: HTMLFormElement): void {
  const heading = form.querySelector<HTMLElement>('h1[data-title]');
  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement && heading && target.name === heading.dataset.title)
      heading.textContent = target.value.trim() || words.untitled;
  });
}
