import { guardUnsent } from '../../../shared/pages/unsent.ts';
import { amountText } from '../../../shared/values/amount-text.ts';

/**
 * Says what the chosen lines come to, and chooses all of a page at once. Without a script the style sheet counts them,
 * and the page that follows has the sum.
 */
guardUnsent();
const form = document.querySelector<HTMLFormElement>('form.desk-picks');
const told = form?.querySelector<HTMLElement>('[data-sum]');
const every = form?.querySelector<HTMLInputElement>('#pick-all');
if (form && told && every) {
  const { sum: template = '' } = told.dataset;
  const untold = told.textContent;
  const lang = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
  const boxes = [...form.querySelectorAll<HTMLInputElement>('input[name="project"]')];
  const free = boxes.filter(({ disabled }) => !disabled);

  const tell = (): void => {
    const chosen = boxes.filter(({ checked }) => checked);
    const fen = chosen.reduce((sum, { dataset }) => sum + Number(dataset.fen), 0);
    told.textContent =
      chosen.length === 0
        ? untold
        : template.replace('{n}', String(chosen.length)).replace('{sum}', amountText(fen, lang));
    told.toggleAttribute('data-told', chosen.length > 0);
    every.checked = free.length > 0 && chosen.length === free.length;
    every.indeterminate = chosen.length > 0 && !every.checked;
  };

  every.addEventListener('change', () => {
    for (const box of free) box.checked = every.checked;
  });
  form.addEventListener('change', tell);
  // A page that is gone back to has its boxes as they were left.
  addEventListener('pageshow', tell);
  every.disabled = free.length === 0;
  every.parentElement?.removeAttribute('hidden');
}
