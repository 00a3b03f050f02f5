import { expect, it } from '@jest/globals';
import { recipientsOf } from '../../../../shared/effects/mail/recipients.ts';
import type { DecisionRecord, RequestRecord } from '../../../../shared/project/records.ts';
import type { Directory } from '../../../../shared/workflow/directory.ts';
import { aProject, event, inReview } from './sample-case.ts';

const UNIT = '12330100MB0000000X';
const directory: Directory = {
  units: [],
  people: ['reviewer', 'secretary', 'approver'].map((id) => ({
    id,
    name: id,
    email: `${id}@countersign.example`,
    unit: UNIT,
  })),
};
const decidedBy = (...ids: string[]): Pick<RequestRecord, 'decisions'> => ({
  decisions: ids.map(
    (id): DecisionRecord => ({
      outcome: 'approve',
      at: '2021-11-11T02:00:00.000Z',
      by: { id, name: id, role: 'reviewer', via: 'link' },
      contentHash: 'a'.repeat(64),
      proof: 'link',
    }),
  ),
});
const [sample] = aProject(inReview).requests;
const request = (stage: string, more: Partial<RequestRecord>): RequestRecord[] =>
  sample ? [{ ...sample, status: 'decided', stage, ...more }] : [];

const told = (what: Parameters<typeof recipientsOf>[2], ...requests: RequestRecord[][]): string[] =>
  recipientsOf('earlier-deciders', { ...aProject(inReview), requests: requests.flat() }, what, directory).map(
    ({ id }) => id,
  );
const by = (id: string) => ({ actor: { id, name: id, role: 'approver', via: 'link' } as const });

it('an end is told to each who decided on the revision before, once, and not to whoever ends it', () => {
  const ended = event('approved', { ...by('approver'), stage: 'approval', revision: 1 });
  expect(
    told(
      ended,
      request('head-signs', decidedBy('secretary')),
      request('finance-review', decidedBy('reviewer', 'secretary')),
      request('approval', decidedBy('approver')),
    ),
  ).toEqual(['secretary', 'reviewer']);
});

it('an end is told to nobody who decided on an earlier revision alone, or is in the directory no more', () => {
  const ended = event('rejected', { ...by('approver'), revision: 2 });
  expect(
    told(
      ended,
      request('finance-review', { ...decidedBy('reviewer'), revision: 1 }),
      request('finance-review', { ...decidedBy('secretary', 'departed'), revision: 2 }),
    ),
  ).toEqual(['secretary']);
});

it('a lapse is told to whoever decided on what was returned', () => {
  const lapsed = event('lapsed', { revision: 2 });
  const before = request('finance-review', { ...decidedBy('secretary', 'approver'), revision: 1 });
  expect(told(lapsed, before)).toEqual(['secretary', 'approver']);
  // Handed in again and decided since: that is no earlier decision.
  const since = request('finance-review', { ...decidedBy('reviewer'), revision: 3 });
  expect(told(lapsed, before, since)).toEqual(['secretary', 'approver']);
});

it('a withdrawal is told once to whoever decided and is told already that their request is closed', () => {
  const withdrawn = event('withdrawn', by('submitter'));
  expect(
    told(
      withdrawn,
      request('finance-review', decidedBy('secretary')),
      request('approval', {
        ...decidedBy('approver'),
        status: 'closed',
        assignees: [{ id: 'approver', name: 'a' }],
      }),
    ),
  ).toEqual(['secretary']);
});
