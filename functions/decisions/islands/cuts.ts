import { amountParts, amountText, reducedText, unitOf } from '../../../shared/values/amount-text.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { readTypedAmount } from '../../../shared/values/read-amount.ts';

/**
 * Tells what the cuts leave while they are typed: in the plan's total, in the sentence above the button, and on the
 * button itself. Without a script trying them out tells it.
 */
const form = document.querySelector<HTMLFormElement>('form.deciding');
if (form?.querySelector('.cut-amount')) {
  const lang = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
  const follow = (): void => follows(form, lang);
  form.addEventListener('input', follow);
  // What a page was posted with stands in its fields again.
  follow();
}

function follows(deciding: HTMLFormElement, lang: Lang): void {
  const cutFen = cutIn(deciding);
  const part = (selector: string) => deciding.querySelector<HTMLElement>(selector);
  const [total, button, sentence] = [
    part('.sum [data-current]'),
    part('button [data-told]'),
    part('p [data-told]'),
  ];
  if (total) tellTotal(total, cutFen, lang);
  if (!button || !sentence) return;
  const leftFen = cutFen === null ? null : Number(button.dataset.current) - cutFen;
  const { requested } = sentence.dataset;
  const requestedFen = requested === undefined ? null : Number(requested);
  tell(button, leftFen === null ? null : amountText(leftFen, lang));
  tell(sentence, leftFen === null ? null : reducedText({ requestedFen, approvedFen: leftFen }, lang));
}

/** How much is cut beyond what was cut before, in fen; null where an amount cannot be read. */
function cutIn(deciding: HTMLFormElement): number | null {
  let cutFen = 0;
  for (const input of deciding.querySelectorAll<HTMLInputElement>('.cut-amount')) {
    if (input.value.trim() === '') continue;
    const { fen } = readTypedAmount(input.value, 'wan');
    if (fen === null) return null;
    cutFen += Number(input.dataset.fen) - fen;
  }
  return cutFen;
}

/** @param amount null where nobody can say it yet */
function tell(place: HTMLElement, amount: string | null): void {
  const { told = '', untold = '' } = place.dataset;
  place.textContent = amount === null ? untold : told.replace('{}', amount);
}

/** As the plan shows it: what was requested struck through beside what is left. */
function tellTotal(total: HTMLElement, cutFen: number | null, lang: Lang): void {
  const [requestedFen, currentFen] = [Number(total.dataset.requested), Number(total.dataset.current)];
  const unit = total.dataset.unit === 'wan' ? 'wan' : 'yuan';
  // An amount that the plan's unit would round says its own.
  const figure = (fen: number): string =>
    unit === 'yuan' || unitOf([fen]) === 'wan' ? amountParts(fen, lang, unit)[0] : amountText(fen, lang);
  const figures = document.createElement('span');
  figures.className = 'num';
  if (cutFen !== null && currentFen - cutFen === requestedFen) figures.textContent = figure(requestedFen);
  else {
    const [before, after] = [document.createElement('del'), document.createElement('ins')];
    before.textContent = figure(requestedFen);
    after.textContent = cutFen === null ? '—' : figure(currentFen - cutFen);
    figures.append(before, ' ', after);
  }
  total.replaceChildren(figures);
}
