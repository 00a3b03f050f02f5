import * as z from 'zod';
import { Problem } from '../../shared/contract/problem.ts';
import type { projectRows } from '../../shared/contract/routes/projects.ts';
import {
  type DraftBody,
  objectionBody,
  type SaveBody,
  unmasking,
} from '../../shared/contract/routes/projects.ts';
import type { ProjectView } from '../../shared/contract/views.ts';
import { schemaFindings, textFindings } from '../../shared/forms/check.ts';
import { hasErrors } from '../../shared/forms/finding.ts';
import { readForm } from '../../shared/forms/form-data.ts';
import { putAt, valueAt } from '../../shared/forms/pointer.ts';
import { withinScope } from '../../shared/forms/scope.ts';
import type { Answer, Call, CallOf, Handlers, Head } from '../../shared/http/endpoint.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { etag, ifMatch, ofFirst } from '../../shared/http/version.ts';
import { actorOf, loadMember, type Member } from '../../shared/identity/member.ts';
import { seesPersonalData } from '../../shared/project/access.ts';
import { asksReader } from '../../shared/project/asks-reader.ts';
import { isDraftStored, type Loaded } from '../../shared/project/load.ts';
import {
  demandDraft,
  isOwn,
  type Opened,
  openOwnProject,
  openProject,
} from '../../shared/project/open-project.ts';
import { openingOf } from '../../shared/project/opening.ts';
import { maskOfProject } from '../../shared/project/personal-data.ts';
import { loadReadable, type Readable } from '../../shared/project/readable.ts';
import type { EarlierCall } from '../../shared/store/call-store.ts';
import { recordReading } from '../../shared/store/system-chain.ts';
import { normalText } from '../../shared/values/text.ts';
import { stagesBy } from '../../shared/workflow/settings.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import {
  type AfterChange,
  answerChange,
  type GoingOn,
  keepTyped,
  previewAnswer,
  readForAnswer,
} from './answers.ts';
import { demandAttached, postedFiles } from './attached.ts';
import { type Deps, formOf } from './deps.ts';
import { beginDraft, copyForNextYear, recall, saveDraft, withdraw } from './drafts.ts';
import { object } from './objection.ts';
import type { Notice } from './pages/notice.ts';
import { checkPage, formPage, prefilled, projectPage } from './pages.tsx';
import { type Posted, type PostedCall, posted, withOffer } from './posted.ts';
import { demandScope } from './scope.ts';
import { isSubmittedBy, submitDeclaration, submitDraft, wayOnward } from './submit.ts';
import { urge } from './urge.ts';
import {
  type Content,
  draftFindings,
  loadChecks,
  loadContent,
  loadFitting,
  maskedView,
  projectViewOf,
} from './view.ts';

type CallAt<Key extends keyof typeof projectRows> = CallOf<(typeof projectRows)[Key]>;

/** The version that a call wants to change: the header, or the field of a page's form. */
function versionOf(call: Pick<Call<unknown, unknown, 'version'>, 'form' | 'headers'>): number {
  if (!call.form) return ifMatch(call);
  const version = Number(call.form.get('version') ?? '');
  if (!Number.isSafeInteger(version) || version < 1) throw new Problem('version-required');
  return version;
}

function partialDeclaration(form: StagedForm, declaration: unknown): Record<string, unknown> {
  const parsed = form.draft.safeParse(declaration);
  const errors = parsed.success
    ? textFindings(form.definition, parsed.data)
    : schemaFindings(form.definition, form.draft, declaration);
  if (parsed.success && errors.length === 0) return parsed.data;
  throw new Problem('invalid-declaration', { errors });
}

/** The sample as the unit itself would have filled it in: it may declare for no other. */
function ofOwnUnit({ definition }: StagedForm, sample: Record<string, unknown>, known: unknown) {
  const { unit } = definition;
  return unit === undefined ? sample : putAt(sample, unit, valueAt(known, unit));
}

/** How what a change came to is told, where that depends on nothing that was sent. */
const goingOn = {
  begunAndSubmitted: { status: 201, notice: 'submitted' },
  submitted: { status: 200, notice: 'submitted' },
  recalled: { status: 200, notice: 'recalled' },
  withdrawn: { status: 200, notice: 'withdrawn' },
  objected: { status: 200, notice: 'objected' },
} as const satisfies Record<string, GoingOn>;

/** Whoever urged goes on where they did. */
const onward = ({ form }: CallAt<'POST /projects/{id}/urge'>): GoingOn => ({
  status: 200,
  notice: 'urged',
  ...(form?.get('from') === 'desk' ? { location: '/?tab=mine&notice=urged' } : {}),
});

