/**
 * Enter in a single-line input would press the form's first button, and inside an input method it only chooses
 * characters: here it does neither. Ctrl+S (⌘S) saves.
 */
export function startKeys(form: HTMLFormElement): void {
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
    if (event.key.toLowerCase() === 's' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector<HTMLButtonElement>('button[value="save"]'));
    }
  });
}
