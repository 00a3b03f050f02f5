import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonical } from '../history/canonical.ts';

/** A cursor that was made for another query, or is none. */
export class ForeignCursor extends Error {
  override readonly name = 'ForeignCursor';
}

/** What a sort key is made of: time, chain, number. A chain may hold any character, `#` included. */
const SORT_KEY = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z)#(.+)#(\d{6,15})$/su;
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

const cursorSchema = z.lazy(() =>
  z.union([
    /** Goes on behind this event. */
    z.strictObject({ q: z.string(), after: z.string().max(400).regex(SORT_KEY) }),
    /** Goes on with this month, from its beginning. */
    z.strictObject({ q: z.string(), month }),
  ]),
);

/** Where a query goes on: behind an event, by its sort key, or with a whole month. */
export interface Place {
  readonly after?: string | undefined;
  readonly month?: string | undefined;
}

/** The event that a sort key names. */
export function keyIn(sortKey: string): {
  readonly at: string;
  readonly chain: string;
  readonly seq: number;
} {
  const [, at, chain, seq] = SORT_KEY.exec(sortKey) ?? [];
  if (at === undefined || chain === undefined) throw new ForeignCursor('The cursor names no event');
  return { at, chain, seq: Number(seq) };
}

/** The same filters give the same mark: a cursor of another question is refused instead of answering a third one. */
function markOf(asked: object): string {
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return createHash('sha256').update(canonical(given)).digest('base64url').slice(0, 16);
}

const decode = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));

/** @throws ForeignCursor */
export function readCursor(asked: object, text: string | undefined): Place {
  if (text === undefined) return {};
  let read: z.infer<typeof cursorSchema>;
  try {
    read = cursorSchema.parse(decode(text));
  } catch (error) {
    throw new ForeignCursor('The cursor cannot be read', { cause: error });
  }
  const { q, ...place } = read;
  if (q === markOf(asked)) return place;
  throw new ForeignCursor('The cursor belongs to another query');
}

export const writeCursor = (asked: object, place: Place): string =>
  Buffer.from(JSON.stringify({ q: markOf(asked), ...place })).toString('base64url');
