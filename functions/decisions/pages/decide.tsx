import { LONGEST_OPINION } from '../../../shared/contract/fields.ts';
import { outcomeWords } from '../../../shared/pages/words/common.ts';
import { amountText } from '../../../shared/values/amount-text.ts';
import { decisionWords } from '../words/decision.ts';
import { CannedSelect } from './canned-select.tsx';
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
  const triedFen = tried?.view.project.approvedFen ?? null;
  return (
    <div class="decide" data-tried={tried ? '' : undefined}>
      <p>
        <span class="as-asked">{consequences.approve}</span>
        {cuttable && (
          <span
            class="as-cut"
            data-told={consequences.approveReduced}
            data-untold={words.reducedBelow}
            data-requested={project.requestedFen ?? undefined}
          >
            {tried?.consequence ?? words.reducedBelow}
          </span>
        )}
      </p>
      <Code lang={lang} typed={props.typed} problem={props.problem} />
      <div class="choices">
        <Otherwise {...props} />
        <button type="submit" name="outcome" value="approve" class="primary">
          <span class="as-asked">
            {fen === null ? outcomeWords[lang].approve : words.approve(amountText(fen, lang))}
          </span>
          {cuttable && (
            <span
              class="as-cut"
              data-told={words.approve('{}')}
              data-untold={words.approveReduced}
              data-current={fen ?? undefined}
            >
              {triedFen === null ? words.approveReduced : words.approve(amountText(triedFen, lang))}
            </span>
          )}
        </button>
      </div>
    </div>
  );
}

function Otherwise({ lang, decision, definition, consequences, canned, typed, problem }: DecisionPageProps) {
  const words = decisionWords[lang];
  const opened =
    typed?.outcome?.startsWith('return') ||
    typed?.outcome === 'reject' ||
    Boolean(typed?.comment || typed?.canned) ||
    Boolean(typed?.fields?.length);
  return (
    <details open={opened}>
      <summary>{words.otherwise}</summary>
      {canned && <CannedSelect lang={lang} canned={canned} chosen={typed?.canned} />}
      <label for="comment">{words.comment}</label>
      <textarea
        id="comment"
        name="comment"
        rows={3}
        maxlength={LONGEST_OPINION}
        {...foundAttributes(problem, 'comment', 'comment-help')}
      >
        {typed?.comment ?? ''}
      </textarea>
      <Found problem={problem} input="comment" />
      <p class="help" id="comment-help">
        {words.commentHelp}
      </p>
      <div class="check">
        <input type="checkbox" id="keep" name="keep" value="yes" checked={typed?.keep} autocomplete="off" />
        <label for="keep">{words.keep}</label>
      </div>
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
      {consequences.sendBack !== undefined && (
        <div class="other">
          <p id="send-back-what">{consequences.sendBack}</p>
          <button
            type="submit"
            name="outcome"
            value="return-to-previous-stage"
            aria-describedby="send-back-what"
          >
            {words.sendBack}
          </button>
        </div>
      )}
      <details class="reject" open={typed?.outcome === 'reject'}>
        <summary>{words.rejectAsk}</summary>
        <div class="other">
          <p id="reject-what">{consequences.reject}</p>
          <button type="submit" name="outcome" value="reject" class="danger" aria-describedby="reject-what">
            {words.rejectDo}
          </button>
        </div>
      </details>
    </details>
  );
}
