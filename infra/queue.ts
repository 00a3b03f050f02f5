/**
 * `npm run queue -- list | redrive [ID…] | delete ID…`: what lies in the queue of what could not be processed. `npm run
 * redrive` gives all of it to its functions again; what they process is deleted, and only that.
 *
 *   --data      a data folder on this machine, whether its server runs or not
 *   --settings  the file of one server, as `npm run serve` has it; `countersign.json` where that has a section `server`
 *   --aws       the deployment, although the file has such a section
 *   --env       an environment of a deployment
 *   --queue, --history   queue and table by their names; with AWS_ENDPOINT_URL those of any host
 *
 * It ends with 1 where something that was tried stays.
 */
import { join, resolve } from 'node:path';
import { openSettings, root } from './commands/cdk.ts';
import { readArguments, runCommand } from './commands/command-line.ts';
import type { QueueAtHand } from './commands/queue/queue-at-hand.ts';
import { openServerQueue } from './commands/queue/server-queue.ts';
import { readDataFolder } from './local/serve/settings-file.ts';
import { holdsServer } from './settings-file.ts';

const usage =
  'npm run queue -- list | redrive [ID…] | delete ID… [--settings countersign.json | --data FOLDER | --aws | --env test | --queue URL --history TABLE]';

const { values: options, positionals } = readArguments(usage, {
  allowPositionals: true,
  options: {
    settings: { type: 'string' },
    data: { type: 'string' },
    aws: { type: 'boolean', default: false },
    env: { type: 'string' },
    queue: { type: 'string' },
    history: { type: 'string' },
  },
});

await runCommand(usage, async () => {
  const [command, ...ids] = positionals;
  if (command !== 'list' && command !== 'delete' && command !== 'redrive') return undefined;
  if ((command === 'list' && ids.length > 0) || (command === 'delete' && ids.length === 0)) return undefined;
  // One without the other: the deployment's own would be taken in its stead.
  if ((options.queue === undefined) !== (options.history === undefined)) return undefined;

  const queue = await openQueue();
  try {
    const { lines, isDone } = await ask(queue);
    if (!isDone) process.exitCode = 1;
    return lines.length === 0 ? 'The queues are empty.' : lines.join('\n');
  } finally {
    queue.close();
  }

  function ask(of: QueueAtHand) {
    if (command === 'list') return of.list();
    if (command === 'delete') return of.delete(ids);
    return of.redrive(ids.length === 0 || ids.includes('all') ? 'all' : ids);
  }

  async function openQueue(): Promise<QueueAtHand> {
    const { data, aws, env, queue: queueUrl, history } = options;
    if (data !== undefined) return openServerQueue(resolve(data));
    const named = queueUrl !== undefined && history !== undefined;
    const file = resolve(options.settings ?? join(root, 'countersign.json'));
    // A file that was named is a server's: where its name was mistyped, AWS is not what was meant.
    const isServer = options.settings !== undefined || (env === undefined && holdsServer(file));
    if (!named && !aws && isServer) return openServerQueue(resolve(readDataFolder(file)));
    // A server needs none of the clients.
    const { deployedPlace, openDeployedQueue } = await import('./commands/queue/deployed-queue.ts');
    if (named) return openDeployedQueue({ queueUrl, history, functionOf: async (consumer) => consumer });
    const settings = openSettings(env);
    if (settings.region !== undefined) process.env.AWS_REGION = settings.region;
    return openDeployedQueue(await deployedPlace(settings));
  }
});
