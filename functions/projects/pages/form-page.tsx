import type { FindingView } from '../../../shared/contract/views.ts';
import type { FormDefinition, Section } from '../../../shared/forms/definition.ts';
import { readPaste } from '../../../shared/forms/paste.ts';
import { fieldId, fieldOf, inputName, placeOf, sectionId } from '../../../shared/forms/places.ts';
import { valueAt } from '../../../shared/forms/pointer.ts';
import { fieldLines, partedFields } from '../../../shared/pages/layout.ts';
import { numeral } from '../../../shared/pages/numeral.ts';
import { Refusal } from '../../../shared/pages/refusal.tsx';
import { Told } from '../../../shared/pages/told.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import { type Lang, say } from '../../../shared/values/language.ts';
import { formWords } from '../words/form.ts';
import { importWords } from '../words/imports.ts';
import { projectWords } from '../words/project.ts';
import type { FormContext } from './form/context.ts';
import { Fields } from './form/fields.tsx';
import { FindingList } from './form/finding-list.tsx';
import type { FormPageProps } from './form/form-page-props.ts';
import { ImportedView } from './form/imported.tsx';
import { lastYearAmounts } from './form/last-year.tsx';
import { Library } from './form/library.tsx';
import { nearest, Returned, shownPointers } from './form/notices.tsx';
import { placesOf } from './form/places-of.ts';
import { Running } from './form/running.tsx';
import { SaveState, SideLink } from './form/side.tsx';
import { Kept, SignedOut } from './form/signed-out.tsx';
import { SourceView } from './form/source.tsx';
import { Stale } from './form/stale.tsx';
import { againstOf, sumOf, TotalsView } from './form/totals.tsx';
import { RoundLines, RoundSentence } from './round-lines.tsx';
import { Withdraw } from './withdraw.tsx';

/** The hosted form: all sections on one page, one form that posts, nothing that needs a script. */
export function FormPage(props: FormPageProps) {
  const { lang, definition, declaration, project } = props;
  const findings = props.showFindings ? props.findings : [];
  const action = project ? `/projects/${project.id}` : '/projects';
  const context = formContext(props, findings, action);
  return (
    <form
      class={hasSource(props) ? 'form-page with-source' : 'form-page'}
      method="post"
      action={action}
      // Nothing of an old page comes back by itself: it would be saved over what others wrote since.
      autocomplete="off"
      data-form
      data-unsaved={props.imported ? true : undefined}
      data-checked={props.isChecked || undefined}
      data-person={props.person}
      data-files-bytes={props.mostBytesInAll}
    >
      <Head {...props} />
      <Hidden {...props} />
      {hasSource(props) && props.imported ? (
        <SourceView
          lang={lang}
          definition={definition}
          declaration={declaration}
          told={props.imported}
          shown={shownPointers(definition, declaration, context)}
        />
      ) : (
        <nav class="side" aria-label={formWords[lang].sections}>
          <ol>
            {definition.sections.map((section) => (
              <SideLink
                key={section.id}
                lang={lang}
                section={section}
                declaration={declaration}
                places={findings.flatMap((finding) =>
                  placesIn(props, finding).map((path) => ({ ...finding, path })),
                )}
              />
            ))}
          </ol>
          <SaveState lang={lang} savedAt={project?.savedAt ?? null} />
        </nav>
      )}
      <div class="sections">
        <Notices page={props} findings={findings} context={context} />
        {definition.sections.map((section) => (
          <SectionView key={section.id} section={section} context={context} declaration={declaration} />
        ))}
        {project && (
          <Withdraw lang={lang} instead="edit">
            <button type="submit" class="danger" formaction={`${action}/withdraw`}>
              {projectWords[lang].withdrawDo}
            </button>
          </Withdraw>
        )}
      </div>
      <Library lang={lang} definition={definition} rows={props.library ?? []} />
      <Bar {...props} />
    </form>
  );
}

/** Where a finding is to be put right, as this declaration stands. */
const placesIn = ({ definition: { totals }, declaration }: FormPageProps, finding: FindingView) =>
  placesOf(
    finding,
    totals,
    totals !== undefined && sumOf(totals, declaration) !== againstOf(totals, declaration),
  );

/** Whether the page has a file to show beside the form. */
const hasSource = ({ imported }: FormPageProps): boolean => (imported?.source.length ?? 0) > 0;

/** What was found, by the fields that it stands beside. */
function foundAt(page: FormPageProps, findings: readonly FindingView[]): FormContext['findings'] {
  const found = new Map<string, FindingView[]>();
  for (const finding of findings)
    for (const path of placesIn(page, finding)) found.set(path, [...(found.get(path) ?? []), finding]);
  return found;
}

const formContext = (props: FormPageProps, findings: readonly FindingView[], action: string): FormContext => {
  const { lang, definition, declaration, project } = props;
  return {
    lang,
    declaration,
    action,
    files: props.files,
    mostBytes: props.mostBytes,
    isStored: props.imported === undefined,
    unread: props.unread,
    findings: foundAt(props, findings),
    returned: new Set(project?.returned?.fields ?? []),
    pasted: props.pasted && {
      ...props.pasted,
      read: readPaste(definition, props.pasted.list, props.pasted.text),
    },
    reason: project?.returned?.comment,
    lastYear: lastYearAmounts(definition, declaration, props.lastYear),
    extraRows: props.extraRows ?? {},
    library: props.library?.length ? definition.library : undefined,
    rowOffer: definition.rowOffer && {
      ...definition.rowOffer,
      offers: new Map(props.offers?.map(({ of, ...offer }) => [of, offer])),
      kind: rowLabelOf(definition, definition.rowOffer.to, lang),
    },
    inferred: new Map(props.imported?.inferred.map(({ path, message }) => [path, message])),
  };
};

