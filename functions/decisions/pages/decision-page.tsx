import { LONGEST_COMMENT } from '../../../shared/contract/fields.ts';
import { FilesCard } from '../../../shared/pages/attaching/files-card.tsx';
import { noFilesShown } from '../../../shared/pages/attaching/files-shown.ts';
import { Due, Facts, Hash, Headline, ProvisionalNote, When } from '../../../shared/pages/components.tsx';
import { DeclarationView } from '../../../shared/pages/declaration-view.tsx';
import { Objections } from '../../../shared/pages/objections.tsx';
import { PlanLines } from '../../../shared/pages/plan-lines.tsx';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { Told } from '../../../shared/pages/told.tsx';
import { common, outcomeWords } from '../../../shared/pages/words/common.ts';
import { amountText } from '../../../shared/values/amount-text.ts';
import { type Lang, say } from '../../../shared/values/language.ts';
import { SHORTEST_REASON } from '../../../shared/workflow/reason.ts';
import { decisionWords } from '../words/decision.ts';
import { CutFields } from './cut-fields.tsx';
import { Decide } from './decide.tsx';
import type { DecisionPageProps } from './decision-page-props.ts';
import { Found, foundAttributes, ProblemCallout } from './found.tsx';
import { Changes, Notes, Opinions } from './parts.tsx';
import { Preview } from './preview.tsx';
import { Supplied } from './supplied.tsx';
import { AttachForms } from './supplied-files.tsx';

/** What a mailed link opens, or the desk; made for a phone inside a mail client: no session, no script. */
export function DecisionPage(props: DecisionPageProps) {
  const { lang, problem } = props;
  return (
    <div class="page narrow">
      {problem && <ProblemCallout lang={lang} problem={problem} />}
      {props.mailed && <Told title={decisionWords[lang].mailed} />}
      <AttachForms {...props} />
      <Open {...props} />
      <Transfer {...props} />
      {props.signedIn && <MailLink {...props} />}
    </div>
  );
}

/** For whoever wants to decide on the phone, or lost the mail. */
const MailLink = ({ lang, action }: DecisionPageProps) => (
  <PostForm class="soft" action={`${action}/link`}>
    {decisionWords[lang].mailHow}{' '}
    <button type="submit" class="plain">
      {decisionWords[lang].mail}
    </button>
  </PostForm>
);

/** 转办: to somebody else of the post, or to a delegate. A form of its own: refused, it stays open as it was typed. */
function Transfer({ lang, action, takers = [], typed, problem }: DecisionPageProps) {
  const words = decisionWords[lang];
  const { to, why } = typed?.transfer ?? {};
  if (takers.length === 0 && to === undefined) return null;
  // Whom they chose went away meanwhile: nobody else is chosen in that place.
  const isGone = to !== undefined && !takers.some(({ id }) => id === to);
  return (
    <details class="card" open={to !== undefined}>
      <summary>{words.transfer}</summary>
      <PostForm action={`${action}/transfer`}>
        <p class="soft">{words.transferWhat}</p>
        <label for="to">{words.transferTo}</label>
        <select id="to" name="to" required {...foundAttributes(problem, 'to')}>
          {isGone && <option value="">{words.chooseTaker}</option>}
          {takers.map(({ id, name }) => (
            <option key={id} value={id} selected={id === to}>
              {name}
            </option>
          ))}
        </select>
        <Found problem={problem} input="to" />
        <label for="why">{words.transferWhy}</label>
        <input
          id="why"
          name="why"
          value={why ?? ''}
          required
          autocomplete="off"
          minlength={SHORTEST_REASON}
          maxlength={LONGEST_COMMENT}
          {...foundAttributes(problem, 'why')}
        />
        <Found problem={problem} input="why" />
        <p class="links">
          <button type="submit">{words.transferDo}</button>
        </p>
      </PostForm>
    </details>
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

/** Why it is asked again, before all else. */
function SentBack({ lang, sentBack }: DecisionPageProps) {
  if (!sentBack) return null;
  const { stage, by, at, comment } = sentBack;
  return (
    <section class="callout warning">
      <h2>{decisionWords[lang].sentBack(stage)}</h2>
      <p class="soft">
        {by} <When lang={lang} utc={at} />
      </p>
      {comment && <blockquote>{comment}</blockquote>}
    </section>
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
  const { lang, decision, definition, action, typed, tried, problem, files = noFilesShown } = props;
  const words = decisionWords[lang];
  return (
    <PostForm class="deciding" action={action} data-person={decision.assignee.id}>
      <input type="hidden" name="contentHash" value={decision.contentHash} />
      <input type="hidden" name="openedAt" value={props.openedAt} />
      <p class="callout good" role="status" data-brought-back hidden>
        {words.broughtBack}
      </p>
      <SentBack {...props} />
      <Objections lang={lang} objections={decision.objections} />
      <section class="card">
        <Subject {...props} />
        <Others {...props} />
      </section>
      <FilesCard lang={lang} definition={definition} declaration={decision.declaration} files={files} />
      <section class="card parts">
        <Opinions lang={lang} opinions={props.opinions ?? []} files={files} />
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
          <DeclarationView
            lang={lang}
            definition={definition}
            declaration={decision.declaration}
            files={files}
          />
        </details>
      </section>
      <Supplied
        lang={lang}
        stage={props.stage}
        attaching={props.attaching}
        typed={typed}
        problem={problem}
        alone={!definition.totals}
      />
      <Contact {...props} />
      <Decide {...props} />
    </PostForm>
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
