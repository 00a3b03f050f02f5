import { randomUUID } from 'node:crypto';
import { filesShown } from '../../shared/attachments/files-shown.ts';
import { listFindings } from '../../shared/contract/list-findings.ts';
import type { ProjectView } from '../../shared/contract/views.ts';
import { withCuts } from '../../shared/forms/cuts.ts';
import { filesIn } from '../../shared/forms/files-in.ts';
import { type Finding, hasErrors } from '../../shared/forms/finding.ts';
import type { Answer, Call } from '../../shared/http/route.ts';
import { inHead, type Member, memberOfUnit } from '../../shared/identity/member.ts';
import { type FilesShown, noFilesShown } from '../../shared/pages/attaching/files-shown.ts';
import { withNumber } from '../../shared/pages/words/common.ts';
import { asksReader } from '../../shared/project/asks-reader.ts';
import { cutsSoFar } from '../../shared/project/cuts-so-far.ts';
import { loadLibrary } from '../../shared/project/library.ts';
import { type Loaded, loadProject, loadRevision } from '../../shared/project/load.ts';
import { openingOf } from '../../shared/project/opening.ts';
import type { ProjectRecord } from '../../shared/project/records.ts';
import { returnOf } from '../../shared/project/returned.ts';
import type { Calendar } from '../../shared/values/calendar/calendar.ts';
import { type Wait, waitBetween } from '../../shared/values/wait-text.ts';
import { provisionally } from '../../shared/values/working-days.ts';
import { deadlineOf } from '../../shared/workflow/deadlines.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import { lastUrged, urgingWaits } from '../../shared/workflow/urged.ts';
import { type Deps, isImportable } from './deps.ts';
import type { CheckPageProps } from './pages/check-page.tsx';
import { isMissing } from './pages/form/places-of.ts';
import type { Notice } from './pages/notice.ts';
import type { Posted } from './posted.ts';
import { roundsFor } from './rounds.ts';
import type { Submission, wayOnward } from './submit.ts';
import type { ToldImport } from './told-import.ts';

type Page = NonNullable<Answer['page']>;

/** Who is signed in, as the head of every page names them. */
const stageLabel = (form: StagedForm, lang: 'zh' | 'en') => (id: string) =>
  form.stages.find((stage) => stage.id === id)?.label[lang] ?? id;

/** What the unit knows of itself need not be typed. */
export function prefilled(form: StagedForm, member: Member): Record<string, unknown> {
  const { unit } = memberOfUnit(member);
  const asksUnit = form.definition.sections.some((section) =>
    section.fields.some((field) => field.key === 'unit'),
  );
  if (!asksUnit) return {};
  const { id, name, address, phone } = unit;
  return { unit: { name, uscc: id, ...(address ? { address } : {}), ...(phone ? { phone } : {}) } };
}

interface Shown extends Submission {
  /** Everything that was found; what is missing is shown once it `isChecked`. */
  readonly findings: readonly Finding[];
  readonly isChecked?: true;
  /** The page answers what could not be done. */
  readonly isFailure?: true;
  readonly idempotencyKey?: string | undefined;
  readonly refused?: string | undefined;
  readonly notice?: Notice | undefined;
  /** What somebody else saved meanwhile. */
  readonly theirs?: Submission;
  /** Rows from a spreadsheet, not added yet. */
  readonly pasted?: NonNullable<Posted['pasted']>;
  readonly imported?: ToldImport;
}

/** Why a returned project came back, and which fields it opened. */
async function returnedBy(deps: Deps, form: StagedForm, loaded: Loaded) {
  const decision = returnOf(loaded);
  if (!decision) return undefined;
  const { by, comment } = decision;
  const { scope: fields } = await openingOf(deps, form, loaded);
  return { by: by.name, ...(comment ? { comment } : {}), fields };
}

/** Where the files of a project are. */
export const filesBase = (id: string): string => `/projects/${id}/attachments`;

/** How the files of a declaration stand, for whoever may read its project. */
const projectFiles = (
  { database, taken }: Deps,
  { definition }: StagedForm,
  id: string,
  declaration: unknown,
): Promise<FilesShown> =>
  filesShown(database, taken, { projectId: id, base: filesBase(id) }, filesIn(definition, declaration));

