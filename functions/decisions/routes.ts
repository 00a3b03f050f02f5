import { Problem } from '../../shared/contract/problem.ts';
import type { decisionRows } from '../../shared/contract/routes/decisions.ts';
import { type Reassignment, reassignment } from '../../shared/contract/routes/decisions.ts';
import type { Answer, Call, CallOf, Handlers, Head } from '../../shared/http/endpoint.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { normalText } from '../../shared/values/text.ts';
import { backToLink, onPage, showRequest } from './answers.ts';
import { decideLink } from './decide-link.ts';
import type { Deps } from './deps.ts';
import { type OpenedLink, openLink, reopen } from './open-link.ts';
import { demandProject, reassign } from './reassign.ts';
import { renewLink } from './renew-link.ts';

type CallAt<Key extends keyof typeof decisionRows> = CallOf<(typeof decisionRows)[Key]>;

async function renew(
  deps: Deps,
  call: CallAt<'POST /decisions/{token}/renew'>,
  opened: OpenedLink,
): Promise<Answer> {
  return onPage(deps, call, opened, async () => {
    await renewLink(deps, opened, call.requestId);
    if (call.form) return backToLink(opened);
    return showRequest(deps, call, await reopen(deps, opened));
  });
}

/** @throws Problem `invalid-body` */
function reassignmentOf({ form, body }: CallAt<'POST /projects/{id}/reassignment'>): Reassignment {
  const typed = (name: keyof Reassignment) => normalText(form?.get(name) ?? '').trim();
  const sent = form ? { stage: typed('stage'), to: typed('to'), comment: typed('comment') } : body;
  const parsed = reassignment.safeParse(sent);
  if (parsed.success) return parsed.data;
  throw new Problem('invalid-body', { errors: shapeFindings(parsed.error) });
}

/** Answers what is sent to a link: the link is looked up before that is read. */
const behindLink = <C extends Call>(
  deps: Deps,
  answer: (deps: Deps, call: C, opened: OpenedLink) => Promise<Answer>,
) => ({
  lookUp: async ({ path, person }: Head) => {
    const opened = await openLink(deps, path.token ?? '', person);
    return (call: C) => answer(deps, call, opened);
  },
});

/** This function's part of the contract at the edge. */
export const decisionHandlers = (deps: Deps): Handlers<typeof decisionRows> => ({
  'GET /decisions/{token}': async (call) =>
    showRequest(deps, call, await openLink(deps, call.path.token ?? '', call.person)),
  'POST /decisions/{token}': behindLink(deps, decideLink),
  'POST /decisions/{token}/renew': behindLink(deps, renew),
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
