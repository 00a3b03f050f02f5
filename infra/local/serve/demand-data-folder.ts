import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { demandKnownVersion } from '../data-version.ts';

/**
 * What every command that works with a server's data asks first: a wrong folder would be made one, files of another user
 * would stand in the server's way, and what a newer release wrote is not known here.
 *
 * @param file which of the folder's databases the command needs
 * @throws Error in words; nothing has been touched then
 */
export function demandDataFolder(folder: string, file: 'dynamodb.sqlite' | 'host.sqlite'): void {
  if (!existsSync(join(folder, file)))
    throw new Error(`${folder} is no data folder: there is no ${file} in it`);
  const { uid } = statSync(folder);
  if (process.getuid !== undefined && uid !== process.getuid())
    throw new Error(
      `${folder} belongs to user ${uid}: run this as that user, or files of another stand in its way`,
    );
  demandKnownVersion(folder);
  process.umask(0o077);
}
