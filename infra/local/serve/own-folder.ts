import { statSync } from 'node:fs';

/** @throws Error in words, where the data is another user's: files that this one made would stand in the server's way */
export function demandOwnFolder(folder: string): void {
  const { uid } = statSync(folder);
  if (process.getuid !== undefined && uid !== process.getuid())
    throw new Error(
      `${folder} belongs to user ${uid}: run this as that user, or files of another stand in its way`,
    );
  process.umask(0o077);
}
