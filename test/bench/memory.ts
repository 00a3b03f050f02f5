import { setTimeout as pause } from 'node:timers/promises';
import { budget, check, type Outcome } from './budget.ts';
import { openClients, settled } from './flow.ts';
import type { Running } from './npm-start.ts';
import type { Sizes } from './options.ts';
import { hasProcesses, isNpm, type Process, processTree } from './processes.ts';
import { printTable } from './report.ts';
import { round } from './statistics.ts';

const CLIENTS = 8;
const LOOK_MS = 1000;

const sum = (list: readonly Process[], value: (one: Process) => number): number =>
  round(
    list.reduce((total, one) => total + value(one), 0),
    1,
  );

const platformOf = (running: Running): Process[] => processTree(running.pid).filter((one) => !isNpm(one));

/** Eight clients work for so long. @returns the most resident memory that was seen meanwhile, in MB */
async function work(running: Running, seconds: number): Promise<number> {
  const clients = await openClients(running);
  const { mails } = await running.metrics();
  const ids = new Set<string>();
  const end = performance.now() + seconds * 1000;
  let most = 0;
  const looks = setInterval(() => {
    most = Math.max(
      most,
      sum(platformOf(running), (one) => one.residentMb),
    );
  }, LOOK_MS);
  const client = async (): Promise<void> => {
    while (performance.now() < end) ids.add(await clients.approve('pages'));
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  await settled(running, mails, ids);
  clearInterval(looks);
  await clients.close();
  return most;
}

/** Memory of everything below `npm start`, at work and after a rest. npm itself waits for its script and is told apart. */
export async function measureMemory(running: Running, sizes: Sizes): Promise<Outcome> {
  if (!hasProcesses) {
    console.log('\nMemory is read from /proc, which this system has not: left out.');
    return { numbers: null, checks: [] };
  }
  console.log(`\nEight clients work for ${sizes.workSeconds} s …`);
  const workingMb = await work(running, sizes.workSeconds);
  console.log(`\nResting ${sizes.restSeconds} s before memory is read …`);
  await pause(sizes.restSeconds * 1000);
  const tree = processTree(running.pid);
  const platform = tree.filter((one) => !isNpm(one));
  const total = {
    residentMb: sum(platform, (one) => one.residentMb),
    proportionalMb: sum(platform, (one) => one.proportionalMb),
    withNpmMb: sum(tree, (one) => one.residentMb),
  };
  console.log(`At work ${workingMb} MB were resident at most.`);
  printTable(`Memory ${sizes.restSeconds} s after the last request`, [
    ...tree.map(({ command, residentMb, proportionalMb }) => ({
      process: command,
      'resident MB': residentMb,
      'proportional MB': proportionalMb,
    })),
    {
      process: `all, without npm (with npm: ${total.withNpmMb} MB)`,
      'resident MB': total.residentMb,
      'proportional MB': total.proportionalMb,
    },
  ]);
  const limits = budget.memory;
  return {
    numbers: {
      workingMb,
      ...total,
      processes: tree,
    },
    checks: [
      check('resident memory at work, MB', workingMb, 'most', limits.workingMb),
      check('resident memory at work, MB', workingMb, 'most', limits.workingMbAim, 'aim'),
      check('resident memory at rest, MB', total.residentMb, 'most', limits.residentMb),
      check('resident memory at rest, MB', total.residentMb, 'most', limits.residentMbAim, 'aim'),
    ],
  };
}