/** A form as programs fill it in. Its schema is written out for them alone: that takes as long as the page. */
const formJson = ({ definition, submission, sample }: StagedForm) => ({
  definition,
  schema: z.toJSONSchema(submission, { io: 'input' }),
  sample,
});

async function showForm(deps: Deps, call: CallAt<'GET /forms/{form}'>): Promise<Answer> {
  const form = await formOf(deps, call.path.form ?? '');
  if (call.accepts !== 'html') return { status: 200, json: formJson(form) };
  const member = await loadMember(deps.database, call.person);
  const known = prefilled(form, member);
  const declaration = call.query.sample && form.sample ? ofOwnUnit(form, form.sample, known) : known;
  const { unit } = member;
  const chosen = await deps.rules.load(member.directory);
  const findings = unit ? draftFindings(form, declaration, {}, unit.id, chosen) : [];
  return {
    status: 200,
    page: await formPage(deps, call, form, member, { declaration, unread: {}, findings }),
  };
}

async function submitOnce(
  deps: Deps,
  call: CallAt<'POST /forms/{form}/submissions'>,
  form: StagedForm,
): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const content = call.form
    ? readForm(form.definition, call.form)
    : { declaration: call.body ?? {}, unread: {} };
  return keepTyped(deps, call, form, member, content, undefined, async () => {
    const changed = await submitDeclaration(deps, form, member, content, call.requestId);
    return answerChange(deps, call, form, changed, goingOn.begunAndSubmitted);
  });
}

/** What a page posted of a draft that is not there yet. */
const postedIn = (form: StagedForm, page: PostedCall): Posted => withOffer(form, page, posted(form, page));

/** What a new draft begins with: what was typed or sent, or an approved project of the unit for its next year. */
async function beginning(
  deps: Deps,
  call: Call<DraftBody | undefined>,
  form: StagedForm,
  member: Member,
): Promise<Posted & { copiedFrom?: string }> {
  const copyOf = call.form?.get('copyOf') ?? (call.body && 'copyOf' in call.body ? call.body.copyOf : null);
  if (copyOf) {
    const declaration = await copyForNextYear(deps, form, member, copyOf);
    return { content: { declaration, unread: {} }, anchor: '', copiedFrom: copyOf };
  }
  if (call.form) return postedIn(form, { ...call, form: call.form });
  const sent = call.body && 'declaration' in call.body ? call.body.declaration : {};
  const declaration = partialDeclaration(form, sent);
  await demandAttached(deps, form, undefined, declaration);
  return { content: { declaration, unread: {} }, anchor: '' };
}

async function create(deps: Deps, call: Call<DraftBody | undefined>): Promise<Answer> {
  const form = await formOf(deps, call.form?.get('form') ?? call.body?.form ?? '');
  const member = await loadMember(deps.database, call.person);
  const { content, copiedFrom, ...goesOn } = await beginning(deps, call, form, member);
  const begin = async (): Promise<Answer> => {
    const { requestId } = call;
    const read = await readForAnswer(deps, call, { form, member }, { content, ...goesOn });
    const changed = await beginDraft(deps, form, member, content, { requestId, copiedFrom });
    return answerSaved(deps, call, { form, member, changed: { ...changed, ...read } }, 201, goesOn);
  };
  // Nothing was typed into a copy.
  return copiedFrom === undefined ? keepTyped(deps, call, form, member, content, undefined, begin) : begin();
}

/** A draft that was begun, told again. */
async function createdAgain(
  deps: Deps,
  call: Call<DraftBody | undefined>,
  { made = '', ...earlier }: EarlierCall,
): Promise<Answer> {
  const { form, member, loaded } = await openOwnProject(deps, { ...call, path: { id: made } });
  const isTyped = call.form && !call.form.has('copyOf');
  const goesOn = isTyped ? postedIn(form, { ...call, form: call.form }) : { anchor: '' };
  return ofFirst(await answerSaved(deps, call, { form, member, changed: loaded }, 201, goesOn), earlier);
}

async function show(deps: Deps, call: CallAt<'GET /projects/{id}'>): Promise<Answer> {
  const opened = await openProject(deps, call);
  return answerProject(deps, call, opened, seesPersonalData(opened.loaded, opened.member));
}

