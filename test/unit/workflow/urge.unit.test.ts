import { describe, expect, it } from '@jest/globals';
import { refusalProblem } from '../../../shared/contract/refusals.ts';
import type { Command, Urge } from '../../../shared/workflow/commands.ts';
import { atApproval, by, type Given, given, inReview, returned, usual } from '../../builders/workflow.ts';

/** The morning of the Wednesday on which all of these stories begin. */
const WEDNESDAY = '2026-03-18T02:00:00.000Z';
const urge = (more: object = {}): Urge => ({
  type: 'urge',
  actor: by('colleague'),
  requestId: 'urge',
  ...more,
});
const at = (command: Command, time: string): Given => [command, { at: time }];

it('tells whoever is asked; it moves nothing but what their desk says', () => {
  const after = given(...inReview)
    .when(urge())
    .follows([
      {
        action: 'urged',
        actor: by('colleague'),
        stage: 'finance-review',
        revision: 1,
        assignees: [{ id: 'reviewer', name: 'reviewer' }],
      },
    ]);
  expect(after?.loaded?.requests).toMatchObject([{ status: 'open', urgedAt: WEDNESDAY }]);
  expect(after?.loaded?.record).toMatchObject({ version: 2, flow: { state: 'in-review' } });
});

describe('once a working day', () => {
  const urged = [...inReview, urge()];
  const again = urge({ requestId: 'again' });

  it.each([
    ['a minute later', '2026-03-18T02:01:00.000Z', 82_740],
    ['in the evening', '2026-03-18T09:59:59.000Z', 54_001],
  ])('%s it is refused until the next morning', (_, time, seconds) => {
    const { refusal, refuses } = given(...urged).when(again, { at: time });
    refuses('urged-today');
    expect(refusal?.retryAfterSeconds).toBe(seconds);
    expect(refusal?.detail?.zh).toContain('2026年3月19日 09:00 起可以催办');
    expect(refusal?.detail?.en).toContain('19 Mar 2026, 09:00');
  });

  it('is counted for the project, not for its stage', () => {
    const next = [usual.approve('reviewer', 'finance-review'), usual.request('approval')];
    given(...urged, ...next)
      .when(again)
      .refuses('urged-today');
  });

  it('is possible on the next working day, and says when that is over a weekend', () => {
    given(...urged)
      .when(again, { at: '2026-03-19T01:00:00.000Z' })
      .follows([{ action: 'urged' }]);
    const friday = '2026-03-20T02:00:00.000Z';
    const { refusal } = given(...inReview, at(urge(), friday)).when(again, { at: friday });
    expect(refusal?.detail?.zh).toContain('2026年3月23日 09:00');
  });

  it('a button pressed twice, or a colleague’s at the same time, urges once', () => {
    const pressed = urge({ requestId: 'pressed', seen: '' });
    given(...urged)
      .when(pressed)
      .follows([]);
    // The page that knew of it wanted another one.
    given(...urged)
      .when({ ...pressed, seen: WEDNESDAY })
      .refuses('urged-today');
    // A page of yesterday did not know of yesterday's: today is another day.
    given(...urged)
      .when(pressed, { at: '2026-03-19T02:00:00.000Z' })
      .follows([{ action: 'urged' }]);
  });
});

describe('while offices are open', () => {
  it.each([
    ['before nine', '2026-03-18T00:59:59.999Z', '2026年3月18日 09:00', 1],
    ['at night', '2026-03-18T14:00:00.000Z', '2026年3月19日 09:00', 39_600],
    ['on a Saturday', '2026-03-21T03:00:00.000Z', '2026年3月23日 09:00', 165_600],
    ['on a holiday', '2026-05-01T03:00:00.000Z', '2026年5月6日 09:00', 424_800],
  ])('%s it is refused, and says from when on', (_, time, from, seconds) => {
    const { refusal, refuses } = given(...inReview).when(urge(), { at: time });
    refuses('offices-closed');
    expect(refusal?.detail?.zh).toContain(from);
    expect(refusal?.retryAfterSeconds).toBe(seconds);
  });

  it('also on a Saturday that is worked on', () => {
    given(...inReview)
      .when(urge(), { at: '2026-05-09T03:00:00.000Z' })
      .follows([{ action: 'urged' }]);
  });

  it('answers 429 with the seconds to wait', () => {
    const { refusal } = given(...inReview).when(urge(), { at: '2026-03-18T00:59:00.000Z' });
    if (!refusal) throw new Error('It was not refused');
    expect(refusalProblem(refusal)).toMatchObject({
      status: 429,
      code: 'too-soon-to-urge',
      headers: { 'retry-after': '60' },
    });
  });
});

describe('where several decide', () => {
  it('tells those who have not', () => {
    const [next] =
      given(...atApproval)
        .when(urge())
        .follows([{ action: 'urged', stage: 'approval' }])
        ?.events.slice(-1) ?? [];
    expect(next?.assignees).toEqual([{ id: 'approver', name: 'approver' }]);
  });
});

it.each([
  ['a draft', [usual.create()]],
  ['what came back', returned],
  ['what was taken back', [...inReview, { type: 'recall', actor: by('maker'), requestId: 'r', version: 2 }]],
  ['what was ended', [...inReview, { type: 'withdraw', actor: by('maker'), requestId: 'w', version: 2 }]],
  ['what was rejected', [...inReview, usual.reject('reviewer', 'finance-review')]],
  ['what was approved', [...atApproval, usual.approve('approver', 'approval')]],
] satisfies [string, readonly Command[]][])('is refused for %s', (_, story) => {
  given(...story)
    .when(urge())
    .refuses('not-in-this-state');
});

it('is refused while nobody is asked: before the flow has asked, and where there is nobody', () => {
  given(usual.create(), usual.submit(1)).when(urge()).refuses('nobody-asked');
  given(...inReview.slice(0, 2))
    .in({ directory: { units: [], people: [], administrators: [] } })
    .when(urge())
    .refuses('nobody-asked');
});
