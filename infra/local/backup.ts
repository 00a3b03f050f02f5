// `npm run backup -- FILE`: backs the data of a server up, also while it runs. A folder in place of the file gets one
// under a name of its own time.
import { resolve } from 'node:path';
import { readArguments, runCommand } from '../commands/command-line.ts';
import { readDataFolder } from './serve/settings-file.ts';
import { backupFileIn, takeBackup } from './serve/take-backup.ts';

const usage = 'npm run backup -- FILE|FOLDER [--settings countersign.json | --data FOLDER]';

const { values, positionals } = readArguments(usage, {
  allowPositionals: true,
  options: { settings: { type: 'string', default: 'countersign.json' }, data: { type: 'string' } },
});

await runCommand(usage, async () => {
  const [target, ...more] = positionals;
  if (target === undefined || more.length > 0) return undefined;
  const file = backupFileIn(target, new Date());
  const folder = values.data ?? readDataFolder(resolve(values.settings));
  const files = await takeBackup(resolve(folder), file);
  const mib = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1024 / 1024;
  return `${file} holds ${files.length} files (${mib.toFixed(1)} MiB before compression), read back and compared. It holds keys: keep it as you keep the server.`;
});
