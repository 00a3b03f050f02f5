import { expect, it } from '@jest/globals';
import type { HistoryEvent } from '../../../shared/history/event.ts';
import type { Command } from '../../../shared/workflow/commands.ts';
import { decide } from '../../../shared/workflow/decide.ts';
import { aWorld, given, inReview, MORNING } from '../../builders/workflow.ts';

const at = { stage: 'finance-review', revision: 1 };
const report = (asked: boolean): Command => ({
  type: 'report-mail-failure',
  seq: 3,
  recipient: { id: 'reviewer', name: 'reviewer' },
  asked,
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
