import { setTimeout as pause } from 'node:timers/promises';
import { budget, check, type Outcome } from './budget.ts';
import { openClients, settled } from './flow.ts';
import type { Running } from './npm-start.ts';
import type { Sizes } from './options.ts';
import { hasProcesses, isNpm, type Process, processTree } from './processes.ts';
import { printTable } from './report.ts';
import { round } from './statistics.ts';

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
  if (!hasProcesses) {
    console.log('\nMemory is read from /proc, which this system has not: left out.');
    return { numbers: null, checks: [] };
  }
  await work(running, sizes);
  console.log(`\nResting ${sizes.restSeconds} s before memory is read …`);
  await pause(sizes.restSeconds * 1000);
  const tree = processTree(running.pid);
  const platform = tree.filter((one) => !isNpm(one));
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
  return {
    numbers: {
      ...total,
      processes: tree,
    },
    checks: [check('resident memory at rest, MB', total.residentMb, 'most', budget.memory.residentMb)],
  };
}
