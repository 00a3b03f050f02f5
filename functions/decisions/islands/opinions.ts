/** Fills the opinion with the canned one that is chosen, to go on writing. Without a script the server takes it. */
const canned = document.querySelector<HTMLSelectElement>('select[name="canned"]');
const opinion = document.querySelector<HTMLTextAreaElement>('textarea[name="comment"]');
if (canned && opinion)
  canned.addEventListener('change', () => {
    if (canned.value === '') return;
    const before = opinion.value.trim();
    opinion.value = before === '' ? canned.value : `${before}\n${canned.value}`;
    // What stands in the field is what counts from here on, also where it is emptied again.
    canned.value = '';
    opinion.focus();
  });
