import { describe, expect, it } from '@jest/globals';
import { curedWrites, failedBy, removeFailedMail } from '../../../shared/project/failed-mails.ts';
import type { RequestRecord } from '../../../shared/project/records.ts';
import { ConditionRefused, Conflict } from '../../../shared/store/database.ts';
import { StorageSilent } from '../../../shared/store/errors.ts';
import type { ReportMailFailure } from '../../../shared/workflow/commands.ts';
import { nowhere } from '../../builders/nowhere.ts';
import { aProject, inReview } from '../effects/mail/sample-case.ts';

const AT = '2021-11-12T02:00:00.000Z';
const [sample] = aProject(inReview).requests;
const request = (more: Partial<RequestRecord>): RequestRecord[] =>
  sample ? [{ ...sample, decisions: [], ...more }] : [];
const people = (...unreached: string[]): Pick<RequestRecord, 'assignees'> => ({
  assignees: ['reviewer', 'reviewer2'].map((id) => ({
    id,
    name: id,
    ...(unreached.includes(id) ? { undeliveredAt: AT } : {}),
  })),
});

const report: ReportMailFailure = {
  type: 'report-mail-failure',
  seq: 3,
  recipient: { id: 'reviewer', name: 'reviewer' },
  asked: true,
  reason: 'bounced',
  again: false,
  stage: 'finance-review',
  revision: 1,
};

it('a mail that asks is listed where its report has marked the request, any other in any case', () => {
  expect(failedBy(report, 'P', request(people('reviewer')), AT)).toMatchObject({
    ...{ person: 'reviewer', projectId: 'P', seq: 3, asked: true, reason: 'bounced', at: AT },
  });
  expect(failedBy(report, 'P', [], AT)).toBeUndefined();
  // Marked by an earlier report, and asked anew since that mail.
  expect(failedBy(report, 'P', request(people('reviewer')), '2021-11-13T02:00:00.000Z')).toBeUndefined();
  expect(failedBy({ ...report, asked: false }, 'P', [], AT)).toMatchObject({ asked: false });
});

const removed = (before: RequestRecord[], after: RequestRecord[]): unknown[] =>
  before.flatMap((one, index) => {
    const now = after[index];
    return now ? curedWrites(nowhere, one, now).map(({ Delete }) => Delete?.Key?.sk) : [];
  });

it('is listed no more once the request carries no mark of them, is closed, or is decided by them', () => {
  const before = request(people('reviewer', 'reviewer2'));
  const key = (person: string) => `${person}#2021-7K3M-9QXD#0001#finance-review`;
  expect(removed(before, before)).toEqual([]);
  expect(removed(before, request(people('reviewer2')))).toEqual([key('reviewer')]);
  expect(removed(before, request({ ...people('reviewer', 'reviewer2'), status: 'closed' }))).toEqual([
    key('reviewer'),
    key('reviewer2'),
  ]);
  const decisions = sample?.decisions ?? [];
  expect(removed(before, request({ ...people('reviewer', 'reviewer2'), decisions }))).toEqual([
    key('reviewer'),
  ]);
});

describe('one that is taken from the list', () => {
  const failed = failedBy({ ...report, asked: false }, 'P', [], AT);
  /** Takes one away where the table answers each try so, one after the other. @returns how often it was tried */
  async function triesUntil(answers: readonly (Error | undefined)[]): Promise<number> {
    let tries = 0;
    const transact = async () => {
      const answer = answers[tries];
      tries += 1;
      if (answer) throw answer;
    };
    if (failed) await removeFailedMail({ ...nowhere, transact }, failed);
    return tries;
  }
  const inHand = () => new Conflict('Another writer was here');

  it('is tried again as long as a transaction has it in hand, five times in all', async () => {
    expect(await triesUntil([undefined])).toBe(1);
    expect(await triesUntil([inHand(), inHand(), undefined])).toBe(3);
    expect(await triesUntil([inHand(), inHand(), inHand(), inHand(), undefined])).toBe(5);
    await expect(triesUntil([1, 2, 3, 4, 5].map(inHand))).rejects.toThrow(StorageSilent);
  });

  it('is not tried again where it failed anew meanwhile', async () => {
    await expect(triesUntil([inHand(), new ConditionRefused(['failed-mail'])])).rejects.toThrow(
      ConditionRefused,
    );
  });
});
