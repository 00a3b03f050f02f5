import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyHead, link } from '../../shared/history/chain.ts';
import type { EventBody, HistoryEvent } from '../../shared/history/event.ts';
import { advance, hasTurn } from '../../shared/history/heads.ts';
import { byChain, type Leaf, rootOf } from '../../shared/history/merkle.ts';

const body = (comment: string): EventBody => ({
  at: '2026-11-23T08:00:00.000Z',
  actor: { id: 'submitter', name: '经办人甲（示例）', role: 'submitter', via: 'session' },
  action: 'objected',
  projectId: '2026-AAAA-AAAA',
  unit: '11530121MB1584810X',
  revision: 1,
  comment,
  requestId: comment,
});

const append = (
  chain: string,
  events: readonly HistoryEvent[],
  comments: readonly string[],
): HistoryEvent[] => [...events, ...link(chain, events.at(-1) ?? emptyHead, comments.map(body))];

/** A chain with at least one event, and the number of an event of it that a checkpoint holds. */
const signedChain = fc
  .array(fc.string(), { minLength: 1, maxLength: 12 })
  .chain((comments) =>
    fc.tuple(fc.constant(append('2026-AAAA-AAAA', [], comments)), fc.nat(comments.length - 1)),
  );
const leafOf = ({ chain, seq, hash }: HistoryEvent): Leaf => ({ chain, seq, hash });
const at = (events: readonly HistoryEvent[], index: number): HistoryEvent => events[index] as HistoryEvent;

describe('heads that are moved on from checkpoint to checkpoint', () => {
  const names = ['2026-AAAA-AAAA', '2026-BBBB-BBBB', 'reader:auditor', 'rules'];
  const steps = fc.array(fc.dictionary(fc.constantFrom(...names), fc.array(fc.string(), { maxLength: 4 })), {
    maxLength: 8,
  });

  it('are the same as those that are read from the beginning, wherever the reading begins', () => {
    fc.assert(
      fc.property(steps, fc.nat(5), (all, again) => {
        const chains = new Map<string, HistoryEvent[]>();
        const leaves = new Map<string, Leaf>();
        for (const step of all) {
          for (const [chain, comments] of Object.entries(step)) {
            chains.set(chain, append(chain, chains.get(chain) ?? [], comments));
            const known = leaves.get(chain);
            const from = Math.max(1, (known?.seq ?? 0) - again);
            const events = (chains.get(chain) ?? []).slice(from - 1);
            const { leaf, fault } = advance(chain, known, events, from);
            expect(fault).toBeUndefined();
            if (leaf) leaves.set(chain, leaf);
          }
        }
        const anew = [...chains].flatMap(([chain, events]) => advance(chain, undefined, events).leaf ?? []);
        expect(rootOf([...leaves.values()].sort(byChain))).toBe(rootOf(anew.sort(byChain)));
      }),
    );
  });
});

describe('a chain of which a checkpoint holds the head', () => {
  it('keeps its leaf and is reported where its tail was cut off', () => {
    fc.assert(
      fc.property(signedChain, fc.nat(12), ([events, index], kept) => {
        fc.pre(kept <= index);
        const known = leafOf(at(events, index));
        const { leaf, fault } = advance(known.chain, known, events.slice(0, kept));
        expect(leaf).toEqual(known);
        expect(fault).toMatchObject({ chain: known.chain, seq: kept + 1 });
      }),
    );
  });

  it('keeps its leaf and is reported where it was hashed anew, however it goes on', () => {
    fc.assert(
      fc.property(
        signedChain,
        fc.nat(12),
        fc.array(fc.string(), { maxLength: 3 }),
        ([events, index], from, more) => {
          fc.pre(from <= index);
          const known = leafOf(at(events, index));
          const honest = events.slice(0, from);
          const forged = append(known.chain, honest, [
            `${at(events, from).comment}, changed`,
            ...events.slice(from + 1).map(({ comment = '' }) => comment),
            ...more,
          ]);
          const { leaf, fault } = advance(known.chain, known, forged);
          expect(leaf).toEqual(known);
          expect(fault).toMatchObject({
            seq: known.seq,
            reason: 'is not the event that an earlier checkpoint holds',
          });
        },
      ),
    );
  });

  it('is reported where an event was changed in place; what was appended after it is held nevertheless', () => {
    fc.assert(
      fc.property(signedChain, fc.nat(11), ([events, index], changed) => {
        fc.pre(changed < events.length);
        const known = leafOf(at(events, index));
        const now = events.with(changed, { ...at(events, changed), requestId: 'changed in place' });
        const { leaf, fault } = advance(known.chain, known, now);
        expect(leaf).toEqual(leafOf(at(events, events.length - 1)));
        expect(fault).toEqual({
          chain: known.chain,
          seq: changed + 1,
          reason: 'its content does not match its hash',
        });
      }),
    );
  });

  it('is reported where an event is missing inside it', () => {
    fc.assert(
      fc.property(signedChain, fc.nat(11), ([events, index], missing) => {
        fc.pre(missing < events.length - 1);
        const known = leafOf(at(events, index));
        const { leaf, fault } = advance(known.chain, known, events.toSpliced(missing, 1));
        expect(fault?.seq).toBe(missing + 2);
        expect(leaf?.seq).toBe(Math.max(known.seq, missing < known.seq ? events.length : missing));
      }),
    );
  });
});

describe('a chain in which nothing happens', () => {
  it('has its turn in exactly one hour of any week', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
        (chain, start) => {
          const hours = Array.from(
            { length: 168 },
            (_, hour) => new Date(start.getTime() + hour * 3_600_000),
          );
          expect(hours.filter((hour) => hasTurn(chain, hour))).toHaveLength(1);
        },
      ),
      { numRuns: 50 },
    );
  });
});
