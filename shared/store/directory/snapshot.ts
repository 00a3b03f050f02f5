import * as z from 'zod';
import { type Directory, person, unit } from '../../workflow/directory.ts';
import type { Database } from '../database.ts';
import { allValues, mapKind, type PieceMap } from '../piece-map.ts';

/**
 * The directory in pieces: units with their posts, people, and who has or had which mailbox. One small item, read
 * strongly, says which pieces are the present ones: a decision reads what concerns it, however large the office.
 */

/**
 * Who changed a piece, and when (UTC): of each only the last time, since it ends their part in what was open then. With
 * a delegate it is a person's own doing: whom they named for an absence.
 */
const changedBy = z.lazy(() =>
  z.array(z.object({ by: z.string(), at: z.string(), delegate: z.string().optional() })).default([]),
);

const storedUnit = z.lazy(() =>
  z.object({
    unit,
    /** Of its posts and of the units it names; what else is said of it decides nothing. */
    changedBy,
    /** The ids of its people. */
    people: z.array(z.string()),
  }),
);
export type StoredUnit = z.infer<typeof storedUnit>;

const storedPerson = z.lazy(() =>
  z.object({
    /** Absent of somebody who has left: what they were reached by is still known. */
    person: person.optional(),
    changedBy,
    /** What they were reached by in earlier versions, as compared (`normalMailbox`); until when, UTC. */
    former: z.array(z.object({ mailbox: z.string(), until: z.string() })),
    /** The units whose posts they hold or stand in for. */
    posts: z.array(z.string()),
    /** Whose absences name them as delegate. */
    standsInFor: z.array(z.string()),
  }),
);
export type StoredPerson = z.infer<typeof storedPerson>;

const units = mapKind(storedUnit);
const people = mapKind(storedPerson);
const mailboxes = mapKind(z.array(z.string()));

/** Which settings stood beside a version of the directory when it was read: 0 and null where none were ever stored. */
export const settingsHead = z.object({ version: z.int().min(0), hash: z.string().nullable() });
export type SettingsHead = z.infer<typeof settingsHead>;

/** The directory at one version. It stays what it is, whatever changes afterwards. */
export interface DirectorySnapshot {
  /** 0 where none was ever stored. */
  readonly version: number;
  readonly administrators: readonly string[];
  readonly units: PieceMap<StoredUnit>;
  readonly people: PieceMap<StoredPerson>;
  /** The ids that have or ever had a mailbox, by the mailbox as compared. */
  readonly mailboxes: PieceMap<string[]>;
  /** Absent where it was not read from the item of heads, or an earlier release left none there. */
  readonly settings?: SettingsHead | undefined;
}

const root = z.string().nullable();
export const directoryHead = z.lazy(() =>
  z.object({
    version: z.int().min(1),
    administrators: z.array(z.string()),
    /** The maps' roots. */
    units: root,
    people: root,
    mailboxes: root,
  }),
);
export type DirectoryHead = z.infer<typeof directoryHead>;

export const headOf = ({
  version,
  administrators,
  settings: _,
  ...maps
}: DirectorySnapshot): DirectoryHead => ({
  version,
  administrators: [...administrators],
  units: maps.units.root,
  people: maps.people.root,
  mailboxes: maps.mailboxes.root,
});

/** A version that is stored; without a head the one before the first. */
export function snapshotOf(
  database: Database,
  head?: DirectoryHead,
  settings?: SettingsHead,
): DirectorySnapshot {
  const source = { database, fresh: new Map() };
  return {
    ...(settings === undefined ? {} : { settings }),
    version: head?.version ?? 0,
    administrators: head?.administrators ?? [],
    units: { kind: units, source, root: head?.units ?? null },
    people: { kind: people, source, root: head?.people ?? null },
    mailboxes: { kind: mailboxes, source, root: head?.mailboxes ?? null },
  };
}

const bound = z.lazy(() =>
  z.object({
    version: z.int(),
    administrators: z.array(z.string()),
    roots: z.object({ units: root, people: root, mailboxes: root }),
  }),
);

/** The version of the directory that an event's details bind; undefined where they bind something else. */
export function boundVersion(database: Database, details: unknown): DirectorySnapshot | undefined {
  const { data } = bound.safeParse(details);
  return (
    data &&
    snapshotOf(database, { ...data.roots, version: data.version, administrators: data.administrators })
  );
}

/** All of it: only for who shows or replaces all of it. */
export async function wholeOf({ units, people, administrators }: DirectorySnapshot): Promise<Directory> {
  const [storedUnits, storedPeople] = await Promise.all([allValues(units), allValues(people)]);
  return {
    units: storedUnits.map((one) => one.unit),
    people: storedPeople.flatMap((one) => one.person ?? []),
    ...(administrators.length > 0 ? { administrators: [...administrators] } : {}),
  };
}
