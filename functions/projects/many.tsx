import * as z from 'zod';
import { listFindings } from '../../shared/contract/list-findings.ts';
import { Problem, problemView } from '../../shared/contract/problem.ts';
import {
  type DraftsQuery,
  type ManyBody,
  MOST_AT_ONCE,
  manyBody,
  type projectRows,
  USUAL_LINES,
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
import { type UnderWay, underWayOf } from '../../shared/project/under-way.ts';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import type { Lang } from '../../shared/values/language.ts';
import type { Deps } from './deps.ts';
import { decoded, encoded } from './desk/arrange.ts';
import { DraftsPage } from './pages/drafts-page.tsx';
import { demandScope } from './scope.ts';
import { isSubmittedBy, submitDraft } from './submit.ts';
import { loadContent } from './view.ts';
import { noneChosen } from './words/drafts.ts';

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

/** Where a page begins: behind this one. */
const place = z.strictObject({ since: z.string(), projectId: z.string() });
type Place = z.infer<typeof place>;

/** The newest first. */
const order = (one: Place, other: Place): number => {
  if (one.since !== other.since) return one.since > other.since ? -1 : 1;
  return one.projectId < other.projectId ? -1 : 1;
};

/** What a unit drafts, as the list of what it has under way says it. */
async function openOf({ database }: Deps, member: Member): Promise<UnderWay[]> {
  const { lines } = await underWayOf(database, memberOfUnit(member).unit.id);
  return lines.filter(({ state }) => state === 'draft' || state === 'returned').toSorted(order);
}

interface Wanted {
  readonly lang: Lang;
  /** Behind which draft the page begins. */
  readonly from?: Place | undefined;
  readonly limit: number;
}

/** A page of it, each read with what is found in it. */
async function pageOf(deps: Deps, member: Member, open: readonly UnderWay[], { lang, from, limit }: Wanted) {
  const left = from ? open.filter((one) => order(from, one) < 0) : open;
  const page = left.slice(0, limit);
  // What the office chose is the same for all of them: read once.
  const chosen = await deps.rules.load(member.directory);
  const { database, taken } = deps;
  const once = { database, taken, rules: { load: async () => chosen } };
  const drafts = (await inTurns(page, AT_ONCE, ({ projectId }) => draftLine(once, projectId, lang))).flat();
  const last = left.length > page.length ? page.at(-1) : undefined;
  const next = last ? encoded({ since: last.since, projectId: last.projectId }) : null;
  const nextHref =
    next === null ? undefined : `/drafts?${new URLSearchParams({ limit: String(limit), cursor: next })}`;
  return { drafts, next, nextHref };
}

const draftsPage = (
  lang: Lang,
  member: Member,
  shown: Omit<Parameters<typeof DraftsPage>[0], 'lang'>,
): NonNullable<Answer['page']> => ({
  content: <DraftsPage lang={lang} {...shown} />,
  frame: { title: lang === 'zh' ? '草稿' : 'Drafts', person: inHead(member) },
});

/** A page of the unit's drafts with their findings. @throws Problem `invalid-parameter` */
export async function showDrafts(deps: Deps, call: Call<unknown, DraftsQuery>): Promise<Answer> {
  const { lang, query } = call;
  const { limit, cursor } = query;
  const from = cursor === undefined ? undefined : decoded(cursor, place);
  const member = await loadMember(deps.database, call.person);
  const open = await openOf(deps, member);
  const { drafts, next, nextHref } = await pageOf(deps, member, open, { lang, from, limit });
  return {
    status: 200,
    json: { drafts, next },
    ...(nextHref === undefined ? {} : { headers: { link: `<${nextHref}>; rel="next"` } }),
    page: draftsPage(lang, member, { drafts, nextHref, isFirst: cursor === undefined }),
  };
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
  if (call.form && !call.form.has('draft')) throw new Problem('invalid-body', { detail: noneChosen });
  const body = manyBody.safeParse(call.form ? chosen(call.form) : call.body);
  if (!body.success) throw new Problem('invalid-body', { errors: shapeFindings(body.error) });
  const member = await loadMember(deps.database, call.person);
  memberOfUnit(member);
  const { lang } = call;
  // What the page lists is read before anything is handed in: of that it is known what became of it.
  const open = call.accepts === 'html' ? await openOf(deps, member) : undefined;
  const before = open && (await pageOf(deps, member, open, { lang, limit: USUAL_LINES }));
  const results: SubmissionResult[] = [];
  for (const draft of body.data.drafts) results.push(await submitOne(deps, call, draft));
  if (!open || !before) return { status: 200, json: { results } };
  const handedIn = new Set(results.flatMap(({ id, status }) => (status === 200 ? [id] : [])));
  const drafts = before.drafts.filter(({ id }) => !handedIn.has(id));
  const titles = new Map(open.map(({ projectId, title }) => [projectId, title]));
  const { nextHref } = before;
  const page = draftsPage(lang, member, { drafts, nextHref, isFirst: true, submitted: { results, titles } });
  return { status: 200, json: { results }, page };
}
