import { Problem, problemView } from '../../shared/contract/problem.ts';
import {
  type decisionRows,
  MOST_TOGETHER,
  type SeveralDecisions,
  severalDecisions,
} from '../../shared/contract/routes/decisions.ts';
import type { SubmissionResult } from '../../shared/contract/views.ts';
import type { Answer, CallOf } from '../../shared/http/endpoint.ts';
import { asProblem } from '../../shared/http/problem-answer.tsx';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { inHead, loadMember, type Member } from '../../shared/identity/member.ts';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import { cannedFor } from './canned.ts';
import { decideRequest } from './decide-request.ts';
import type { Deps } from './deps.ts';
import { openedIn, opinionIn } from './form-body.ts';
import { openAsked } from './open-asked.ts';
import { SeveralPage, type ShownRequest, type ShownResult } from './pages/several-page.tsx';
import { demandNothingToRead } from './reading.ts';
import { decisionViewOf } from './view.ts';
import { severalWords } from './words/several.ts';

type SeveralCall = CallOf<(typeof decisionRows)['POST /decisions']>;

/** So many at once keep a batch of fifty quick, and the table calm. */
const AT_ONCE = 10;

/** The checkboxes of the desk, each once. One too many tells. */
const chosen = (form: URLSearchParams): string[] => [
  ...new Set(form.getAll('project').slice(0, MOST_TOGETHER + 1)),
];

/** What the summary posts, as the JSON body would have it. */
function asBody(form: URLSearchParams) {
  const comment = opinionIn(form);
  return {
    decisions: chosen(form).map((project) => ({
      project,
      outcome: 'approve',
      contentHash: form.get(`contentHash.${project}`),
      ...(comment === '' ? {} : { comment }),
    })),
    ...openedIn(form),
  };
}

/** @throws Problem `invalid-body` */
function bodyOf({ form, body }: SeveralCall): SeveralDecisions {
  const parsed = severalDecisions.safeParse(form ? asBody(form) : body);
  if (parsed.success) return parsed.data;
  throw new Problem('invalid-body', { errors: shapeFindings(parsed.error) });
}

/** What became of one of several, with what it is about where the caller may know. */
interface Decided {
  readonly result: SubmissionResult;
  readonly about?: ShownResult['about'];
}

/** One of several, by itself: what becomes of it undoes none of the others. */
async function decideOne(
  deps: Deps,
  call: SeveralCall,
  member: Member,
  { project, ...decision }: SeveralDecisions['decisions'][number],
  circumstances: { readonly openedAt?: string | undefined; readonly together: number },
): Promise<Decided> {
  let about: ShownResult['about'];
  try {
    const opened = await openAsked(deps, project, call, member);
    const { title, unitName, requestedFen } = opened.request;
    about = { title, unitName, fen: requestedFen };
    await demandNothingToRead(deps, opened, call.lang);
    const { request } = await decideRequest(deps, opened, { ...decision, ...circumstances }, call.requestId);
    const fen = request.decisions.findLast(({ by }) => by.id === opened.assignee.id)?.approvedFen;
    return { result: { id: project, status: 200 }, about: { ...about, fen: fen ?? requestedFen } };
  } catch (error) {
    const { type: _, ...told } = problemView(asProblem(error), call.lang);
    return { result: { id: project, ...told }, about };
  }
}

/** What would be approved of a request, or why it has to be opened. */
async function shown(deps: Deps, call: SeveralCall, member: Member, id: string): Promise<ShownRequest> {
  try {
    const opened = await openAsked(deps, id, call, member);
    const view = await decisionViewOf(deps, opened, call.lang);
    await demandNothingToRead(deps, opened, call.lang, view);
    const { title, unit, requestedFen, approvedFen } = view.project;
    return {
      id,
      title,
      unitName: unit.name,
      fen: approvedFen ?? requestedFen,
      notes: view.findings.length,
      contentHash: view.contentHash,
    };
  } catch (error) {
    const { detail, title } = problemView(asProblem(error), call.lang);
    return { id, why: detail ?? title };
  }
}

const page = (
  { lang }: SeveralCall,
  member: Member,
  title: 'title' | 'resultTitle',
  content: NonNullable<Answer['page']>['content'],
): NonNullable<Answer['page']> => ({
  content,
  frame: { title: severalWords[lang][title], script: 'decision', person: inHead(member) },
});

/** What a page asks before it decides: how many, how much, and what of it cannot be decided from a list. */
async function summary(deps: Deps, call: SeveralCall, member: Member, ids: string[]): Promise<Answer> {
  if (ids.length === 0 || ids.length > MOST_TOGETHER)
    throw new Problem('invalid-body', { detail: severalWords.howMany(MOST_TOGETHER) });
  const requests = await inTurns(ids, AT_ONCE, (id) => shown(deps, call, member, id));
  const openedAt = deps.now().toISOString();
  const canned = member.person && (await cannedFor(deps, await deps.rules.load(), member.person.id));
  return {
    status: 200,
    page: page(
      call,
      member,
      'title',
      <SeveralPage lang={call.lang} requests={requests} openedAt={openedAt} canned={canned} />,
    ),
  };
}

/** Approves several; each is answered for itself. */
export async function decideSeveral(deps: Deps, call: SeveralCall): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const { form } = call;
  if (form && form.get('intent') !== 'approve') return summary(deps, call, member, chosen(form));
  const { decisions, openedAt } = bodyOf(call);
  const circumstances = { openedAt, together: decisions.length };
  const decided = await inTurns(decisions, AT_ONCE, (one) =>
    decideOne(deps, call, member, one, circumstances),
  );
  const shown = decided.map(({ result: { id, status, title, detail }, about }) => ({
    ...{ id, about },
    why: status === 200 ? undefined : (detail ?? title),
  }));
  return {
    status: 200,
    json: { results: decided.map(({ result }) => result) },
    page: page(call, member, 'resultTitle', <SeveralPage lang={call.lang} results={shown} />),
  };
}
