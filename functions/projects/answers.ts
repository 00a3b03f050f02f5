import { Problem } from '../../shared/contract/problem.ts';
import type { ProblemCode } from '../../shared/contract/problem-codes.ts';
import { fieldId } from '../../shared/forms/places.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { etag } from '../../shared/http/version.ts';
import type { Member } from '../../shared/identity/member.ts';
import type { Changed } from '../../shared/project/change.ts';
import { type Loaded, loadProject } from '../../shared/project/load.ts';
import { demandDraft, type Opened } from '../../shared/project/open-project.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import type { Deps } from './deps.ts';
import type { Notice } from './pages/notice.ts';
import { type Around, filesBase, formPage, loadAround } from './pages.tsx';
import { isScript, type Posted } from './posted.ts';
import { DoesNotHold, type Submission } from './submit.ts';
import { type Checks, loadChecks, loadContent, projectViewOf } from './view.ts';

/** What the answer to a save needs beside what is saved: read before it, so that nothing can fail after it. */
interface ForAnswer {
  readonly checks?: Checks;
  readonly around?: Around;
}

/** A project after a change. What of its content the change wrote, and what was read before it, is not read again. */
export type AfterChange = Pick<Changed, 'record' | 'requests' | 'written'> & ForAnswer;

/** @param loaded the draft before it is saved; undefined where it is begun */
export async function readForAnswer(
  deps: Deps,
  call: Call,
  { form, member, loaded }: Pick<Opened, 'form' | 'member'> & { readonly loaded?: Loaded | undefined },
  { content, pasted }: Omit<Posted, 'anchor'>,
): Promise<ForAnswer> {
  if (call.form && !isScript(call) && !pasted) return {};
  const { declaration } = content;
  const checks = await loadChecks(deps, form, loaded?.record.id, declaration, member.directory);
  return pasted ? { checks, around: await loadAround(deps, form, member, declaration, loaded) } : { checks };
}

async function projectJson(
  deps: Deps,
  call: Call,
  changed: AfterChange,
  form: StagedForm,
  status: number,
): Promise<Answer> {
  const content = await loadContent(deps, changed, form);
  return {
    status,
    headers: { etag: etag(changed.record.version) },
    json: projectViewOf(changed, content, { own: true, decides: false }, call.lang),
  };
}

/** The button beside a field of files, where no script takes them: `attach:/plan/2/files`. */
const ATTACH = 'attach:';

/** How what a change came to is told, and where a page goes on. */
export interface GoingOn {
  readonly status: 200 | 201;
  readonly notice?: Notice;
  readonly anchor?: string;
  /** Where a page goes on that is not the project's. */
  readonly location?: string;
}

/** After a change: a program gets the project, a page goes on to it. */
export async function answerChange(
  deps: Deps,
  call: Call,
  form: StagedForm,
  changed: AfterChange,
  to: GoingOn,
): Promise<Answer> {
  const path = `/projects/${changed.record.id}`;
  if (call.form && !isScript(call)) {
    if (to.location !== undefined) return { status: 303, location: to.location };
    const intent = call.form.get('intent') ?? '';
    if (intent.startsWith(ATTACH))
      return { status: 303, location: `${path}/attachments#${fieldId(intent.slice(ATTACH.length))}` };
    const checks = intent === 'check';
    const query = checks ? '?check=1' : to.notice ? `?notice=${to.notice}` : '';
    return { status: 303, location: `${path}${query}${to.anchor ?? ''}` };
  }
  const answer = await projectJson(deps, call, changed, form, to.status);
  return to.status === 201 ? { ...answer, location: path } : answer;
}

/** Refusals that say nothing of the declaration: it is handed in again as it is, later or for less. */
const toldByForm: ReadonlySet<ProblemCode> = new Set(['too-many-requests', 'no-open-round', 'over-ceiling']);

/** What the form's page says beside what was typed, where a refusal is for that page to tell. */
function reasonOf(error: unknown, lang: 'zh' | 'en') {
  if (!(error instanceof Problem)) return undefined;
  const { status, headers, detail } = error;
  const answer = { status, headers };
  if (error instanceof DoesNotHold)
    return { answer, shown: { findings: error.findings, isChecked: true as const } };
  return toldByForm.has(error.code)
    ? { answer, shown: { findings: [], refused: detail?.[lang] } }
    : undefined;
}

/** A refusal that a page answers with everything typed still in the form; a program gets it as a problem. */
export async function keepTyped(
  deps: Deps,
  call: Call,
  form: StagedForm,
  member: Member,
  content: Submission,
  opened: Opened | undefined,
  work: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!call.form || call.accepts !== 'html') throw error;
    if (error instanceof Problem && error.code === 'stale-version' && opened)
      return staleAnswer(deps, call, opened, content);
    const because = reasonOf(error, call.lang);
    if (!because) throw error;
    const { idempotencyKey } = call;
    const shown = { ...content, ...because.shown, idempotencyKey, isFailure: true as const };
    const page = await formPage(deps, call, form, member, shown, opened?.loaded);
    return { ...because.answer, page };
  }
}

/** Somebody saved meanwhile: what was typed stays in the form, and what they saved stands beside it. */
async function staleAnswer(
  deps: Deps,
  call: Call,
  { loaded, form, member }: Opened,
  content: Submission,
): Promise<Answer> {
  // Read again: the save may have come between the reading of this call and its writing.
  const fresh = (await loadProject(deps.database, loaded.record.id)) ?? loaded;
  demandDraft(fresh);
  const theirs = await loadContent(deps, fresh, form);
  const shown = { ...content, findings: [], theirs, isFailure: true as const };
  return { status: 412, page: await formPage(deps, call, form, member, shown, fresh) };
}

/** The form as it was saved, with what was understood of pasted rows: they are not in the draft yet. */
export async function previewAnswer(
  deps: Deps,
  call: Call,
  form: StagedForm,
  member: Member,
  changed: AfterChange,
  pasted: NonNullable<Posted['pasted']>,
): Promise<Answer> {
  const content = await loadContent(deps, changed, form);
  const { around = await loadAround(deps, form, member, content.declaration, changed) } = changed;
  // What was just begun has its address since.
  const files = { ...around.files, base: filesBase(changed.record.id) };
  const shown = { ...content, pasted };
  return {
    status: 200,
    page: await formPage(deps, call, form, member, shown, changed, { ...around, files }),
  };
}
