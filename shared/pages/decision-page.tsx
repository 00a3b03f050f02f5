import type { FormDefinition } from '../forms/definition.ts';
import { LONGEST_COMMENT } from '../http/contract.ts';
import type { DecisionView } from '../project/views.ts';
import type { Stage } from '../workflow/stages.ts';
import { Due, Facts, Hash, Headline, When } from './components.tsx';
import { Changes, Notes, PlanLines } from './decision/parts.tsx';
import { DeclarationView } from './declaration-view.tsx';
import { type Lang, say } from './language.ts';
import { amountText } from './values.ts';
import { common, outcomeWords } from './words/common.ts';
import { decisionWords } from './words/decision.ts';

export interface DecisionPageProps {
  readonly lang: Lang;
  readonly decision: DecisionView;
  readonly definition: FormDefinition;
  /** The link's own address: its token is nowhere else on the page. */
  readonly action: string;
  readonly stage: Stage;
  /** What each outcome leads to, in plain words. */
  readonly consequences: { readonly approve: string; readonly return: string; readonly reject: string };
  /** Whom to ask: a name and an office telephone. */
  readonly contact: string;
  /** What was typed in a POST that was refused. */
  readonly typed?: { readonly outcome?: string; readonly comment?: string };
  readonly problem?: { readonly code: string; readonly message: string };
}

/** What a mailed link opens, made for a phone inside a mail client: no session, no script. */
export function DecisionPage(props: DecisionPageProps) {
  const { lang, decision, problem } = props;
  const words = decisionWords[lang];
  return (
    <div class="page narrow">
      {problem && (
        <section class="callout error" role="alert">
          <h2>{words.problemTitle}</h2>
          <p>{problem.message}</p>
        </section>
      )}
      {decision.status === 'open' && <Open {...props} />}
      {decision.status === 'decided' && <Decided {...props} />}
      {decision.status === 'expired' && <Expired {...props} />}
      {decision.status === 'closed' && <Over {...props} title={words.closedTitle} what={words.closedWhat} />}
      {decision.status === 'reassigned' && (
        <Over {...props} title={words.reassignedTitle} what={words.reassignedWhat} />
      )}
      <p class="soft contact">
        {words.contact}
        {props.contact}
      </p>
      {decision.status === 'open' && <DecisionForm {...props} />}
    </div>
  );
}

/** What is decided on, in the order that a decider asks: how much, what, whose, by when. */
function Subject({ lang, decision, stage }: DecisionPageProps) {
  const words = decisionWords[lang];
  const { project, assignee } = decision;
  const fen = project.approvedFen ?? project.requestedFen;
  return (
    <>
      {decision.status === 'open' && (
        <p class="soft lead">
          <span>{words.asked(say(stage.label, lang))}</span>
          <Due lang={lang} utc={decision.deadline} />
        </p>
      )}
      {fen !== null && <Headline lang={lang} fen={fen} />}
      <h1>{project.title}</h1>
      <Facts
        facts={[
          [common[lang].unit, project.unit.name],
          [common[lang].number, `${project.id} · ${common[lang].revision(project.revision)}`],
          [
            words.who,
            assignee.onBehalfOf
              ? `${assignee.name}${common[lang].inParentheses(words.onBehalf(assignee.onBehalfOf))}`
              : assignee.name,
          ],
          [common[lang].contentHash, <Hash key="hash" value={decision.contentHash} />],
        ]}
      />
    </>
  );
}

function Open(props: DecisionPageProps) {
  const { lang, decision, definition } = props;
  const words = decisionWords[lang];
  return (
    <>
      <section class="card">
        <Subject {...props} />
      </section>
      <section class="card parts">
        <Changes lang={lang} definition={definition} changes={decision.changes} />
        <Notes lang={lang} definition={definition} findings={decision.findings} />
        <PlanLines lang={lang} definition={definition} declaration={decision.declaration} />
        <details>
          <summary>
            <h2>{words.full}</h2>
            <span class="soft">{words.parts(definition.sections.length)}</span>
          </summary>
          <DeclarationView lang={lang} definition={definition} declaration={decision.declaration} />
        </details>
      </section>
    </>
  );
}

/** The decision itself, in reach of a thumb. Refusing lies a step further away than approving, never beside it. */
function DecisionForm({ lang, decision, action, consequences, typed, problem }: DecisionPageProps) {
  const words = decisionWords[lang];
  const fen = decision.project.approvedFen ?? decision.project.requestedFen;
  const opened = typed?.outcome === 'return' || typed?.outcome === 'reject' || Boolean(typed?.comment);
  return (
    <form class="decide" method="post" action={action}>
      <input type="hidden" name="contentHash" value={decision.contentHash} />
      <p>{consequences.approve}</p>
      <div class="choices">
        <details open={opened}>
          <summary>{words.otherwise}</summary>
          <label for="comment">{words.comment}</label>
          <textarea
            id="comment"
            name="comment"
            rows={3}
            maxlength={LONGEST_COMMENT}
            aria-describedby="comment-help"
            aria-invalid={problem?.code === 'invalid-body' ? 'true' : undefined}
          >
            {typed?.comment ?? ''}
          </textarea>
          <p class="help" id="comment-help">
            {words.commentHelp}
          </p>
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
        <button type="submit" name="outcome" value="approve" class="primary">
          {fen === null ? outcomeWords[lang].approve : words.approve(amountText(fen, lang))}
        </button>
      </div>
    </form>
  );
}

function Decided(props: DecisionPageProps) {
  const { lang, decision } = props;
  const words = decisionWords[lang];
  const made = decision.decision;
  return (
    <>
      {made && (
        <section class="card decided" data-outcome={made.outcome}>
          <h2>{outcomeWords[lang][made.outcome]}</h2>
          <Facts
            facts={[
              [words.decidedBy, made.by],
              [words.decidedAt, <When key="at" lang={lang} utc={made.at} zone />],
              [words.opinion, made.comment],
            ]}
          />
        </section>
      )}
      <section class="card">
        <Subject {...props} />
        <details class="full">
          <summary>{words.full}</summary>
          <DeclarationView lang={lang} definition={props.definition} declaration={decision.declaration} />
        </details>
      </section>
    </>
  );
}

function Expired(props: DecisionPageProps) {
  const { lang, decision, action } = props;
  const words = decisionWords[lang];
  return (
    <section class="card">
      <h1>{words.expiredTitle}</h1>
      <p>{words.expiredWhat}</p>
      <Facts
        facts={[
          [common[lang].number, decision.project.id],
          [common[lang].unit, decision.project.unit.name],
        ]}
      />
      <form method="post" action={`${action}/renew`}>
        <button type="submit" class="primary">
          {words.renew}
        </button>
      </form>
    </section>
  );
}

function Over({ lang, decision, title, what }: DecisionPageProps & { title: string; what: string }) {
  return (
    <section class="card">
      <h1>{title}</h1>
      <p>{what}</p>
      <Facts facts={[[common[lang].number, decision.project.id]]} />
    </section>
  );
}
