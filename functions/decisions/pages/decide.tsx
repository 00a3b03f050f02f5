import { LONGEST_COMMENT } from '../../../shared/contract/fields.ts';
import { outcomeWords } from '../../../shared/pages/words/common.ts';
import { amountText } from '../../../shared/values/amount-text.ts';
import { decisionWords } from '../words/decision.ts';
import { Code } from './code.tsx';
import type { DecisionPageProps } from './decision-page-props.ts';
import { Found, foundAttributes } from './found.tsx';
import { Scope } from './scope.tsx';

/**
 * The decision itself, in reach of a thumb. Refusing lies a step further away than approving, never beside it. The
 * words for cuts that are typed stand there already: the stylesheet shows them as soon as there is an amount.
 */
export function Decide(props: DecisionPageProps) {
  const { lang, decision, tried, consequences, definition } = props;
  const words = decisionWords[lang];
  const cuttable = definition.totals !== undefined;
  const { project } = decision;
  const fen = project.approvedFen ?? project.requestedFen;
  return (
    <div class="decide" data-tried={tried ? '' : undefined}>
      <p>
        <span class="as-asked">{consequences.approve}</span>
        {cuttable && <span class="as-cut">{tried?.consequence ?? words.reducedBelow}</span>}
      </p>
      <Code lang={lang} typed={props.typed} problem={props.problem} />
      <div class="choices">
        <Otherwise {...props} />
        <button type="submit" name="outcome" value="approve" class="primary">
          <span class="as-asked">
            {fen === null ? outcomeWords[lang].approve : words.approve(amountText(fen, lang))}
          </span>
          {cuttable && <span class="as-cut">{words.approveReduced}</span>}
        </button>
      </div>
    </div>
  );
}

function Otherwise({ lang, decision, definition, consequences, typed, problem }: DecisionPageProps) {
  const words = decisionWords[lang];
  const opened =
    typed?.outcome === 'return' ||
    typed?.outcome === 'reject' ||
    Boolean(typed?.comment) ||
    Boolean(typed?.fields?.length);
  return (
    <details open={opened}>
      <summary>{words.otherwise}</summary>
      <label for="comment">{words.comment}</label>
      <textarea
        id="comment"
        name="comment"
        rows={3}
        maxlength={LONGEST_COMMENT}
        {...foundAttributes(problem, 'comment', 'comment-help')}
      >
        {typed?.comment ?? ''}
      </textarea>
      <Found problem={problem} input="comment" />
      <p class="help" id="comment-help">
        {words.commentHelp}
      </p>
      <Scope
        lang={lang}
        definition={definition}
        declaration={decision.declaration}
        picked={typed?.fields ?? []}
      />
      <div class="other">
        <p id="return-what">{consequences.return}</p>
        <button type="submit" name="outcome" value="return" aria-describedby="return-what">
          {words.return}
        </button>
      </div>
      <div class="other">
        <p id="reject-what">{consequences.reject}</p>
        <button type="submit" name="outcome" value="reject" class="danger" aria-describedby="reject-what">
          {words.reject}
        </button>
      </div>
    </details>
  );
}