/** The project as its reader may see it: personal data in full, or masked. */
async function answerProject(
  deps: Deps,
  call: Call<unknown, { notice?: Notice | undefined; check?: '1' | undefined }>,
  opened: Opened,
  inFull: boolean,
): Promise<Answer> {
  const { loaded, form, member } = opened;
  const { record } = loaded;
  const own = isOwn(opened);
  const stored = await loadContent(deps, loaded, form, own);
  const asks = asksReader(loaded, member, { now: deps.now(), calendar: await deps.rules.calendar() });
  const view = projectViewOf(loaded, stored, { own, decides: asks !== undefined }, call.lang);
  const audits = member.principal.roles.includes('auditor');
  const shown = inFull ? view : maskedView(view, form, await maskOfProject(deps.database, record), audits);
  const answer = { status: 200, headers: { etag: etag(record.version) } };
  if (call.accepts !== 'html') return { ...answer, json: shown };
  const edits = own && (record.flow.state === 'draft' || record.flow.state === 'returned');
  return {
    ...answer,
    page: edits
      ? await draftPage(deps, call, opened, stored, shown)
      : await projectPage(
          deps,
          call,
          await dated(deps, form, member),
          member,
          loaded,
          shown,
          call.query.notice,
          own,
          deps.now(),
        ),
  };
}

/** A draft as its form, or where it is to be handed in the page to check, once nothing stands against that. */
async function draftPage(
  deps: Deps,
  call: Call<unknown, { notice?: Notice | undefined; check?: '1' | undefined }>,
  { loaded, form, member }: Opened,
  stored: Content,
  view: ProjectView,
) {
  const { check, notice } = call.query;
  if (check && !hasErrors(stored.findings)) {
    const onward = await wayOnward(deps, form, member, loaded, stored);
    return checkPage(deps, call, form, member, view, { loaded, onward });
  }
  const checked = check ? ({ isChecked: true, isFailure: true } as const) : {};
  return formPage(deps, call, form, member, { ...stored, ...checked, notice }, loaded);
}

/** What a call wants a draft to hold; a page's buttons may have moved its rows. */
async function draftContent(
  deps: Deps,
  call: Call<SaveBody | undefined>,
  { form, loaded }: Opened,
): Promise<Posted> {
  const opening = await openingOf(deps, form, loaded);
  if (call.form) {
    const { scope, handedIn } = opening;
    const page = { ...call, form: call.form };
    const read = posted(form, page, scope, await postedFiles(deps, loaded, form, call.form));
    return withOffer(form, page, { ...read, content: withinScope(scope, handedIn, read.content) }, scope);
  }
  const declaration = partialDeclaration(form, call.body?.declaration);
  demandScope(form, opening, declaration);
  await demandAttached(deps, form, loaded.record.id, declaration);
  return { content: { declaration, unread: {} }, anchor: '' };
}

/** After a draft was stored: the project, or the page with what was understood of pasted rows. */
const answerSaved = (
  deps: Deps,
  call: Call,
  { form, member, changed }: Pick<Opened, 'form' | 'member'> & { readonly changed: AfterChange },
  status: 200 | 201,
  { anchor, pasted }: Omit<Posted, 'content'>,
): Promise<Answer> =>
  pasted
    ? previewAnswer(deps, call, form, member, changed, pasted)
    : answerChange(deps, call, form, changed, { status, notice: 'saved', anchor });

async function save(deps: Deps, call: Call<SaveBody | undefined>, opened: Opened): Promise<Answer> {
  const { form, member, loaded } = opened;
  const version = versionOf(call);
  demandDraft(loaded);
  const { content, ...goesOn } = await draftContent(deps, call, opened);
  const saved = (changed: AfterChange) => answerSaved(deps, call, { form, member, changed }, 200, goesOn);
  // Whoever never heard of their own save sends it once more.
  if (version < loaded.record.version && (await isDraftStored(deps.database, loaded.record.id, content)))
    return saved(loaded);
  return keepTyped(deps, call, form, member, content, opened, async () => {
    const read = await readForAnswer(deps, call, opened, { content, ...goesOn });
    const { id } = loaded.record;
    const changed = await saveDraft(deps, form, member, id, version, content, call.requestId);
    return saved({ ...changed, ...read });
  });
}

/** A save that was carried out, told again: the page goes on where it did. */
async function savedAgain(
  deps: Deps,
  call: Call<SaveBody | undefined>,
  earlier: EarlierCall,
): Promise<Answer> {
  const opened = await openOwnProject(deps, call);
  const { form, member, loaded } = opened;
  const goesOn = call.form ? await draftContent(deps, call, opened) : { anchor: '' };
  return ofFirst(await answerSaved(deps, call, { form, member, changed: loaded }, 200, goesOn), earlier);
}

