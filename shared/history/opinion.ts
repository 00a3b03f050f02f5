import { canonical } from './canonical.ts';
import { emptyHead } from './chain.ts';
import { sha256 } from './digest.ts';
import type { EventOf } from './event.ts';

/** An event stays under a kilobyte, with its place in its chain. */
const MOST_BYTES = 1_000;

/** As large as a place is: a chain of a thousand events and more is none of a project. */
const placeOf = ({ projectId }: EventOf<'decided'>) => ({
  chain: projectId,
  seq: 999,
  previousHash: emptyHead.hash,
  hash: emptyHead.hash,
});

const bytesOf = (event: EventOf<'decided'>): number =>
  new TextEncoder().encode(canonical({ ...event, ...placeOf(event) })).length;

/**
 * A decision's event with the opinion that goes with it: the text where there is room for it, else its hash, and the
 * text stands whole in the decision's own record.
 * @param text without blanks around; empty for none
 */
export function withOpinion(event: EventOf<'decided'>, text: string): EventOf<'decided'> {
  if (text === '') return event;
  const whole = { ...event, comment: text };
  return bytesOf(whole) <= MOST_BYTES ? whole : { ...event, commentHash: sha256(text) };
}
