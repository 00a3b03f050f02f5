import { LONGEST_COMMENT } from '../../../shared/contract/fields.ts';
import type { AsksReader, ProjectView } from '../../../shared/contract/views.ts';
import type { FormDefinition } from '../../../shared/forms/definition.ts';
import { filesIn } from '../../../shared/forms/files-in.ts';
import { placeOf } from '../../../shared/forms/places.ts';
import { AsksYou } from '../../../shared/pages/asks-you.tsx';
import type { FilesShown } from '../../../shared/pages/attaching/files-shown.ts';
import {
  Due,
  Facts,
  Findings,
  Hash,
  Headline,
  ProvisionalNote,
  StateBadge,
} from '../../../shared/pages/components.tsx';
import { DeclarationView } from '../../../shared/pages/declaration-view.tsx';
import { Objections } from '../../../shared/pages/objections.tsx';
import { PlanLines } from '../../../shared/pages/plan-lines.tsx';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { Told } from '../../../shared/pages/told.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import { amountText } from '../../../shared/values/amount-text.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { type Wait, waitText } from '../../../shared/values/wait-text.ts';
import { dayOf, minuteOf } from '../../../shared/values/when.ts';
import { SHORTEST_REASON } from '../../../shared/workflow/reason.ts';
import type { NotYet } from '../../../shared/workflow/urged.ts';
import { projectWords } from '../words/project.ts';
import type { Notice } from './notice.ts';
import { Withdraw } from './withdraw.tsx';

export interface ProjectPageProps {
  readonly lang: Lang;
  readonly project: ProjectView;
  readonly definition: FormDefinition;
  readonly files?: FilesShown;
  /** What has just been done. */
  readonly notice?: Notice;
  readonly stageLabel: (id: string) => string;
  /** Who is asked next, and until when. */
  readonly next?: string;
  readonly until?: { readonly deadline: string; readonly deadlineProvisional?: true };
  /** How long the decision that is asked for now has been waited for. */
  readonly wait?: Wait;
  /** Somebody has decided on this revision. */
  readonly isDecidedOn?: boolean;
  /** Who is asked but was not reached by mail. */
  readonly undelivered?: readonly string[];
  /** When the unit last urged whoever is asked: UTC, empty for never. */
  readonly urgedAt?: string;
  /** What waits for the reader's decision. */
  readonly asks?: AsksReader | undefined;
  /** Why whoever is asked cannot be urged now, and until when. */
  readonly urgingWaits?: NotYet | null;
  /** The reader's unit may begin next year's draft from this project. */
  readonly copies?: boolean;
}

/** While its unit works on a draft, everybody else reads what was handed in before. */
const isWithUnit = ({ state }: ProjectView): boolean => state === 'draft' || state === 'returned';

