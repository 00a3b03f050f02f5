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
import { addressOf, type OpenedRequest } from './opened.ts';
import { demandProject, reassign, transferRequest } from './reassign.ts';
import { renewLink } from './renew-link.ts';
import { takeBack } from './take-back.ts';

type CallAt<Key extends keyof typeof decisionRows> = CallOf<(typeof decisionRows)[Key]>;

async function renew(
  deps: Deps,
  call: CallAt<'POST /decisions/{token}/renew'>,
  opened: OpenedRequest,
): Promise<Answer> {
  return onPage(deps, call, opened, async () => {
    await renewLink(deps, opened, call.requestId);
    if (call.form) return backToRequest(opened);
    return showRequest(deps, call, await opened.reopen());
  });
}

async function undo(
  deps: Deps,
  call: CallAt<'POST /decisions/{token}/take-back'>,
  opened: OpenedRequest,
): Promise<Answer> {
  return onPage(deps, call, opened, async () => {
    await takeBack(deps, opened, call.requestId);
    if (call.form) return backToRequest(opened);
    return showRequest(deps, call, await opened.reopen());
  });
}

async function mailLink(
  deps: Deps,
  call: CallAt<'POST /projects/{id}/decision/link'>,
  opened: OpenedRequest,
): Promise<Answer> {
  return onPage(deps, call, opened, async () => {
    await renewLink(deps, opened, call.requestId);
    if (call.form) return { status: 303, location: `${addressOf(opened)}?notice=mailed` };
    return { ...(await showRequest(deps, call, await opened.reopen())), status: 202 };
  });
}

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
  const message = problemCodes[error.code].title;
  return new Problem(error.code, { errors: [{ rule: 'shape', severity: 'error', path: '/to', message }] });
}

/** Whoever is signed in goes on at the desk, which says to whom it went; a link says what became of it. */
async function giveAway(deps: Deps, call: TransferCall, opened: OpenedRequest): Promise<Answer> {
  return onPage(deps, call, opened, async () => {
    const given = transferOf(call);
    try {
      await transferRequest(deps, opened, given, call.requestId);
    } catch (error) {
      throw call.form ? besideTaker(error) : error;
    }
    if (!call.form) return { status: 200, json: { reassigned: true } };
    if (opened.way.by === 'link') return backToRequest(opened);
    const query = new URLSearchParams({ notice: 'transferred', to: given.to });
    return { status: 303, location: `/?${query}` };
  });
}

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

/** This function's part of the contract at the edge. */
export const decisionHandlers = (deps: Deps): Handlers<typeof decisionRows> => ({
  'GET /decisions/{token}': async (call) =>
    showRequest(deps, call, await openLink(deps, call.path.token ?? '', call.person)),
  'POST /decisions/{token}': behindLink(deps, decide),
  'POST /decisions/{token}/renew': behindLink(deps, renew),
  'POST /decisions/{token}/take-back': behindLink(deps, undo),
  'POST /decisions/{token}/transfer': behindLink(deps, giveAway),
  'POST /projects/{id}/decision/take-back': behindSession(deps, undo),
  'POST /decisions': async (call) => (await import('./decide-several.tsx')).decideSeveral(deps, call),
  'POST /decisions/{token}/attachments': behindLink(deps, postMinutes),
  'GET /decisions/{token}/attachments/{attachment}': async (call) =>
    (await minutes()).openMinutes(deps, call, await openLink(deps, call.path.token ?? '', call.person)),
  'POST /projects/{id}/decision/attachments': behindSession(deps, postMinutes),
  'GET /projects/{id}/decision/attachments/{attachment}': async (call) =>
    (await minutes()).openMinutes(deps, call, await openAsked(deps, call.path.id ?? '', call)),
  'GET /projects/{id}/decision': async (call) =>
    showRequest(deps, call, await openAsked(deps, call.path.id ?? '', call)),
  'POST /projects/{id}/decision': behindSession(deps, decide),
  'POST /projects/{id}/decision/transfer': behindSession(deps, giveAway),
  'POST /projects/{id}/decision/link': behindSession(deps, mailLink),
  'POST /projects/{id}/reassignment': {
    lookUp: async ({ path }) => {
      const project = await demandProject(deps, path.id ?? '');
      return async (call) => {
        await reassign(deps, call, project, reassignmentOf(call));
        return call.form
          ? { status: 303, location: '/requests?notice=reassigned' }
          : { status: 200, json: { reassigned: true } };
      };
    },
  },
});
