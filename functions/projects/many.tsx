import { type ManyBody, manyBody } from '../../shared/contract/bodies.ts';
import { inLanguage, Problem, problemView } from '../../shared/contract/problem.ts';
import type { DraftLine, SubmissionResult } from '../../shared/contract/views.ts';
import { formOfRecord } from '../../shared/declaration/registry.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { asProblem } from '../../shared/http/problem-answer.tsx';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { loadMember, memberOfUnit } from '../../shared/identity/member.ts';
import { loadDraft, loadProject } from '../../shared/project/change.ts';
import { projectsOfUnit } from '../../shared/project/lists.ts';
import { DraftsPage } from './pages/drafts-page.tsx';
import { personOf } from './pages.tsx';
import { demandDraft, openOwnProject, type Parts } from './parts.ts';
import { demandScope } from './scope.ts';
import { submitDraft } from './submit.ts';
import { loadContent } from './view.ts';

/** A draft with what is found in it. What the index says of its state may be a moment old: the record decides. */
async function draftLine(parts: Parts, id: string, lang: 'zh' | 'en'): Promise<DraftLine[]> {
  const { record } = (await loadProject(parts.database, id)) ?? {};
  if (record?.flow.state !== 'draft' && record?.flow.state !== 'returned') return [];
  const form = await formOfRecord(record);
  const { findings } = await loadContent(parts.database, record, form);
  const { title, budgetYear, requestedFen, savedAt, version, flow } = record;
  const { state, revision } = flow;
  const found = inLanguage(findings, lang);
  return [{ id, version, state, revision, title, budgetYear, requestedFen, savedAt, findings: found }];
}

async function draftsOf(parts: Parts, call: Call): Promise<DraftLine[]> {
  const { unit } = memberOfUnit(await loadMember(parts.database, call.person));
  const lines = await projectsOfUnit(parts.database, unit.id);
  const open = lines.filter(({ state }) => state === 'draft' || state === 'returned');
  return (await Promise.all(open.map(({ id }) => draftLine(parts, id, call.lang)))).flat();
}

async function answer(parts: Parts, call: Call, results?: readonly SubmissionResult[]): Promise<Answer> {
  const member = await loadMember(parts.database, call.person);
  const drafts = await draftsOf(parts, call);
  return {
    status: 200,
    json: results ? { results } : { drafts },
    page: {
      content: <DraftsPage lang={call.lang} drafts={drafts} {...(results ? { results } : {})} />,
      frame: { title: call.lang === 'zh' ? '草稿' : 'Drafts', person: personOf(member) },
    },
  };
}

/** The unit's drafts with their findings. */
export const showDrafts = (parts: Parts, call: Call): Promise<Answer> => answer(parts, call);

async function submitOne(
  parts: Parts,
  call: Call,
  { id, version }: ManyBody['drafts'][number],
): Promise<SubmissionResult> {
  try {
    const { form, member, loaded } = await openOwnProject(parts, { ...call, path: { id } });
    demandDraft(loaded);
    const draft = await loadDraft(parts.database, id);
    if (!draft) throw new Problem('not-in-this-state');
    await demandScope(parts, form, loaded, draft.declaration);
    await submitDraft(parts, form, member, id, version, draft, call.requestId);
    return { id, status: 200 };
  } catch (error) {
    const { status, code, title, errors } = problemView(asProblem(error), call.lang);
    return { id, status, code, title, ...(errors ? { errors } : {}) };
  }
}

/** A checkbox of the page holds what a program sends: which draft, and the version that was seen. */
const chosen = (form: URLSearchParams) => ({
  drafts: form.getAll('draft').map((value) => {
    const [id, version] = value.split(' ');
    return { id, version: Number(version) };
  }),
});

/** Submits several drafts, one after the other; each is answered for itself. */
export async function submitMany(parts: Parts, call: Call<ManyBody | undefined>): Promise<Answer> {
  const body = manyBody.safeParse(call.form ? chosen(call.form) : call.body);
  if (!body.success) throw new Problem('invalid-body', { errors: shapeFindings(body.error) });
  const results: SubmissionResult[] = [];
  for (const draft of body.data.drafts) results.push(await submitOne(parts, call, draft));
  return answer(parts, call, results);
}
