import { Problem } from '../../shared/contract/problem.ts';
import { type ProblemCode, problemCodes } from '../../shared/contract/problem-codes.ts';
import type { decisionRows } from '../../shared/contract/routes/decisions.ts';
import {
  type Reassignment,
  reassignment,
  type Transfer,
  transfer,
} from '../../shared/contract/routes/decisions.ts';
import type { Answer, Call, CallOf, Handlers, Head } from '../../shared/http/endpoint.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { normalText } from '../../shared/values/text.ts';
import { backToRequest, onPage, showRequest } from './answers.ts';
import type { postMinutes as posting } from './attachments.ts';
import type { decide as deciding } from './decide.ts';
import type { Deps } from './deps.ts';
import { openAsked } from './open-asked.ts';
import { openLink } from './open-link.ts';
import { addressOf, linkAddress, type OpenedRequest } from './opened.ts';
import { demandProject, reassign, transferRequest } from './reassign.ts';
import { renewLink } from './renew-link.ts';
import { takeBack } from './take-back.ts';
import { loadAskedAbout, viewOn } from './view.ts';

type CallAt<Key extends keyof typeof decisionRows> = CallOf<(typeof decisionRows)[Key]>;

/** After a change: a page goes back to the request, a program gets it. */
const asItStands = async (deps: Deps, call: Call, opened: OpenedRequest): Promise<Answer> =>
  call.form ? backToRequest(opened) : showRequest(deps, call, opened);

/** After a change that leaves a request open: the same. What a program is told of it is read before the change. */
async function leavingOpen(
  deps: Deps,
  call: Call,
  opened: OpenedRequest,
  change: () => Promise<OpenedRequest>,
): Promise<Answer> {
  if (call.form) return backToRequest(await change());
  const about = await loadAskedAbout(deps, opened);
  return { status: 200, json: viewOn(deps, await change(), about, call.lang) };
}

async function renew(
  deps: Deps,
  call: CallAt<'POST /decisions/{token}/renew'>,
  opened: OpenedRequest,
): Promise<Answer> {
  const change = () => renewLink(deps, opened, call.requestId);
  return onPage(deps, call, opened, () => leavingOpen(deps, call, opened, change));
}

async function undo(
  deps: Deps,
  call: CallAt<'POST /decisions/{token}/take-back'>,
  opened: OpenedRequest,
): Promise<Answer> {
  const change = () => takeBack(deps, opened, call.requestId);
  return onPage(deps, call, opened, () => leavingOpen(deps, call, opened, change));
}

async function mailLink(
  deps: Deps,
  call: CallAt<'POST /projects/{id}/decision/link'>,
  opened: OpenedRequest,
): Promise<Answer> {
  const change = () => renewLink(deps, opened, call.requestId);
  return onPage(deps, call, opened, async () =>
    linkMailed(call, opened, await leavingOpen(deps, call, opened, change)),
  );
}

const linkMailed = ({ form }: Call, opened: OpenedRequest, answer: Answer): Answer =>
  form ? { status: 303, location: `${addressOf(opened)}?notice=mailed` } : { ...answer, status: 202 };

const mailedAgain = async (deps: Deps, call: Call, opened: OpenedRequest): Promise<Answer> =>
  linkMailed(call, opened, await asItStands(deps, call, opened));

const typedIn = (form: URLSearchParams, name: string): string => normalText(form.get(name) ?? '').trim();

/** @throws Problem `invalid-body` */
function reassignmentOf({ form, body }: CallAt<'POST /projects/{id}/reassignment'>): Reassignment {
  const sent = form
    ? { stage: typedIn(form, 'stage'), to: typedIn(form, 'to'), comment: typedIn(form, 'comment') }
    : body;
  const parsed = reassignment.safeParse(sent);
  if (parsed.success) return parsed.data;
  throw new Problem('invalid-body', { errors: shapeFindings(parsed.error) });
}

type TransferCall = CallAt<'POST /projects/{id}/decision/transfer' | 'POST /decisions/{token}/transfer'>;

/** On the page the reason is `why`: the comment there is the decision's. @throws Problem `invalid-body` */
function transferOf({ form, body }: TransferCall): Transfer {
  const parsed = transfer.safeParse(form ? { to: typedIn(form, 'to'), comment: typedIn(form, 'why') } : body);
  if (parsed.success) return parsed.data;
  const errors = shapeFindings(parsed.error);
  const onThePage = errors.map((one) => (one.path === '/comment' ? { ...one, path: '/why' } : one));
  throw new Problem('invalid-body', { errors: form ? onThePage : errors });
}

/** Whom somebody chose who cannot be given it: on the page that is said where they were chosen. */
const aboutTaker = new Set<ProblemCode>(['unknown-person', 'not-a-holder', 'to-oneself']);

/** A refusal as the page shows it: beside the field that it is about. */
function besideTaker(error: unknown): unknown {
  if (!(error instanceof Problem) || !aboutTaker.has(error.code)) return error;
  const message = error.detail ?? problemCodes[error.code].title;
  return new Problem(error.code, { errors: [{ rule: 'shape', severity: 'error', path: '/to', message }] });
}

