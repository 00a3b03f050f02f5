import { servedIn } from '../../../../shared/pages/unsent.ts';
import { controlsIn, typedIn } from './page.ts';

/** The row around an element, and of rows in rows the outermost; the element itself where there is none. */
function wholeRow(element: Element): Element {
  const row = element.closest('.row');
  if (!row) return element;
  return row.parentElement?.closest('.row') ? wholeRow(row.parentElement) : row;
}

/**
 * What was kept, with what was typed on this page before its script was there.
 * @returns undefined where it cannot be told what goes with what: in a field that both changed, or in a row that is
 * another one in what was kept
 */
export function typedOver(form: HTMLFormElement, kept: URLSearchParams): URLSearchParams | undefined {
  const both = new URLSearchParams(kept);
  for (const control of typedIn(form)) {
    const row = wholeRow(control);
    const beside = row === control ? [control] : controlsIn(row);
    if (!beside.every((one) => kept.get(one.name) === servedIn(one))) return undefined;
    both.set(control.name, control.value);
  }
  return both;
}
