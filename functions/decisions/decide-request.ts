import { Problem } from '../../shared/contract/problem.ts';
import type { ProblemCode } from '../../shared/contract/problem-codes.ts';
import { submissionObjectOf } from '../../shared/forms/compile.ts';
import { type Cut, linesOf, totalAfter } from '../../shared/forms/cuts.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import { digest } from '../../shared/history/digest.ts';
import type { Actor } from '../../shared/history/event.ts';
import type { Outcome } from '../../shared/history/vocabulary.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import {
  type Change,
  changeProject,
  draftWrite,
  findRequest,
  isRefused,
  type Loaded,
  loadRevision,
  requestChange,
} from '../../shared/project/change.ts';
import { cutsSoFar } from '../../shared/project/cuts-so-far.ts';
import { aboutOf, type DecisionRecord, type RequestRecord } from '../../shared/project/records.ts';
import type { Refusal, RefusalCode } from '../../shared/workflow/commands.ts';
import { decide, isRefusal, SHORTEST_REASON } from '../../shared/workflow/decide.ts';
import { cutsHold, returnHasReason } from '../../shared/workflow/deciding.ts';
import { exclusionOf, stagesPassed } from '../../shared/workflow/directory.ts';
import { advance } from '../../shared/workflow/evolve.ts';
import type { StagedForm } from '../../shared/workflow/staged-form.ts';
import { type Stage, suppliesWith } from '../../shared/workflow/stages.ts';
import type { Deps } from './deps.ts';
import { isExpired, type OpenedLink } from './open-link.ts';
import { type Proof, prove } from './prove.ts';

export interface DecisionInput {
  readonly outcome: Outcome;
  readonly comment?: string | undefined;
  readonly contentHash: string;
  /** JSON Pointers of the fields that a return is about. */
  readonly fields?: readonly string[] | undefined;
  readonly cuts?: readonly Cut[] | undefined;
  /** The code from the mailbox, where the amount asks for one. */
  readonly code?: string | undefined;
  readonly supplied?: Readonly<Record<string, unknown>> | undefined;
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
  'nobody-decides': 'request-closed',
  'nothing-cut': 'request-closed',
};

const invalid = (errors: readonly Finding[]): Problem => new Problem('invalid-body', { errors });

const commentRequired: Finding = {
  rule: 'R30',
  severity: 'error',
  path: '/comment',
  message: {
    zh: `请写明理由：退回至少 ${SHORTEST_REASON} 个字，否决不能留空`,
    en: `Please give a reason: ${SHORTEST_REASON} characters or more to return, any to reject`,
  },
};

/** A refusal of the workflow core, as the edge answers the holder of a link. */
export const problemOf = ({ refused }: Refusal): Problem =>
  refused === 'comment-required' ? invalid([commentRequired]) : new Problem(codes[refused]);

/** The person of the link acts, in the role of the stage's post. */
export const holderOf = ({ link, stage }: OpenedLink): Actor => ({
  ...link.assignee,
  role: stage.asks.post === 'approver' ? 'approver' : 'reviewer',
  via: 'link',
});

/** What the stage asks its decider to supply. @throws Problem `invalid-body` */
function demandSupplied(stage: Stage, { outcome, supplied }: DecisionInput): void {
  const fields = suppliesWith(stage, outcome);
  if (fields.length === 0) {
    if (supplied === undefined) return;
    const message = { zh: '此环节不需要补充内容', en: 'This stage asks for nothing to be supplied' };
    throw invalid([{ rule: 'shape', severity: 'error', path: '/supplied', message }]);
  }
  const result = submissionObjectOf(fields).safeParse(supplied ?? {}, { reportInput: true });
  if (result.success) return;
  throw invalid(
    shapeFindings(result.error).map((finding) => ({ ...finding, path: `/supplied${finding.path}` })),
  );
}

/** What the cuts leave of the amount. @throws Problem `invalid-body` (R30: never raised, each with its reason) */
export function demandCuts(
  form: StagedForm,
  declaration: unknown,
  made: readonly Cut[],
  input: Pick<DecisionInput, 'outcome' | 'cuts'>,
): number | undefined {
  const { cuts = [], outcome } = input;
  if (cuts.length === 0) return undefined;
  if (outcome !== 'approve') {
    const message = { zh: '只有同意时才能核减', en: 'Only an approval can cut' };
    throw invalid([{ rule: 'R30', severity: 'error', path: '/cuts', message }]);
  }
  const left = new Map(made.map((cut) => [cut.line, cut.amountFen]));
  const lines = linesOf(form.definition, declaration).map((line, at) => ({
    ...line,
    amountFen: left.get(at) ?? line.amountFen,
  }));
  const findings = cutsHold(lines, cuts);
  if (findings.length > 0) throw invalid(findings);
  return totalAfter(form.definition, declaration, [...made, ...cuts]);
}

/** What stands in the decision's own record, bound to its event by a hash. */
const detailsOf = ({
  fields,
  cuts,
  supplied,
}: DecisionInput): Pick<DecisionRecord, 'fields' | 'cuts' | 'supplied'> => ({
  ...(fields ? { fields: [...fields] } : {}),
  ...(cuts && cuts.length > 0 ? { cuts: [...cuts] } : {}),
  ...(supplied && Object.keys(supplied).length > 0 ? { supplied: { ...supplied } } : {}),
});

