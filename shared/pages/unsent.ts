/** What is typed or chosen in. */
export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const isField = (element: Element): element is Field =>
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement ||
  (element instanceof HTMLInputElement && element.type !== 'hidden');

export const fieldsOf = (form: HTMLFormElement): Field[] => [...form.elements].filter(isField);

/** Undefined for what is no box. */
export const isTicked = (field: Field): boolean | undefined =>
  field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio')
    ? field.checked
    : undefined;

const isBox = (field: Field): boolean => isTicked(field) !== undefined;

const hasText = (field: Field): boolean =>
  !isBox(field) && !(field instanceof HTMLSelectElement) && field.value.trim() !== '';

/** The value that the server wrote. */
export function servedIn(field: Field): string {
  if (!(field instanceof HTMLSelectElement)) return field.defaultValue;
  const options = [...field.options];
  return (options.find(({ defaultSelected }) => defaultSelected) ?? options[0])?.value ?? '';
}

/** Whether it differs from what the server wrote. */
export const isChanged = (field: Field): boolean =>
  field instanceof HTMLInputElement && isBox(field)
    ? field.checked !== field.defaultChecked
    : field.value !== servedIn(field);

/** Whether the page answers what a page posted. */
export const isAnswer = (): boolean => document.body.dataset.answer !== undefined;

/**
 * Whether a form holds what is stored nowhere: typed or chosen since the page came, or shown again by the page that
 * answers what was posted. Lines that are ticked in a list are nobody's text.
 */
function isUnsent(form: HTMLFormElement): boolean {
  if (form.dataset.unsaved !== undefined) return true;
  const fields = fieldsOf(form);
  if (fields.every(isBox)) return false;
  const answersIt = isAnswer() && new URL(form.action).pathname === location.pathname;
  return fields.some(isChanged) || (answersIt && fields.some(hasText));
}

/** Drafts are saved by themselves, and asked about by what saves them. */
const DRAFT = 'form[data-form]:not([data-unsaved])';

const unsentForms = (): HTMLFormElement[] =>
  [...document.querySelectorAll<HTMLFormElement>(`form[method="post"]:not(${DRAFT})`)].filter(isUnsent);

/**
 * Asks before a page is left that holds what was not sent, also for what stands in another of its forms than is sent. A
 * page that comes back as it was left is asked for anew: what it says may have changed since.
 */
export function guardUnsent(): void {
  let sent: EventTarget | null = null;
  document.addEventListener('submit', (event) => {
    if (!event.defaultPrevented) sent = event.target;
  });
  // The answer was a file, and the page goes on.
  document.addEventListener('input', () => {
    sent = null;
  });
  window.addEventListener('beforeunload', (event) => {
    if (unsentForms().some((form) => form !== sent)) event.preventDefault();
  });
  window.addEventListener('pageshow', ({ persisted }) => {
    sent = null;
    const isBegun = document.querySelector(DRAFT) !== null || unsentForms().length > 0;
    // To ask anew for the answer to a post would be to post again.
    if (persisted && !isBegun && !isAnswer()) location.reload();
  });
}
