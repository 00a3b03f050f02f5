import { describe, expect, it } from '@jest/globals';
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
  recipientsOf(
    'earlier-deciders',
    { ...aProject(inReview), requests: requests.flat() },
    what,
    directory,
    new Set(),
  ).map(({ id }) => id);
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

describe('a request that follows the office', () => {
  const of = (id: string, more: object = {}) => ({ id, name: id, ...more });
  const at = '2021-11-12T02:00:00.000Z';
  const rerouted = (more: object) =>
    event('rerouted', { at, stage: 'finance-review', revision: 1, directory: 2, day: '2021-11-12', ...more });
  const toldOf = (
    recipients: Parameters<typeof recipientsOf>[0],
    assignees: RequestRecord['assignees'],
    what: Parameters<typeof recipientsOf>[2],
  ) =>
    recipientsOf(
      recipients,
      {
        ...aProject(inReview),
        requests: request('finance-review', { status: 'open', revision: 1, assignees }),
      },
      what,
      directory,
      new Set(),
    ).map(({ id }) => id);

  it('takes nothing from whoever is asked in another place now', () => {
    const asked = [of('reviewer')];
    const inPlace = of('reviewer', { onBehalfOf: 'secretary', onBehalfOfId: 'secretary' });
    const moved = rerouted({ assignees: asked, joined: asked, left: [inPlace, of('approver')] });
    expect(toldOf('former-holders', asked, moved)).toEqual(['approver']);
    // They are asked again before the mail goes out.
    const gone = rerouted({ assignees: [], joined: [], left: [of('reviewer')] });
    expect(toldOf('former-holders', asked, gone)).toEqual([]);
    expect(toldOf('former-holders', [], gone)).toEqual(['reviewer']);
  });

  it('tells former mailboxes at the event that follows from another one, and not at later ones', () => {
    const moved = [of('reviewer', { marks: ['mailbox-changed'], movedAt: at })];
    const asks = { assignees: [of('reviewer')], joined: [of('reviewer')], left: [] };
    expect(toldOf('former-mailboxes', moved, rerouted(asks))).toEqual(['reviewer']);
    const later = rerouted({ ...asks, at: '2021-11-13T02:00:00.000Z' });
    expect(toldOf('former-mailboxes', moved, later)).toEqual([]);
    // Marked by an earlier release.
    const marked = [of('reviewer', { marks: ['mailbox-changed'] })];
    expect(toldOf('former-mailboxes', marked, rerouted(asks))).toEqual(['reviewer']);
  });
});

it('what becomes of a project is told to those of its unit who can go on', () => {
  const { record, ...rest } = aProject(inReview);
  const person = (id: string, unit: string, more: object = {}) => ({
    ...{ id, name: id, email: `${id}@countersign.example`, unit },
    ...more,
  });
  const { id: own } = record.unit;
  const maker = record.submittedBy?.id ?? '';
  const [typist, clerk] = [person('typist', own), person('clerk', own)];
  const follower = person('follower', own, { followsUnit: true });
  const toldBy = (people: Directory['people'], more: object = {}): string[] =>
    recipientsOf(
      'submitter',
      { ...rest, record: { ...record, editors: [maker, 'typist'] } },
      event('returned', { ...by('approver'), revision: 1 }),
      { units: [{ ...record.unit, ...more }], people },
      new Set(people.filter((one) => one.unit === own).map(({ id }) => id)),
    ).map(({ id }) => id);
  expect(toldBy([person(maker, own), typist, clerk, follower])).toEqual([maker, 'follower']);
  // Whoever handed it in works elsewhere now, or is gone.
  for (const gone of [[person(maker, '11530121MB1000101G')], []]) {
    expect(toldBy([...gone, typist, clerk, follower])).toEqual(['follower']);
    expect(toldBy([...gone, typist, clerk])).toEqual(['typist']);
    expect(toldBy([...gone, clerk])).toEqual(['clerk']);
    expect(toldBy([...gone, clerk], { contact: 'office@countersign.example' })).toEqual([`unit:${own}`]);
    expect(toldBy(gone)).toEqual([`unit:${own}`]);
  }
});