async function submit(
  deps: Deps,
  call: CallAt<'POST /projects/{id}/submit'>,
  opened: Opened,
): Promise<Answer> {
  const { form, member, loaded } = opened;
  const version = versionOf(call);
  if (!call.form?.has('form') && isSubmittedBy(loaded, member, version))
    return answerChange(deps, call, form, loaded, goingOn.submitted);
  demandDraft(loaded);
  // The page to check posts no fields: what it showed is what is stored.
  const opening = await openingOf(deps, form, loaded);
  const { scope, handedIn } = opening;
  const files = call.form && (await postedFiles(deps, loaded, form, call.form));
  const stored = call.form?.has('form')
    ? withinScope(scope, handedIn, readForm(form.definition, call.form, scope, files))
    : await loadFitting(deps.database, loaded.record, form);
  const content = stored ?? { declaration: {}, unread: {} };
  return keepTyped(deps, call, form, member, content, opened, async () => {
    demandScope(form, opening, content.declaration);
    const changed = await submitDraft(deps, form, member, loaded.record.id, version, content, call.requestId);
    return answerChange(deps, call, form, changed, goingOn.submitted);
  });
}

/** What a program is told of the content that its change leaves as it is: read before it, so that nothing fails after. */
const readBefore = async (deps: Deps, { form }: Call, loaded: Loaded): Promise<Readable | undefined> =>
  form ? undefined : loadReadable(deps.database, loaded, true);

async function end(
  deps: Deps,
  call: CallAt<'POST /projects/{id}/withdraw'>,
  { form, member, loaded }: Opened,
): Promise<Answer> {
  const written = await readBefore(deps, call, loaded);
  const changed = await withdraw(deps, member, loaded.record.id, versionOf(call), call.requestId);
  return answerChange(deps, call, form, { ...changed, written }, goingOn.withdrawn);
}

/** By what the draft will be checked that begins with what was handed in. */
const checksOf = (deps: Deps, form: StagedForm, { directory }: Member, id: string, handedIn: Readable) => {
  const { declaration } = handedIn.is === 'draft' ? handedIn.draft : handedIn.content;
  return loadChecks(deps, form, id, declaration, directory);
};

async function takeBack(
  deps: Deps,
  call: CallAt<'POST /projects/{id}/recall'>,
  { form, member, loaded }: Opened,
): Promise<Answer> {
  const { id } = loaded.record;
  const handedIn = await readBefore(deps, call, loaded);
  const checks = handedIn && (await checksOf(deps, form, member, id, handedIn));
  const changed = await recall(deps, member, id, versionOf(call), call.requestId);
  return answerChange(deps, call, form, { ...changed, ...(checks ? { checks } : {}) }, goingOn.recalled);
}

async function protest(
  deps: Deps,
  call: CallAt<'POST /projects/{id}/objection'>,
  opened: Opened,
): Promise<Answer> {
  const comment = call.form ? call.form.get('comment') : call.body?.comment;
  const parsed = objectionBody.safeParse({ comment: normalText(comment ?? '').trim() });
  if (!parsed.success) throw new Problem('invalid-body', { errors: shapeFindings(parsed.error) });
  const written = await readBefore(deps, call, opened.loaded);
  const changed = await object(deps, opened, parsed.data.comment, call.requestId);
  return answerChange(deps, call, opened.form, { ...changed, written }, goingOn.objected);
}

async function press(deps: Deps, call: CallAt<'POST /projects/{id}/urge'>, opened: Opened): Promise<Answer> {
  const written = await readBefore(deps, call, opened.loaded);
  const changed = await urge(deps, opened, call.form?.get('seen') ?? undefined, call.requestId);
  return answerChange(deps, call, opened.form, { ...changed, written }, onward(call));
}

/** Shows an auditor the personal data of a project, once, after that has been recorded in the auditor's own chain. */
async function unmask(
  deps: Deps,
  call: CallAt<'POST /projects/{id}/unmask'>,
  opened: Opened,
): Promise<Answer> {
  const { loaded, member } = opened;
  const comment = call.form ? call.form.get('comment') : call.body?.comment;
  const parsed = unmasking.safeParse({ comment: normalText(comment ?? '').trim() });
  if (!parsed.success) throw new Problem('invalid-body', { errors: shapeFindings(parsed.error) });
  const actor = actorOf(member, 'auditor');
  const reading = {
    actor,
    action: 'unmasked',
    scope: `/projects/${loaded.record.id}`,
    projectId: loaded.record.id,
    unit: loaded.record.unit.id,
    comment: parsed.data.comment,
    at: deps.now().toISOString(),
    requestId: call.requestId,
  } as const;
  // All of it is read before that is recorded: whoever is told of a failure has not been shown anything.
  const answer = await answerProject(deps, { ...call, query: {} }, opened, true);
  await deps.limits.within([{ limit: 'unmaskings', by: actor.id }], () =>
    recordReading(deps.database, reading),
  );
  return answer;
}

