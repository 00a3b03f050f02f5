import { announceChange, controlOf, isFilled } from './page.ts';

type Fills = Readonly<Record<string, string>>;

/**
 * Fills in what belongs to a name that was used before, once the name is chosen or its input left: what is empty, and
 * only what all uses of that name agree on. What tells two uses apart (the unit) decides between them once it is there.
 */
export function startLibrary(form: HTMLFormElement): void {
  const library = form.querySelector<HTMLDataListElement>('datalist[data-by]');
  if (!library) return;
  const { by = '', distinct = '' } = library.dataset;
  const keys = [by, ...distinct.split(' ')];
  const follow = ({ target }: Event) => {
    if (!(target instanceof HTMLInputElement) || !keys.some((key) => target.name.endsWith(`.${key}`))) return;
    const row = target.closest<HTMLElement>('.row');
    if (row?.querySelector(`input[list="${library.id}"]`)) fill(row, library, by, distinct.split(' '));
  };
  form.addEventListener('change', follow);
  form.addEventListener('input', (event) => {
    // What was chosen from the list, and not typed.
    if (event instanceof InputEvent && event.inputType === 'insertReplacementText') follow(event);
  });
}

function fill(row: HTMLElement, library: HTMLDataListElement, by: string, distinct: readonly string[]): void {
  const name = controlOf(row, by)?.value.trim();
  const uses = [...library.options]
    .filter(({ value }) => value === name)
    .map(({ dataset }): Fills => JSON.parse(dataset.fills ?? '{}'));
  const told = uses.filter((use) => distinct.every((key) => use[key] === controlOf(row, key)?.value.trim()));
  const agreed = agreedIn(told.length > 0 ? told : uses);
  const empty = Object.entries(agreed).flatMap(([key, value]) => {
    const control = controlOf(row, key);
    return control && !isFilled(control) ? [{ control, value }] : [];
  });
  for (const { control, value } of empty) control.value = value;
  if (empty.length > 0) announceChange(row);
}

/** What all of them say, and say alike. */
const agreedIn = ([first = {}, ...others]: readonly Fills[]): Fills =>
  Object.fromEntries(
    Object.entries(first).filter(([key, value]) => others.every((other) => other[key] === value)),
  );
