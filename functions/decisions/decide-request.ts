import { Problem } from '../../shared/contract/problem.ts';
import { refusalProblem } from '../../shared/contract/refusals.ts';
import { namesField } from '../../shared/forms/check.ts';
import { submissionObjectOf } from '../../shared/forms/compile.ts';
import type { Cut } from '../../shared/forms/cuts.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import type { Actor } from '../../shared/history/event.ts';
import type { Outcome } from '../../shared/history/vocabulary.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { changeProject, isRefused, refusalOf } from '../../shared/project/change.ts';
import { demandRevision } from '../../shared/project/load.ts';
import type { Decide } from '../../shared/workflow/commands.ts';
import { type Stage, suppliesWith } from '../../shared/workflow/stages.ts';
import type { Deps } from './deps.ts';
import { isExpired, type OpenedLink } from './open-link.ts';
import { prove } from './prove.ts';
import { isOfFormerMailbox } from './status.ts';

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

const invalid = (errors: readonly Finding[]): Problem => new Problem('invalid-body', { errors });

/** The person of the link acts, in the role of the stage's post. */
export const linkActor = ({ link, stage }: OpenedLink): Actor => ({
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

const noField = {
  zh: '申报内容中没有这一项',
  en: 'The declaration has no such field',
};

/** A return opens fields of the revision that was handed in, and nothing else. @throws Problem `invalid-body` */
async function demandFields(deps: Deps, opened: OpenedLink, { fields = [] }: DecisionInput): Promise<void> {
  if (fields.length === 0) return;
  const { loaded, request, form } = opened;
  const { declaration } = await demandRevision(deps.database, loaded.record.id, request.revision);
  const wrong = fields.flatMap((pointer, index): Finding[] =>
    namesField(form.definition, declaration, pointer)
      ? []
      : [{ rule: 'shape', severity: 'error', path: `/fields/${index}`, message: noField }],
  );
  if (wrong.length > 0) throw invalid(wrong);
}

/** The decision as it would be recorded, with the strongest proof: what is to be proved is asked for last. */
export function decideCommand(
  opened: OpenedLink,
  { code: _, ...decision }: DecisionInput,
  requestId: string,
): Decide {
  const { stage, revision } = opened.link;
  return {
    type: 'decide',
    actor: linkActor(opened),
    requestId,
    stage,
    revision,
    proof: 'link-and-code',
    ...decision,
  };
}

/**
 * Records a decision, with all that follows from it in the record. Whether it would be refused is asked first: nobody
 * is mailed a code for a decision that cannot be taken.
 * @returns the link with the request as it is decided: nothing is read again
 * @throws Problem `already-decided`, `content-changed`, `link-expired`, `own-project`, `request-closed`, `reassigned`,
 *   `no-longer-listed`, `invalid-body`, `code-required`, `wrong-code`, `too-many-requests`
 */
export async function decideRequest(
  deps: Deps,
  opened: OpenedLink,
  input: DecisionInput,
  requestId: string,
): Promise<OpenedLink> {
  const { link, loaded, stage, snapshot } = opened;
  const read = { known: loaded, directory: snapshot };
  const isOver = isExpired(deps, opened) || isOfFormerMailbox(opened);
  if (opened.request.status === 'open' && isOver) throw new Problem('link-expired');
  const command = decideCommand(opened, input, requestId);
  const refused = await refusalOf(deps, command, read);
  if (refused) throw refusalProblem(refused);
  demandSupplied(stage, input);
  await demandFields(deps, opened, input);
  const proof = await prove(deps, opened, input.code);
  const result = await changeProject(deps, link.projectId, { ...command, proof }, read);
  if (isRefused(result)) throw refusalProblem(result);
  const { record, requests } = result;
  const request = requests.find((one) => one.stage === link.stage && one.revision === link.revision);
  return { ...opened, request: request ?? opened.request, loaded: { ...loaded, record, requests } };
}