/** A project that is not being edited: where it stands, what it asks for, what may be done. */
export function ProjectPage(props: ProjectPageProps) {
  const { lang, project, definition, stageLabel, undelivered = [] } = props;
  const words = projectWords[lang];
  const { requestedFen, approvedFen } = project;
  return (
    <div class="page">
      <Done {...props} />
      <AsksYou lang={lang} asks={props.asks} />
      {undelivered.length > 0 && (
        <section class="callout warning">
          <p>{words.undeliveredTo(undelivered.join(common[lang].comma))}</p>
        </section>
      )}
      {isWithUnit(project) && (
        <section class="callout">
          <p>{words.beingChanged(project.revision)}</p>
        </section>
      )}
      <section class="card project">
        <p class="lead">
          <StateBadge lang={lang} state={project.state} />
          {project.stage && <span class="soft">{words.at(stageLabel(project.stage))}</span>}
          {props.wait && <span class="soft">{words.waited(waitText(props.wait, lang))}</span>}
          {undelivered.length > 0 && <span class="badge warning">{common[lang].undelivered}</span>}
        </p>
        {requestedFen !== null && <Headline lang={lang} fen={approvedFen ?? requestedFen} />}
        <h1>{project.title}</h1>
        <Facts
          facts={[
            [common[lang].unit, project.unit.name],
            [common[lang].number, `${project.id} · ${common[lang].revision(project.revision)}`],
            [common[lang].budgetYear, project.budgetYear],
            [
              common[lang].requested,
              requestedFen === null || approvedFen === null ? null : amountText(requestedFen, lang),
            ],
            [common[lang].approved, approvedFen === null ? null : amountText(approvedFen, lang)],
            [common[lang].contentHash, project.contentHash && <Hash value={project.contentHash} />],
          ]}
        />
        <p class="links">
          <a href={`/projects/${project.id}/history`}>{words.history}</a>{' '}
          <a href={`/projects/${project.id}/document`}>{words.document}</a>
        </p>
      </section>
      <CutBack {...props} />
      {project.findings.length > 0 && (
        <section class="card">
          <h2>{project.cuts.length > 0 ? words.findingsAfterCut : words.findings}</h2>
          <Findings
            lang={lang}
            findings={project.findings}
            more={project.moreFindings}
            placeOf={(path) => placeOf(definition, path, lang)}
          />
        </section>
      )}
      <section class="card">
        <h2>{words.declaration}</h2>
        <Unmask {...props} />
        <DeclarationView
          lang={lang}
          definition={definition}
          declaration={project.declaration}
          files={props.files}
        />
      </section>
      {props.copies && (
        <section class="card">
          <p>
            {words.copyWhat}
            {filesIn(definition, project.declaration).length > 0 && ` ${words.copyNoFiles}`}
          </p>
          <PostForm action="/projects">
            <input type="hidden" name="form" value={project.form} />
            <input type="hidden" name="copyOf" value={project.id} />
            <button type="submit">{words.copyDo}</button>
          </PostForm>
        </section>
      )}
      {project.actions.includes('urge') && (
        <section class="card">
          <p>{words.urgeWhat}</p>
          <PostForm action={`/projects/${project.id}/urge`}>
            <input type="hidden" name="seen" value={props.urgedAt ?? ''} />
            {!props.urgingWaits && <button type="submit">{words.urgeDo}</button>}{' '}
            {props.urgedAt && <span class="soft">{words.urgedOn(dayOf(props.urgedAt, lang))}</span>}
          </PostForm>
          {props.urgingWaits && (
            <p class="soft">
              {words[props.urgingWaits.why]}
              {words.urgeFrom(minuteOf(props.urgingWaits.from.toISOString(), lang))}
            </p>
          )}
        </section>
      )}
      {project.actions.includes('recall') && (
        <section class="card">
          <p>{props.isDecidedOn ? words.recallStill : words.recallWhat}</p>
          <PostForm action={`/projects/${project.id}/recall`}>
            <input type="hidden" name="version" value={project.version} />
            <button type="submit">{words.recallDo}</button>
          </PostForm>
        </section>
      )}
      {project.actions.includes('withdraw') && (
        <Withdraw lang={lang} instead={project.actions.includes('recall') ? 'recall' : 'wait'}>
          <PostForm action={`/projects/${project.id}/withdraw`}>
            <input type="hidden" name="version" value={project.version} />
            <button type="submit" class="danger">
              {words.withdrawDo}
            </button>
          </PostForm>
        </Withdraw>
      )}
    </div>
  );
}

/** Says that personal data is masked, and shows it to an auditor who says what for. */
function Unmask({ lang, project }: ProjectPageProps) {
  const words = projectWords[lang];
  if (!project.masked) return null;
  if (!project.actions.includes('unmask')) return <p class="soft">{words.isMasked}</p>;
  return (
    <details>
      <summary>{words.masked}</summary>
      <PostForm action={`/projects/${project.id}/unmask`}>
        <label for="comment">{words.unmaskWhy}</label>
        <input id="comment" name="comment" required minlength={SHORTEST_REASON} maxlength={LONGEST_COMMENT} />
        <p class="help">{words.unmaskWhat}</p>
        <p>
          <button type="submit">{words.unmaskDo}</button>
        </p>
      </PostForm>
    </details>
  );
}

/** What deciders have cut, line by line, and the unit's way to object to it. */
function CutBack({ lang, project, definition }: ProjectPageProps) {
  const words = projectWords[lang];
  if (project.cuts.length === 0) return null;
  return (
    <>
      <section class="card parts">
        <PlanLines lang={lang} definition={definition} decision={project} />
      </section>
      <Objections lang={lang} objections={project.objections} />
      {project.actions.includes('object') && (
        <section class="card">
          <h2>{words.objectTitle}</h2>
          <PostForm action={`/projects/${project.id}/objection`}>
            <label for="comment">{words.objectWhat}</label>
            <textarea
              id="comment"
              name="comment"
              rows={3}
              minlength={SHORTEST_REASON}
              maxlength={LONGEST_COMMENT}
              required
            />
            <p>
              <button type="submit">{words.objectDo}</button>
            </p>
          </PostForm>
        </section>
      )}
    </>
  );
}

/** What was done to a draft is told by its form. */
function Done({ lang, project, notice, next, until }: ProjectPageProps) {
  const words = projectWords[lang];
  if (notice === 'objected') return <Told title={words.objectedTitle} />;
  if (notice === 'urged') return <Told title={words.urgedTitle} />;
  if (notice === 'withdrawn') return <Told title={words.withdrawnTitle} />;
  if (notice !== 'submitted') return null;
  return (
    <Told title={words.submittedTitle(project.id)}>
      <p>
        {next ? words.submittedNext(next) : words.submittedDone}
        {until && (
          <>
            {' '}
            <Due lang={lang} utc={until.deadline} provisional={until.deadlineProvisional} />
          </>
        )}
      </p>
      {until?.deadlineProvisional && <ProvisionalNote lang={lang} />}
    </Told>
  );
}
