import * as z from 'zod';
import type { Finding } from '../../../shared/forms/finding.ts';
import { canonical } from '../../../shared/history/canonical.ts';
import { digest } from '../../../shared/history/digest.ts';
import { shapeFindings } from '../../../shared/http/shape-findings.ts';
import { boundItem, loadKept } from '../../../shared/store/bound-store.ts';
import type { Database } from '../../../shared/store/database.ts';
import { checkChange, type PlaceOf } from '../../../shared/store/directory/check.ts';
import type { DirectorySnapshot } from '../../../shared/store/directory/snapshot.ts';
import { type DirectoryChange, snapshotWith } from '../../../shared/store/directory/with-change.ts';
import { allValues, entriesAfter, mapKind, mapWith, type PieceMap } from '../../../shared/store/piece-map.ts';
import { savePieces } from '../../../shared/store/piece-store.ts';
import {
  enteredPerson,
  enteredUnit,
  type Person,
  person,
  type Unit,
  unit,
} from '../../../shared/workflow/directory.ts';
import { type PieceForm, pieceIn, type Typed } from '../piece-form.ts';
import type { Names } from '../references.ts';
import { removalFindings } from '../removed-units.ts';
import { unitTable } from './columns.ts';
import type { ReadTable, TableLine } from './table-lines.ts';

/** What an import would do, row by row. Nothing of it is done yet: it is kept under its hash until it is confirmed. */

type Piece = Unit | Person;

export interface PreviewLine {
  /** As a spreadsheet numbers it; null for what has no row in the table. */
  readonly row: number | null;
  readonly before: Piece | null;
  readonly after: Piece | null;
}

export interface Preview {
  readonly form: PieceForm;
  readonly lines: readonly PreviewLine[];
  readonly unchanged: number;
  readonly ignored: readonly string[];
  readonly findings: readonly Finding[];
  readonly change: DirectoryChange;
  /** What those are called whom the pieces name. */
  readonly names: Names;
}

/** All that a table may name: by its id, or by a name that only one has. */
function resolverOf(pieces: readonly { readonly id: string; readonly name: string }[]) {
  const ids = new Set(pieces.map(({ id }) => id));
  const byName = Map.groupBy(pieces, ({ name }) => name);
  return (text: string): string => {
    const [only, ...others] = ids.has(text) ? [] : (byName.get(text) ?? []);
    return only && others.length === 0 ? only.id : text;
  };
}

/** A line with the ids of those whom it names. */
function withIds(
  { form }: { readonly form: PieceForm },
  typed: Partial<Typed>,
  idOf: Readonly<Record<'unit' | 'person', (text: string) => string>>,
): Partial<Typed> {
  const resolved = (fields: PieceForm['fields'], texts: Typed['fields']): Typed['fields'] =>
    Object.fromEntries(
      Object.entries(texts).map(([key, text]) => {
        const kind = fields.find((field) => field.key === key)?.kind;
        if (kind === 'unit' || kind === 'person') return [key, idOf[kind](text)];
        if (kind === 'people')
          return [
            key,
            text
              .split(/[\s、,，]+/)
              .map(idOf.person)
              .join('、'),
          ];
        return [key, kind === 'lang' ? langOf(text) : text];
      }),
    );
  return {
    ...(typed.fields ? { fields: resolved(form.fields, typed.fields) } : {}),
    ...(typed.rows ? { rows: typed.rows.map((row) => resolved(form.rows.fields, row)) } : {}),
  };
}

const LANGS: Readonly<Record<string, string>> = { 中文: 'zh', chinese: 'zh', 英文: 'en', english: 'en' };
const langOf = (text: string): string => LANGS[text.toLowerCase()] ?? text.toLowerCase();

const atRow = (row: number, { path, ...finding }: Finding): Finding => ({
  ...finding,
  path: `/rows/${row}${path}`,
});

interface Read {
  readonly after: ReadonlyMap<string, { readonly row: number; readonly piece: Piece }>;
  readonly findings: readonly Finding[];
}

/** The table's lines as pieces, over what is stored of them. */
function readLines(
  { kind, lines }: ReadTable,
  stored: ReadonlyMap<string, Piece>,
  typedOf: (line: TableLine) => Partial<Typed>,
): Read {
  const findings: Finding[] = [];
  const after = new Map<string, { row: number; piece: Piece }>();
  const schema: z.ZodType<Piece> = kind === unitTable ? enteredUnit : enteredPerson;
  for (const line of lines) {
    const value = pieceIn(kind.form, typedOf(line), stored.get(line.id));
    const { data, error } = schema.safeParse(value, { reportInput: true });
    if (data) after.set(data.id, { row: line.row, piece: data });
    else if (line.id !== '') findings.push(...shapeFindings(error).map((one) => atRow(line.row, one)));
  }
  return { after, findings };
}

const none = new Map<string, never>();

function changeOf(kind: ReadTable['kind'], lines: readonly PreviewLine[]): DirectoryChange {
  const entries = lines.map(({ before, after }) => [(after ?? before)?.id ?? '', after] as const);
  return kind === unitTable
    ? { units: new Map(entries.map(([id, after]) => [id, after && unit.parse(after)])), people: none }
    : { units: none, people: new Map(entries.map(([id, after]) => [id, after && person.parse(after)])) };
}

