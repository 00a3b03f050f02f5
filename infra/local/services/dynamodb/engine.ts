import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../../error-code.ts';
import { freePort } from '../../ports.ts';

/** The embedded database's process. */
export interface Engine {
  readonly endpoint: string;
  readonly place: Place;
  /** Ends it as a lack of memory would. */
  kill(): void;
  stop(): Promise<void>;
}

// It accepts connections within 20 ms of its start; ten seconds are for a machine that is very busy.
const startLimitMs = 10_000;

// It ends within milliseconds of being asked. One that does not is ended: what it acknowledged is on the disk.
const endLimitMs = 5_000;

// Its port is chosen before it is started, and may be taken meanwhile.
const startTries = 3;

/** Finds the program of the embedded database, which comes as one npm package for each platform. */
export function findEngine(): string {
  const name = `@dynoxide/${process.platform}-${process.arch}`;
  const program = process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
  try {
    const found = join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), program);
    if (existsSync(found)) return found;
  } catch (error) {
    if (codeOf(error) !== 'MODULE_NOT_FOUND') throw error;
  }
  throw new Error(
    `The embedded database for this platform is missing. Add it with \`npm install --no-save ${name}\`, or start ` +
      'the official DynamoDB Local and set AWS_ENDPOINT_URL_DYNAMODB to its address.',
  );
}

/**
 * A loopback address that nobody can guess, where a system gives the whole of 127.0.0.0/8: the database has no password
 * and answers pages of every origin, which could find a port of 127.0.0.1 by trying.
 */
function loopbackAddress(): string {
  if (process.platform === 'darwin') return '127.0.0.1';
  return `127.${randomInt(1, 255)}.${randomInt(256)}.${randomInt(1, 255)}`;
}

/** Where it listens. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

interface EngineOptions {
  readonly program: string;
  readonly file: string;
  /** Where its own messages go. */
  readonly log: string;
  /** Told of an end that nobody asked for, once it has answered. */
  readonly died: (line: string) => void;
  /** Where others know it by; a free one unless given. */
  readonly place?: Place | undefined;
  /** How long it may take to end when it is asked. */
  readonly endLimitMs?: number;
}

/** Starts the database at its place, or on a free loopback port, over the given file. @throws Error where it does not start */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  for (let tries = 1; ; tries++) {
    try {
      return await startOnce(options);
    } catch (error) {
      if (tries === startTries) throw error;
    }
  }
}

async function freePlace(): Promise<Place> {
  const address = loopbackAddress();
  return { address, port: await freePort(address) };
}

async function startOnce(options: EngineOptions): Promise<Engine> {
  const { program, file, log, died } = options;
  const place = options.place ?? (await freePlace());
  const { address, port } = place;
  const child = spawnBound(program, ['--host', address, '--port', String(port), '--db-path', file], log);
  let isWanted = false;
  let end: string | undefined;
  const exited = new Promise<void>((resolve) => {
    const ends = (how: string): void => {
      end = how;
      if (isWanted) died(how);
      resolve();
    };
    child.once('exit', (code, signal) =>
      ends(`The database ended by itself (${signal ?? code}); see ${log}`),
    );
    child.once('error', (error) => ends(`The database cannot be started: ${error.message}`));
  });
  const stop = async (): Promise<void> => {
    isWanted = false;
    // Tells the watcher that this end is meant.
    child.stdin?.write('\n');
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), options.endLimitMs ?? endLimitMs);
    await exited;
    clearTimeout(late);
  };
  const endpoint = `http://${address}:${port}`;
  try {
    await answering(endpoint, () => end);
  } catch (error) {
    if (end === undefined) await stop();
    throw error;
  }
  isWanted = true;
  return { endpoint, place, kill: () => void child.kill('SIGKILL'), stop };
}

/**
 * A child that does not outlive the host, even one that dies by kill -9: a watcher reads the host's end of a pipe,
 * and its closing without a word is the host's death. Otherwise the next start would find the file in use. And a
 * child that does not end before the host: in a process group of its own, where Ctrl-C does not reach it.
 */
function spawnBound(program: string, args: readonly string[], log: string): ChildProcess {
  const output = openSync(log, 'a');
  try {
    const stdio: ['pipe', 'ignore', number] = ['pipe', 'ignore', output];
    if (process.platform === 'win32') return spawn(program, args, { stdio });
    // By number 3, because a background command of a shell has its input taken away.
    // A file that may grow no further is an error like a full disk, not a death.
    const watcher = 'trap "" XFSZ; exec 3<&0; (read -r _ <&3 || kill -9 $$) & exec "$0" "$@" 3<&- </dev/null';
    return spawn('/bin/sh', ['-c', watcher, program, ...args], { stdio, detached: true });
  } finally {
    closeSync(output);
  }
}

async function answering(endpoint: string, ended: () => string | undefined): Promise<void> {
  const limit = performance.now() + startLimitMs;
  for (;;) {
    const end = ended();
    if (end !== undefined) throw new Error(end);
    try {
      await fetch(endpoint);
      return;
    } catch (cause) {
      if (performance.now() > limit) throw new Error('The database does not answer', { cause });
      await pause(3);
    }
  }
}
