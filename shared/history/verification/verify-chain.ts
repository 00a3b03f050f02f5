import type { ChainHead } from '../chain.ts';
import { collector, type Found } from './finding.ts';
import { ChainFollower, type Mark } from './follow.ts';
import { isUnreadable, type ReadEvent, readItem } from './read-event.ts';
import type { VerificationView } from './verification-view.ts';

/** The last checkpoint that has a chain, and what it has of it. */
export interface Covering {
  readonly number: number;
  readonly hash: string;
  /** UTC. */
  readonly at: string;
  readonly leaf: ChainHead;
}

/** The first by its number in the chain; what was found first counts where two speak of the same event. */
const earliest = (list: readonly Found[]): Found | undefined =>
  list.reduce<Found | undefined>(
    (first, one) => (first === undefined || (one.seq ?? 0) < (first.seq ?? 0) ? one : first),
    undefined,
  );

/**
 * Verifies a whole chain as the table has it, oldest item first, against the head that the record holds: a change, a
 * removal, a swap and a cut-off tail all show. A chain that was hashed anew together with its record shows against a
 * checkpoint that covers it.
 */
export function verifyChain(
  chain: string,
  items: readonly unknown[],
  head: ChainHead,
  covering?: Covering,
): VerificationView {
  const { report, findings } = collector();
  const read: ReadEvent[] = [];
  items.forEach((item, index) => {
    const one = readItem(item);
    if (isUnreadable(one)) report({ kind: 'malformed', chain, seq: index + 1, message: one.message });
    else read.push(one);
  });
  const marks: Mark[] = covering ? [{ ...covering.leaf, checkpoint: covering.number }] : [];
  const start = { seq: 0, hash: '0'.repeat(64) };
  const follower = new ChainFollower(
    chain,
    { start, marks, end: head },
    { report, neighbours: () => read, mayName: () => true },
  );
  for (const one of read) follower.take(one, {});
  follower.end();
  const beyond = covering && covering.leaf.seq > head.seq;
  if (beyond) {
    const message = {
      zh: `第 ${covering.number} 号检查点已到第 ${covering.leaf.seq} 号，项目记录只到第 ${head.seq} 号`,
      en: `checkpoint ${covering.number} has number ${covering.leaf.seq}, the record only ${head.seq}`,
    };
    report({ kind: 'cut-off', chain, seq: head.seq + 1, checkpoint: covering.number, message });
  }
  const first = earliest(findings().list);
  return {
    valid: findings().count === 0,
    events: items.length,
    head,
    ...(first
      ? {
          firstBroken: {
            seq: first.seq ?? 1,
            reason: first.message.en,
            kind: first.kind,
            ...(first.field === undefined ? {} : { field: first.field }),
          },
          findings: findings().list.map(({ kind, seq = 1, to, field, message }) => ({
            kind,
            seq,
            ...(to === undefined ? {} : { to }),
            ...(field === undefined ? {} : { field }),
            reason: message.en,
          })),
        }
      : {}),
    ...(covering
      ? {
          checkpoint: {
            number: covering.number,
            hash: covering.hash,
            at: covering.at,
            covers: covering.leaf.seq,
          },
        }
      : {}),
  };
}
