import { Problem } from '../../shared/contract/problem.ts';
import { refusalProblem } from '../../shared/contract/refusals.ts';
import type { DecisionView } from '../../shared/contract/views.ts';
import { refusalOf } from '../../shared/project/change.ts';
import { openedAtBy } from '../../shared/project/opened-mark.ts';
import type { Words } from '../../shared/values/language.ts';
import { decideCommand } from './decide-request.ts';
import type { DecisionInput } from './decision-input.ts';
import type { Deps } from './deps.ts';
import type { OpenedRequest } from './opened.ts';
import { needsCode } from './prove.ts';

const reasons = {
  errors: {
    zh: '系统检查有错误提示，请打开查看后办理',
    en: 'The checks found errors: open it and read them',
  },
  changes: {
    zh: '与上次申报相比有修改，请打开查看后办理',
    en: 'It differs from the last submission: open it and read what changed',
  },
  objections: {
    zh: '申报单位对核减提出了异议，请打开查看后办理',
    en: 'The unit objects to a cut: open it and read why',
  },
  supplies: {
    zh: '本环节须填写办理信息，请打开办理',
    en: 'This stage asks for something to be filled in: open it',
  },
} as const satisfies Record<string, Words>;

const codeAlone = {
  zh: '金额达到须用验证码确认的限额，请单独打开办理',
  en: 'The amount asks for a code: open this one and decide it alone',
};

/** What there is in a request to be read or filled in, or null. What its reader has opened they have read. */
function unreadOf(
  { request, assignee, stage }: OpenedRequest,
  { findings, changes, objections }: DecisionView,
): keyof typeof reasons | null {
  const openedAt = openedAtBy(request, assignee.id);
  if (findings.some(({ severity }) => severity === 'error')) return 'errors';
  if (changes.length > 0 && openedAt === undefined) return 'changes';
  if (objections.some(({ at }) => openedAt === undefined || at > openedAt)) return 'objections';
  return stage.supplies?.some(({ required }) => required) ? 'supplies' : null;
}

/**
 * What cannot be approved from a list: because it cannot be approved at all, because there is something in it to be
 * read or filled in, or because it asks for a code.
 * @param decision with the hash of what was shown
 * @throws Problem `read-first`, `code-required`, and as deciding would
 */
export async function demandFromList(
  deps: Deps,
  opened: OpenedRequest,
  view: DecisionView,
  decision: Pick<DecisionInput, 'contentHash' | 'comment' | 'supplied'>,
  requestId: string,
): Promise<void> {
  const { loaded: known, snapshot: directory } = opened;
  const command = decideCommand(opened, { outcome: 'approve', ...decision }, requestId);
  const refused = await refusalOf(deps, command, { known, directory });
  if (refused) throw refusalProblem(refused);
  const unread = unreadOf(opened, view);
  if (unread) throw new Problem('read-first', { detail: reasons[unread] });
  if (needsCode(opened)) throw new Problem('code-required', { detail: codeAlone });
}
