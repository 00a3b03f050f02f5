import { echoId, fieldId, inputName } from '../../../../shared/forms/places.ts';
import { amountParts, columnUnitText, unitOf } from '../../../../shared/values/amount-text.ts';
import type { MoneyUnit } from '../../../../shared/values/money.ts';
import { type AmountKind, readTypedAmount } from '../../../../shared/values/read-amount.ts';
import { balanceOf, shareOf } from '../../pages/form/balance.ts';
import { echoLine } from '../../pages/form/echo.ts';
import { roomOf } from '../../pages/form/room.ts';
import { CONTROLS, lang } from './page.ts';

/** What the input of a field of money says of it. */
const fieldOf = ({ dataset }: HTMLInputElement): AmountKind & { readonly unit: MoneyUnit } => ({
  unit: dataset.money === 'wan' ? 'wan' : 'yuan',
  signed: dataset.signed !== undefined,
  fenDecimals: Number(dataset.fenDecimals ?? 0),
});

// What is not understood counts as nothing, as it does after a save; the note under the input says so.
function fenOf(input: HTMLInputElement | null): number {
  if (!input) return 0;
  const field = fieldOf(input);
  return readTypedAmount(input.value, field.unit, field).fen ?? 0;
}

/** Shows every amount back as it is typed, and keeps the sum of the lines against the appropriation. */
export function startAmounts(form: HTMLFormElement): void {
  form.addEventListener('input', ({ target }) => {
    // What is typed elsewhere changes no sum; rows that come and go are told of by what holds them.
    if (target instanceof HTMLElement && target.matches(CONTROLS) && !target.dataset.money) return;
    if (target instanceof HTMLInputElement) {
      const echo = document.getElementById(echoId(target.id.slice(fieldId('').length)));
      const line = echoLine(target.value, fieldOf(target), lang);
      if (echo) {
        echo.textContent = line.text;
        echo.className = line.kind;
      }
    }
    showTotals(form);
  });
}

function showTotals(form: HTMLFormElement): void {
  const totals = form.querySelector<HTMLElement>('.totals');
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
  const unit = unitOf([sum, limit]);
  write('sum', amountParts(sum, lang, unit)[0]);
  write('against', amountParts(limit, lang, unit)[0]);
  write('unit', columnUnitText(unit, lang));
  write('balance', balance.text);
  totals.dataset.state = balance.kind;
  totals.querySelector('.share')?.setAttribute('width', String(shareOf(sum, limit)));
  showRoom(form, limit);
}

function showRoom(form: HTMLFormElement, requestedFen: number): void {
  const room = form.querySelector<HTMLElement>('[data-room]');
  const badge = room?.querySelector('.badge');
  if (!room || !badge) return;
  const { kind, text } = roomOf(Number(room.dataset.room), requestedFen, lang);
  room.dataset.state = kind;
  if (badge.textContent !== text) badge.textContent = text;
}
