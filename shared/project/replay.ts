import { formOfRecord } from '../declaration/registry.ts';
import { summaryOf } from '../forms/form.ts';
import { digest } from '../history/digest.ts';
import type { HistoryEvent } from '../history/event.ts';
import type { Database } from '../store/database.ts';
import { loadDirectory } from '../store/directory/load.ts';
import type { DirectorySnapshot } from '../store/directory/snapshot.ts';
import type { Command, Submit } from '../workflow/commands.ts';
import { unitOf } from '../workflow/directory.ts';
import { type OfficeSettings, stagesBy } from '../workflow/settings.ts';
import type { World } from '../workflow/world.ts';
import { type After, afterCommand } from './after.ts';
import { composed } from './composed.ts';
import { directoryForCommand } from './concerned.ts';
import { listingAfter } from './listing.ts';
import { type Loaded, loadRevision } from './load.ts';
import { flowUpTo, type Lost } from './reconcile.ts';
import type { DraftContent, ProjectRecord, RevisionContent } from './records.ts';
import { requestsAfter } from './requests-after.ts';
import { type HandedIn, LOST_TOKEN, retold, type Told, transactionsOf } from './retold.ts';
import type { RulesInForce } from './rules-in-force.ts';

/**
 * Moves a record that a restore put back on to where its chain ends: each transaction that the chain tells of once more,
 * by the parts of the door that made it, and all of it written at once. Nothing is appended.
 */

export interface ReplayDeps {
  readonly database: Database;
  readonly rules: RulesInForce;
}

/**
 * How far version and attempt are moved beyond what the record says. Drafts are saved and executions begun anew without
 * an event: a page or an execution of the time that was lost must not meet its own number.
 */
const LEAP = 100;

/** What the rest is found by: of today, where no event says how it was. */
interface Office {
  readonly snapshot: DirectorySnapshot;
  readonly settings: OfficeSettings;
  readonly calendar: World['calendar'];
}

/** A project on its way: what has been made of it so far. */
interface Underway {
  readonly loaded: Loaded;
  readonly draft?: DraftContent | 'removed';
}

const isLost = (found: Command | Lost): found is Lost => 'what' in found;

/** A submission again, where the revision that it handed in is still there and is the one that its event binds. */
async function submission(
  database: Database,
  { record }: Loaded,
  { event }: HandedIn,
): Promise<Submit | Lost> {
  const { revision, contentHash, actor, requestId, seq } = event;
  const content = await loadRevision(database, record.id, revision);
  if (!content || digest(content.declaration) !== contentHash) return { what: 'content', seq };
  const { declaration, findings, formVersion } = content;
  const form = await formOfRecord({ ...record, formVersion, flow: { state: 'in-review' } });
  const { title } = summaryOf(form.definition, declaration);
  return {
    type: 'submit',
    ...{ id: record.id, unit: record.unit, actor, requestId, contentHash, declaration, findings },
    form: { id: record.form, version: formVersion },
    summary: { title, budgetYear: event.budgetYear, requestedFen: event.requestedFen },
  };
}

async function commandOf(database: Database, loaded: Loaded, told: Told): Promise<Command | Lost> {
  const found = retold(loaded, told);
  if (typeof found === 'string') return { what: found, seq: told[0].seq };
  return found.type === 'handed-in' ? submission(database, loaded, found) : found;
}

/** The revision that a return or a recall makes the next draft of; undefined for what makes none. */
async function broughtBack(
  database: Database,
  { record }: Loaded,
  told: Told,
): Promise<RevisionContent | undefined | Lost> {
  const event = told.find(({ action }) => action === 'returned' || action === 'recalled');
  if (!event) return undefined;
  const content = await loadRevision(database, record.id, record.flow.revision);
  return content ?? { what: 'content', seq: event.seq };
}

/** A unit by the name that it has today. */
const named = (command: Command, { directory }: Pick<World, 'directory'>): Command =>
  command.type === 'change-unit'
    ? {
        ...command,
        unit: { ...command.unit, name: unitOf(directory, command.unit.id)?.name ?? command.unit.name },
      }
    : command;

/** A project one transaction further. */
async function step(
  { database }: ReplayDeps,
  office: Office,
  { loaded, draft }: Underway,
  told: Told,
): Promise<Underway | Lost> {
  const asked = await commandOf(database, loaded, told);
  if (isLost(asked)) return asked;
  const handedIn = await broughtBack(database, loaded, told);
  if (handedIn && 'what' in handedIn) return handedIn;
  const { at } = told[0];
  const { snapshot, settings, calendar } = office;
  const part = await directoryForCommand(snapshot, loaded, asked);
  const command = named(asked, part);
  const form = await formOfRecord(loaded.record);
  const world: World = {
    at,
    ...part,
    stages: stagesBy(settings, form.stages),
    collectiveThresholdFen: settings.collectiveThresholdFen,
    codeThresholdFen: settings.codeThresholdFen,
    rounds: settings.rounds,
    calendar,
  };
  const listing = await listingAfter(database, form, loaded, command, at);
  const after = afterCommand(loaded, command, told, { world, handedIn, listing });
  const last = told.at(-1) ?? told[0];
  const record: ProjectRecord = { ...after.record, head: { seq: last.seq, hash: last.hash } };
  const next = after.draft ?? draft;
  return {
    loaded: { ...loaded, record, requests: requestsAfter(loaded.requests, after) },
    ...(next === undefined ? {} : { draft: next }),
  };
}

/** The project as it stood where it agrees with its chain. */
function standingAt(loaded: Loaded, events: readonly HistoryEvent[], upTo: number): Loaded {
  const { seq, hash } = events[upTo - 1] ?? loaded.record.head;
  const isOwn = seq === loaded.record.head.seq;
  const flow = isOwn ? loaded.record.flow : flowUpTo(events, upTo);
  return { ...loaded, record: { ...loaded.record, flow, head: { seq, hash } } };
}

/** What one write makes of the stored project, so that it is the one on its way. */
function difference(before: Loaded, { loaded, draft }: Underway): After {
  const had = new Set(before.requests);
  const changed = loaded.requests.filter((one) => !had.has(one));
  const isWithoutToken = changed.some(({ status, token }) => status === 'open' && token === LOST_TOKEN.token);
  const { version, attempt } = loaded.record;
  return {
    record: {
      ...loaded.record,
      version: version + LEAP,
      // A flow whose token is lost is begun anew by the sweep.
      attempt: isWithoutToken ? attempt + LEAP : attempt,
    },
    changed,
    ...(draft === undefined ? {} : { draft }),
  };
}

/** What a project that is behind its chain would be, with the writes that make it so; or what of it is lost. */
export async function replay(
  deps: ReplayDeps,
  before: Loaded,
  events: readonly HistoryEvent[],
  upTo: number,
): Promise<{ readonly write: () => Promise<void> } | Lost> {
  const { database, rules } = deps;
  const snapshot = await loadDirectory(database);
  const settings = await rules.load(snapshot);
  const calendar = await rules.calendar();
  let underway: Underway = { loaded: standingAt(before, events, upTo) };
  for (const told of transactionsOf(events.slice(upTo))) {
    const next = await step(deps, { snapshot, settings, calendar }, underway, told);
    if ('what' in next) return next;
    underway = next;
  }
  const last = events.at(-1);
  if (!last) throw new Error(`${before.record.id} has no events`);
  const { writes } = await composed(database, before, difference(before, underway), {
    head: last,
    events: [],
    // What follows from its events is looked after at once.
    dueAt: last.at,
    // What was handed in is no new submission: no ceiling refuses it.
    rounds: [],
  });
  return { write: () => database.transact(writes) };
}
