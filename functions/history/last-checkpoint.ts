import { isWhole } from '../../shared/evidence/checkpoints/whole.ts';
import { canonical } from '../../shared/history/canonical.ts';
import type { Checkpoint } from '../../shared/history/checkpoint.ts';
import { lastCheckpoint } from '../../shared/store/checkpoint-store.ts';
import type { Deps } from './deps.ts';

export interface Verified {
  readonly checkpoint: Checkpoint;
  /** Whether the archive has the same one, and it holds in itself: hash, signature and all heads under it. */
  readonly holds: boolean;
}

/** What held in this process: the archive never writes a checkpoint again, and to check a large one takes a second. */
const held = new Set<string>();

/** The newest checkpoint, held against the archive apart from the tables; null where there is none. */
export async function verifiedCheckpoint({
  database,
  archive,
}: Pick<Deps, 'database' | 'archive'>): Promise<Verified | null> {
  const checkpoint = await lastCheckpoint(database);
  if (!checkpoint) return null;
  const text = canonical(checkpoint);
  if (held.has(text)) return { checkpoint, holds: true };
  const sealed = await archive.read(checkpoint.number);
  const holds = sealed !== null && canonical(sealed.checkpoint) === text && isWhole(sealed);
  if (holds) {
    held.clear();
    held.add(text);
  }
  return { checkpoint, holds };
}
