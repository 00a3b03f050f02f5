/** The hidden inputs that say which draft, and which version of it, the form saves. */

const hidden = (form: HTMLFormElement, name: string) =>
  form.querySelector<HTMLInputElement>(`input[type="hidden"][name="${name}"]`);

export const isNew = (form: HTMLFormElement): boolean => hidden(form, 'version') === null;

/** The page's own address, also where it answers something that was posted elsewhere. */
export const addressOf = (form: HTMLFormElement): string =>
  isNew(form) ? `/forms/${hidden(form, 'form')?.value}` : new URL(form.action).pathname;

/** The version that the page goes on from; 0 before there is a draft. */
export const versionOf = (form: HTMLFormElement): number => Number(hidden(form, 'version')?.value ?? 0);

/** Goes on from what was saved. The first save of a new form gives it its draft: address and buttons follow. */
export function goOnFrom(form: HTMLFormElement, id: string, version: number): void {
  const known = hidden(form, 'version');
  if (known) {
    known.value = String(version);
    return;
  }
  const key = hidden(form, 'idempotencyKey');
  if (key) {
    key.name = 'version';
    key.value = String(version);
  }
  const action = `/projects/${id}`;
  form.setAttribute('action', action);
  for (const button of buttonsIn(form)) {
    const [, anchor] = (button.getAttribute('formaction') ?? '').split('#');
    if (anchor !== undefined) button.setAttribute('formaction', `${action}#${anchor}`);
  }
  history.replaceState(null, '', action + location.hash);
  const language = document.querySelector<HTMLAnchorElement>('a.language');
  if (language) {
    const other = new URL(language.href).searchParams.get('lang') ?? '';
    language.href = `${action}?lang=${other}`;
  }
}

/** Buttons with an address of their own, also those that wait in the templates of lists. */
function buttonsIn(root: ParentNode): HTMLButtonElement[] {
  const templates = [...root.querySelectorAll('template')];
  return [
    ...root.querySelectorAll<HTMLButtonElement>('button[formaction]'),
    ...templates.flatMap(({ content }) => buttonsIn(content)),
  ];
}
