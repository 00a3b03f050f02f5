import * as z from 'zod';
import { canonical } from './canonical.ts';
import { sha256 } from './digest.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** The first checkpoint's `previous`. */
export const NO_CHECKPOINT = '0'.repeat(64);

/**
 * What is signed: the state of every chain at one moment, and the checkpoint before. Whoever holds one copy of it,
 * on paper or in a mailbox, can tell later whether an event up to then was changed, removed or put in.
 */
const body = z.lazy(() =>
  z.strictObject({
    number: z.int().min(1),
    /** UTC with milliseconds. */
    at: z.iso.datetime({ precision: 3 }),
    /** How many chains there are, and how many events in all of them. */
    chains: z.int().min(0),
    events: z.int().min(0),
    /** The Merkle root over the heads of all chains (`merkle.ts`). */
    root: hash,
    /** The `hash` of the checkpoint before; 64 zeros in the first. */
    previous: hash,
    /** Which key signed: SHA-256 of its SubjectPublicKeyInfo in DER. */
    key: hash,
  }),
);
export type CheckpointBody = z.infer<typeof body>;

export const checkpoint = z.lazy(() =>
  body.unwrap().extend({
    /** SHA-256 over the RFC 8785 form of all of the above. */
    hash,
    /** ECDSA on P-256 over those same bytes with SHA-256: the DER form, base64. */
    signature: z.base64(),
  }),
);
export type Checkpoint = z.infer<typeof checkpoint>;

/** The text whose UTF-8 bytes are signed: the RFC 8785 form of the body. */
export const signedText = (of: CheckpointBody): string => {
  const { number, at, chains, events, root, previous, key } = of;
  return canonical({ number, at, chains, events, root, previous, key });
};

/** The hash that is signed. */
export const hashOfCheckpoint = (of: CheckpointBody): string => sha256(signedText(of));

/** A checkpoint in one line, short enough to be mailed, printed and read out. */
export const lineOf = ({ number, at, events, hash: own }: Checkpoint): string =>
  `countersign checkpoint ${number} ${at} ${events} events ${own}`;
