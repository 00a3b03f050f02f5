import { describe, expect, it } from '@jest/globals';
import { mailsOwed, owesMail } from '../../../../shared/effects/mail/owed.ts';
import type { Marked } from '../../../../shared/project/load.ts';
import { anEvent, type OfProject, type Wanted } from '../../../builders/events.ts';

const at = '2026-03-06T02:00:00.000Z';
const reviewer = { id: 'reviewer', name: '审核人（示例）', role: 'reviewer', via: 'link' } as const;
const cuts = [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }];

/** A project that stands in a state, with the review of revision 1 decided by these cuts. */
const standing = (state: string, revision: number, made: readonly object[] = cuts): Marked =>
  ({
    record: { submittedBy: { id: 'submitter', name: '经办人（示例）' }, flow: { state, revision } },
    requests: [
      {
        revision: 1,
        stage: 'finance-review',
        status: 'decided',
        assignees: [reviewer],
        decisions: [{ outcome: 'approve', at, by: reviewer, cuts: made }],
      },
    ],
    sent: new Map<number, string>(),
    held: new Map(),
  }) as unknown as Marked;

const event = <Name extends OfProject>(action: Name, more: Wanted<Name> = {}) =>
  anEvent('2021-7K3M-9QXD', 4, action, at, { actor: reviewer, ...more });

const cut = event('decided', { next: 'approval', approvedFen: 30_500_000 });
const warning = event('reminded', { stage: undefined, assignees: undefined, revision: 2 });

describe('a mail that was held up', () => {
  it.each([
    ['of a cut, while the review goes on', cut, standing('in-review', 1), true],
    ['of a cut, after the rejection', cut, standing('rejected', 1), false],
    ['of a cut, after the withdrawal', cut, standing('withdrawn', 1), false],
    ['of a cut, in the review of the next revision', cut, standing('in-review', 2), false],
    ['of a return', event('returned'), standing('returned', 2), true],
    ['of a return, handed in again', event('returned'), standing('in-review', 2), false],
    ['of a return, ended by the unit', event('returned'), standing('withdrawn', 2), false],
    ['of a return before the last', event('returned'), standing('returned', 3), false],
    ['that warns of the lapse', warning, standing('returned', 2), true],
    ['that warns of the lapse, handed in again', warning, standing('in-review', 2), false],
    ['of a recall', event('recalled'), standing('draft', 2), true],
    ['of a recall, ended by the unit', event('recalled'), standing('withdrawn', 2), true],
    ['of a recall, asked again', event('recalled'), standing('in-review', 2), false],
    ['of an end', event('rejected'), standing('rejected', 1), true],
  ])('%s: owed as long as it is so', (_, told, loaded, owed) => {
    expect(owesMail(loaded, told)).toBe(owed);
  });
});

describe('a decision that leaves the amount as earlier cuts left it', () => {
  it('is not told to the unit as a cut', () => {
    expect(owesMail(standing('in-review', 1, []), cut)).toBe(false);
  });
});

describe('a reminder where nobody is left to ask', () => {
  const administrator = { id: 'administrator', name: '管理员（示例）' };
  const reminder = event('reminded', { revision: 1, assignees: [administrator] });
  /** The open review of revision 1, with these people asked, the first of whom has decided. */
  const asking = (...assignees: readonly { readonly id: string }[]): Marked => {
    const loaded = standing('in-review', 1);
    const requests = loaded.requests.map((request) => ({ ...request, status: 'open', assignees }));
    return { ...loaded, requests } as unknown as Marked;
  };
  const lettersOf = (loaded: Marked) =>
    mailsOwed(loaded, reminder).flatMap(({ letter, to }) => (to === 'administrators' ? [letter] : []));

  it.each([
    ['nobody was found', asking(), ['nobody-to-ask']],
    ['all who were asked have decided', asking(reviewer), ['nobody-to-ask']],
    ['somebody has still to decide', asking(reviewer, { id: 'reviewer2' }), []],
  ])('goes to the administrators: %s', (_, loaded, letters) => {
    expect(lettersOf(loaded)).toEqual(letters);
  });
});
