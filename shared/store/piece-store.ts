import type * as z from 'zod';
import { inTurns } from '../runtime/in-turns.ts';
import { boundItem } from './bound-store.ts';
import { unpack } from './content.ts';
import { type Database, getUnchanging } from './database.ts';
import { boundKey } from './keys.ts';

/**
 * Pieces of what is too large for one item: contents that never change, each kept under its hash as all that an event
 * binds. A process that has read one need not read it again.
 */

/** Pieces that are not stored yet, by their hash. */
export type FreshPieces = ReadonlyMap<string, unknown>;

/** Where pieces are read from. */
export interface PieceSource {
  readonly database: Database;
  readonly fresh: FreshPieces;
}

/** Of each kind; some ten thousand people with their index are a few megabytes of a function's memory. */
const MOST_REMEMBERED = 256;

async function read(database: Database, hash: string): Promise<unknown> {
  const item = await getUnchanging(database, boundKey(hash));
  if (item === undefined) throw new Error(`The piece ${hash} is not there`);
  return unpack(item.content);
}

export type LoadPiece<T> = (source: PieceSource, hash: string) => Promise<T>;

/**
 * How pieces of one kind are read: parsed once, and remembered by their hash.
 * @throws Error (the reader) where a piece is not there, ZodError where it is something else
 */
export function pieceReader<T>(schema: z.ZodType<T>): LoadPiece<T> {
  const remembered = new Map<string, T>();
  const remember = (hash: string, piece: T): T => {
    // The youngest stands last, and the oldest goes first.
    remembered.delete(hash);
    remembered.set(hash, piece);
    const [oldest] = remembered.keys();
    if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
    return piece;
  };
  return async ({ database, fresh }, hash) => {
    const known = remembered.get(hash);
    if (known !== undefined) return remember(hash, known);
    return fresh.has(hash)
      ? schema.parse(fresh.get(hash))
      : remember(hash, schema.parse(await read(database, hash)));
  };
}

/** So many writes at once keep a large import quick and the table calm. */
const AT_ONCE = 25;

/**
 * Stores pieces, ahead of the transaction that makes them count. Done twice it changes nothing.
 * @param until how long they are kept, where nothing makes them count yet; without, for ever
 */
export async function savePieces({ database, fresh }: PieceSource, until?: Date): Promise<void> {
  await inTurns([...fresh.values()], AT_ONCE, (piece) =>
    database.put(database.projects, boundItem(piece, until)),
  );
}