async function findingsAgainst(
  stored: DirectorySnapshot,
  change: DirectoryChange,
  lines: readonly PreviewLine[],
  at: string,
): Promise<Finding[]> {
  const rowOf = new Map(lines.map(({ row, before, after }) => [(after ?? before)?.id, row]));
  const placeOf: PlaceOf = (_, id) => {
    const row = rowOf.get(id);
    return row === undefined || row === null ? '' : `/rows/${row}`;
  };
  const after = await snapshotWith(stored, change, { by: '', at });
  const [found, kept] = await Promise.all([
    checkChange(stored, after, change, placeOf),
    removalFindings(stored.units.source.database, change, placeOf),
  ]);
  return [...found, ...kept];
}

/** @param removeMissing whether what the table does not have is to go */
export async function previewOf(
  stored: DirectorySnapshot,
  table: ReadTable,
  removeMissing: boolean,
  now: Date,
): Promise<Preview> {
  const { kind, lines } = table;
  const [storedUnits, storedPeople] = await Promise.all([allValues(stored.units), allValues(stored.people)]);
  const units = storedUnits.map((one) => one.unit);
  const people = storedPeople.flatMap((one) => one.person ?? []);
  const isUnits = kind === unitTable;
  // A unit of the table may name another of it that the directory does not know yet.
  const known = new Set(units.map(({ id }) => id));
  const fresh = lines.flatMap(({ id, typed }) =>
    isUnits && id !== '' && !known.has(id) ? [{ id, name: typed.fields?.name ?? '' }] : [],
  );
  const idOf = { unit: resolverOf([...units, ...fresh]), person: resolverOf(people) };
  const before = new Map<string, Piece>((isUnits ? units : people).map((one) => [one.id, one]));
  const read = readLines(table, before, (line) => withIds(kind, line.typed, idOf));
  const changed = [...read.after].flatMap(([id, { row, piece }]): PreviewLine[] => {
    const had = before.get(id) ?? null;
    return had && canonical(had) === canonical(piece) ? [] : [{ row, before: had, after: piece }];
  });
  const named = new Set(lines.map(({ id }) => id));
  const gone = removeMissing
    ? [...before.values()]
        .filter(({ id }) => !named.has(id))
        .map((had): PreviewLine => ({ row: null, before: had, after: null }))
    : [];
  const all = [...changed, ...gone];
  const change = changeOf(kind, all);
  const findings = [...table.findings, ...read.findings];
  return {
    form: kind.form,
    lines: all,
    unchanged: read.after.size - changed.length,
    ignored: table.ignored,
    // What rows say of each other can be told where each of them can be read.
    findings:
      findings.length > 0 || all.length === 0
        ? findings
        : await findingsAgainst(stored, change, all, now.toISOString()),
    change,
    names: new Map([...units, ...people].map(({ id, name }) => [id, name])),
  };
}

const isThere = <V>(value: z.ZodType<V>) => z.object({ next: value.nullable() });
const unitChanges = mapKind(isThere(unit));
const peopleChanges = mapKind(isThere(person));

/** A preview as it is kept: over which version it was made, and the maps of what changes. */
const keptPreview = z.object({
  directoryImport: z.literal(1),
  version: z.int(),
  units: z.string().nullable(),
  people: z.string().nullable(),
});

const mapOf = <V>(database: Database, kind: PieceMap<V>['kind'], root: string | null): PieceMap<V> => ({
  kind,
  source: { database, fresh: new Map() },
  root,
});

const wrapped = <V>(changes: ReadonlyMap<string, V | null>): Map<string, { next: V | null }> =>
  new Map([...changes].map(([id, next]) => [id, { next }]));

/** Whoever looks a preview over and has not confirmed it in a week imports the table anew. */
const KEPT_MS = 7 * 24 * 60 * 60_000;

/** Keeps what a preview would change, for a week. @returns the hash by which it is applied */
export async function keepPreview(
  database: Database,
  { version }: DirectorySnapshot,
  change: DirectoryChange,
  now: Date,
): Promise<string> {
  const until = new Date(now.getTime() + KEPT_MS);
  const units = await mapWith(mapOf(database, unitChanges, null), wrapped(change.units));
  const people = await mapWith(mapOf(database, peopleChanges, null), wrapped(change.people));
  for (const { source } of [units, people]) await savePieces(source, until);
  const kept: z.infer<typeof keptPreview> = {
    directoryImport: 1,
    version,
    units: units.root,
    people: people.root,
  };
  await database.put(database.projects, boundItem(kept, until));
  return digest(kept);
}

async function changesIn<V>(map: PieceMap<{ next: V | null }>): Promise<Map<string, V | null>> {
  const changes = new Map<string, V | null>();
  for await (const [id, { next }] of entriesAfter(map)) changes.set(id, next);
  return changes;
}

/** What was kept under a hash: over which version, and the change; null where no preview is. */
export async function loadPreview(
  database: Database,
  hash: string,
  now: Date,
): Promise<{ readonly version: number; readonly change: DirectoryChange } | null> {
  const { data } = keptPreview.safeParse(await loadKept(database, hash, now));
  if (!data) return null;
  return {
    version: data.version,
    change: {
      units: await changesIn(mapOf(database, unitChanges, data.units)),
      people: await changesIn(mapOf(database, peopleChanges, data.people)),
    },
  };
}
