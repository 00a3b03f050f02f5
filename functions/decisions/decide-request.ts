import { keepNamed, markKept } from '../../shared/attachments/named-files.ts';
import { Problem } from '../../shared/contract/problem.ts';
import { refusalProblem } from '../../shared/contract/refusals.ts';
import { namesField } from '../../shared/forms/check.ts';
import { submissionObjectOf } from '../../shared/forms/compile.ts';
import type { Finding } from '../../shared/forms/finding.ts';
import type { Actor } from '../../shared/history/event.ts';
import { shapeFindings } from '../../shared/http/shape-findings.ts';
import { changeProject, isRecorded, isRefused, refusalOf } from '../../shared/project/change.ts';
import { demandRevision } from '../../shared/project/load.ts';
import { openedAtBy } from '../../shared/project/opened-mark.ts';
import type { Words } from '../../shared/values/language.ts';
import type { Decide } from '../../shared/workflow/commands.ts';
import { type Stage, suppliesWith } from '../../shared/workflow/stages.ts';
import type { DecisionInput } from './decision-input.ts';
import type { Deps } from './deps.ts';
import { afterChange, isExpired, type OpenedRequest } from './opened.ts';
import { lostFindings, suppliedFindings, suppliedNamed } from './own-files.ts';
import { prove } from './prove.ts';
import { isSinceAsked } from './since-asked.ts';
import { isOfFormerMailbox } from './status.ts';

const invalid = (errors: readonly Finding[]): Problem => new Problem('invalid-body', { errors });

/** Whoever is asked acts, in the role of the stage's post. */
export const actorOf = ({ way, assignee, stage }: OpenedRequest): Actor => ({
  ...assignee,
  role: stage.asks.post === 'approver' ? 'approver' : 'reviewer',
  via: way.by,
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
async function demandFields(
  deps: Deps,
  opened: OpenedRequest,
  { fields = [] }: DecisionInput,
): Promise<void> {
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

const ofReturns = { zh: '只有退回时能指定退给谁', en: 'Only a return says where it goes' };
const ofTheUnit = {
  zh: '退回上一环节时不指定要修改的部分：内容不变',
  en: 'A return to the stage before names no fields: the content stays',
};

/** Where a return goes, and what goes with that. @throws Problem `invalid-body` */
function demandWay({ outcome, to, fields = [] }: DecisionInput): void {
  if (to === undefined) return;
  const wrong = (path: string, message: Words) =>
    invalid([{ rule: 'shape', severity: 'error', path, message }]);
  if (outcome !== 'return') throw wrong('/to', ofReturns);
  if (fields.length > 0) throw wrong('/fields', ofTheUnit);
}

const openedThen = {
  zh: '打开时间不能早于请您办理的时间，也不能晚于现在',
  en: 'It cannot have been opened before it was asked, or later than now',
};

/** @throws Problem `invalid-body` */
function demandOpened({ now }: Deps, { request }: OpenedRequest, { openedAt }: DecisionInput): void {
  if (openedAt === undefined || isSinceAsked(request, openedAt, now())) return;
  throw invalid([{ rule: 'shape', severity: 'error', path: '/openedAt', message: openedThen }]);
}

/**
 * The decision as it would be recorded, with the strongest proof: what is to be proved is asked for last. Where nothing
 * says when it was opened, it was when the request was first shown to whoever decides.
 */
export function decideCommand(
  opened: OpenedRequest,
  { code: _, openedAt, ...decision }: DecisionInput,
  requestId: string,
): Decide {
  const { request, assignee } = opened;
  const { stage, revision } = request;
  return {
    type: 'decide',
    actor: actorOf(opened),
    requestId,
    stage,
    revision,
    proof: 'link-and-code',
    openedAt: openedAt ?? openedAtBy(request, assignee.id),
    ...decision,
  };
}

/** A link does what it was mailed for while it lasts, and while its person has the mailbox. @throws Problem `link-expired` */
export function demandAlive(deps: Deps, opened: OpenedRequest): void {
  const isOver = isExpired(deps, opened) || isOfFormerMailbox(opened);
  if (opened.request.status === 'open' && isOver) throw new Problem('link-expired');
}

/**
 * Records a decision, with all that follows from it in the record. Whether it would be refused is asked first: nobody
 * is mailed a code for a decision that cannot be taken.
 * @returns the request as it is decided: nothing is read again
 * @throws Problem `already-decided`, `content-changed`, `link-expired`, `own-project`, `request-closed`, `reassigned`,
 *   `no-longer-listed`, `invalid-body`, `code-required`, `wrong-code`, `too-many-requests`, `files-unavailable`
 */
export async function decideRequest(
  deps: Deps,
  opened: OpenedRequest,
  input: DecisionInput,
  requestId: string,
): Promise<OpenedRequest> {
  const { loaded, stage, snapshot } = opened;
  const read = { known: loaded, directory: snapshot };
  demandAlive(deps, opened);
  const command = decideCommand(opened, input, requestId);
  const refused = await refusalOf(deps, command, read);
  if (refused) {
    if (isRecorded(opened.request, command)) return opened;
    throw refusalProblem(refused);
  }
  demandOpened(deps, opened, input);
  demandWay(input);
  demandSupplied(stage, input);
  await demandFields(deps, opened, input);
  const named = await suppliedNamed(deps, opened, input);
  const unusable = suppliedFindings(deps, named);
  if (unusable.length > 0) throw invalid(unusable);
  const proof = await prove(deps, opened, input);
  // What the decision binds is kept before it is recorded.
  const lost = lostFindings(await keepNamed(deps.store, named));
  if (lost.length > 0) throw invalid(lost);
  const result = await changeProject(deps, loaded.record.id, { ...command, proof }, read);
  if (isRefused(result)) {
    const fresh = await opened.reopen();
    if (isRecorded(fresh.request, command)) return fresh;
    throw refusalProblem(result);
  }
  await markKept(deps, named);
  return afterChange(opened, result);
}
