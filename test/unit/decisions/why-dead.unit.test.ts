import { describe, expect, it } from '@jest/globals';
import { whyAway, whyClosed } from '../../../functions/decisions/why-dead.ts';
import { deadLinkTitles, deadLinkWords } from '../../../functions/decisions/words/dead-link.ts';
import type { DeadKind } from '../../../shared/contract/views.ts';
import type { HistoryEvent } from '../../../shared/history/event.ts';
import { anEvent, type OfProject } from '../../builders/events.ts';

const at = (minute: number): string => `2026-03-18T02:${String(minute).padStart(2, '0')}:00.000Z`;
const person = (id: string) => ({ id, name: id });
/** What happened, a minute apart: each action, on the first revision where nothing else is said. */
const told = (...actions: readonly (OfProject | readonly [OfProject, object])[]): HistoryEvent[] =>
  actions.map((one, index) => {
    const [action, more] = typeof one === 'string' ? [one, {}] : one;
    return anEvent('2026-AAAA-AAAA', index + 1, action, at(index), more);
  });
const request = { revision: 1, stage: 'approval', requestedAt: at(0) };

describe('a link whose request was closed', () => {
  it.each<readonly [string, HistoryEvent[], DeadKind, number | undefined, RegExp, RegExp]>([
    [
      'recalled',
      told('requested', 'recalled'),
      'recalled',
      1,
      /撤回修改，重新提交后会另发邮件/,
      /recalled this/,
    ],
    [
      'recalled and handed in again',
      told('requested', 'recalled', ['submitted', { revision: 2 }]),
      'superseded',
      1,
      /已重新提交；请以新邮件中的链接为准/,
      /has resubmitted it/,
    ],
    ['withdrawn', told('requested', 'withdrawn'), 'withdrawn', 1, /撤销这个项目/, /withdrew this project/],
    [
      'recalled, then withdrawn: nobody is mailed again',
      told('requested', 'recalled', ['withdrawn', { revision: 2 }]),
      'withdrawn',
      2,
      /撤销这个项目/,
      /withdrew this project/,
    ],
    [
      'recalled, handed in again, returned and lapsed',
      told(
        'requested',
        'recalled',
        ['submitted', { revision: 2 }],
        ['returned', { revision: 2 }],
        ['lapsed', { revision: 2 }],
      ),
      'lapsed',
      4,
      /没有按期再次提交，已于 .*失效/,
      /lapsed on/,
    ],
    [
      'closed since the decision before it was taken back',
      told('requested', 'taken-back'),
      'taken-back',
      1,
      /上一环节已于 .*收回决定/,
      /was taken back/,
    ],
    [
      'closed, and recalled after that',
      told('requested', 'taken-back', 'recalled'),
      'recalled',
      2,
      /撤回修改/,
      /recalled this/,
    ],
    [
      'closed for no reason that is told',
      told('requested', ['recalled', { revision: 2 }]),
      'closed',
      undefined,
      /已经结束/,
      /is closed/,
    ],
  ])('%s', (_, events, kind, minute, zh, en) => {
    const why = whyClosed(events, request);
    expect(why).toEqual({ kind, ...(minute === undefined ? {} : { at: at(minute) }) });
    const said = { when: 'T', did: 'approve', by: '' } as const;
    expect(deadLinkWords.zh[kind](said)).toMatch(zh);
    expect(deadLinkWords.en[kind](said)).toMatch(en);
    expect(deadLinkTitles.zh[kind]).not.toBe('');
  });

  it('is not what was taken back before it was asked', () => {
    expect(whyClosed(told('taken-back', 'requested'), { ...request, requestedAt: at(1) })).toEqual({
      kind: 'closed',
    });
  });
});

describe('a link whose request asks others', () => {
  const here = { stage: request.stage };
  it.each<readonly [string, HistoryEvent[], DeadKind, number]>([
    ['given away', told(['reassigned', { ...here, assignees: [person('b')] }]), 'reassigned', 0],
    ['by a change of the office', told(['rerouted', { ...here, assignees: [person('b')] }]), 'rerouted', 0],
    ['nobody', told(['rerouted', { ...here, assignees: [] }]), 'rerouted', 0],
    [
      'given away, and then by others again',
      told(
        ['reassigned', { ...here, assignees: [person('b')] }],
        ['rerouted', { ...here, assignees: [person('c')] }],
      ),
      'reassigned',
      0,
    ],
    [
      'asked the person again in between',
      told(
        ['reassigned', { ...here, assignees: [person('b')] }],
        ['reassigned', { ...here, assignees: [person('a')] }],
        ['rerouted', { ...here, assignees: [person('c')] }],
      ),
      'rerouted',
      2,
    ],
  ])('%s', (_, events, kind, minute) => {
    expect(whyAway(events, request, 'a')).toEqual({ kind, at: at(minute) });
  });
});
