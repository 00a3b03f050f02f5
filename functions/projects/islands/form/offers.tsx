import { indicatorFor, indicatorText, measuredLines } from '../../../../shared/declaration/measured-lines.ts';
import { fieldId } from '../../../../shared/forms/places.ts';
import { renderInto } from '../../../../shared/pages/render-into.ts';
import { Belonging } from '../../pages/form/belonging.tsx';
import { announceChange, controlOf, lang } from './page.ts';
import { insertRow, rowsOf } from './rows.ts';

const textIn = (row: HTMLElement, key: string): string => controlOf(row, key)?.value ?? '';

/** Shows at each line of the plan, as one types, which indicators measure it, and makes one in place where none does. */
export function startOffers(form: HTMLFormElement): void {
  form.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button[data-offer]') : null;
    const line = button?.closest<HTMLElement>('.row');
    const list = listOf(form, button);
    // A line that is only read has no inputs: the server knows it.
    if (!line || !list || !controlOf(line, 'name')) return;
    event.preventDefault();
    addIndicator(list, line);
  });

  let waiting: ReturnType<typeof setTimeout> | undefined;
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    // All lines are looked at: not at every key.
    waiting = setTimeout(() => showOffers(form), 300);
  });
}

const listOf = (form: HTMLFormElement, button: Element | null): HTMLElement | null =>
  button instanceof HTMLElement ? form.querySelector(`[data-list="${button.dataset.offer}"]`) : null;

function addIndicator(list: HTMLElement, line: HTMLElement): void {
  const row = insertRow(list);
  if (!row) return;
  const indicator = indicatorFor({
    name: textIn(line, 'name'),
    quantity: textIn(line, 'quantity'),
    quantityUnit: textIn(line, 'quantityUnit'),
  });
  for (const [key, value] of Object.entries(indicator)) {
    const control = controlOf(row, key);
    if (control) control.value = value;
  }
  announceChange(list);
  controlOf(row, 'name')?.focus();
}

function showOffers(form: HTMLFormElement): void {
  const notes = [...form.querySelectorAll<HTMLElement>('[data-belonging]')];
  const lines = notes.flatMap((note) => note.closest<HTMLElement>('.row') ?? []);
  const list = form.querySelector<HTMLElement>('.row [data-offer]')?.dataset.offer;
  const rows = list === undefined ? null : document.getElementById(fieldId(list));
  if (!rows || !lines.some((line) => controlOf(line, 'name'))) return;
  const indicators = rowsOf(rows)
    .filter((row) => textIn(row, 'nature') !== 'not-applicable')
    .map((row) => ({ row, ...indicatorIn(row) }));
  const measured = measuredLines(
    lines.map((line) => ({ name: textIn(line, 'name') })),
    indicators,
  );
  for (const [index, note] of notes.entries()) {
    const { by = [], lacking = false } = measured[index] ?? {};
    const belonging = by.flatMap((at) => {
      const indicator = indicators[at];
      return indicator
        ? [{ path: indicator.row.id.slice(fieldId('').length), text: indicatorText(indicator) }]
        : [];
    });
    const links = note.querySelector('span');
    if (links) renderInto(links, <Belonging lang={lang} belonging={belonging} />);
    note.hidden = belonging.length === 0;
    const button = lines[index]?.querySelector<HTMLButtonElement>('button[data-offer]');
    if (button) button.hidden = !lacking;
  }
}

const indicatorIn = (row: HTMLElement) => ({
  level1: textIn(row, 'level1'),
  name: textIn(row, 'name'),
  operator: textIn(row, 'operator'),
  value: textIn(row, 'value'),
  unit: textIn(row, 'unit'),
  line: textIn(row, 'line'),
});
