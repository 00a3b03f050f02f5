import { LONGEST_COMMENT } from '../../../shared/contract/fields.ts';
import { common } from '../../../shared/pages/words/common.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { formatTyped } from '../../../shared/values/money.ts';
import { SHORTEST_REASON } from '../../../shared/workflow/reason.ts';
import { decisionWords } from '../words/decision.ts';
import { Found, foundAttributes } from './found.tsx';
import type { Refused } from './typed.ts';

// An amount of 15 digits, grouped, with its unit.
const AMOUNT = 34;

interface CutFieldsProps {
  readonly lang: Lang;
  readonly line: number;
  readonly name: string;
  /** What is left of the line so far. */
  readonly currentFen: number;
  readonly typed: { readonly amount: string; readonly reason: string } | undefined;
  readonly problem: Refused | undefined;
}

/** What is approved of a line, and why: two inputs, folded until somebody cuts. */
export function CutFields({ lang, line, name, currentFen, typed, problem }: CutFieldsProps) {
  const words = decisionWords[lang];
  const id = (part: string) => `cut-${line}-${part}`;
  const attributes = (part: string) => foundAttributes(problem, id(part));
  const isFound = ['amount', 'reason'].some((part) => attributes(part)['aria-invalid'] !== undefined);
  return (
    <details class="cut" open={typed !== undefined || isFound}>
      <summary>
        {words.cut} <span class="vh">{words.cutOf(line + 1, name)}</span>
      </summary>
      <div class="cut-fields">
        <div>
          <label for={id('amount')}>
            {words.cutAmount}
            <span class="unit">{common[lang].inParentheses(common[lang].wan)}</span>
          </label>
          <input
            id={id('amount')}
            name={`cut.${line}.amount`}
            value={typed?.amount ?? ''}
            class="num cut-amount"
            data-fen={currentFen}
            inputmode="decimal"
            autocomplete="off"
            maxlength={AMOUNT}
            placeholder={formatTyped(currentFen, 'wan')}
            {...attributes('amount')}
          />
        </div>
        <div>
          <label for={id('reason')}>{words.cutReason}</label>
          <input
            id={id('reason')}
            name={`cut.${line}.reason`}
            value={typed?.reason ?? ''}
            autocomplete="off"
            minlength={SHORTEST_REASON}
            maxlength={LONGEST_COMMENT}
            {...attributes('reason')}
          />
        </div>
      </div>
      <Found problem={problem} input={id('amount')} />
      <Found problem={problem} input={id('reason')} />
    </details>
  );
}
