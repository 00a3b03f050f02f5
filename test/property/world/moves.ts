import type { ProjectRecord } from '../../../shared/project/records.ts';
import type { Command, Submit } from '../../../shared/workflow/commands.ts';
import { by, usual } from '../../builders/workflow.ts';

/** What may happen to a project that there is, in any order. */
export type ReviewMove =
  | 'submit'
  | 'ask'
  | 'approve'
  | 'cut'
  | 'return'
  | 'reject'
  | 'save'
  | 'lapse'
  | 'recall'
  | 'withdraw'
  | 'send-back'
  | 'take-back';

/**
 * The command that a move comes to; who decides is whom the stage asks.
 * @param number of the move: no two are the same request, and cuts differ
 * @param handing what is handed in, and by whom
 */
export function reviewCommand(
  kind: ReviewMove,
  { version, flow }: ProjectRecord,
  number: number,
  handing: Pick<Submit, 'actor' | 'requestId' | 'id' | 'unit' | 'summary'>,
): Command {
  const { actor, requestId, summary } = handing;
  const cause = { actor, requestId };
  const stage = flow.state === 'in-review' ? flow.stage : 'approval';
  const who = stage === 'approval' ? 'approver' : 'reviewer';
  const more = {
    requestId: `${number}`,
    revision: flow.revision,
    contentHash: flow.shownHash ?? '',
    comment: '请补充第三项支出的测算依据和标准',
  };
  const cuts = [{ line: number % 3, amountFen: number * 1_000, reason: '按上年标准核减此项支出' }];
  switch (kind) {
    case 'submit':
      return usual.submit(version, flow.revision, handing);
    case 'ask':
      return usual.request(stage, flow.revision);
    case 'approve':
      return usual.approve(who, stage, more);
    case 'cut':
      return usual.approve(who, stage, { ...more, cuts });
    case 'return':
      return usual.return(who, stage, more);
    case 'send-back':
      return usual.return(who, stage, { ...more, to: 'previous-stage' });
    case 'take-back':
      // What the reviewer approved a moment ago.
      return {
        ...{ type: 'take-back', actor: by('reviewer', 'reviewer', 'link'), requestId: more.requestId },
        ...{ stage: 'finance-review', revision: flow.revision },
      };
    case 'reject':
      return usual.reject(who, stage, more);
    case 'save':
      return usual.save(version, { ...cause, summary });
    case 'lapse':
      return { type: 'lapse', revision: flow.revision };
    case 'recall':
    case 'withdraw':
      return { type: kind, ...cause, version };
  }
}
