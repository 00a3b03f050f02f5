import type { FormDefinition } from '../../../../shared/forms/definition.ts';
import { fieldId, fieldOf } from '../../../../shared/forms/places.ts';
import { valueAt } from '../../../../shared/forms/pointer.ts';
import { childOf, rowsOf } from '../../../../shared/forms/value-text.ts';
import { common } from '../../../../shared/pages/words/common.ts';
import { amountParts, columnUnitText, unitOf } from '../../../../shared/values/amount-text.ts';
import { type Lang, say } from '../../../../shared/values/language.ts';
import { formWords } from '../../words/form.ts';
import { balanceOf, shareOf } from './balance.ts';

type Totals = NonNullable<FormDefinition['totals']>;

interface TotalsProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
  readonly totals: Totals;
  readonly declaration: unknown;
}

const fenOf = (value: unknown): number => (Number.isSafeInteger(value) ? Number(value) : 0);

export const sumOf = (totals: Totals, declaration: unknown): number =>
  rowsOf(valueAt(declaration, totals.list)).reduce<number>(
    (total, row) => total + fenOf(childOf(row, totals.amount)),
    0,
  );

export const againstOf = (totals: Totals, declaration: unknown): number =>
  fenOf(valueAt(declaration, totals.against));

/** The sum of the lines against the appropriation: true as of the last save, and live where the island runs. */
export function TotalsView({ lang, definition, totals, declaration }: TotalsProps) {
  const words = formWords[lang];
  const sum = sumOf(totals, declaration);
  const against = againstOf(totals, declaration);
  const balance = balanceOf(sum, against, lang);
  const unit = unitOf([sum, against]);
  const [, group = ''] = totals.against.split('/');
  const label = fieldOf(definition, `/${group}`)?.label;
  return (
    <div
      class="totals"
      data-totals={`${totals.list} ${totals.amount} ${totals.against}`}
      data-state={balance.kind}
    >
      <p>
        {words.sum} <b data-sum>{amountParts(sum, lang, unit)[0]}</b> /{' '}
        <a href={`#${fieldId(totals.against)}`}>{label ? say(label, lang) : common[lang].requested}</a>{' '}
        <b data-against>{amountParts(against, lang, unit)[0]}</b>{' '}
        <span data-unit>{columnUnitText(unit, lang)}</span>{' '}
        <span class="badge" data-balance aria-live="polite">
          {balance.text}
        </span>
      </p>
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
        <rect class="track" width="100" height="4" />
        <rect class="share" width={shareOf(sum, against)} height="4" />
      </svg>
    </div>
  );
}
