import { at, inputName, labelId } from '../../../../shared/forms/places.ts';

/** Attributes that hold the place of a row: `f-/plan/2/name`, `plan.2.name`, `up:/plan/2`. */
const PLACES = [
  'id',
  'for',
  'name',
  'value',
  'formaction',
  'data-list',
  'data-files',
  'aria-labelledby',
  'aria-describedby',
];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Gives the rows of a list the numbers of their order, in every attribute, and opens or shuts their buttons. */
export function renumber(list: HTMLElement): void {
  const pointer = list.dataset.list ?? '';
  const rows = [...list.querySelectorAll<HTMLElement>(':scope > .row')];

  rows.forEach((row, index) => {
    // A row that kept its place needs no look inside: a long list would feel it.
    if (row.getAttribute('aria-labelledby') !== labelId(at(pointer, index))) renumberRow(row, pointer, index);
    for (const button of row.querySelectorAll<HTMLButtonElement>(':scope > .tools button')) {
      if (button.value.startsWith('up:')) button.disabled = index === 0;
      if (button.value.startsWith('down:')) button.disabled = index === rows.length - 1;
    }
  });

  const add = list.querySelector<HTMLButtonElement>(':scope > .add');
  if (add) add.disabled = rows.length >= Number(add.dataset.max);
}

function renumberRow(row: HTMLElement, pointer: string, index: number): void {
  const inPointer = new RegExp(`${escaped(pointer)}/[^/\\s]+`, 'g');
  const inName = new RegExp(`^${escaped(inputName(pointer))}\\.[^.]+`);
  for (const element of withTemplates(row)) {
    for (const attribute of PLACES) {
      const old = element.getAttribute(attribute);
      // The value of an input is what was typed; only a button's is a place.
      if (old === null || (attribute === 'value' && element.tagName !== 'BUTTON')) continue;
      const place = old.replace(inPointer, at(pointer, index)).replace(inName, inputName(at(pointer, index)));
      if (place !== old) element.setAttribute(attribute, place);
    }
  }
  const title = row.querySelector('.row-title');
  if (title) title.textContent = title.textContent.replace(/\S+$/, String(index + 1));
}

/** An element with all inside it, and inside the templates of the lists that it holds. */
function withTemplates(root: Element): Element[] {
  const inside = [...root.querySelectorAll('*')].flatMap((element) =>
    element instanceof HTMLTemplateElement ? [...element.content.children].flatMap(withTemplates) : [element],
  );
  return [root, ...inside];
}
