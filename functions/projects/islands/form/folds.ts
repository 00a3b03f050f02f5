/** Opens what a choice asks for, as it is made; what somebody has opened is never shut. */
export function startFolds(form: HTMLFormElement): void {
  form.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLSelectElement)) return;
    for (const fold of form.querySelectorAll<HTMLDetailsElement>('details[data-asked-by]')) {
      const { askedBy, askedIs } = fold.dataset;
      if (askedBy === target.name && askedIs === target.value) fold.open = true;
    }
  });
}
