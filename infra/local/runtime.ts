import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { diskHint } from './disk.ts';

/** Of every thread. What is made young lies in three of them. */
export const semiSpaceMb = 4;

/** Most of the main thread's, which would come to 32 MB by itself. */
const mainSemiSpaceMb = 8;

/**
 * What glibc reads when a process begins. Each thread has an arena of its own otherwise, and what a thread that has ended
 * leaves behind there is kept: a threshold that was set is one that does not grow with the largest piece ever freed. A
 * piece of 32 KB and more, the pages and answers of a busy minute, has a place of its own, which goes back with it; among
 * smaller ones that stay it would leave a hole.
 * @internal
 */
export const allocation = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_MMAP_THRESHOLD_: '32768',
} as const;

/**
 * What has to be said before a process begins is said to this very process, begun anew in its place: half of the memory
 * at rest, for some 30 ms. Other systems than Linux have neither the need nor the way.
 */
export function spareMemory(): void {
  const { env, execPath, execArgv, argv } = process;
  const isSpared = Object.keys(allocation).every((name) => env[name] !== undefined);
  if (process.platform !== 'linux' || isSpared) return;
  const young = `--max-semi-space-size=${mainSemiSpaceMb}`;
  process.execve?.(execPath, [execPath, young, ...execArgv, ...argv.slice(1)], { ...allocation, ...env });
}

/** Sets this process up for the host. It must be done before the host's modules are loaded. */
export function prepareRuntime(root: string): void {
  // Lambda's time zone; the functions run in threads of this process.
  process.env.TZ = 'UTC';
  // Threads start with a semi-space of 1 MB, which is collected all the time: more takes a fifth off the work of a busy
  // platform. Four are as good as 16, with which each of sixteen threads keeps 48 MB for what lives for milliseconds.
  setFlagsFromString(`--min-semi-space-size=${semiSpaceMb}`);
  // Half of a quick start is reading and compiling modules.
  enableCompileCache(join(root, 'node_modules', '.cache', 'compile'));
}

interface Running {
  readonly introduction: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts, says where everything is, and ends at a signal; whoever signals twice does not want to wait.
 * @param start is given how to end at once, as a failure, where only a new start helps
 */
export async function runUntilSignal(
  start: (fail: (reason: string) => void) => Promise<Running>,
): Promise<void> {
  const fail = (reason: string): void => {
    console.error(reason);
    process.exit(1);
  };
  // Whoever read what is said here may be gone, with a pipe or a terminal. To tell of that would fail as well, for ever.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  try {
    const running = await start(fail);
    for (const line of running.introduction) console.log(line);
    // A defect in one request or timer is told; it does not take the platform away from everybody.
    process.on('uncaughtException', (error) => console.error('A defect; the platform goes on:', error));
    // Tests and people wait for this line.
    console.log('Ready.');

    let ending = false;
    const end = (): void => {
      if (ending) process.exit(1);
      ending = true;
      void running.close().then(() => process.exit(0));
    };
    process.on('SIGTERM', end);
    process.on('SIGINT', end);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    fail(`The platform cannot start. ${said}${diskHint(error)}`);
  }
}
