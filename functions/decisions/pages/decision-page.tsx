import { Due, Facts, Hash, Headline, ProvisionalNote, When } from '../../../shared/pages/components.tsx';
import { DeclarationView } from '../../../shared/pages/declaration-view.tsx';
import { Objections } from '../../../shared/pages/objections.tsx';
import { PlanLines } from '../../../shared/pages/plan-lines.tsx';
import { common, outcomeWords } from '../../../shared/pages/words/common.ts';
import { amountText } from '../../../shared/values/amount-text.ts';
import { type Lang, say } from '../../../shared/values/language.ts';
import { decisionWords } from '../words/decision.ts';
import { CutFields } from './cut-fields.tsx';
import { Decide } from './decide.tsx';
import type { DecisionPageProps } from './decision-page-props.ts';
import { ProblemCallout } from './found.tsx';
import { Changes, Notes, Opinions } from './parts.tsx';
import { Preview } from './preview.tsx';
import { Supplied } from './supplied.tsx';

/** What a mailed link opens, made for a phone inside a mail client: no session, no script. */
export function DecisionPage(props: DecisionPageProps) {
  const { lang, problem } = props;
  return (
    <div class="page narrow">
      {problem && <ProblemCallout lang={lang} problem={problem} />}
      <Open {...props} />
    </div>
  );
}

const Contact = ({ lang, contact }: DecisionPageProps) => (
  <p class="soft contact">
    {decisionWords[lang].contact}
    {contact}
  </p>
);

/** A person, with whose place was taken. */
const named = (name: string, onBehalfOf: string | undefined, lang: Lang): string =>
  onBehalfOf === undefined
    ? name
    : `${name}${common[lang].inParentheses(decisionWords[lang].onBehalf(onBehalfOf))}`;

/** What is decided on, in the order that a decider asks: how much, what, whose, by when. */
function Subject(props: DecisionPageProps) {
  const { lang, decision, stage } = props;
  const words = decisionWords[lang];
  const { project, assignee } = decision;
  const fen = project.approvedFen ?? project.requestedFen;
  return (
    <>
      <p class="soft lead">
        <span>{words.asked(say(stage.label, lang))}</span>
        <Due
          lang={lang}
          utc={decision.deadline}
          overdue={props.overdue === true}
          provisional={decision.deadlineProvisional}
        />
      </p>
      {decision.deadlineProvisional && <ProvisionalNote lang={lang} />}
      {fen !== null && <Headline lang={lang} fen={fen} />}
      <Reduced {...props} />
      <h1>{project.title}</h1>
      <Facts
        facts={[
          [common[lang].unit, project.unit.name],
          [common[lang].number, `${project.id} · ${common[lang].revision(project.revision)}`],
          [words.who, named(assignee.name, assignee.onBehalfOf, lang)],
          [common[lang].contentHash, <Hash key="hash" value={decision.contentHash} />],
        ]}
      />
    </>
  );
}

/** What earlier deciders have left of the request. */
function Reduced({ lang, decision }: DecisionPageProps) {
  const { requestedFen, approvedFen } = decision.project;
  if (requestedFen === null || approvedFen === null || approvedFen === requestedFen) return null;
  const cut = amountText(requestedFen - approvedFen, lang);
  return <p class="reduced">{decisionWords[lang].reducedBy(cut, amountText(requestedFen, lang))}</p>;
}

/** The request and the decision are one form: the inputs stand beside what they are about. */
function Open(props: DecisionPageProps) {
  const { lang, decision, definition, action, typed, tried, problem } = props;
  const words = decisionWords[lang];
  return (
    <form class="deciding" method="post" action={action}>
      <input type="hidden" name="contentHash" value={decision.contentHash} />
      <Objections lang={lang} objections={decision.objections} />
      <section class="card">
        <Subject {...props} />
        <Others {...props} />
      </section>
      <section class="card parts">
        <Opinions lang={lang} opinions={props.opinions ?? []} />
        <Changes lang={lang} definition={definition} changes={decision.changes} />
        <Notes
          lang={lang}
          definition={definition}
          findings={decision.findings}
          more={decision.moreFindings}
        />
        <PlanLines
          lang={lang}
          definition={definition}
          decision={decision}
          tried={tried?.cuts}
          inputs={({ index, name, currentFen }) => (
            <CutFields
              lang={lang}
              line={index}
              name={name}
              currentFen={currentFen}
              typed={typed?.cuts?.get(index)}
              problem={problem}
            />
          )}
        >
          <Preview lang={lang} definition={definition} decision={decision} action={action} tried={tried} />
        </PlanLines>
        <details>
          <summary>
            <h2>{words.full}</h2>
            <span class="soft">{words.parts(definition.sections.length)}</span>
          </summary>
          <DeclarationView lang={lang} definition={definition} declaration={decision.declaration} />
        </details>
      </section>
      <Supplied lang={lang} stage={props.stage} typed={typed} problem={problem} alone={!definition.totals} />
      <Contact {...props} />
      <Decide {...props} />
    </form>
  );
}

function Others({ lang, others = [] }: DecisionPageProps) {
  if (others.length === 0) return null;
  return (
    <>
      <h2>{decisionWords[lang].others}</h2>
      <Facts
        facts={others.map(({ by, at, outcome }) => [
          by,
          <>
            {outcomeWords[lang][outcome]} <When lang={lang} utc={at} />
          </>,
        ])}
      />
    </>
  );
}
