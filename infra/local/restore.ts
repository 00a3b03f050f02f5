// `npm run restore -- FILE FOLDER`: makes a data folder of a backup.
import { readArguments, runCommand } from '../commands/command-line.ts';
import { restoreBackup } from './serve/restore-backup.ts';

const usage = 'npm run restore -- FILE FOLDER';
const { positionals } = readArguments(usage, { allowPositionals: true, options: {} });

await runCommand(usage, async () => {
  const [file, folder, ...more] = positionals;
  if (file === undefined || folder === undefined || more.length > 0) return undefined;
  const { takenAt } = restoreBackup(file, folder);
  return `${folder} is as the server was on ${takenAt}. Give it as server.data, to the service's own user, and start.`;
});
