import type { FindingView } from '../../../shared/contract/views.ts';
import type { FormDefinition, Section } from '../../../shared/forms/definition.ts';
import { readPaste } from '../../../shared/forms/paste.ts';
import { sectionId } from '../../../shared/forms/places.ts';
import { valueAt } from '../../../shared/forms/pointer.ts';
import { More } from '../../../shared/pages/components.tsx';
import { fieldLines } from '../../../shared/pages/layout.ts';
import { common } from '../../../shared/pages/words/common.ts';
import { say } from '../../../shared/values/language.ts';
import { formWords } from '../words/form.ts';
import { projectWords } from '../words/project.ts';
import type { FormContext } from './form/context.ts';
import { Lines } from './form/fields.tsx';
import type { FormPageProps } from './form/form-page-props.ts';
import { lastYearAmounts } from './form/last-year.tsx';
import { FindingList, Returned, shownPointers } from './form/notices.tsx';
import { SaveState, SideLink } from './form/side.tsx';
import { Stale } from './form/stale.tsx';
import { TotalsView } from './form/totals.tsx';
import { Told } from './notice.tsx';
import { RoundLines } from './round-lines.tsx';
import { Withdraw } from './withdraw.tsx';

/** The hosted form: all sections on one page, one form that posts, nothing that needs a script. */
export function FormPage(props: FormPageProps) {
  const { lang, definition, declaration, project } = props;
  const findings = props.showFindings ? props.findings : [];
  const action = project ? `/projects/${project.id}` : '/projects';
  const context = formContext(props, findings, action);
  return (
    <form class="form-page" method="post" action={action} data-form>
      <Head {...props} />
      <Hidden {...props} />
      <nav class="side" aria-label={formWords[lang].sections}>
        <ol>
          {definition.sections.map((section) => (
            <SideLink
              key={section.id}
              lang={lang}
              section={section}
              declaration={declaration}
              findings={findings}
            />
          ))}
        </ol>
        <SaveState lang={lang} savedAt={project?.savedAt ?? null} />
      </nav>
      <div class="sections">
        <Notices page={props} findings={findings} context={context} />
        {definition.sections.map((section) => (
          <SectionView key={section.id} section={section} context={context} declaration={declaration} />
        ))}
        {project && (
          <Withdraw lang={lang}>
            <button type="submit" class="danger" formaction={`${action}/withdraw`}>
              {projectWords[lang].withdrawDo}
            </button>
          </Withdraw>
        )}
      </div>
      <Bar {...props} submitTo={project ? `${action}/submit` : `/forms/${definition.id}/submissions`} />
    </form>
  );
}

const formContext = (
  { lang, definition, declaration, project, ...props }: FormPageProps,
  findings: readonly FindingView[],
  action: string,
): FormContext => ({
  lang,
  action,
  unread: props.unread,
  findings: Map.groupBy(findings, ({ path }) => path),
  returned: new Set(project?.returned?.fields ?? []),
  pasted: props.pasted && {
    ...props.pasted,
    read: readPaste(definition, props.pasted.list, props.pasted.text),
  },
  reason: project?.returned?.comment,
  lastYear: lastYearAmounts(definition, declaration, props.lastYear),
  extraRows: props.extraRows ?? {},
});

function Head({ lang, definition, declaration, project }: FormPageProps) {
  const words = formWords[lang];
  return (
    <header class="form-head">
      <div>
        <h1>{titleOf(definition, declaration) || words.untitled}</h1>
        <p class="soft">
          {say(definition.title, lang)}
          {project && ` · ${words.draft(project.id)} · ${common[lang].revision(project.revision)}`}
        </p>
      </div>
      {/* The first button of the form is the one that Enter presses: it must do no harm. */}
      <button type="submit" name="intent" value="save" class="quiet">
        {words.save}
      </button>
    </header>
  );
}

function Hidden({ definition, project, idempotencyKey }: FormPageProps) {
  return (
    <>
      <input type="hidden" name="form" value={definition.id} />
      {/* Off: a browser that brings back an old version with an old page would make every save a late one. */}
      {project ? (
        <input type="hidden" name="version" value={project.version} autocomplete="off" />
      ) : (
        <input type="hidden" name="idempotencyKey" value={idempotencyKey} autocomplete="off" />
      )}
    </>
  );
}

interface NoticesProps {
  readonly page: FormPageProps;
  readonly findings: readonly FindingView[];
  readonly context: FormContext;
}

/** What to know before the first field: what was done, whose version is newer, why it came back, what was found. */
function Notices({ page, findings, context }: NoticesProps) {
  const { lang, definition, declaration, project } = page;
  const words = formWords[lang];
  return (
    <>
      {page.notice === 'saved' && <Told title={projectWords[lang].savedTitle} />}
      {page.notice === 'recalled' && <Told title={projectWords[lang].recalledTitle} />}
      {page.refused && (
        <section class="callout error" role="alert">
          <h2>{words.refusedTitle}</h2>
          <p>{page.refused}</p>
        </section>
      )}
      {page.rounds.length > 0 && (
        <section class="card">
          <RoundLines lang={lang} rounds={page.rounds} now={page.now} corrects={page.corrects} />
        </section>
      )}
      {project && page.theirs && (
        <Stale
          lang={lang}
          definition={definition}
          projectId={project.id}
          savedAt={project.savedAt}
          mine={page}
          theirs={page.theirs}
        />
      )}
      {project?.returned && <Returned lang={lang} definition={definition} returned={project.returned} />}
      <FindingList
        lang={lang}
        definition={definition}
        findings={findings}
        shown={shownPointers(definition, declaration, context)}
      />
      {findings.length > 0 && <More lang={lang} more={page.moreFindings} />}
      <p class="soft hint">
        {words.legend}
        {page.sampleHref && (
          <>
            {' '}
            <a href={page.sampleHref}>{words.sample}</a>
          </>
        )}
      </p>
    </>
  );
}

/** What stays in sight: the totals, and the buttons. */
function Bar({ lang, definition, declaration, submitTo }: FormPageProps & { submitTo: string }) {
  const words = formWords[lang];
  const { totals } = definition;
  return (
    <div class="bar">
      {totals ? (
        <TotalsView lang={lang} definition={definition} totals={totals} declaration={declaration} />
      ) : (
        <span />
      )}
      <p class="removed" data-removed hidden role="status">
        <span />
        <button type="button" class="plain" data-undo>
          {words.undo}
        </button>
      </p>
      <button type="submit" name="intent" value="check" class="quiet">
        {words.check}
      </button>
      <button type="submit" name="intent" value="submit" formaction={submitTo} class="primary">
        {words.submit}
      </button>
    </div>
  );
}

const titleOf = (definition: FormDefinition, declaration: unknown): string => {
  const title = valueAt(declaration, definition.summary.title);
  return typeof title === 'string' ? title : '';
};

function SectionView(props: { section: Section; context: FormContext; declaration: unknown }) {
  const { section, context, declaration } = props;
  const heading = `${sectionId(section.id)}-title`;
  return (
    <section class="card" id={sectionId(section.id)} aria-labelledby={heading} data-section>
      <h2 id={heading}>
        <span class="numeral">{section.number}</span>
        {say(section.title, context.lang)}
      </h2>
      {section.help && <p class="help">{say(section.help, context.lang)}</p>}
      <Lines
        context={context}
        lines={fieldLines(section.fields)}
        pointer=""
        value={declaration}
        quiet={section.fields.length === 1}
      />
    </section>
  );
}
