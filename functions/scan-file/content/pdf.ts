import type { Content } from './broken.ts';
import { opensForEverybody } from './pdf-password.ts';
import { stringAt } from './pdf-strings.ts';

/** What may stand before it: some programs leave a mark of the encoding or an empty line. */
const START = /^(?:\u00ef\u00bb\u00bf)?\s{0,16}%PDF-\d/;

/** The trailer's entry: a dictionary, or where it stands. */
const ENCRYPTED = /^\/Encrypt\s*(?:(\d+\s+\d+)\s+R|<<)/;
const NAMED = /^\/ID\s*\[\s*(?=[(<])/;

/** So much holds an entry, or a dictionary of encryption; and no honest file has more of either. */
const ENTRY = 512;
const DICTIONARY = 4_096;
const MOST = 8;

/**
 * So many places of a name are looked at from either end of a file. An honest one has a trailer for each time that it was
 * saved, near its end or at its beginning; 20 MB of nothing but a name would take seconds.
 */
const MOST_PLACES = 10_000;

const textAt = (bytes: Buffer, at: number, length: number): string =>
  bytes.toString('latin1', at, at + length);

/** Where a name stands that begins so, from the first place; what only looks like it is the reader's to tell. */
function* firstPlaces(bytes: Buffer, name: string): Generator<number> {
  let at = bytes.indexOf(name);
  for (let seen = 0; at >= 0 && seen < MOST_PLACES; seen++) {
    yield at;
    at = bytes.indexOf(name, at + name.length);
  }
}

/** The same from the last place. */
function* lastPlaces(bytes: Buffer, name: string): Generator<number> {
  let at = bytes.lastIndexOf(name);
  for (let seen = 0; at >= 0 && seen < MOST_PLACES; seen++) {
    yield at;
    at = at === 0 ? -1 : bytes.lastIndexOf(name, at - 1);
  }
}

function* placesOf(bytes: Buffer, name: string): Generator<number> {
  yield* lastPlaces(bytes, name);
  yield* firstPlaces(bytes, name);
}

/** What the file is called in its trailers. */
function idsOf(bytes: Buffer): Buffer[] {
  const ids = new Map<string, Buffer>();
  for (const at of placesOf(bytes, '/ID')) {
    const entry = textAt(bytes, at, ENTRY);
    const start = NAMED.exec(entry)?.[0];
    const id = start === undefined ? undefined : stringAt(entry.slice(start.length));
    if (id) ids.set(id.toString('hex'), id);
    if (ids.size === MOST) break;
  }
  return [...ids.values()];
}

/** Where an object stands as it was written last; -1 of one that does not. @param number of it and of its generation */
function objectAt(bytes: Buffer, number: string): number {
  for (const at of lastPlaces(bytes, `${number} obj`))
    if (at === 0 || !/\d/.test(textAt(bytes, at - 1, 1))) return at;
  return -1;
}

/** The dictionaries of encryption by what its trailers say, each once; undefined of one that cannot be found. */
function dictionariesOf(bytes: Buffer): (string | undefined)[] {
  const found = new Map<string, string | undefined>();
  const places = [...firstPlaces(bytes, '/Encrypt')];
  if (places.length === MOST_PLACES) return [undefined];
  for (const at of places) {
    const entry = ENCRYPTED.exec(textAt(bytes, at, ENTRY));
    const object = entry?.[1]?.replace(/\s+/g, ' ');
    if (!entry || (object !== undefined && found.has(object))) continue;
    const start = object === undefined ? at : objectAt(bytes, object);
    found.set(object ?? String(at), start < 0 ? undefined : textAt(bytes, start, DICTIONARY));
    if (found.size > MOST) return [undefined];
  }
  return [...found.values()];
}

function isLocked(bytes: Buffer): boolean {
  const dictionaries = dictionariesOf(bytes);
  if (dictionaries.length === 0) return false;
  const ids = idsOf(bytes);
  return !dictionaries.every((one) => one !== undefined && opensForEverybody(one, ids));
}

/**
 * Trailers and what they say of encryption are never packed, so that whether a PDF asks for a password can be seen without
 * reading it.
 */
export const lookIntoPdf = (bytes: Buffer): Content =>
  !START.test(bytes.toString('latin1', 0, 32)) ? 'differs' : isLocked(bytes) ? 'locked' : 'fits';
