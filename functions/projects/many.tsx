import { listFindings } from '../../shared/contract/list-findings.ts';
import { Problem, problemView } from '../../shared/contract/problem.ts';
import {
  type ManyBody,
  MOST_AT_ONCE,
  manyBody,
  type projectRows,
} from '../../shared/contract/routes/projects.ts';
import type { DraftLine, SubmissionResult } from '../../shared/contract/views.ts';
import { formOfRecord } from '../../shared/declaration/registry.ts';
import { asProblem } from '../../shared/http/as-problem.ts';
import type { Answer, Call, CallOf } from '../../shared/http/endpoint.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { inHead, loadMember, type Member, memberOfUnit } from '../../shared/identity/member.ts';
import { loadDraft, loadProject } from '../../shared/project/load.ts';
import { demandDraft, openOwnProject } from '../../shared/project/open-project.ts';
import { openingOf } from '../../shared/project/opening.ts';
import { underWayOf } from '../../shared/project/under-way.ts';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import type { Deps } from './deps.ts';
import { DraftsPage } from './pages/drafts-page.tsx';
import { demandScope } from './scope.ts';
import { isSubmittedBy, submitDraft } from './submit.ts';
import { loadContent } from './view.ts';

/** So many at once keep the table calm. */
const AT_ONCE = 25;

/** A draft with what is found in it, as its record has it. */
async function draftLine(
  deps: Parameters<typeof loadContent>[0],
  id: string,
  lang: 'zh' | 'en',
): Promise<DraftLine[]> {
  const { record } = (await loadProject(deps.database, id)) ?? {};
  if (record?.flow.state !== 'draft' && record?.flow.state !== 'returned') return [];
  const form = await formOfRecord(record);
  const { findings } = await loadContent(deps, { record, requests: [] }, form);
  const { title, budgetYear, requestedFen, savedAt, version, flow } = record;
  const { state, revision } = flow;
  const found = listFindings(findings, lang);
  return [{ id, version, state, revision, title, budgetYear, requestedFen, savedAt, ...found }];
}

/** The newest first. */
async function draftsOf(deps: Deps, call: Call, member: Member): Promise<DraftLine[]> {
  const { unit } = memberOfUnit(member);
  const { lines } = await underWayOf(deps.database, unit.id);
  const open = lines
    .filter(({ state }) => state === 'draft' || state === 'returned')
    .toSorted((a, b) => (a.since > b.since ? -1 : 1));
  // What the office chose is the same for all of them: read once.
  const chosen = await deps.rules.load(member.directory);
  const { database, taken } = deps;
  const once = { database, taken, rules: { load: async () => chosen } };
  return (await inTurns(open, AT_ONCE, ({ projectId }) => draftLine(once, projectId, call.lang))).flat();
}

const draftsPage = (
  { lang }: Call,
  member: Member,
  shown: { readonly drafts: readonly DraftLine[]; readonly results?: readonly SubmissionResult[] },
): NonNullable<Answer['page']> => ({
  content: <DraftsPage lang={lang} {...shown} />,
  frame: { title: lang === 'zh' ? '草稿' : 'Drafts', person: inHead(member) },
});

/** The unit's drafts with their findings. */
export async function showDrafts(deps: Deps, call: Call): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const drafts = await draftsOf(deps, call, member);
  return { status: 200, json: { drafts }, page: draftsPage(call, member, { drafts }) };
}

async function submitOne(
  deps: Deps,
  call: Call,
  { id, version }: ManyBody['drafts'][number],
): Promise<SubmissionResult> {
  try {
    const { form, member, loaded } = await openOwnProject(deps, { ...call, path: { id } });
    if (isSubmittedBy(loaded, member, version)) return { id, status: 200 };
    demandDraft(loaded);
    const draft = await loadDraft(deps.database, id);
    if (!draft) throw new Problem('not-in-this-state');
    demandScope(form, await openingOf(deps, form, loaded), draft.declaration);
    await submitDraft(deps, form, member, id, version, draft, call.requestId);
    return { id, status: 200 };
  } catch (error) {
    const { type: _, ...told } = problemView(asProblem(error), call.lang);
    return { id, ...told };
  }
}

type SubmitMany = CallOf<(typeof projectRows)['POST /drafts/submissions']>;

/** A checkbox of the page holds what a program sends: which draft, and the version that was seen. One too many tells. */
const chosen = (form: NonNullable<SubmitMany['form']>) => ({
  drafts: form
    .getAll('draft')
    .slice(0, MOST_AT_ONCE + 1)
    .map((value) => {
      const [id, version] = value.split(' ', 2);
      return { id, version: Number(version) };
    }),
});

/** Submits several drafts, one after the other; each is answered for itself. */
export async function submitMany(deps: Deps, call: SubmitMany): Promise<Answer> {
  const body = manyBody.safeParse(call.form ? chosen(call.form) : call.body);
  if (!body.success) throw new Problem('invalid-body', { errors: shapeFindings(body.error) });
  const member = await loadMember(deps.database, call.person);
  memberOfUnit(member);
  // What the page lists is read before anything is handed in: of that it is known what became of it.
  const before = call.accepts === 'html' ? await draftsOf(deps, call, member) : [];
  const results: SubmissionResult[] = [];
  for (const draft of body.data.drafts) results.push(await submitOne(deps, call, draft));
  const handedIn = new Set(results.flatMap(({ id, status }) => (status === 200 ? [id] : [])));
  const drafts = before.filter(({ id }) => !handedIn.has(id));
  return { status: 200, json: { results }, page: draftsPage(call, member, { drafts, results }) };
}
