import { echoId, fieldId, inputName } from '../../../../shared/forms/places.ts';
import { formatWan, type MoneyUnit } from '../../../../shared/values/money.ts';
import { readTypedAmount } from '../../../../shared/values/read-amount.ts';
import { balanceOf, shareOf } from '../../pages/form/balance.ts';
import { echoLine } from '../../pages/form/echo.ts';
import { lang } from './page.ts';

const unitOf = (input: HTMLInputElement): MoneyUnit => (input.dataset.money === 'wan' ? 'wan' : 'yuan');

// What is not understood counts as nothing, as it does after a save; the note under the input says so.
const fenOf = (input: HTMLInputElement | null): number =>
  input ? (readTypedAmount(input.value, unitOf(input)).fen ?? 0) : 0;

/** Shows every amount back as it is typed, and keeps the sum of the lines against the appropriation. */
export function startAmounts(form: HTMLFormElement): void {
  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement && target.dataset.money) {
      const echo = document.getElementById(echoId(target.id.slice(fieldId('').length)));
      const line = echoLine(target.value, unitOf(target), lang);
      if (echo) {
        echo.textContent = line.text;
        echo.className = line.kind;
      }
    }
    showTotals(form);
  });
}

function showTotals(form: HTMLFormElement): void {
  const totals = form.querySelector<HTMLElement>('[data-totals]');
  const [list = '', amount = '', against = ''] = totals?.dataset.totals?.split(' ') ?? [];
  if (!totals) return;
  const lines = form.querySelectorAll<HTMLInputElement>(
    `input[name^="${inputName(list)}."][name$=".${amount}"]`,
  );
  const fixed = form.querySelectorAll<HTMLElement>(
    `[data-name^="${inputName(list)}."][data-name$=".${amount}"]`,
  );
  const sum =
    [...lines].reduce((total, line) => total + fenOf(line), 0) +
    [...fixed].reduce((total, line) => total + Number(line.dataset.fen), 0);
  const limit =
    fenOf(form.querySelector<HTMLInputElement>(`input[name="${inputName(against)}"]`)) ||
    Number(form.querySelector<HTMLElement>(`[data-name="${inputName(against)}"]`)?.dataset.fen ?? 0);
  const balance = balanceOf(sum, limit, lang);
  const write = (part: string, text: string) => {
    const element = totals.querySelector(`[data-${part}]`);
    if (element && element.textContent !== text) element.textContent = text;
  };
  write('sum', formatWan(sum));
  write('against', formatWan(limit));
  write('balance', balance.text);
  totals.dataset.state = balance.kind;
  totals.querySelector('.share')?.setAttribute('width', String(shareOf(sum, limit)));
}
