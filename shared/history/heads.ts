import { type ChainHead, emptyHead, type Linked, whyBroken } from './chain.ts';
import { sha256 } from './digest.ts';
import type { Leaf } from './merkle.ts';

/** Something in a chain that an append-only history cannot hold. */
export interface Fault {
  readonly chain: string;
  /** The event where it shows. */
  readonly seq: number;
  readonly reason: string;
}

export interface Advance {
  /** What the next checkpoint holds of the chain; absent where it holds nothing yet. */
  readonly leaf: Leaf | undefined;
  readonly fault: Fault | undefined;
}

/**
 * Moves a chain's leaf on to where the chain ends now.
 *
 * A leaf only ever moves along the links of the chain: where the chain no longer continues what an earlier checkpoint
 * signed (its tail is cut off, or its events were hashed anew), the leaf stays. A checkpoint thus never takes back
 * what an earlier one said, and whoever checks the chain against the newest one still finds the break.
 *
 * @param known the leaf of the checkpoint before; absent for a chain that had none
 * @param events what stands in the chain now, oldest first, legible or not
 * @param from the number at which their reading began: 1, or some number not after `known.seq`
 */
export function advance(
  chain: string,
  known: Leaf | undefined,
  events: readonly Linked[],
  from = 1,
): Advance {
  let { seq, hash }: ChainHead = known ?? emptyHead;
  for (const event of events) {
    if (event.seq !== seq + 1 || event.previousHash !== hash) continue;
    ({ seq, hash } = event);
  }
  return {
    leaf: seq === 0 ? undefined : { chain, seq, hash },
    fault: firstFault(chain, known, events, from),
  };
}

function firstFault(
  chain: string,
  known: Leaf | undefined,
  events: readonly Linked[],
  from: number,
): Fault | undefined {
  // Where the reading begins inside the chain, the first event's predecessor is not at hand: it is taken at its word.
  let previous: ChainHead =
    from === 1 ? emptyHead : { seq: from - 1, hash: events[0]?.previousHash ?? emptyHead.hash };
  for (const event of events) {
    const reason =
      known && event.seq === known.seq && event.hash !== known.hash
        ? 'is not the event that an earlier checkpoint holds'
        : whyBroken(event, previous, chain);
    if (reason) return { chain, seq: event.seq, reason };
    previous = event;
  }
  if (known && previous.seq < known.seq) {
    const reason = `is missing; an earlier checkpoint holds number ${known.seq}`;
    return { chain, seq: previous.seq + 1, reason };
  }
  return undefined;
}

const HOUR_MS = 3_600_000;
/** The hours of a week. */
const TURNS = 168;

/**
 * Whether a chain is read again in this hour although nothing happened in it: each has its turn once a week. What
 * somebody cuts off or puts back where no event follows is thus found within a week, also without an auditor asking.
 */
export const hasTurn = (chain: string, now: Date): boolean =>
  Number.parseInt(sha256(chain).slice(0, 8), 16) % TURNS === Math.floor(now.getTime() / HOUR_MS) % TURNS;
