// `npm run restore -- FILE FOLDER`: makes a data folder of a backup.
import { runCommand } from './serve/command.ts';
import { restoreBackup } from './serve/restore-backup.ts';

await runCommand('npm run restore -- FILE FOLDER', async () => {
  const [file, folder, ...more] = process.argv.slice(2);
  if (file === undefined || folder === undefined || more.length > 0) return undefined;
  const { takenAt } = restoreBackup(file, folder);
  return `${folder} is as the server was on ${takenAt}. Give it as server.data, to the service's own user, and start.`;
});
