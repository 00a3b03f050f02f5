import type { Checkpoint } from '../../history/checkpoint.ts';
import { publicKeysOf } from '../../history/signature.ts';
import { lastCheckpoint, loadCheckpoint } from '../../store/checkpoint-store.ts';
import type { Database } from '../../store/database.ts';
import type { CheckpointArchive } from './archive.ts';
import type { CheckpointKey, Signer } from './signer.ts';

/** A key that signed before the present one: of the server that a history was moved from, or of a key that was lost. */
export interface FormerKey {
  readonly id: string;
  /** The last checkpoint that it signed. */
  readonly until: number;
  /** The SubjectPublicKeyInfo, PEM; null where the archive no longer holds what names this key. */
  readonly pem: string | null;
}

/** All keys with which the checkpoints there are can be checked. */
export interface PublishedKeys {
  readonly current: CheckpointKey;
  /** Newest first. */
  readonly former: readonly FormerKey[];
}

interface Sources {
  readonly database: Database;
  readonly archive: Pick<CheckpointArchive, 'read'>;
  readonly signer: Pick<Signer, 'publicKey'>;
}

/**
 * The last checkpoint of the key before; null where the key of `one` has signed from the first on. A key that was
 * followed by another never signs again, so a few reads find where it ended.
 */
async function lastOfKeyBefore({ database }: Sources, one: Checkpoint): Promise<Checkpoint | null> {
  const isItsOwn = async (number: number) => (await loadCheckpoint(database, number))?.key === one.key;
  if (await isItsOwn(1)) return null;
  let [other, own] = [1, one.number];
  while (own - other > 1) {
    const middle = Math.floor((other + own) / 2);
    if (await isItsOwn(middle)) own = middle;
    else other = middle;
  }
  return loadCheckpoint(database, other);
}

/** The key of a checkpoint as the archive has it beside it; null where it is gone, or another one stands there. */
async function pemOf({ archive }: Sources, { number, key }: Checkpoint): Promise<string | null> {
  const pem = (await archive.read(number))?.publicKey ?? '';
  return publicKeysOf(pem).some(({ fingerprint }) => fingerprint === key) ? pem : null;
}

/** Asks for the keys, and remembers the former ones for as long as no other key has signed. */
export function publishedKeys(sources: Sources): () => Promise<PublishedKeys> {
  let known: { readonly of: string; readonly former: readonly FormerKey[] } | undefined;
  return async () => {
    const [current, newest] = await Promise.all([
      sources.signer.publicKey(),
      lastCheckpoint(sources.database),
    ]);
    if (!newest) return { current, former: [] };
    const of = newest.key === current.id ? current.id : newest.hash;
    if (known?.of === of) return { current, former: known.former };
    const former: FormerKey[] = [];
    for (let one: Checkpoint | null = newest; one; one = await lastOfKeyBefore(sources, one))
      if (one.key !== current.id)
        former.push({ id: one.key, until: one.number, pem: await pemOf(sources, one) });
    known = { of, former };
    return { current, former };
  };
}