/** What the project of last year was approved with, where this one was copied from it. */
async function lastYearOf(deps: Deps, form: StagedForm, copiedFrom: string | undefined) {
  if (copiedFrom === undefined) return undefined;
  const before = await loadProject(deps.database, copiedFrom);
  const revision = before && (await loadRevision(deps.database, copiedFrom, before.record.flow.revision));
  if (!revision) return undefined;
  const cuts = cutsSoFar(before, before.record.flow.revision);
  return withCuts(form, revision.declaration, cuts);
}

/** What stands around a form on its page. */
export async function loadAround(
  deps: Deps,
  form: StagedForm,
  { unit: unitNow, directory }: Member,
  declaration: unknown,
  loaded: Loaded | undefined,
) {
  const record = loaded?.record;
  const unit = record?.unit ?? unitNow;
  const [lastYear, rounds, files, library, returned] = await Promise.all([
    lastYearOf(deps, form, record?.copiedFrom),
    unit ? roundsFor(deps, directory, unit.id, record?.round) : [],
    record ? projectFiles(deps, form, record.id, declaration) : noFilesShown,
    unitNow ? loadLibrary(deps.database, form.definition, unitNow) : [],
    loaded && returnedBy(deps, form, loaded),
  ]);
  return {
    ...(lastYear ? { lastYear } : {}),
    ...{ rounds, files, library },
    ...(returned ? { returned } : {}),
  };
}
export type Around = Awaited<ReturnType<typeof loadAround>>;

/** @param known what stands around it, where that was read before */
export async function formPage(
  deps: Deps,
  call: Call,
  form: StagedForm,
  member: Member,
  shown: Shown,
  loaded?: Loaded,
  known?: Around,
): Promise<Page> {
  const { definition } = form;
  const record = loaded?.record;
  const around = known ?? (await loadAround(deps, form, member, shown.declaration, loaded));
  const { returned, rounds, ...beside } = around;
  const { isChecked = false, isFailure = false } = shown;
  const found = isChecked ? shown.findings : shown.findings.filter((finding) => !isMissing(finding));
  const named = record?.title || definition.title[call.lang];
  const title = record ? withNumber(named, record.id, call.lang) : named;
  const { FormPage } = await import('./pages/form-page.tsx');
  return {
    content: (
      <FormPage
        lang={call.lang}
        definition={definition}
        declaration={shown.declaration}
        unread={shown.unread}
        {...beside}
        mostBytes={deps.taken.mostBytes}
        mostBytesInAll={deps.taken.mostBytesInAll}
        {...listFindings(found, call.lang)}
        showFindings
        isStopped={hasErrors(shown.findings)}
        isChecked={isChecked}
        isFailure={isFailure}
        person={member.principal.id}
        rounds={rounds}
        corrects={rounds.some(({ id }) => id === record?.round)}
        now={deps.now()}
        offers={form.rowOffers(shown.declaration)}
        {...(shown.notice ? { notice: shown.notice } : {})}
        {...(shown.refused ? { refused: shown.refused } : {})}
        {...(shown.pasted ? { pasted: shown.pasted } : {})}
        {...(shown.imported ? { imported: shown.imported } : {})}
        {...(shown.theirs ? { theirs: shown.theirs } : {})}
        idempotencyKey={shown.idempotencyKey ?? randomUUID()}
        {...(form.sample && !record ? { sampleHref: `/forms/${definition.id}?sample=1` } : {})}
        {...(isImportable(definition) && !record ? { importHref: `/forms/${definition.id}/imports` } : {})}
        {...(loaded && record
          ? {
              project: {
                id: record.id,
                revision: record.flow.revision,
                version: record.version,
                state: record.flow.state,
                savedAt: record.savedAt,
                ...(returned ? { returned } : {}),
              },
            }
          : {})}
      />
    ),
    frame: {
      title,
      ...(isFailure ? { isFailure } : {}),
      current: 'form',
      script: 'form',
      person: inHead(member),
    },
  };
}

