import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { twoFreePorts } from '../support/free-ports.ts';
import type { Metrics } from '../support/platform.ts';
import { type Http, jsonOf, openHttp } from './http.ts';

export const checkout = resolve(import.meta.dirname, '..', '..');

/** The platform as `npm start` brought it up, at the addresses that it printed. */
export interface Running {
  readonly product: string;
  readonly control: string;
  /** The process of npm; the platform is below it. */
  readonly pid: number;
  /** From the command to `Ready.` */
  readonly seconds: number;
  token(account: string): Promise<string>;
  metrics(): Promise<BenchMetrics>;
  /** A call to the control port. */
  ask<T>(path: string, body?: object): Promise<T>;
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

type Units = Metrics['capacity'];
export type BenchMetrics = Metrics & { readonly capacityOf: Readonly<Record<string, Units>> };

/** A folder under the system's own for temporary files, and how to remove it. */
export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Far above any budget: a machine that runs other things as well shall give a number, not an error. */
const LONGEST_START_MS = 180_000;

/** What a year of an office does is done here by one account within minutes. */
const limitless = { COUNTERSIGN_LIMIT_FACTOR: '1000' };

/** Runs `npm start` in a checkout, as a person would, on free ports and with the data in a folder of the caller's. */
export async function npmStart(options: {
  readonly root?: string;
  readonly data: string;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<Running> {
  const port = await twoFreePorts();
  const started = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: options.root ?? checkout,
    env: {
      ...outsideEnvironment(),
      ...limitless,
      ...options.env,
      PORT: String(port),
      COUNTERSIGN_DATA: options.data,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that ending it ends what npm started as well.
    detached: true,
  });
  let output = '';
  const ready = new Promise<void>((settle, fail) => {
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
      if (/^Ready\./m.test(output)) settle();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', fail);
    child.once('exit', () => fail(new Error(`npm start ended:\n${output}`)));
    setTimeout(() => fail(new Error(`npm start did not get ready:\n${output}`)), LONGEST_START_MS).unref();
  });
  try {
    await ready;
  } catch (error) {
    await end(child);
    throw error;
  }
  const seconds = (performance.now() - started) / 1000;
  const product = addressOf(output, 'product');
  const control = addressOf(output, 'mailbox');
  const http = openHttp(control);
  const ask = askBy(http);
  return {
    product,
    control,
    pid: child.pid ?? 0,
    seconds,
    ask,
    token: async (account) => (await ask<{ token: string }>('/tokens', { account })).token,
    metrics: () => ask<BenchMetrics>('/metrics'),
    async stop() {
      http.close();
      await end(child);
    },
    async kill() {
      http.close();
      await end(child, 'SIGKILL');
    },
  };
}

const askBy =
  (http: Http) =>
  async <T>(path: string, body?: object): Promise<T> =>
    jsonOf<T>(await http.send(body ? 'POST' : 'GET', path, {}, body), 200, path);

function addressOf(output: string, label: string): string {
  const address = new RegExp(`^ *${label} +(http://\\S+)$`, 'm').exec(output)?.[1];
  if (!address) throw new Error(`npm start printed no address of the ${label}:\n${output}`);
  return address;
}

/** What npm tells its scripts is not for the npm that is started here; nor are the options of this process. */
export function outsideEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_OPTIONS$|^COUNTERSIGN_/.test(name)),
  );
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((settle) => child.once('exit', settle));
  process.kill(-child.pid, signal);
  await ended;
  await goneGroup(child.pid);
}

/** npm may end before what it started; the folder of data is in use until then. */
async function goneGroup(group: number): Promise<void> {
  for (;;)
    try {
      process.kill(-group, 0);
      await pause(10);
    } catch {
      return;
    }
}
