import { amountText } from '../../../shared/values/amount-text.ts';
import { readTypedAmount } from '../../../shared/values/read-amount.ts';

/** Names on the button what the cuts leave, while they are typed. Without a script trying them out tells it. */
const form = document.querySelector<HTMLFormElement>('form.deciding');
const sum = form?.querySelector<HTMLElement>('[data-sum]');
if (form && sum) {
  const { sum: template = '', total = '' } = sum.dataset;
  const untold = sum.textContent;
  const lang = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
  form.addEventListener('input', () => {
    const left = leftOf(form, Number(total));
    sum.textContent = left === null ? untold : template.replace('{}', amountText(left, lang));
  });
}

/** What is left of the amount, in fen; null where an amount cannot be read. */
function leftOf(cuts: HTMLFormElement, totalFen: number): number | null {
  let left = totalFen;
  for (const input of cuts.querySelectorAll<HTMLInputElement>('.cut-amount')) {
    if (input.value.trim() === '') continue;
    const { fen } = readTypedAmount(input.value, 'wan');
    if (fen === null) return null;
    left -= Number(input.dataset.fen) - fen;
  }
  return left;
}
