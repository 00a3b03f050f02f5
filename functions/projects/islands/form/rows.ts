import { announceChange, controlsIn, isBegun, words } from './page.ts';
import { renumber } from './renumber.ts';

export const rowsOf = (list: Element): HTMLElement[] => [
  ...list.querySelectorAll<HTMLElement>(':scope > .row'),
];

/** Adds, removes and moves rows in place, and keeps the focus where the hands are. */
export function startRows(form: HTMLFormElement): void {
  const undo = startUndo(form);

  form.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    // A file of a row goes by itself.
    const list = button?.closest<HTMLElement>('[data-list], [data-files]');
    if (!button || list?.dataset.list === undefined || button.name !== 'intent') return;
    const [intent] = button.value.split(':', 1);
    if (intent !== 'add' && intent !== 'remove' && intent !== 'up' && intent !== 'down') return;
    event.preventDefault();
    const row = button.closest<HTMLElement>('.row');
    if (intent === 'add') addRow(list);
    else if (!row) return;
    else if (intent === 'remove') undo.offer(list, row, removeRow(list, row));
    else moveRow(list, row, intent, button);
    announceChange(list);
  });
}

/** @returns the new row, empty; none where the list takes no more. */
export function insertRow(list: HTMLElement): HTMLElement | undefined {
  if (list.querySelector<HTMLButtonElement>(':scope > .add')?.disabled) return undefined;
  const template = list.querySelector<HTMLTemplateElement>(':scope > template');
  const row = template?.content.firstElementChild?.cloneNode(true);
  if (!template || !(row instanceof HTMLElement)) return undefined;
  list.insertBefore(row, template);
  renumber(list);
  return row;
}

function addRow(list: HTMLElement): void {
  const row = insertRow(list);
  if (row) controlsIn(row)[0]?.focus();
}

/** @returns where the row stood. */
function removeRow(list: HTMLElement, row: HTMLElement): number {
  const index = rowsOf(list).indexOf(row);
  row.remove();
  renumber(list);
  const rows = rowsOf(list);
  const neighbour = rows[index] ?? rows[index - 1];
  const next = neighbour ? controlsIn(neighbour)[0] : list.querySelector<HTMLElement>(':scope > .add');
  next?.focus();
  return index;
}

function moveRow(list: HTMLElement, row: HTMLElement, way: 'up' | 'down', button: HTMLButtonElement): void {
  const rows = rowsOf(list);
  const index = rows.indexOf(row);
  // The neighbour moves, not the row: what has the focus must stay in the document to keep it.
  const neighbour = rows[way === 'up' ? index - 1 : index + 1];
  if (!neighbour) return;
  if (way === 'up') row.after(neighbour);
  else row.before(neighbour);
  renumber(list);
  const stay = button.disabled ? button.parentElement?.querySelector<HTMLElement>('button:enabled') : button;
  stay?.focus();
  row.scrollIntoView({ block: 'nearest' });
}

/** A removed row that held something can be brought back, until the next one is removed. */
function startUndo(form: HTMLFormElement) {
  const note = form.querySelector<HTMLElement>('[data-removed]');
  let restore: (() => void) | undefined;

  note?.querySelector('[data-undo]')?.addEventListener('click', () => {
    restore?.();
    note.hidden = true;
  });

  return {
    offer(list: HTMLElement, row: HTMLElement, index: number): void {
      if (!note) return;
      note.hidden = !isBegun(row);
      const text = note.querySelector('span');
      if (text) text.textContent = words.removed(row.querySelector('.row-title')?.textContent ?? '');
      restore = () => {
        list.insertBefore(row, rowsOf(list)[index] ?? list.querySelector(':scope > template'));
        renumber(list);
        controlsIn(row)[0]?.focus();
        announceChange(list);
      };
    },
  };
}
