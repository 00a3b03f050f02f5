import type { Covering } from '../../history/verification/verify-chain.ts';
import { lastCheckpoint } from '../../store/checkpoint-store.ts';
import type { Database } from '../../store/database.ts';
import type { CheckpointArchive } from './archive.ts';

/** What the newest checkpoint has of a chain, as the archive apart from the tables keeps it; undefined for nothing. */
export async function findCovering(
  database: Database,
  archive: Pick<CheckpointArchive, 'read'>,
  chain: string,
): Promise<Covering | undefined> {
  const last = await lastCheckpoint(database);
  const sealed = last && (await archive.read(last.number));
  const leaf = sealed?.leaves.find((one) => one.chain === chain);
  if (!sealed || !leaf) return undefined;
  const { number, hash, at } = sealed.checkpoint;
  return { number, hash, at, leaf };
}
