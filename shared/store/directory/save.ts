import type { Finding } from '../../forms/finding.ts';
import { canonical } from '../../history/canonical.ts';
import { digest } from '../../history/digest.ts';
import type { Actor } from '../../history/event.ts';
import type { Directory, Person, Unit } from '../../workflow/directory.ts';
import { boundWrite } from '../bound-store.ts';
import { callWrites } from '../call-store.ts';
import { pack } from '../content.ts';
import type { Database, Write } from '../database.ts';
import { directoryKey } from '../keys.ts';
import { entriesFor } from '../piece-map.ts';
import { savePieces } from '../piece-store.ts';
import { loadSettingsHead } from '../settings-store.ts';
import { appendToChain, RULES_CHAIN } from '../system-chain.ts';
import { checkChange, type PlaceOf } from './check.ts';
import { allOf } from './load.ts';
import { type DirectorySnapshot, headOf, snapshotOf, wholeOf } from './snapshot.ts';
import { type DirectoryChange, snapshotWith } from './with-change.ts';

/** Who changes the directory, and when (UTC). */
export interface DirectoryCause {
  readonly actor: Actor;
  readonly at: string;
  readonly requestId: string;
}

/** What an event's details say of units or people: as they were and as they are now, what is absent is not there. */
function changesOf<V>(
  kind: 'unit' | 'person',
  before: ReadonlyMap<string, V>,
  after: ReadonlyMap<string, V | null>,
) {
  return [...after].map(([id, value]) => {
    const had = before.get(id);
    return {
      [kind]: id,
      ...(had === undefined ? {} : { before: had }),
      ...(value === null ? {} : { after: value }),
    };
  });
}

/** The maps of a version, each by the hash of its index. */
function rootsOf(snapshot: DirectorySnapshot) {
  const { units, people, mailboxes } = headOf(snapshot);
  return { units, people, mailboxes };
}

/** With more the list would not fit into one item; what changed is then told by comparing the versions. */
const LARGEST_CHANGES = 300 * 1024;

/**
 * What an event binds: which pieces make the version, each readable by its hash, and what is different to the one
 * before. With it one can tell why somebody was asked on a day.
 */
async function detailsOf(before: DirectorySnapshot, after: DirectorySnapshot, change: DirectoryChange) {
  const [units, people] = await Promise.all([
    entriesFor(before.units, change.units.keys()),
    entriesFor(before.people, change.people.keys()),
  ]);
  const unitsBefore = new Map([...units].map(([id, { unit }]) => [id, unit]));
  const peopleBefore = new Map([...people].flatMap(([id, { person }]) => (person ? [[id, person]] : [])));
  const changes = [
    ...changesOf<Unit>('unit', unitsBefore, change.units),
    ...changesOf<Person>('person', peopleBefore, change.people),
  ];
  const isListed = pack(changes).byteLength <= LARGEST_CHANGES;
  return {
    version: after.version,
    administrators: [...after.administrators],
    roots: rootsOf(after),
    previous: { version: before.version, roots: rootsOf(before) },
    ...(isListed ? { changes } : {}),
  };
}

/** Moves the head on, and leaves the settings that stand beside it as they are. */
async function headWrite(
  database: Database,
  before: DirectorySnapshot,
  after: DirectorySnapshot,
): Promise<Write> {
  const { version, administrators, units, people, mailboxes } = headOf(after);
  const settings = before.settings ?? (await loadSettingsHead(database));
  return {
    name: 'directory',
    Update: {
      TableName: database.projects,
      Key: directoryKey,
      UpdateExpression:
        'SET #version = :version, #administrators = :administrators, #units = :units, #people = :people, ' +
        '#mailboxes = :mailboxes, #settings = if_not_exists(#settings, :settings) REMOVE #content, #former',
      ConditionExpression: before.version === 0 ? 'attribute_not_exists(#version)' : '#version = :before',
      ExpressionAttributeNames: {
        ...{ '#version': 'version', '#administrators': 'administrators', '#units': 'units' },
        ...{ '#people': 'people', '#mailboxes': 'mailboxes', '#settings': 'settings' },
        // Of a directory of 0.1.
        ...{ '#content': 'content', '#former': 'formerMailboxes' },
      },
      ExpressionAttributeValues: {
        ...{ ':version': version, ':administrators': administrators },
        ...{ ':units': units, ':people': people, ':mailboxes': mailboxes, ':settings': settings },
        ...(before.version === 0 ? {} : { ':before': before.version }),
      },
    },
  };
}

