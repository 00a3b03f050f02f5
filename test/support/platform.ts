/** The whole product on this machine, as `npm start` brings it up, in a folder and on ports of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { allocation } from '../../infra/local/runtime.ts';
import { twoFreePorts } from './free-ports.ts';
import { keepRights } from './keep-rights.ts';
import { keptBundles } from './kept-bundles.ts';

/** The checkout that these tests belong to. */
export const checkout = resolve(import.meta.dirname, '..', '..');

export interface Message {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly at: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Execution {
  readonly name: string;
  readonly status: string;
}

export interface Platform {
  /** The product's address, without a slash at its end. */
  readonly product: string;
  readonly control: string;
  readonly data: string;
  readonly port: number;
  readonly pid: number;
  /** What the platform printed so far. */
  readonly output: () => string;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** An access token of a sample account. */
  token(account: string): Promise<string>;
  messages(): Promise<Message[]>;
  executions(): Promise<Execution[]>;
  metrics(): Promise<Metrics>;
  /** What time it is there. */
  now(): Promise<Date>;
  advance(seconds: number): Promise<void>;
  faults(fault: object): Promise<void>;
}

export interface Metrics {
  /** Whether a function works, or a record of a stream waits for one. */
  readonly isBusy: boolean;
  readonly invocations: Readonly<Record<string, number>>;
  readonly stateTransitions: number;
  readonly mails: number;
  readonly capacity: { readonly read: number; readonly write: number };
}

const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((settle) => child.once('exit', () => settle()));

/** A first start synthesizes, on a machine that runs other tests as well. */
const START_TIMEOUT_MS = 200_000;

/**
 * For a process that lives for seconds beside others: it collects its garbage on the thread that made it, seldom. That
 * takes a seventh off its processor time.
 */
const SHORT_LIVED = ['--single-threaded-gc', '--max-semi-space-size=32'];

/** What the files of one run of the suite share; a script that starts a platform is no such run. */
const SHARED = process.env.SHARED_TEST_FOLDER;

/** Where platforms have their folders: in a run of the suite in memory, where there is enough of it. */
const FOLDERS = process.env.PLATFORMS_TEST_FOLDER ?? tmpdir();

/** An ordinary Wednesday, 10:00 in Beijing, unless the caller of the tests sets another day (`test-dates.ts`). */
const CLOCK = process.env.COUNTERSIGN_CLOCK ?? '2026-03-18T02:00:00.000Z';

/** More than a first start takes, also on a machine that does much else. */
const SEEDED_BEFORE_MS = 300_000;

export interface PlatformOptions {
  /** A folder to start from, as after a restart; otherwise a new one that goes away with `stop`. */
  readonly data?: string;
  readonly port?: number;
  /** Another checkout to start from. */
  readonly root?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** When time begins in a new folder, for a test that is about certain days. */
  readonly clock?: string;
}

/** How often a port is chosen anew that another platform took between the choice and the start. */
const TRIES = 5;

export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  if (options.port !== undefined) return startAt(options.port, options);
  for (let tries = 1; ; tries++) {
    try {
      return await startAt(await twoFreePorts(), options);
    } catch (error) {
      if (tries === TRIES || !String(error).includes('is in use')) throw error;
    }
  }
}

/** A new folder goes with a platform that did not come up. */
async function startAt(port: number, options: PlatformOptions): Promise<Platform> {
  const data = options.data ?? (await newFolder(options));
  try {
    return await startIn(data, port, options);
  } catch (error) {
    if (!options.data) await rm(data, { recursive: true, force: true });
    throw error;
  }
}

/**
 * A folder for a platform of its own: copied from one that has the sample directory, where its sources and settings are
 * the usual ones and time begins no earlier.
 */
async function newFolder({ root, env, clock = CLOCK }: PlatformOptions): Promise<string> {
  const folder = await mkdtemp(join(FOLDERS, 'countersign-'));
  const isUsual = root === undefined && env === undefined && Date.parse(clock) >= Date.parse(CLOCK);
  if (isUsual && SHARED !== undefined) await cp(await seedIn(SHARED), folder, { recursive: true });
  return folder;
}

