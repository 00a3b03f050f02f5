import type { DecisionRecord } from '../../shared/project/records.ts';
import { type Amounts, reducedText } from '../../shared/values/amount-text.ts';
import { stageAfter, stageBefore } from '../../shared/workflow/routing.ts';
import type { Stage } from '../../shared/workflow/stages.ts';
import type { OpenedRequest } from './opened.ts';

/** The stage after this one, which an approval leads to, or the one before; none after the last and before the first. */
function neighbour(
  { form, part, loaded, request, stage, settings }: OpenedRequest,
  find: typeof stageAfter,
): Stage | undefined {
  const { collectiveThresholdFen } = settings;
  const conditions = { directory: part.directory, stages: form.stages, collectiveThresholdFen };
  const id = find(conditions, loaded.record.unit.id, request.requestedFen, stage.id);
  return form.stages.find((one) => one.id === id);
}

/** Of how many others the approval is still awaited beside one's own, where one alone is not enough. */
function awaited({ request, assignee: own, stage }: OpenedRequest): number {
  const { quorum = 'any' } = stage;
  if (quorum === 'any') return 0;
  const approved = new Set(request.decisions.map(({ by }) => by.id).filter((id) => id !== own.id));
  if (quorum !== 'all') return Math.max(0, quorum - 1 - approved.size);
  return request.assignees.filter(({ id }) => id !== own.id && !approved.has(id)).length;
}

function approving(next: Stage | undefined, others: number, amount: string, lang: 'zh' | 'en'): string {
  if (lang === 'zh') {
    if (others > 0) return `同意 ${amount}；还需另外 ${others} 人同意。`;
    return next ? `同意 ${amount}，随后送${next.label.zh}。` : `批准 ${amount}，项目办结并通知申报单位。`;
  }
  if (others > 0) return `Approve ${amount}; ${others} more must approve as well.`;
  return next
    ? `Approve ${amount}; goes on to ${next.label.en}.`
    : `Approve ${amount}; the project is approved and the unit is notified.`;
}

const sendingBack = (before: Stage, lang: 'zh' | 'en'): string =>
  lang === 'zh'
    ? `退回${before.label.zh}重新办理，该环节此前的决定不再有效；申报单位不用做任何事。`
    : `Back to ${before.label.en}, to be decided again; the decision made there no longer counts. The unit does not need to do anything.`;

/** What each button does, in plain words; of an approval also with `{}` for an amount that is still being typed. */
export function consequencesOf(opened: OpenedRequest, amounts: Amounts, lang: 'zh' | 'en') {
  const before = neighbour(opened, stageBefore);
  const approve = (amount: string) => approving(neighbour(opened, stageAfter), awaited(opened), amount, lang);
  return {
    approve: approve(reducedText(amounts, lang)),
    approveReduced: approve('{}'),
    ...(before ? { sendBack: sendingBack(before, lang) } : {}),
    ...(lang === 'zh'
      ? {
          return:
            '退回申报单位修改。指定了要修改的部分的，改好后直接送回本环节（前面环节的意见仍有效时），否则从头审核。',
          reject: '否决后项目即告终止，不能恢复。',
        }
      : {
          return:
            'Goes back to the unit for changes. If you select the parts to be changed, it comes straight back to this stage as long as earlier opinions still hold; otherwise the review starts again.',
          reject: 'Ends the project permanently.',
        }),
  };
}

/** Whether somebody's own decision ended the project, or sent it back to its unit: it held at once, and stays. */
export const isFinal = (opened: OpenedRequest, { outcome }: Pick<DecisionRecord, 'outcome'>): boolean =>
  outcome !== 'approve' || (awaited(opened) === 0 && neighbour(opened, stageAfter) === undefined);

function approved(opened: OpenedRequest, lang: 'zh' | 'en'): string {
  const others = awaited(opened);
  const next = neighbour(opened, stageAfter);
  if (lang === 'zh') {
    if (others > 0) return `还需另外 ${others} 人同意。`;
    return next ? `已送${next.label.zh}。` : '项目已批准办结，申报单位会收到通知。';
  }
  if (others > 0) return `${others} more must approve as well.`;
  return next ? `It has gone on to ${next.label.en}.` : 'The project is approved, and the unit is notified.';
}

/** What followed from one's own decision, in plain words; what others decided since is not said. */
export function followedBy(
  opened: OpenedRequest,
  { outcome, to }: Pick<DecisionRecord, 'outcome' | 'to'>,
  lang: 'zh' | 'en',
): string {
  if (outcome === 'approve') return approved(opened, lang);
  const before = to === undefined ? undefined : neighbour(opened, stageBefore);
  if (lang === 'zh') {
    if (outcome === 'reject') return '项目终止，申报单位会收到通知。';
    return before ? `已退回${before.label.zh}重新办理。` : '已退回申报单位修改，经办人会收到您的意见。';
  }
  if (outcome === 'reject') return 'The project has ended, and the unit is notified.';
  return before
    ? `It has gone back to ${before.label.en}, to be decided again.`
    : 'It has gone back to the unit for changes; the submitter receives your comment.';
}