/** A change that does not hold: nothing was written. */
export class ChangeDoesNotHold extends Error {
  override readonly name = 'ChangeDoesNotHold';
  readonly findings: readonly Finding[];
  constructor(findings: readonly Finding[]) {
    super(
      `The change of the directory does not hold: ${findings.map(({ message }) => message.en).join('; ')}`,
    );
    this.findings = findings;
  }
}

interface Around {
  /** Where what is changed stands in what came in. */
  readonly placeOf?: PlaceOf;
  /** What is written with it: both or neither. */
  readonly beside?: readonly Write[];
}

/**
 * Changes the directory, with the event that says so. Every version is kept, piece by piece.
 * @throws ChangeDoesNotHold, and ConditionRefused where another change was first
 */
export async function changeDirectory(
  database: Database,
  before: DirectorySnapshot,
  change: DirectoryChange,
  cause: DirectoryCause,
  { placeOf = () => '', beside = [] }: Around = {},
): Promise<DirectorySnapshot> {
  const after = await snapshotWith(before, change, { by: cause.actor.id, at: cause.at });
  const findings = await checkChange(before, after, change, placeOf);
  if (findings.length > 0) throw new ChangeDoesNotHold(findings);
  const details = await detailsOf(before, after, change);
  // Ahead of the transaction that makes them count: pieces of a change that is refused are nobody's.
  for (const { source } of [after.units, after.people, after.mailboxes]) await savePieces(source);
  await appendToChain(
    database,
    RULES_CHAIN,
    [{ ...cause, action: 'directory-changed', detailsHash: digest(details) }],
    [
      await headWrite(database, before, after),
      boundWrite(database, details),
      ...beside,
      ...callWrites(database, { version: after.version }),
    ],
  );
  return snapshotOf(database, headOf(after), before.settings);
}

/** What is different, by id: as it is to be, null for what goes. */
function differences<V extends { readonly id: string }>(
  before: readonly V[],
  after: ReadonlyMap<string, V | null>,
): Map<string, V | null> {
  const forms = new Map(before.map((one) => [one.id, canonical(one)]));
  const gone = before.filter(({ id }) => !after.has(id)).map(({ id }) => [id, null] as const);
  const changed = [...after].filter(([id, one]) => forms.get(id) !== canonical(one));
  return new Map([...gone, ...changed]);
}

/**
 * Puts a whole directory in place of another; where nothing is different nothing is written.
 * @throws ChangeDoesNotHold, and ConditionRefused where another change was first
 */
export async function replaceDirectory(
  database: Database,
  before: DirectorySnapshot,
  next: Directory,
  cause: DirectoryCause,
): Promise<DirectorySnapshot> {
  const whole = await wholeOf(before);
  const all = allOf(next);
  const change = {
    units: differences(whole.units, all.units),
    people: differences(whole.people, all.people),
    administrators: next.administrators ?? [],
  };
  const isSame =
    before.version > 0 &&
    change.units.size + change.people.size === 0 &&
    canonical(change.administrators) === canonical([...before.administrators]);
  const places = {
    unit: new Map(next.units.map(({ id }, index) => [id, `/units/${index}`])),
    person: new Map(next.people.map(({ id }, index) => [id, `/people/${index}`])),
  };
  // What goes has no place in what came in.
  const placeOf: PlaceOf = (kind, id) => places[kind].get(id) ?? '';
  return isSame ? before : changeDirectory(database, before, change, cause, { placeOf });
}

/** Stores the pieces of a directory of 0.1, which is then read as all others are. Nothing of it is different. */
export async function storeTakenOver(
  database: Database,
  snapshot: DirectorySnapshot,
): Promise<DirectorySnapshot> {
  for (const { source } of [snapshot.units, snapshot.people, snapshot.mailboxes]) await savePieces(source);
  await database.transact([await headWrite(database, snapshot, snapshot)]);
  return snapshotOf(database, headOf(snapshot), snapshot.settings);
}

/** Whether a directory is read from the one document that 0.1 kept. */
export const isTakenOver = ({ people }: DirectorySnapshot): boolean => people.source.fresh.size > 0;