/**
 * The folder that a first start leaves: made by the first test of a run that needs it, since loading the sample
 * directory is half of what a start costs. Two that make it at once differ in nothing; the second goes. It holds no
 * clock: time begins in each copy, however long the run has taken by then, and lies behind all that is in it.
 */
async function seedIn(shared: string): Promise<string> {
  const seed = join(shared, 'seed');
  if (existsSync(seed)) return seed;
  const made = await mkdtemp(join(shared, 'seeding-'));
  const clock = new Date(Date.parse(CLOCK) - SEEDED_BEFORE_MS).toISOString();
  await (await startPlatform({ data: made, clock })).stop();
  await rm(join(made, 'clock'));
  await rename(made, seed).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY') throw error;
    await rm(made, { recursive: true });
  });
  return seed;
}

/**
 * Where the template for other settings is synthesized: one folder for all would be written anew at each change from
 * one test file to the next, also under a platform that is just reading it.
 */
function templateOf({ root, env = {} }: PlatformOptions): Readonly<Record<string, string>> {
  const settings = Object.entries(env).filter(([name]) => name.startsWith('COUNTERSIGN_'));
  if (root !== undefined || SHARED === undefined || settings.length === 0) return {};
  const hash = createHash('sha256').update(JSON.stringify(settings.toSorted())).digest('hex');
  return { COUNTERSIGN_TEMPLATE: join(SHARED, `template-${hash.slice(0, 16)}`) };
}

async function startIn(data: string, port: number, options: PlatformOptions): Promise<Platform> {
  const root = options.root ?? checkout;
  const child = spawn(process.execPath, [...SHORT_LIVED, join(root, 'infra', 'local', 'start.ts')], {
    cwd: root,
    // Jest's own options are not for the platform.
    env: {
      ...process.env,
      // It need not begin anew to have it.
      ...allocation,
      NODE_OPTIONS: '',
      ...templateOf(options),
      ...(options.root === undefined ? keptBundles : {}),
      // What a function may not do at AWS fails a test here.
      COUNTERSIGN_TABLE_RIGHTS: 'checked',
      ...options.env,
      PORT: String(port),
      COUNTERSIGN_DATA: data,
      COUNTERSIGN_CLOCK: options.clock ?? CLOCK,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!/^Ready\./m.test(output)) {
    if (child.exitCode !== null) throw new Error(`The platform ended at start:\n${output}`);
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      await ended(child);
      throw new Error(`The platform did not come up:\n${output}`);
    }
    await pause(20);
  }
  const product = `http://localhost:${port}`;
  const control = `http://localhost:${port + 1}`;
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${control}${path}`, {
      ...(body
        ? { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
        : {}),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (child.exitCode === null) child.kill(signal);
    await ended(child);
    await keepRights(data);
  };
  const tokens = new Map<string, Promise<string>>();
  return {
    product,
    control,
    data,
    port,
    pid: child.pid ?? 0,
    output: () => output,
    async stop() {
      await end('SIGTERM');
      if (!options.data) await rm(data, { recursive: true, force: true });
    },
    kill: () => end('SIGKILL'),
    token(account) {
      const known = tokens.get(account);
      if (known) return known;
      const asked = ask('/tokens', { account }).then((answer) => (answer as { token: string }).token);
      tokens.set(account, asked);
      return asked;
    },
    messages: async () => (await ask('/messages')) as Message[],
    executions: async () => (await ask('/executions')) as Execution[],
    metrics: async () => (await ask('/metrics')) as Metrics,
    now: async () => new Date(((await ask('/clock')) as { now: string }).now),
    advance: async (seconds) => {
      // Tokens live an hour.
      tokens.clear();
      await ask('/clock', { advanceSeconds: seconds });
    },
    faults: async (fault) => {
      await ask('/faults', fault);
    },
  };
}