/** Whoever is signed in goes on at the desk, which says to whom it went; a link says what became of it. */
async function giveAway(deps: Deps, call: TransferCall, opened: OpenedRequest): Promise<Answer> {
  return onPage(deps, call, opened, async () => {
    const wanted = transferOf(call);
    try {
      await transferRequest(deps, opened, wanted, call.requestId);
    } catch (error) {
      throw call.form ? besideTaker(error) : error;
    }
    return givenAway(call, wanted);
  });
}

function givenAway({ form, path }: TransferCall, { to }: Transfer): Answer {
  if (!form) return given;
  const { token } = path;
  if (token !== undefined) return { status: 303, location: linkAddress(token) };
  const query = new URLSearchParams({ notice: 'transferred', to });
  return { status: 303, location: `/?${query}` };
}

const given: Answer = { status: 200, json: { reassigned: true } };

const reassigned = ({ form }: Call): Answer =>
  form ? { status: 303, location: '/requests?notice=reassigned' } : given;

// A mailed link is looked at first: what is decided, and sent with it, is loaded when it comes.
const decide: typeof deciding = async (...given) => (await import('./decide.ts')).decide(...given);
const minutes = () => import('./attachments.ts');
const postMinutes: typeof posting = async (...given) => (await minutes()).postMinutes(...given);

/** Answers what is sent to a link: the link is looked up before that is read. */
const behindLink = <C extends Call>(
  deps: Deps,
  answer: (deps: Deps, call: C, opened: OpenedRequest) => Promise<Answer>,
) => ({
  lookUp: async ({ path, person }: Head) => {
    const opened = await openLink(deps, path.token ?? '', person);
    return (call: C) => answer(deps, call, opened);
  },
});

/** Tells again what came of what was sent to a link: from the request as it stands now. */
const againBehindLink =
  (deps: Deps, told: (deps: Deps, call: Call, opened: OpenedRequest) => Promise<Answer>) =>
  async (call: Call): Promise<Answer> =>
    told(deps, call, await openLink(deps, call.path.token ?? '', call.person));

/** Answers what is sent to a request by whoever is signed in. */
const behindSession = <C extends Call>(
  deps: Deps,
  answer: (deps: Deps, call: C, opened: OpenedRequest) => Promise<Answer>,
) => ({
  lookUp: async (head: Head) => {
    const opened = await openAsked(deps, head.path.id ?? '', head);
    return (call: C) => answer(deps, call, opened);
  },
});

/** The same of what was sent signed in. */
const againBehindSession =
  (deps: Deps, told: (deps: Deps, call: Call, opened: OpenedRequest) => Promise<Answer>) =>
  async (call: Call): Promise<Answer> =>
    told(deps, call, await openAsked(deps, call.path.id ?? '', call));

/** This function's part of the contract at the edge. */
export const decisionHandlers = (deps: Deps): Handlers<typeof decisionRows> => ({
  'GET /decisions/{token}': async (call) =>
    showRequest(deps, call, await openLink(deps, call.path.token ?? '', call.person, 'eventually')),
  'POST /decisions/{token}': { ...behindLink(deps, decide), again: againBehindLink(deps, asItStands) },
  'POST /decisions/{token}/renew': { ...behindLink(deps, renew), again: againBehindLink(deps, asItStands) },
  'POST /decisions/{token}/take-back': {
    ...behindLink(deps, undo),
    again: againBehindLink(deps, asItStands),
  },
  'POST /decisions/{token}/transfer': {
    ...behindLink(deps, giveAway),
    again: async (call) => givenAway(call, transferOf(call)),
  },
  'POST /projects/{id}/decision/take-back': {
    ...behindSession(deps, undo),
    again: againBehindSession(deps, asItStands),
  },
  'POST /decisions': async (call) => (await import('./decide-several.tsx')).decideSeveral(deps, call),
  'POST /decisions/{token}/attachments': behindLink(deps, postMinutes),
  'GET /decisions/{token}/attachments/{attachment}': async (call) =>
    (await minutes()).openMinutes(deps, call, await openLink(deps, call.path.token ?? '', call.person)),
  'POST /projects/{id}/decision/attachments': behindSession(deps, postMinutes),
  'GET /projects/{id}/decision/attachments/{attachment}': async (call) =>
    (await minutes()).openMinutes(deps, call, await openAsked(deps, call.path.id ?? '', call)),
  'GET /projects/{id}/decision': async (call) =>
    showRequest(deps, call, await openAsked(deps, call.path.id ?? '', call)),
  'POST /projects/{id}/decision': {
    ...behindSession(deps, decide),
    again: againBehindSession(deps, asItStands),
  },
  'POST /projects/{id}/decision/transfer': {
    ...behindSession(deps, giveAway),
    again: async (call) => givenAway(call, transferOf(call)),
  },
  'POST /projects/{id}/decision/link': {
    ...behindSession(deps, mailLink),
    again: againBehindSession(deps, mailedAgain),
  },
  'POST /projects/{id}/reassignment': {
    lookUp: async ({ path }) => {
      const project = await demandProject(deps, path.id ?? '');
      return async (call) => {
        await reassign(deps, call, project, reassignmentOf(call));
        return reassigned(call);
      };
    },
    again: async (call) => reassigned(call),
  },
});
