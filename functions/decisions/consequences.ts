import { type Amounts, reducedText } from '../../shared/values/amount-text.ts';
import { stageAfter } from '../../shared/workflow/routing.ts';
import type { Stage } from '../../shared/workflow/stages.ts';
import type { OpenedLink } from './open-link.ts';

/** The stage that an approval leads to; none where it is the last. */
function nextStage({ form, part, loaded, request, stage, settings }: OpenedLink): Stage | undefined {
  const { collectiveThresholdFen } = settings;
  const conditions = { directory: part.directory, stages: form.stages, collectiveThresholdFen };
  const id = stageAfter(conditions, loaded.record.unit.id, request.requestedFen, stage.id);
  return form.stages.find((one) => one.id === id);
}

/** Of how many others the approval is still awaited, where one alone is not enough. */
function awaited({ request, link, stage }: OpenedLink): number {
  const { quorum = 'any' } = stage;
  if (quorum === 'any') return 0;
  const approved = new Set(request.decisions.map(({ by }) => by.id));
  if (quorum !== 'all') return Math.max(0, quorum - 1 - approved.size);
  return request.assignees.filter(({ id }) => id !== link.assignee.id && !approved.has(id)).length;
}

function approving(next: Stage | undefined, others: number, amount: string, lang: 'zh' | 'en'): string {
  if (lang === 'zh') {
    if (others > 0) return `同意 ${amount}；还需另外 ${others} 人同意。`;
    return next ? `同意 ${amount}，随后送${next.label.zh}。` : `批准 ${amount}，项目办结并通知申报单位。`;
  }
  if (others > 0) return `Approve ${amount}; ${others} more must approve as well.`;
  return next
    ? `Approve ${amount}; goes on to ${next.label.en}.`
    : `Approve ${amount}; the project is approved and the unit is told.`;
}

/** What each button does, in plain words. */
export function consequencesOf(opened: OpenedLink, amounts: Amounts, lang: 'zh' | 'en') {
  return {
    approve: approving(nextStage(opened), awaited(opened), reducedText(amounts, lang), lang),
    ...(lang === 'zh'
      ? { return: '退回申报单位修改；修改后从头审核。', reject: '否决后项目即告终止，不能恢复。' }
      : {
          return: 'Goes back to the unit for changes; the review then starts again.',
          reject: 'Ends the project for good.',
        }),
  };
}
