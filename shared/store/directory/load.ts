import * as z from 'zod';
import { type Directory, directory, type FormerMailbox } from '../../workflow/directory.ts';
import { unpack } from '../content.ts';
import type { Database } from '../database.ts';
import { directoryKey } from '../keys.ts';
import { entriesFor, mapWith } from '../piece-map.ts';
import { type DirectorySnapshot, directoryHead, settingsHead, snapshotOf } from './snapshot.ts';
import { type DirectoryChange, nobodyYet, snapshotWith } from './with-change.ts';

/** In 0.1 the directory was one document, in the item that says by now which pieces are the present ones. */
const wholeDirectory = z.lazy(() =>
  z.object({
    version: z.int().min(1),
    content: z.instanceof(Uint8Array),
    // The oldest have none: of them only the present mailboxes are known.
    formerMailboxes: z.instanceof(Uint8Array).optional(),
  }),
);
const formerMailboxes = z.array(z.object({ person: z.string(), mailbox: z.string(), until: z.string() }));

/** A change that puts all of a directory. */
export const allOf = ({ units, people, administrators = [] }: Directory): DirectoryChange => ({
  units: new Map(units.map((one) => [one.id, one])),
  people: new Map(people.map((one) => [one.id, one])),
  administrators,
});

/** A version with mailboxes that people had before it. */
async function withFormer(
  snapshot: DirectorySnapshot,
  former: readonly FormerMailbox[],
): Promise<DirectorySnapshot> {
  const [people, mailboxes] = await Promise.all([
    entriesFor(snapshot.people, new Set(former.map(({ person }) => person))),
    entriesFor(snapshot.mailboxes, new Set(former.map(({ mailbox }) => mailbox))),
  ]);
  for (const { person, mailbox, until } of former) {
    const known = people.get(person) ?? nobodyYet;
    people.set(person, { ...known, former: [...known.former, { mailbox, until }] });
    mailboxes.set(mailbox, [...new Set([...(mailboxes.get(mailbox) ?? []), person])].toSorted());
  }
  return {
    ...snapshot,
    people: await mapWith(snapshot.people, people),
    mailboxes: await mapWith(snapshot.mailboxes, mailboxes),
  };
}

/** A directory of 0.1 in pieces; the next change of it stores them. */
async function takenOver(database: Database, item: unknown): Promise<DirectorySnapshot> {
  const { version, content, formerMailboxes: stored } = wholeDirectory.parse(item);
  const whole = directory.parse(unpack(content));
  const former = stored ? formerMailboxes.parse(unpack(stored)) : [];
  const inPieces = await snapshotWith(snapshotOf(database), allOf(whole), { by: '', at: '' });
  return { ...(await withFormer(inPieces, former)), version };
}

const beside = z.object({ version: z.int().optional(), settings: settingsHead.optional() });

/**
 * The directory as it is now, by one small item, which says as well which settings are in force: whoever decides by both
 * reads one item, strongly, and sees both as they were at one moment.
 * @param eventually at half the price, and maybe as it was a moment ago: for whoever shows or tells, and decides nothing
 */
export async function loadDirectory(
  database: Database,
  eventually?: 'eventually',
): Promise<DirectorySnapshot> {
  const item = await database.get(database.projects, directoryKey, eventually);
  const { version, settings } = beside.parse(item ?? {});
  // An office may have settings before it has a directory.
  if (item === undefined || version === undefined) return snapshotOf(database, undefined, settings);
  return 'content' in item
    ? { ...(await takenOver(database, item)), settings }
    : snapshotOf(database, directoryHead.parse(item), settings);
}
