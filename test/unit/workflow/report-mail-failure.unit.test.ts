import { expect, it } from '@jest/globals';
import type { HistoryEvent } from '../../../shared/history/event.ts';
import type { ReportMailFailure } from '../../../shared/workflow/commands.ts';
import { decide } from '../../../shared/workflow/decide.ts';
import { mailboxOf } from '../../../shared/workflow/rerouting.ts';
import { aDirectory, aWorld, given, inReview, MORNING } from '../../builders/workflow.ts';

const at = { stage: 'finance-review', revision: 1 };
const report = (asked: boolean): ReportMailFailure => ({
  type: 'report-mail-failure',
  seq: 3,
  recipient: { id: 'reviewer', name: 'reviewer' },
  asked,
  reason: 'bounced',
  again: false,
  ...at,
});

it('says who was not reached, and marks the open request that the mail asked about', () => {
  const after = given(...inReview)
    .when(report(true))
    .follows([
      {
        action: 'mail-failed',
        ...at,
        assignees: [{ id: 'reviewer', name: 'reviewer' }],
        requestId: 'mail-failed-P-3-reviewer',
      },
    ]);
  expect(after?.loaded?.requests[0]?.assignees).toMatchObject([{ undeliveredAt: MORNING }]);
});

it('marks nothing where the mail asked for no decision', () => {
  const after = given(...inReview)
    .when(report(false))
    .follows([{ action: 'mail-failed' }]);
  expect(after?.loaded?.requests[0]?.assignees).toMatchObject([{ id: 'reviewer', name: 'reviewer' }]);
  expect(after?.loaded?.requests[0]?.assignees[0]).not.toHaveProperty('undeliveredAt');
});

it('is refused where it was reported before, however long ago', () => {
  const { loaded } = given(...inReview).story();
  if (!loaded) throw new Error('The project is there');
  const told = given(...inReview)
    .when(report(true))
    .follows([{ action: 'mail-failed' }])
    ?.events.at(-1);
  const later = [{ ...told, chain: 'P', seq: 4, previousHash: '', hash: '' } as HistoryEvent];
  const project = { ...loaded.record, requests: loaded.requests, later };
  expect(decide(project, report(true), aWorld())).toEqual({ refused: 'already-reported' });
});

it('marks nothing where the mail went to a mailbox that they had before: there they are only told of the change', () => {
  const after = given(...inReview)
    .when({ ...report(true), mailbox: '0'.repeat(16) })
    .follows([{ action: 'mail-failed' }]);
  expect(after?.loaded?.requests[0]?.assignees[0]).not.toHaveProperty('undeliveredAt');
  const mailbox = mailboxOf(aDirectory, 'reviewer');
  const marked = given(...inReview)
    .when({ ...report(true), mailbox })
    .follows([{ action: 'mail-failed' }]);
  expect(marked?.loaded?.requests[0]?.assignees[0]).toHaveProperty('undeliveredAt');
});

it('says of a mail that was sent again that it failed again, once for each mailbox', () => {
  const again = { ...report(false), again: true, mailbox: 'abcd' } as const;
  given(...inReview)
    .when(again)
    .follows([{ action: 'mail-failed', requestId: 'mail-failed-P-3-reviewer-abcd' }]);
});