/** What a row of a list is called. */
function rowLabelOf(definition: FormDefinition, pointer: string, lang: Lang): string {
  const list = fieldOf(definition, pointer);
  return list?.kind === 'list' ? say(list.rowLabel, lang) : '';
}

function Head(props: FormPageProps) {
  const { lang, definition, declaration, project, imported } = props;
  const words = formWords[lang];
  const round = roundOf(props);
  return (
    <header class="form-head">
      <div>
        <h1 data-title={inputName(definition.summary.title)}>
          {titleOf(definition, declaration) || words.untitled}
        </h1>
        <p class="soft">
          {say(definition.title, lang)}
          {project && ` · ${words.draft(project.id)} · ${common[lang].revision(project.revision)}`}
        </p>
        {round && (
          <p class="soft">
            <RoundSentence lang={lang} round={round} now={props.now} corrects={props.corrects} />
          </p>
        )}
        {imported && (
          <p class="soft">
            {importWords[lang].nothingStored}{' '}
            <a href={`/forms/${definition.id}/imports`}>{importWords[lang].another}</a>
          </p>
        )}
      </div>
      {/* The first button of the form is the one that Enter presses: it must do no harm. */}
      <button type="submit" name="intent" value="save" class="quiet">
        {imported ? importWords[lang].makeDraft : words.save}
      </button>
    </header>
  );
}

function Hidden({ definition, project, idempotencyKey }: FormPageProps) {
  return (
    <>
      <input type="hidden" name="form" value={definition.id} />
      {project && <input type="hidden" name="version" value={project.version} />}
      <input type="hidden" name="idempotencyKey" value={idempotencyKey} />
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
  const shown = shownPointers(definition, declaration, context);
  return (
    <>
      {page.notice === 'saved' && <Told title={projectWords[lang].savedTitle} />}
      <Kept lang={lang} />
      {page.notice === 'recalled' && <Told title={projectWords[lang].recalledTitle} />}
      {page.refused && (
        <Refusal title={words.refusedTitle}>
          <p>{page.refused}</p>
        </Refusal>
      )}
      {page.rounds.length > 1 && (
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
      {page.imported && (
        <ImportedView lang={lang} definition={definition} told={page.imported} shown={shown} />
      )}
      <div class="findings" data-findings>
        <FindingList
          lang={lang}
          findings={findings}
          more={page.moreFindings}
          isStopped={page.isStopped ?? false}
          begins={page.isFailure === true && !page.refused && !page.theirs}
          hrefOf={(path) => `#${fieldId(nearest(path, shown))}`}
          placeOf={(path) => placeOf(definition, path, lang)}
        />
      </div>
      <p class="soft hint">
        {words.legend}
        {page.sampleHref && (
          <>
            {' '}
            <a href={page.sampleHref}>{words.sample}</a>
          </>
        )}
        {page.importHref && !page.imported && (
          <>
            {' '}
            <a href={page.importHref}>{importWords[lang].link}</a>
          </>
        )}
      </p>
    </>
  );
}

/** What stays in sight: the totals, what is left of the round, and the button that goes on. */
function Bar(props: FormPageProps) {
  const { lang, definition, declaration, imported } = props;
  const words = formWords[lang];
  const { totals } = definition;
  const round = roundOf(props);
  return (
    <div class="bar">
      <SignedOut lang={lang} />
      <div class="running">
        {totals && (
          <TotalsView lang={lang} definition={definition} totals={totals} declaration={declaration} />
        )}
        {round && (
          <Running
            lang={lang}
            round={round}
            now={props.now}
            corrects={props.corrects}
            requestedFen={totals ? againstOf(totals, declaration) : 0}
          />
        )}
      </div>
      <p class="attached-told" data-attached-told role="status" />
      <p class="removed" data-removed hidden role="status">
        <span />
        <button type="button" class="plain" data-undo>
          {words.undo}
        </button>
      </p>
      {imported ? (
        <>
          <p class="soft" data-open-left>
            {importWords[lang].openLeft(imported.notPlaced.length)}
          </p>
          <button type="submit" name="intent" value="save" class="primary">
            {importWords[lang].makeDraft}
          </button>
        </>
      ) : (
        <button type="submit" name="intent" value="check" class="primary">
          {words.check}
        </button>
      )}
    </div>
  );
}

/** The round that it would be handed in to: of its budget year, where one is. */
const roundOf = ({ rounds, definition, declaration }: FormPageProps) => {
  const { budgetYear } = definition.summary;
  const year = budgetYear === undefined ? undefined : valueAt(declaration, budgetYear);
  return rounds.find((round) => round.budgetYear === year) ?? rounds[0];
};

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
        {section.number !== '' && <span class="numeral">{numeral(section.number, context.lang)}</span>}
        {say(section.title, context.lang)}
      </h2>
      {section.help && <p class="help">{say(section.help, context.lang)}</p>}
      <Fields
        context={context}
        fields={section.fields}
        linesOf={fieldLines}
        pointer=""
        value={declaration}
        quiet={partedFields(section.fields).usual.length === 1}
      />
    </section>
  );
}
