import { describe, expect, it } from '@jest/globals';
import type { EventOf } from '../../../shared/history/event.ts';
import { type Flag, flags, raises } from '../../../shared/history/red-flags.ts';
import { splitsIn } from '../../../shared/history/splits.ts';
import { shippedCalendar } from '../../../shared/values/calendar/calendar.ts';
import { actors, anEvent, type Wanted } from '../../builders/events.ts';

const settings = { thresholdsFen: [50_000_000, 100_000_000], calendar: shippedCalendar };
const HALF_A_MINUTE = '2026-11-10T01:59:30.000Z';
const LONGER = '2026-11-10T01:59:29.999Z';
const ASKED = '2026-11-09T02:00:00.000Z';
const decided = (at: string, more: Wanted<'decided'> = {}) =>
  anEvent('P', 4, 'decided', at, {
    actor: actors.reviewer,
    stage: 'finance-review',
    outcome: 'approve',
    requestedAt: ASKED,
    deadline: '2026-11-16T10:00:00.000Z',
    requestedFen: 49_000_000,
    ...more,
  });
const raisedBy = (event: Parameters<typeof raises>[1]): Flag[] =>
  flags.filter((flag) => raises(flag, event, settings));

describe('a decision', () => {
  it.each<[string, string, Flag[]]>([
    ['30 seconds after it was asked', '2026-11-09T02:00:30.000Z', ['quick']],
    ['a millisecond later', '2026-11-09T02:00:30.001Z', []],
    ['at the moment of its deadline, when offices close', '2026-11-16T10:00:00.000Z', ['off-hours']],
    ['a millisecond after it', '2026-11-16T10:00:00.001Z', ['late', 'off-hours']],
    ['in the morning after', '2026-11-17T02:00:00.000Z', ['late']],
    ['after midnight in Beijing, in the afternoon of UTC', '2026-11-10T16:30:00.000Z', ['off-hours']],
    ['on a Saturday', '2026-11-14T02:00:00.000Z', ['off-hours']],
  ])('%s', (_, at, raised) => {
    expect(raisedBy(decided(at))).toEqual(raised);
  });

  it('on a Saturday that makes up for a holiday is in office hours; on the holiday it is not', () => {
    const more = { requestedAt: '2026-09-25T02:00:00.000Z', deadline: '2026-10-20T10:00:00.000Z' };
    expect(raisedBy(decided('2026-10-10T02:00:00.000Z', more))).toEqual([]);
    expect(raisedBy(decided('2026-10-01T02:00:00.000Z', more))).toEqual(['off-hours']);
  });

  it('in the place of somebody else', () => {
    const actor = { ...actors.reviewer, onBehalfOf: '丙（示例）', onBehalfOfId: 'other' };
    expect(raisedBy(decided('2026-11-10T02:00:00.000Z', { actor }))).toEqual(['delegated']);
  });

  it.each<[string, Wanted<'decided'>, Flag[]]>([
    ['from a list, never opened', { together: 2 }, ['together']],
    ['from a list, the only one chosen there', { together: 1 }, ['together']],
    ['from a list, opened half a minute before', { together: 2, openedAt: HALF_A_MINUTE }, ['together']],
    ['from a list, opened a millisecond longer', { together: 2, openedAt: LONGER }, []],
    ['alone, as soon as it was opened', { openedAt: HALF_A_MINUTE }, []],
    ['by a program that never opened it', {}, []],
  ])('%s', (_, more, raised) => {
    expect(raisedBy(decided('2026-11-10T02:00:00.000Z', more))).toEqual(raised);
  });

  it('of an event that tells neither when it was asked nor by when is neither quick nor late', () => {
    const old = decided('2026-11-09T02:00:01.000Z', { requestedAt: undefined, deadline: undefined });
    expect(raisedBy(old)).toEqual([]);
  });
});

describe('a submission', () => {
  it.each([
    [44_999_999, false],
    [45_000_000, true],
    [49_999_999, true],
    [50_000_000, false],
    [90_000_000, true],
    [99_999_999, true],
    [100_000_000, false],
  ])('of %i fen is just below a threshold: %s', (requestedFen, isBelow) => {
    const event = anEvent('P', 2, 'submitted', ASKED, { requestedFen });
    expect(raisedBy(event)).toEqual(isBelow ? ['below-threshold'] : []);
  });

  it('is below none where none is configured', () => {
    const event = anEvent('P', 2, 'submitted', ASKED, { requestedFen: 49_000_000 });
    expect(raises('below-threshold', event, { ...settings, thresholdsFen: [] })).toBe(false);
  });
});

describe('what people did not decide', () => {
  it('raises no flag, whatever the hour', () => {
    const night = '2026-11-10T19:00:00.000Z';
    expect(raisedBy(anEvent('P', 3, 'requested', night, { actor: actors.system, deadline: ASKED }))).toEqual(
      [],
    );
    expect(raisedBy(anEvent('P', 3, 'approved', night, { requestedFen: 49_000_000 }))).toEqual([]);
  });
});

describe('declarations of one unit in one budget year', () => {
  const submitted = (id: string, requestedFen: number, more: Partial<EventOf<'submitted'>> = {}, seq = 2) =>
    anEvent(id, seq, 'submitted', ASKED, { requestedFen, ...more });
  const limit = [50_000_000];

  it('that stay below a threshold one by one and reach it together are a split', () => {
    expect(splitsIn([submitted('A', 20_000_000), submitted('B', 30_000_000)], limit)).toEqual([
      {
        unit: '11530121MB1584810X',
        budgetYear: 2027,
        thresholdFen: 50_000_000,
        sumFen: 50_000_000,
        parts: [
          { projectId: 'B', seq: 2, requestedFen: 30_000_000 },
          { projectId: 'A', seq: 2, requestedFen: 20_000_000 },
        ],
      },
    ]);
  });

  it('that do not reach it together, or of which one alone is over it, are none', () => {
    expect(splitsIn([submitted('A', 20_000_000), submitted('B', 29_999_999)], limit)).toEqual([]);
    expect(splitsIn([submitted('A', 20_000_000), submitted('B', 50_000_000)], limit)).toEqual([]);
    expect(splitsIn([submitted('A', 49_999_999)], limit)).toEqual([]);
  });

  it('count only with others of the same unit and year', () => {
    const other = { unit: '11530121015118880A' };
    expect(splitsIn([submitted('A', 30_000_000), submitted('B', 30_000_000, other)], limit)).toEqual([]);
    const next = { budgetYear: 2028 };
    expect(splitsIn([submitted('A', 30_000_000), submitted('B', 30_000_000, next)], limit)).toEqual([]);
  });

  it('count with their last submission, once, and not after they ended', () => {
    const again = submitted('A', 10_000_000, { revision: 2 }, 6);
    expect(splitsIn([again, submitted('A', 30_000_000), submitted('B', 30_000_000)], limit)).toEqual([]);
    const withdrawn = anEvent('B', 4, 'withdrawn', ASKED);
    expect(splitsIn([submitted('A', 30_000_000), submitted('B', 30_000_000), withdrawn], limit)).toEqual([]);
  });

  it('are looked at for every threshold', () => {
    const parts = ['A', 'B', 'C'].map((id) => submitted(id, 40_000_000));
    expect(splitsIn(parts, settings.thresholdsFen).map(({ thresholdFen }) => thresholdFen)).toEqual([
      50_000_000, 100_000_000,
    ]);
  });
});
