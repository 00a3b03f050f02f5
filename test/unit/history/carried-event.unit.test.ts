import { describe, expect, it } from '@jest/globals';
import { emptyHead, link } from '../../../shared/history/chain.ts';
import type { EventBody } from '../../../shared/history/event.ts';
import { packCarried, unpackCarried } from '../../../shared/store/carried-event.ts';
import type { Database } from '../../../shared/store/database.ts';
import { appendsOf } from '../../../shared/store/history-store.ts';

/** Two events of one transaction are found under one entry of each index: the later one carries the earlier. */

const about = {
  at: '2026-03-18T02:00:00.000Z',
  actor: { id: 'approver', name: '审批人（示例）', role: 'approver', via: 'link' },
  projectId: '2026-WRKS-2345',
  unit: '11530121MB1584810X',
  budgetYear: 2026,
  stage: 'approval',
  revision: 1,
  requestedFen: 31_500_000,
  approvedFen: 31_500_000,
  requestId: 'decision',
} as const;
const decided = {
  ...about,
  ...{ action: 'decided', outcome: 'approve', comment: '同意', proof: 'link' },
  contentHash: 'a'.repeat(64),
} as const satisfies EventBody;
const approved = {
  ...about,
  ...{ action: 'approved', from: 'in-review', to: 'approved' },
} as const satisfies EventBody;

const database = { history: 'History' } as Database;
const itemsOf = (...bodies: EventBody[]) =>
  appendsOf(database, link('2026-WRKS-2345', emptyHead, bodies)).map(({ Put }) => Put?.Item ?? {});
/** Which of them the indexes have, and which carry another. */
const standing = (...bodies: EventBody[]) =>
  itemsOf(...bodies).map(({ byMonth, carried }) => [byMonth !== undefined, carried !== undefined]);

describe('the events of a transaction', () => {
  it('have one entry where they are found under the same', () => {
    expect(standing(decided)).toEqual([[true, false]]);
    expect(standing(decided, approved)).toEqual([
      [false, false],
      [true, true],
    ]);
    expect(standing(decided, decided, approved)).toEqual([
      [true, false],
      [false, false],
      [true, true],
    ]);
  });

  it('have one each where they are not, or where both do not fit into a unit', () => {
    const alone = [
      [true, false],
      [true, false],
    ];
    const another = { ...approved, actor: { ...approved.actor, id: 'another' } };
    expect(standing(decided, another)).toEqual(alone);
    expect(standing(decided, { ...approved, at: '2026-03-18T02:00:00.001Z' })).toEqual(alone);
    const opinion = Array.from({ length: 120 }, (_, at) => String.fromCharCode(0x4e00 + at * 37)).join('');
    expect(standing({ ...decided, comment: opinion }, approved)).toEqual(alone);
  });
});

describe('what an event carries', () => {
  const [earlier, later] = link('2026-WRKS-2345', emptyHead, [decided, approved]);
  if (!earlier || !later) throw new Error('Two were linked');

  it('is the event before it', () => {
    expect(unpackCarried(packCarried(earlier, later), later)).toEqual(earlier);
  });

  it('is believed only as the event that it binds', () => {
    expect(unpackCarried(packCarried({ ...earlier, requestId: 'forged' }, later), later)).toBeUndefined();
    const [forged] = link('2026-WRKS-2345', emptyHead, [{ ...decided, requestId: 'forged' }]);
    if (!forged) throw new Error('One was linked');
    expect(unpackCarried(packCarried(forged, later), later)).toBeUndefined();
    expect(unpackCarried(new Uint8Array([1, 2, 3]), later)).toBeUndefined();
    expect(unpackCarried('text', later)).toBeUndefined();
  });
});
