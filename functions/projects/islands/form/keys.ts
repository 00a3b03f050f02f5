/**
 * Enter in a single-line input would press the form's first button, and inside an input method it only chooses
 * characters: here it does neither. Some browsers end the composition before they tell of the key, and mark it with
 * code 229 alone; no shortcut is read from such a key. Ctrl+S (⌘S) saves.
 */
export function startKeys(form: HTMLFormElement): void {
  form.addEventListener('keydown', (event) => {
    const composes = event.isComposing || event.keyCode === 229;
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault();
    if (composes) return;
    if (event.key.toLowerCase() === 's' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector<HTMLButtonElement>('button[value="save"]'));
    }
  });
}
