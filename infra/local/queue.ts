// `npm run queue -- list | redrive ID…|all | delete ID…`: what lies in the queues of a server, also while it runs.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from './serve/command.ts';
import { demandOwnFolder } from './serve/own-folder.ts';
import { readDataFolder } from './serve/settings-file.ts';
import { openStoredMessages } from './services/queues/stored-messages.ts';
import { openSqlite } from './sqlite.ts';

const usage =
  'npm run queue -- list | redrive ID…|all | delete ID… [--settings countersign.json | --data FOLDER]';

await runCommand(usage, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { settings: { type: 'string', default: 'countersign.json' }, data: { type: 'string' } },
  });
  const [command, ...ids] = positionals;
  if (command !== 'list' && command !== 'delete' && command !== 'redrive') return undefined;
  if ((command !== 'list') === (ids.length === 0)) return undefined;
  const folder = resolve(values.data ?? readDataFolder(resolve(values.settings)));
  const file = join(folder, 'host.sqlite');
  if (!existsSync(file)) throw new Error(`${folder} is no data folder: there is no host.sqlite in it`);
  demandOwnFolder(folder);
  const database = openSqlite(file);
  // Somebody else's commit takes milliseconds.
  database.exec('PRAGMA busy_timeout = 10000');
  try {
    const messages = openStoredMessages(database);
    if (command === 'delete')
      return ids
        .map((id) => (messages.delete(id) ? `${id} is deleted` : `${id} is no message of a queue`))
        .join('\n');
    if (command === 'redrive') {
      const wanted = ids.includes('all') ? messages.all().map(({ id }) => id) : ids;
      const told = wanted.map((id) =>
        messages.want(id)
          ? `${id} is processed again within seconds, or when the server next starts; its log says what came of it`
          : `${id} is no message of a queue`,
      );
      return told.length === 0 ? 'The queues are empty.' : told.join('\n');
    }
    const lines = messages
      .all()
      .map(({ id, queue, body, at }) => `${id}  ${queue}  ${new Date(at).toISOString()}\n    ${body}`);
    return lines.length === 0 ? 'The queues are empty.' : lines.join('\n');
  } finally {
    database.close();
  }
});
