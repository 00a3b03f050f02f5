import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { budget, check, type Outcome } from './budget.ts';
import { openClients, settled } from './flow.ts';
import type { Running } from './npm-start.ts';
import type { Sizes } from './options.ts';
import { printTable } from './report.ts';
import { round } from './statistics.ts';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly residentMb: number;
  /** Pages that several processes share are counted in parts. */
  readonly proportionalMb: number;
}

/** A file of /proc; empty where the process has ended meanwhile. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

const kib = (text: string, field: string): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .map((pid) => {
      const status = read(pid, 'status');
      return {
        pid,
        parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0),
        command: read(pid, 'cmdline').replaceAll('\0', ' ').trim(),
        residentMb: round(kib(status, 'VmRSS') / 1024, 1),
        proportionalMb: round(kib(read(pid, 'smaps_rollup'), 'Pss') / 1024, 1),
      };
    });
}

function treeOf(root: number): Process[] {
  const all = processes();
  const found = all.filter(({ pid }) => pid === root);
  for (const parent of found) found.push(...all.filter((one) => one.parent === parent.pid));
  return found;
}

const shortened = (command: string): string =>
  command
    .replace(/^\S*\/(?=[^/\s]+( |$))/, '')
    .replaceAll(/\/\S+\//g, '…/')
    .slice(0, 48);

/** What was never used takes no memory: the functions have work first, also where no other part ran before. */
async function work(running: Running, sizes: Sizes): Promise<void> {
  const clients = await openClients(running);
  const { mails } = await running.metrics();
  const approvals = Array.from({ length: sizes.warmUpFlows }, () => clients.approve('pages'));
  await settled(running, mails, new Set(await Promise.all(approvals)));
  await clients.close();
}

/** Memory of everything below `npm start`, after a rest. npm itself waits for its script and is told apart. */
export async function measureMemory(running: Running, sizes: Sizes): Promise<Outcome> {
  if (process.platform !== 'linux') {
    console.log('\nMemory is read from /proc, which this system has not: left out.');
    return { numbers: null, checks: [] };
  }
  await work(running, sizes);
  console.log(`\nResting ${sizes.restSeconds} s before memory is read …`);
  await pause(sizes.restSeconds * 1000);
  const tree = treeOf(running.pid);
  // npm runs its script in a shell: both only wait.
  const isWaiting = ({ command }: Process) =>
    /^npm |^(\S*\/)?sh -c /.test(command) && !/exec 3<&0/.test(command);
  const platform = tree.filter((one) => !isWaiting(one));
  const sum = (list: readonly Process[], value: (one: Process) => number): number =>
    round(
      list.reduce((total, one) => total + value(one), 0),
      1,
    );
  const total = {
    residentMb: sum(platform, (one) => one.residentMb),
    proportionalMb: sum(platform, (one) => one.proportionalMb),
    withNpmMb: sum(tree, (one) => one.residentMb),
  };
  printTable(`Memory ${sizes.restSeconds} s after the last request`, [
    ...tree.map(({ command, residentMb, proportionalMb }) => ({
      process: shortened(command),
      'resident MB': residentMb,
      'proportional MB': proportionalMb,
    })),
    {
      process: `all, without npm (with npm: ${total.withNpmMb} MB)`,
      'resident MB': total.residentMb,
      'proportional MB': total.proportionalMb,
    },
  ]);
  return {
    numbers: {
      ...total,
      processes: tree.map(({ command, ...one }) => ({ ...one, command: shortened(command) })),
    },
    checks: [check('resident memory at rest, MB', total.residentMb, 'most', budget.memory.residentMb)],
  };
}