async function handedIn(deps: Deps, id: string, revision: number): Promise<Record<string, unknown>> {
  const content = await loadRevision(deps.database, id, revision);
  if (!content) throw new Error(`Revision ${revision} of ${id} is not there`);
  return content.declaration;
}

function planDecision(
  deps: Deps,
  opened: OpenedLink,
  input: DecisionInput,
  proof: Proof,
  at: string,
  requestId: string,
  made: (request: RequestRecord) => void,
) {
  const actor = holderOf(opened);
  const { form, link, stage, directory } = opened;
  return async (loaded: Loaded | null): Promise<Change | Refusal> => {
    const request = loaded ? findRequest(loaded, link.revision, link.stage) : undefined;
    if (!loaded || !request) return { refused: 'request-closed' };
    const { record } = loaded;
    const { flow } = record;
    const unit = record.unit.id;
    const parties = { unit, editors: record.editors, deciders: flow.deciders };
    const person = directory.people.find((one) => one.id === actor.id);
    const { outcome, contentHash, comment } = input;
    // Only a cut and a return look into the content: for the rest its hash is enough.
    const needsContent = outcome === 'return' || (input.cuts ?? []).length > 0;
    const declaration = needsContent ? await handedIn(deps, record.id, link.revision) : {};
    const approvedFen = demandCuts(form, declaration, cutsSoFar(loaded, link.revision), input);
    const details = detailsOf(input);
    const command = {
      type: 'decide',
      stage: link.stage,
      revision: link.revision,
      outcome,
      contentHash,
      proof,
      requestedAt: request.requestedAt,
      deadline: request.deadline,
      passes: stagesPassed(directory, form.stages, {
        unit,
        requestedFen: flow.requestedFen ?? 0,
        collectiveThresholdFen: deps.collectiveThresholdFen,
      }),
      excluded: exclusionOf(stage, parties, { id: actor.id, unit: person?.unit }),
      ...(comment === undefined ? {} : { comment }),
      ...(approvedFen === undefined ? {} : { approvedFen }),
      ...(Object.keys(details).length === 0 ? {} : { detailsHash: digest(details) }),
    } as const;
    const events = decide(flow, command, { actor, at, requestId }, aboutOf(record), form.stages);
    if (isRefusal(events)) return events;
    const after = advance(flow, events);
    const [event] = events;
    const decision: DecisionRecord = {
      outcome,
      at,
      by: actor,
      contentHash,
      proof,
      ...(event?.comment === undefined ? {} : { comment: event.comment }),
      ...(event?.approvedFen === undefined ? {} : { approvedFen: event.approvedFen }),
      ...details,
    };
    const isWaiting = after.state === 'in-review' && after.stage === link.stage && after.asked !== null;
    const decided: RequestRecord = {
      ...request,
      decisions: [...request.decisions, decision],
      status: isWaiting ? 'open' : 'decided',
    };
    made(decided);
    return {
      record: { ...record, version: record.version + 1, flow: after },
      events,
      writes: [
        requestChange(deps.database, decided),
        // Sent back: the next revision's draft begins with everything that was handed in.
        ...(after.state === 'returned'
          ? [draftWrite(deps.database, record.id, { declaration, unread: {} })]
          : []),
      ],
    };
  };
}

/** Holds a decision against all that can be wrong with it before the record is asked. @returns how it was proved */
async function admit(deps: Deps, opened: OpenedLink, token: string, input: DecisionInput): Promise<Proof> {
  if (isExpired(deps, opened)) throw new Problem('link-expired');
  const reason = input.outcome === 'return' ? returnHasReason(input.comment) : [];
  if (reason.length > 0) throw invalid(reason);
  demandSupplied(opened.stage, input);
  return prove(deps, opened, token, input.code);
}

/**
 * Records a decision, with all that follows from it in the record.
 * @returns the link with the request as it is decided: nothing is read again
 * @throws Problem `already-decided`, `content-changed`, `link-expired`, `own-project`, `request-closed`, `reassigned`,
 *   `invalid-body`
 */
export async function decideRequest(
  deps: Deps,
  opened: OpenedLink,
  token: string,
  input: DecisionInput,
  requestId: string,
): Promise<OpenedLink> {
  // What has been decided is told before what is wrong with another decision on it: it is the better answer.
  const proof = opened.request.status === 'open' ? await admit(deps, opened, token, input) : 'link';
  await deps.recordRules();
  const at = deps.now().toISOString();
  let request = opened.request;
  const plan = planDecision(deps, opened, input, proof, at, requestId, (decided) => {
    request = decided;
  });
  const result = await changeProject(deps.database, opened.link.projectId, requestId, plan, opened.loaded);
  if (isRefused(result)) throw problemOf(result);
  const requests = opened.loaded.requests.map((one) =>
    one.stage === request.stage && one.revision === request.revision ? request : one,
  );
  return { ...opened, request, loaded: { ...opened.loaded, record: result.record, requests } };
}
