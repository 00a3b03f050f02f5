import { digest } from '../../shared/history/digest.ts';
import type { Actor } from '../../shared/history/event.ts';
import { Problem } from '../../shared/http/problem.ts';
import type { ProblemCode } from '../../shared/http/problem-codes.ts';
import type { Outcome } from '../../shared/project/views.ts';
import {
  type Change,
  changeProject,
  draftWrite,
  findRequest,
  isRefused,
  type Loaded,
  loadRevision,
  requestEnd,
} from '../../shared/store/project-store.ts';
import type { Refusal, RefusalCode } from '../../shared/workflow/commands.ts';
import { decide, isRefusal, SHORTEST_REASON } from '../../shared/workflow/decide.ts';
import { exclusionOf } from '../../shared/workflow/directory.ts';
import { advance } from '../../shared/workflow/evolve.ts';
import { isExpired, type OpenedLink, type Parts } from './open-link.ts';

export interface DecisionInput {
  readonly outcome: Outcome;
  readonly comment?: string | undefined;
  readonly contentHash: string;
  /** JSON Pointers of the fields that a return is about. */
  readonly fields?: readonly string[] | undefined;
}

const codes: Readonly<Record<RefusalCode, ProblemCode>> = {
  'not-in-this-state': 'request-closed',
  'request-closed': 'request-closed',
  'already-asked': 'request-closed',
  'already-decided': 'already-decided',
  'content-changed': 'content-changed',
  'own-project': 'own-project',
  'other-person': 'reassigned',
  'comment-required': 'invalid-body',
};

const commentRequired = new Problem('invalid-body', {
  errors: [
    {
      rule: 'R30',
      severity: 'error',
      path: '/comment',
      message: {
        zh: `请写明理由：退回至少 ${SHORTEST_REASON} 个字，否决不能留空`,
        en: `Please give a reason: ${SHORTEST_REASON} characters or more to return, any to reject`,
      },
    },
  ],
});

/** A refusal of the workflow core, as the edge answers the holder of a link. */
const problemOf = ({ refused }: Refusal): Problem =>
  refused === 'comment-required' ? commentRequired : new Problem(codes[refused]);

/** The person of the link acts, in the role of the stage's post. */
const holderOf = ({ link, stage }: OpenedLink): Actor => ({
  id: link.assignee.id,
  name: link.assignee.name,
  role: stage.asks.post === 'approver' ? 'approver' : 'reviewer',
  via: 'link',
  ...(link.assignee.onBehalfOf === undefined ? {} : { onBehalfOf: link.assignee.onBehalfOf }),
});

function planDecision(parts: Parts, opened: OpenedLink, input: DecisionInput, at: string, requestId: string) {
  const actor = holderOf(opened);
  const { form, link, stage } = opened;
  return async (loaded: Loaded | null): Promise<Change | Refusal> => {
    const request = loaded ? findRequest(loaded, link.revision, link.stage) : undefined;
    if (!loaded || !request) return { refused: 'request-closed' };
    const { record } = loaded;
    const parties = { unit: record.unit.id, editors: record.editors, deciders: record.flow.deciders };
    // The person's unit was read strongly when the link was opened; editors and deciders are those of this round.
    const excluded = opened.excluded ?? exclusionOf(stage, parties, { id: actor.id, unit: undefined });
    const { outcome, contentHash, comment, fields } = input;
    const command = {
      type: 'decide',
      stage: link.stage,
      revision: link.revision,
      outcome,
      contentHash,
      ...(comment === undefined ? {} : { comment }),
      ...(fields === undefined ? {} : { detailsHash: digest({ fields }) }),
      excluded,
    } as const;
    const about = { projectId: record.id, unit: record.unit.id };
    const events = decide(record.flow, command, { actor, at, requestId }, about, form.stages);
    if (isRefusal(events)) return events;
    const flow = advance(record.flow, events, form.stages);
    const decided = events[0]?.comment;
    const decision = {
      outcome,
      at,
      by: actor,
      ...(decided === undefined ? {} : { comment: decided }),
      ...(fields === undefined ? {} : { fields: [...fields] }),
    };
    // Sent back: the next revision's draft begins with everything that was handed in.
    const handedIn =
      flow.state === 'returned' ? await loadRevision(parts.database, record.id, link.revision) : null;
    return {
      record: { ...record, version: record.version + 1, flow },
      events,
      writes: [
        requestEnd(parts.database, { ...request, status: 'decided', decision }),
        ...(handedIn
          ? [draftWrite(parts.database, record.id, { declaration: handedIn.declaration, unread: {} })]
          : []),
      ],
    };
  };
}

/**
 * Records a decision, with all that follows from it in the record.
 * @throws Problem `already-decided`, `content-changed`, `link-expired`, `own-project`, `request-closed`, `reassigned`
 */
export async function decideRequest(
  parts: Parts,
  opened: OpenedLink,
  input: DecisionInput,
  requestId: string,
): Promise<void> {
  // What has been decided is told before that the link is old: it is the better answer.
  if (opened.request.status === 'open' && isExpired(parts, opened)) throw new Problem('link-expired');
  const at = parts.now().toISOString();
  const plan = planDecision(parts, opened, input, at, requestId);
  const result = await changeProject(parts.database, opened.link.projectId, requestId, plan);
  if (isRefused(result)) throw problemOf(result);
}

/**
 * Has a fresh link mailed to the link's person, while the request is open.
 * @throws Problem `already-decided`, `request-closed`, `reassigned`
 */
export async function renewLink(parts: Parts, opened: OpenedLink, requestId: string): Promise<void> {
  const { link, form } = opened;
  if (opened.request.status === 'decided') throw new Problem('already-decided');
  const cause = { actor: holderOf(opened), at: parts.now().toISOString(), requestId };
  const result = await changeProject(parts.database, link.projectId, requestId, (loaded) => {
    if (!loaded) return { refused: 'request-closed' };
    const { record } = loaded;
    const command = {
      type: 'renew-link',
      stage: link.stage,
      revision: link.revision,
      assignee: link.assignee,
    } as const;
    const events = decide(
      record.flow,
      command,
      cause,
      { projectId: record.id, unit: record.unit.id },
      form.stages,
    );
    return isRefusal(events) ? events : { record, events };
  });
  if (isRefused(result)) throw problemOf(result);
}