/** The form with the deadlines that the office set: the page after a submission says by when the next decision is due. */
async function dated(deps: Deps, form: StagedForm, { directory }: Member): Promise<StagedForm> {
  return { ...form, stages: stagesBy(await deps.rules.load(directory), form.stages) };
}

/** Answers a call that sends something to a project: the project is looked up before that is read. */
const withProject = <C extends Call<unknown, unknown>>(
  deps: Deps,
  open: typeof openProject,
  answer: (deps: Deps, call: C, opened: Opened) => Promise<Answer>,
) => ({
  lookUp: async (head: Head<unknown>) => {
    const opened = await open(deps, head);
    return (call: C) => answer(deps, call, opened);
  },
});

/**
 * Tells again what a change came to that was carried out: the project as it is now, with the version that the change led
 * to, and where its page went on.
 */
const toldAgain =
  <C extends Call>(deps: Deps, to: GoingOn | ((call: C) => GoingOn)) =>
  async (call: C, { made: id = call.path.id ?? '', ...earlier }: EarlierCall): Promise<Answer> => {
    const { form, loaded } = await openOwnProject(deps, { ...call, path: { id } });
    const told = typeof to === 'function' ? to(call) : to;
    return ofFirst(await answerChange(deps, call, form, loaded, told), earlier);
  };

/** This function's part of the contract at the edge. What has a page of its own is loaded when it is asked for. */
export const projectHandlers = (deps: Deps): Handlers<typeof projectRows> => ({
  'GET /': async (call) => (await import('./show-desk.tsx')).showDesk(deps, call),
  'GET /requests': async (call) => (await import('./requests.tsx')).showRequests(deps, call),
  'GET /forms/{form}': (call) => showForm(deps, call),
  'POST /forms/{form}/submissions': {
    lookUp: async ({ path }) => {
      const form = await formOf(deps, path.form ?? '');
      return (call) => submitOnce(deps, call, form);
    },
    again: toldAgain(deps, goingOn.begunAndSubmitted),
  },
  'GET /forms/{form}/imports': async (call) => (await import('./imports.tsx')).showImport(deps, call),
  'POST /forms/{form}/imports': async (call) => (await import('./imports.tsx')).postImport(deps, call),
  'GET /projects': async (call) => (await import('./list/list.tsx')).showList(deps, call),
  'POST /projects': {
    lookUp: async () => (call) => create(deps, call),
    again: (call, earlier) => createdAgain(deps, call, earlier),
  },
  'GET /drafts': async (call) => (await import('./many.tsx')).showDrafts(deps, call),
  'POST /drafts/submissions': async (call) => (await import('./many.tsx')).submitMany(deps, call),
  'GET /projects/{id}': (call) => show(deps, call),
  'PUT /projects/{id}': {
    ...withProject(deps, openOwnProject, save),
    again: (call, earlier) => savedAgain(deps, call, earlier),
  },
  'POST /projects/{id}': {
    ...withProject(deps, openOwnProject, save),
    again: (call, earlier) => savedAgain(deps, call, earlier),
  },
  'POST /projects/{id}/submit': {
    ...withProject(deps, openOwnProject, submit),
    again: toldAgain(deps, goingOn.submitted),
  },
  'POST /projects/{id}/recall': {
    ...withProject(deps, openOwnProject, takeBack),
    again: toldAgain(deps, goingOn.recalled),
  },
  'POST /projects/{id}/withdraw': {
    ...withProject(deps, openOwnProject, end),
    again: toldAgain(deps, goingOn.withdrawn),
  },
  'POST /projects/{id}/objection': {
    ...withProject(deps, openOwnProject, protest),
    again: toldAgain(deps, goingOn.objected),
  },
  'POST /projects/{id}/urge': { ...withProject(deps, openOwnProject, press), again: toldAgain(deps, onward) },
  'POST /projects/{id}/unmask': withProject(deps, openProject, unmask),
});
