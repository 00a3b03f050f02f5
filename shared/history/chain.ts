import { digest } from './digest.ts';
import type { EventBody, HistoryEvent } from './event.ts';

/** Where a chain ends: the next event follows it. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

/** The head of a chain without events: the first event's `previousHash` is 64 zeros. */
export const emptyHead: ChainHead = { seq: 0, hash: '0'.repeat(64) };

/** Appends bodies to a chain: numbers them and binds each to its predecessor. */
export function link(chain: string, head: ChainHead, bodies: readonly EventBody[]): HistoryEvent[] {
  let { seq, hash } = head;
  return bodies.map((body) => {
    seq += 1;
    const unhashed = { ...body, chain, seq, previousHash: hash };
    hash = digest(unhashed);
    return { ...unhashed, hash };
  });
}

/** What binds an event into its chain, whatever else it says: an item that was tampered with may be no event any more. */
export type Linked = Pick<HistoryEvent, 'chain' | 'seq' | 'previousHash' | 'hash'>;

/** What an item's members come to; undefined where there is something among them that no event has (a set, a binary). */
function contentHash(members: object): string | undefined {
  try {
    return digest(members);
  } catch {
    return undefined;
  }
}

/** Why an item cannot stand behind its predecessor, or nothing. */
export function whyBroken(event: Linked, previous: ChainHead, chain: string): string | undefined {
  if (event.chain !== chain) return `belongs to chain ${event.chain}`;
  if (event.seq !== previous.seq + 1) return `follows number ${previous.seq}`;
  if (event.previousHash !== previous.hash) return 'does not carry the hash of its predecessor';
  const { hash, ...rest } = event;
  if (contentHash(rest) !== hash) return 'its content does not match its hash';
  return undefined;
}
