import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { canonical } from '../history/canonical.ts';
import { digest } from '../history/digest.ts';
import { type HistoryEvent, historyEvent } from '../history/event.ts';

/**
 * An event that rides on the next one of its transaction, packed against that: they say much the same, and some
 * hundred bytes are left. It is believed as far as the next one binds it by its hash.
 */

const dictionaryOf = (next: HistoryEvent) => ({ dictionary: Buffer.from(canonical(next)) });

export const packCarried = (event: HistoryEvent, next: HistoryEvent): Uint8Array =>
  new Uint8Array(deflateRawSync(canonical(event), dictionaryOf(next)));

function inflated(bytes: Uint8Array, next: HistoryEvent): unknown {
  try {
    return JSON.parse(inflateRawSync(bytes, dictionaryOf(next)).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Undefined where it is not the event that the next one binds. */
export function unpackCarried(bytes: unknown, next: HistoryEvent): HistoryEvent | undefined {
  const parsed = historyEvent.safeParse(bytes instanceof Uint8Array ? inflated(bytes, next) : undefined);
  if (!parsed.success) return undefined;
  const { hash, ...rest } = parsed.data;
  return hash === next.previousHash && digest(rest) === hash ? parsed.data : undefined;
}
