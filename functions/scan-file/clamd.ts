import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * ClamAV's daemon, by its own protocol (`man clamd`, INSTREAM): a file is sent over one connection, in pieces with
 * their length before them, and one line comes back.
 */

/** What a scan said. `impossible`: it looked, and could not see into the file. */
export type Scanned =
  | { readonly scan: 'clean' }
  | { readonly scan: 'malware'; readonly signature: string }
  | { readonly scan: 'impossible'; readonly reason: string };

/**
 * The scanner was not reached, was too slow, or answered that something is wrong with itself: the next try is right.
 * @internal
 */
export class ScannerUnavailable extends Error {
  override readonly name = 'ScannerUnavailable';
}

export interface ClamdLimits {
  readonly connectMs: number;
  /** For all of it: to send the file, and to wait for the answer. */
  readonly totalMs: number;
}

/** It stands near; but it unpacks whatever it is given. The function that asks has a minute. */
const usualLimits: ClamdLimits = { connectMs: 5_000, totalMs: 45_000 };

/** A line of an answer: the longest names of signatures are far below. */
const LONGEST_ANSWER = 4_096;
const PIECE = 64 << 10;

/** What `clamd` is told to say of files that nobody can see into, or not as far as it should (`AlertEncrypted`, `AlertExceedsMax`). */
const CANNOT_SEE = /^Heuristics\.(?:Encrypted|Limits\.Exceeded)\b/;

/**
 * What an answer means.
 * @throws ScannerUnavailable of what is about the scanner, not about the file
 * @internal
 */
export function scannedOf(answer: string): Scanned {
  const line = answer.replace(/\0.*$/s, '').trim();
  const told = /^stream: (?:(?<signature>.+) FOUND|OK)$/.exec(line);
  if (told) {
    const signature = told.groups?.signature;
    if (signature === undefined) return { scan: 'clean' };
    return CANNOT_SEE.test(signature)
      ? { scan: 'impossible', reason: signature }
      : { scan: 'malware', signature };
  }
  // `StreamMaxLength`: every try would end like this.
  if (/^INSTREAM size limit exceeded/.test(line)) return { scan: 'impossible', reason: 'StreamMaxLength' };
  throw new ScannerUnavailable(`clamd answered: ${line.slice(0, 200) || 'nothing'}`);
}

/** `host:port`, `[address]:port`, or the path of a socket. */
export function placeOf(address: string): NetConnectOpts {
  if (address.startsWith('/')) return { path: address };
  const at = address.lastIndexOf(':');
  const host = address.slice(0, at).replace(/^\[(.*)\]$/, '$1');
  return { host, port: Number(address.slice(at + 1)) };
}

/** All that is sent for a file. */
function* framesOf(bytes: Uint8Array): Generator<Uint8Array> {
  yield Buffer.from('zINSTREAM\0');
  for (let at = 0; at < bytes.length; at += PIECE) {
    const piece = bytes.subarray(at, at + PIECE);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece.length);
    yield length;
    yield piece;
  }
  yield Buffer.alloc(4);
}

/**
 * Sends as fast as the other end takes it, but for a moment between two pieces: one that says that it has enough and hangs
 * up is heard, as a rule, before a write to it fails. Fifty megabytes take a second like this.
 */
async function send(socket: Socket, bytes: Uint8Array): Promise<void> {
  for (const frame of framesOf(bytes)) {
    if (!socket.writable) return;
    if (socket.write(frame)) continue;
    await new Promise<void>((settle) => {
      socket.once('drain', settle);
      socket.once('close', () => settle());
    });
    await pause(1);
  }
}

/**
 * Has `clamd` look into a file.
 * @throws ScannerUnavailable
 */
export async function scanByClamd(
  address: string,
  bytes: Uint8Array,
  { connectMs, totalMs }: ClamdLimits = usualLimits,
): Promise<Scanned> {
  const socket = connect(placeOf(address));
  const end = (why: string) => socket.destroy(new Error(why));
  const connecting = setTimeout(() => end(`no connection within ${connectMs} ms`), connectMs);
  const whole = setTimeout(() => end(`no answer within ${totalMs} ms`), totalMs);
  try {
    const answer = await new Promise<string>((settle, fail) => {
      let told = '';
      let trouble: Error | undefined;
      socket.once('connect', () => {
        clearTimeout(connecting);
        send(socket, bytes).catch(fail);
      });
      socket.on('data', (data) => {
        told = (told + data.toString('utf8')).slice(0, LONGEST_ANSWER);
        if (told.includes('\0')) settle(told);
      });
      socket.on('error', (error) => {
        trouble = error;
      });
      // One that has heard enough answers and hangs up while more is being sent: what it said counts.
      socket.once('close', () => (told === '' && trouble ? fail(trouble) : settle(told)));
    });
    return scannedOf(answer);
  } catch (error) {
    if (error instanceof ScannerUnavailable) throw error;
    throw new ScannerUnavailable(`clamd at ${address}: ${error instanceof Error ? error.message : ''}`, {
      cause: error,
    });
  } finally {
    clearTimeout(connecting);
    clearTimeout(whole);
    socket.destroy();
  }
}