/** Where a returned draft goes once it is submitted: straight back, or through all stages again. */
function onwardShown(
  form: StagedForm,
  loaded: Loaded,
  onward: Awaited<ReturnType<typeof wayOnward>>,
  lang: 'zh' | 'en',
): CheckPageProps['onward'] {
  if (!onward) return undefined;
  const back = returnOf(loaded);
  const named = (back?.fields ?? []).length > 0;
  const isDirect = onward.passedOver !== undefined || onward.next === back?.stage;
  return { to: stageLabel(form, lang)(onward.next), why: isDirect ? 'direct' : named ? 'anew' : 'unnamed' };
}

export async function checkPage(
  deps: Deps,
  call: Call,
  form: StagedForm,
  member: Member,
  view: ProjectView,
  { loaded, onward }: { readonly loaded: Loaded; readonly onward: Awaited<ReturnType<typeof wayOnward>> },
): Promise<Page> {
  const { CheckPage, checkTitle } = await import('./pages/check-page.tsx');
  return {
    content: (
      <CheckPage
        lang={call.lang}
        definition={form.definition}
        project={view}
        files={await projectFiles(deps, form, view.id, view.declaration)}
        onward={onwardShown(form, loaded, onward, call.lang)}
      />
    ),
    frame: {
      title: checkTitle(call.lang),
      about: withNumber(view.title || form.definition.title[call.lang], view.id, call.lang),
      person: inHead(member),
    },
  };
}

/** What happens next, for the confirmation after submitting. */
function nextStep(form: StagedForm, { flow, savedAt }: ProjectRecord, lang: 'zh' | 'en', calendar: Calendar) {
  const stage = flow.state === 'in-review' ? form.stages.find((one) => one.id === flow.stage) : undefined;
  if (!stage) return {};
  const deadline = deadlineOf(calendar, stage, new Date(savedAt)).toISOString();
  return { next: stage.label[lang], until: { deadline, ...provisionally(calendar, savedAt, deadline) } };
}

/** How long the decision that is asked for now has been waited for. */
function waitOf({ requests }: Loaded, calendar: Calendar, now: Date): { readonly wait?: Wait } {
  const open = requests.find(({ status }) => status === 'open');
  return open ? { wait: waitBetween(calendar, open.requestedAt, now.toISOString()) } : {};
}

/** Who is asked now and was not reached by the newest mail. */
const undeliveredTo = ({ requests }: Loaded): string[] =>
  requests
    .filter(({ status }) => status === 'open')
    .flatMap(({ assignees }) => assignees)
    .flatMap(({ name, undeliveredAt }) => (undeliveredAt === undefined ? [] : [name]));

export async function projectPage(
  deps: Deps,
  call: Call,
  form: StagedForm,
  member: Member,
  loaded: Loaded,
  view: ProjectView,
  notice: Notice | undefined,
  own: boolean,
  now: Date,
): Promise<Page> {
  const { ProjectPage } = await import('./pages/project-page.tsx');
  const calendar = await deps.rules.calendar();
  const next = notice === 'submitted' ? nextStep(form, loaded.record, call.lang, calendar) : {};
  const copies =
    own && view.state === 'approved' && form.nextYear(view.declaration, view.approvedFen) !== undefined;
  return {
    content: (
      <ProjectPage
        lang={call.lang}
        project={view}
        definition={form.definition}
        files={await projectFiles(deps, form, view.id, view.declaration)}
        stageLabel={stageLabel(form, call.lang)}
        copies={copies}
        asks={asksReader(loaded, member, { now, calendar })}
        undelivered={undeliveredTo(loaded)}
        urgedAt={lastUrged(loaded)}
        urgingWaits={urgingWaits(calendar, lastUrged(loaded), now)}
        isDecidedOn={loaded.record.flow.deciders.some((one) => one.revision === loaded.record.flow.revision)}
        {...waitOf(loaded, calendar, now)}
        {...(notice ? { notice } : {})}
        {...next}
      />
    ),
    frame: {
      title: withNumber(view.title || form.definition.title[call.lang], view.id, call.lang),
      person: inHead(member),
    },
  };
}
