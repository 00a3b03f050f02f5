import { describe, expect, it } from '@jest/globals';
import type { EventOf } from '../../../shared/history/event.ts';
import { asks, isAskedAnew, marked, unmarked } from '../../../shared/project/undelivered.ts';
import { anEvent } from '../../builders/events.ts';

const reviewer = { id: 'reviewer', name: '审核人丙（示例）' };
const other = { id: 'reviewer2', name: '审核人丁（示例）', onBehalfOf: '审核人丙（示例）' };
const at = '2026-11-05T00:41:02.000Z';

type Asking = 'requested' | 'link-renewed' | 'reminded' | 'reassigned' | 'escalated' | 'mail-failed';
const event = <Name extends Asking>(action: Name, more: Partial<EventOf<Name>> = {}) =>
  anEvent('2021-7K3M-9QXD', 3, action, at, { assignees: [reviewer], ...more });

describe('a request with several people', () => {
  it('is marked at the one who was not reached, and loses the mark where that one is asked anew', () => {
    const after = marked([reviewer, other], reviewer, at);
    expect(after).toEqual([{ ...reviewer, undeliveredAt: at }, other]);
    expect(unmarked(after, [other])).toEqual(after);
    expect(unmarked(after, [reviewer])).toEqual([reviewer, other]);
  });
});

describe('a report of a mail that did not arrive', () => {
  it.each(['requested', 'link-renewed', 'reminded', 'reassigned'] as const)(
    'marks the request of a person whom the mail asked: %s',
    (action) => {
      expect(asks(event(action), reviewer)).toBe(true);
    },
  );

  it('says nothing of a request where the mail asked for no decision, or asked somebody else', () => {
    expect(asks(event('escalated'), reviewer)).toBe(false);
    expect(asks(event('requested'), other)).toBe(false);
  });

  const at = { stage: 'finance-review', revision: 1 };
  it.each([
    ['the same person was reminded since', [event('reminded')], true],
    ['the same person was mailed a fresh link since', [event('link-renewed')], true],
    ['nothing happened since', [], false],
    ['somebody else was asked since', [event('reassigned', { assignees: [other] })], false],
    ['the superior was told since', [event('escalated')], false],
    ['another revision was asked for since', [event('requested', { revision: 2 })], false],
    ['another mail failed since', [event('mail-failed')], false],
  ])('is of an older mail only where the person was asked anew: %s', (_, later, expected) => {
    expect(isAskedAnew(later, at, reviewer)).toBe(expected);
  });
});
