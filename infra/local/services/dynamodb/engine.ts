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
  stop(): Promise<void>;
}

// It accepts connections within 20 ms of its start; two seconds are for a machine that is very busy.
const startLimitMs = 2000;

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

/** Starts the database on a free loopback port, over the given file. */
export async function startEngine(options: {
  readonly program: string;
  readonly file: string;
  /** Where its own messages go. */
  readonly log: string;
  readonly died: (line: string) => void;
}): Promise<Engine> {
  const { program, file, log, died } = options;
  const address = loopbackAddress();
  const port = await freePort(address);
  const child = spawnBound(program, ['--host', address, '--port', String(port), '--db-path', file], log);
  let stopping = false;
  let ended = false;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = true;
      if (!stopping) died(`The database ended by itself (${signal ?? code}); see ${log}`);
      resolve();
    });
    child.once('error', (error) => {
      ended = true;
      died(`The database cannot be started: ${error.message}`);
      resolve();
    });
  });
  const endpoint = `http://${address}:${port}`;
  await answering(endpoint, () => ended);
  return {
    endpoint,
    async stop() {
      stopping = true;
      // Tells the watcher that this end is meant.
      child.stdin?.write('\n');
      child.kill('SIGTERM');
      await exited;
    },
  };
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

async function answering(endpoint: string, ended: () => boolean): Promise<void> {
  const limit = performance.now() + startLimitMs;
  for (;;) {
    if (ended()) throw new Error('The database ended at its start');
    try {
      await fetch(endpoint);
      return;
    } catch (cause) {
      if (performance.now() > limit) throw new Error('The database does not answer', { cause });
      await pause(3);
    }
  }
}
