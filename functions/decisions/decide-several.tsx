import { Problem, problemView } from '../../shared/contract/problem.ts';
import type { ProblemCode } from '../../shared/contract/problem-codes.ts';
import {
  type decisionRows,
  MOST_TOGETHER,
  type SeveralDecisions,
  severalDecisions,
} from '../../shared/contract/routes/decisions.ts';
import type { DecisionResult, DecisionView } from '../../shared/contract/views.ts';
import { asProblem } from '../../shared/http/as-problem.ts';
import type { Answer, CallOf } from '../../shared/http/endpoint.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { inHead, loadMember, type Member } from '../../shared/identity/member.ts';
import { isRecorded } from '../../shared/project/change.ts';
import { everDecided } from '../../shared/project/made-decisions.ts';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import { cannedFor } from './canned.ts';
import { decideCommand, decideRequest } from './decide-request.ts';
import type { Deps } from './deps.ts';
import { opinionIn } from './form-body.ts';
import { openAsked } from './open-asked.ts';
import type { OpenedRequest } from './opened.ts';
import { type About, SeveralPage, type ShownRequest } from './pages/several-page.tsx';
import { demandFromList } from './reading.ts';
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
  readonly result: DecisionResult;
  readonly about?: About;
}

/** A request that was chosen, with what would be decided on. */
async function lookAt(deps: Deps, call: SeveralCall, member: Member, id: string) {
  const opened = await openAsked(deps, id, call, member);
  return { opened, view: await decisionViewOf(deps, opened, call.lang) };
}

/** What a request is about for whoever is asked: what others have left of it since is not theirs to know. */
function aboutOf({ request, assignee }: OpenedRequest, { status, project }: DecisionView): About {
  const { title, unitName, requestedFen } = request;
  const own = everDecided(request).findLast(({ by }) => by.id === assignee.id)?.approvedFen;
  return { title, unitName, fen: (status === 'open' ? project.approvedFen : own) ?? requestedFen };
}

/** One of several, by itself: what becomes of it undoes none of the others. */
async function decideOne(
  deps: Deps,
  call: SeveralCall,
  member: Member,
  { project, ...decision }: SeveralDecisions['decisions'][number],
  together: number,
): Promise<Decided> {
  let about: About | undefined;
  try {
    const { opened, view } = await lookAt(deps, call, member, project);
    about = aboutOf(opened, view);
    const command = decideCommand(opened, decision, call.requestId);
    if (isRecorded(opened.request, command)) return { result: { project, status: 200 }, about };
    await demandFromList(deps, opened, view, decision, call.requestId);
    await decideRequest(deps, opened, { ...decision, together }, call.requestId);
    return { result: { project, status: 200 }, about };
  } catch (error) {
    const { type: _, ...told } = problemView(asProblem(error), call.lang);
    return { result: { project, ...told }, ...(about ? { about } : {}) };
  }
}

/** What is decided when it is opened; whatever else is refused is refused there as well. */
const decidedAlone = new Set<ProblemCode>(['read-first', 'code-required']);

/** What would be approved of a request, or why it cannot be from a list. */
async function shown(deps: Deps, call: SeveralCall, member: Member, id: string): Promise<ShownRequest> {
  let about: About | undefined;
  try {
    const { opened, view } = await lookAt(deps, call, member, id);
    about = aboutOf(opened, view);
    const { contentHash, findings } = view;
    await demandFromList(deps, opened, view, { contentHash }, call.requestId);
    return { id, about, notes: findings.length, contentHash };
  } catch (error) {
    const { code, detail, title } = problemView(asProblem(error), call.lang);
    return { id, ...(about ? { about } : {}), why: detail ?? title, alone: decidedAlone.has(code) };
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
  const canned =
    member.person && (await cannedFor(deps, await deps.rules.load(member.directory), member.person.id));
  return {
    status: 200,
    page: page(call, member, 'title', <SeveralPage lang={call.lang} requests={requests} canned={canned} />),
  };
}

/** Approves several; each is answered for itself. */
export async function decideSeveral(deps: Deps, call: SeveralCall): Promise<Answer> {
  const member = await loadMember(deps.database, call.person);
  const { form } = call;
  if (form && form.get('intent') !== 'approve') return summary(deps, call, member, chosen(form));
  const { decisions } = bodyOf(call);
  // Of one project one after the other: at once each would take the other's commit, which has the same cause, for its own.
  const last = new Map<string, Promise<Decided>>();
  const decided = await inTurns(decisions, AT_ONCE, (one) => {
    const turn = Promise.resolve(last.get(one.project)).then(() =>
      decideOne(deps, call, member, one, decisions.length),
    );
    last.set(one.project, turn);
    return turn;
  });
  const shown = decided.map(({ result: { project: id, status, title, detail }, about }) => ({
    ...{ id, about },
    why: status === 200 ? undefined : (detail ?? title),
  }));
  return {
    status: 200,
    json: { results: decided.map(({ result }) => result) },
    page: page(call, member, 'resultTitle', <SeveralPage lang={call.lang} results={shown} />),
  };
}
