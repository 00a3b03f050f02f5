import { createHash, timingSafeEqual } from 'node:crypto';

/** The attempt of a task that a token speaks for. */
export interface TokenSubject {
  readonly execution: number;
  /** Counts the attempts of all tasks of the execution, so each retry has a token of its own. */
  readonly attempt: number;
}

// Real tokens are several hundred characters of base64, with `+`, `/` and `=`. So are these, on purpose: who uses a
// token as a key, or puts it into a URL unescaped, shall notice here.
const header = Buffer.from('0000002a000000020000000000000001', 'hex');
const subjectBytes = 12;
const proofBytes = 384;

/**
 * Makes the token of an attempt. It is the same each time: an invocation that is repeated after a crash hands out the
 * token that the first one may already have stored.
 */
export function mintToken(key: Uint8Array, { execution, attempt }: TokenSubject): string {
  const subject = Buffer.alloc(subjectBytes);
  subject.writeBigUInt64BE(BigInt(execution));
  subject.writeUInt32BE(attempt, 8);
  return Buffer.concat([header, subject, proof(key, subject)]).toString('base64');
}

/** The attempt that a token was made for, or undefined where this service did not make it. */
export function readToken(key: Uint8Array, token: string): TokenSubject | undefined {
  const bytes = Buffer.from(token, 'base64');
  if (bytes.length !== header.length + subjectBytes + proofBytes || bytes.toString('base64') !== token)
    return undefined;
  const subject = bytes.subarray(header.length, header.length + subjectBytes);
  if (!timingSafeEqual(bytes.subarray(header.length + subjectBytes), proof(key, subject))) return undefined;
  return { execution: Number(subject.readBigUInt64BE()), attempt: subject.readUInt32BE(8) };
}

// SHAKE takes its key as a prefix safely, and gives as many bytes as wanted.
function proof(key: Uint8Array, subject: Uint8Array): Buffer {
  return createHash('shake256', { outputLength: proofBytes }).update(key).update(subject).digest();
}
