import { setTimeout as pause } from 'node:timers/promises';
import { formOfRecord, loadForm } from '../declaration/registry.ts';
import { emptyHead, link } from '../history/chain.ts';
import { digest } from '../history/digest.ts';
import type { EventBody, HistoryEvent } from '../history/event.ts';
import { callWrites } from '../store/call-store.ts';
import { ConditionRefused, Conflict, type Database } from '../store/database.ts';
import { loadDirectory } from '../store/directory/load.ts';
import type { DirectorySnapshot } from '../store/directory/snapshot.ts';
import { Busy, StorageSilent } from '../store/errors.ts';
import { eventsOf } from '../store/history-store.ts';
import type { Command, Decide, Refusal } from '../workflow/commands.ts';
import { decide, isRefusal } from '../workflow/decide.ts';
import { detailsOf, opinionOf } from '../workflow/deciding.ts';
import { isRefusedRound, roundOf } from '../workflow/rounds.ts';
import { type OfficeSettings, stagesBy } from '../workflow/settings.ts';
import type { StagedForm } from '../workflow/staged-form.ts';
import type { World } from '../workflow/world.ts';
import { type After, afterCommand } from './after.ts';
import { composed } from './composed.ts';
import { directoryForCommand } from './concerned.ts';
import { cutsSoFar, planAfter } from './cuts-so-far.ts';
import { isOurs } from './items.ts';
import { lastDecided } from './last-decided.ts';
import { listingAfter } from './listing.ts';
import { asProject, demandRevision, isDraftStored, type Loaded, loadProject } from './load.ts';
import type { Readable } from './readable.ts';
import type { ProjectRecord, RequestRecord, RevisionContent } from './records.ts';
import { requestsAfter } from './requests-after.ts';
import { isWithinReturn } from './returned.ts';
import { loadCommitted } from './round-totals.ts';
import type { RulesInForce } from './rules-in-force.ts';

/**
 * The one door: the only code that changes a project. It loads strongly, lets the core decide, derives record, request,
 * draft and revision from what the core said, and writes all of it with its events in one transaction.
 */

/** What changing a project needs. */
export interface ChangeDeps {
  readonly database: Database;
  readonly now: () => Date;
  readonly rules: RulesInForce;
}

/** What belongs to the caller's own edge. */
export interface Edge {
  /**
   * What the caller has just read strongly: it spares the first round's reads, and conditions guard the project. Null
   * where there can be none yet, since its id was made for this call.
   */
  readonly known?: Loaded | null | undefined;
  readonly directory?: DirectorySnapshot | undefined;
}

export interface Changed {
  readonly record: ProjectRecord;
  readonly requests: readonly RequestRecord[];
  readonly events: readonly HistoryEvent[];
  /** The commit was found in the history instead of made by this call: an answer was lost, or a twin was first. */
  readonly recognised: boolean;
  /** What its unit reads of it from now on, where the change wrote it: nobody has to read it again. */
  readonly written?: Readable | undefined;
}

export const isRefused = (result: Changed | Refusal): result is Refusal => 'refused' in result;

// 20 clients on one request need up to 20 rounds in the worst order; with jitter a few are enough. Twelve rounds with
// pauses that double up to 200 ms give up after some 2 s, well within the 10 s that a call may take.
const MOST_ROUNDS = 12;
/** After so long no other round is begun where the table does not answer: a round of silence takes 9 s by itself. */
const PATIENCE_MS = 5_000;
const jitter = (round: number): number => Math.random() * Math.min(200, 5 * 2 ** round);

/**
 * A project is looked at again five minutes after an event: by then every effect has long happened (seconds), and a
 * lost one is repaired well before anybody would ask.
 */
const EFFECTS_GRACE_MS = 5 * 60_000;
export const effectsDue = (at: string): string => new Date(Date.parse(at) + EFFECTS_GRACE_MS).toISOString();

/** The earlier of what was due already and what is due now; what was due in the past has been looked at. */
const earlier = (before: string | undefined, due: string): string =>
  before !== undefined && before < due && before > new Date(Date.parse(due) - EFFECTS_GRACE_MS).toISOString()
    ? before
    : due;

const formFor = (loaded: Loaded | null, command: Command): Promise<StagedForm> => {
  if (loaded) return formOfRecord(loaded.record);
  if (command.type === 'create' || command.type === 'submit') return loadForm(command.form.id);
  throw new Error(`No project begins with ${command.type}`);
};

/** Only a cut, a return, a recall and what follows a return look into what was handed in: for the rest its hash is enough. */
async function handedInFor(
  database: Database,
  { record }: Loaded,
  command: Command,
): Promise<RevisionContent | undefined> {
  if (command.type === 'submit' && record.flow.state === 'returned')
    return demandRevision(database, record.id, record.flow.revision - 1);
  const looks =
    command.type === 'recall' ||
    (command.type === 'decide' && (command.outcome === 'return' || (command.cuts ?? []).length > 0));
  return looks && record.flow.state === 'in-review'
    ? demandRevision(database, record.id, record.flow.revision)
    : undefined;
}

const planInReview = ({ definition }: StagedForm, loaded: Loaded, { declaration }: RevisionContent) =>
  planAfter(definition, declaration, cutsSoFar(loaded, loaded.record.flow.revision));

/** What the core wants to know of what was handed in. */
const lookedInto = (form: StagedForm, loaded: Loaded, handedIn: RevisionContent, command: Command) =>
  command.type === 'submit'
    ? { isWithinReturn: isWithinReturn(form, loaded, handedIn, command) }
    : { plan: planInReview(form, loaded, handedIn) };

/** What the round that a submission goes into holds already. */
async function committedFor(
  database: Database,
  loaded: Loaded | null,
  command: Command,
  { rounds }: OfficeSettings,
  at: string,
): Promise<Pick<World, 'committed'>> {
  if (command.type !== 'submit') return {};
  const { budgetYear } = command.summary;
  const round = roundOf(rounds, { at, budgetYear, before: loaded?.record.round });
  if (round === null || isRefusedRound(round)) return {};
  return { committed: await loadCommitted(database, round.id, loaded?.record.unit.id ?? command.unit.id) };
}

/** When whoever decides did so last, where their mailbox was another once: of others nothing is read. */
async function decidedBefore(
  database: Database,
  command: Command,
  { formerMailboxes }: Pick<World, 'formerMailboxes'>,
  at: string,
): Promise<Pick<World, 'lastDecidedAt'>> {
  if (command.type !== 'decide') return {};
  const { id } = command.actor;
  const former = formerMailboxes.filter(({ person }) => person === id).map(({ until }) => until);
  const last = former.toSorted().at(-1);
  return last === undefined ? {} : { lastDecidedAt: await lastDecided(database, id, last, at) };
}

interface Considered {
  readonly events: readonly EventBody[];
  readonly after: After;
}

/** What follows from a command on this state, with nothing written. */
async function consider(
  { database, now, rules }: ChangeDeps,
  loaded: Loaded | null,
  snapshot: DirectorySnapshot,
  settings: OfficeSettings,
  command: Command,
): Promise<Considered | Refusal> {
  if (!loaded && command.type !== 'create' && command.type !== 'submit')
    return { refused: 'no-such-project' };
  const form = await formFor(loaded, command);
  const part = await directoryForCommand(snapshot, loaded, command);
  const handedIn = loaded ? await handedInFor(database, loaded, command) : undefined;
  const later =
    loaded && command.type === 'report-mail-failure'
      ? await eventsOf(database, loaded.record.id, command.seq)
      : undefined;
  const { collectiveThresholdFen, codeThresholdFen, rounds } = settings;
  const at = now().toISOString();
  const world: World = {
    at,
    ...part,
    stages: stagesBy(settings, form.stages),
    collectiveThresholdFen,
    codeThresholdFen,
    rounds,
    ...(await committedFor(database, loaded, command, settings, at)),
    ...(await decidedBefore(database, command, part, at)),
    calendar: await rules.calendar(),
  };
  const project = loaded && {
    ...asProject(loaded),
    ...(handedIn ? lookedInto(form, loaded, handedIn, command) : {}),
    ...(later ? { later } : {}),
  };
  const events = decide(project, command, world);
  if (isRefusal(events)) return events;
  const listing = await listingAfter(database, form, loaded, command, at);
  return { events, after: afterCommand(loaded, command, events, { world, handedIn, later, listing }) };
}

/** What its caller has just read. */
interface Foreseeing {
  readonly known: Loaded;
  readonly directory: DirectorySnapshot;
}

/** What would follow from a command, on what its caller has just read and by any directory. Nothing is written. */
export async function foresee(
  deps: ChangeDeps,
  command: Command,
  { known, directory }: Foreseeing,
): Promise<readonly EventBody[] | Refusal> {
  const settings = await deps.rules.load(directory);
  const considered = await consider(deps, known, directory, settings, command);
  return 'refused' in considered ? considered : considered.events;
}

/** Why a command would be refused on what its caller has just read, or null. Nothing is written. */
export async function refusalOf(
  deps: ChangeDeps,
  command: Command,
  { known, directory }: Foreseeing,
): Promise<Refusal | null> {
  const settings = await deps.rules.load(directory);
  const considered = await consider(deps, known, directory, settings, command);
  return 'refused' in considered ? considered : null;
}

function writtenBy({ record, draft, revision }: After): Readable | undefined {
  if (revision) return { is: 'handed-in', revision: revision.number, content: revision.content };
  return draft && draft !== 'removed' ? { is: 'draft', revision: record.flow.revision, draft } : undefined;
}

/** What goes with a decision, whether or not its sender lists that nothing is named. */
const named = ({ fields = [], ...rest }: Parameters<typeof detailsOf>[0]) =>
  digest(detailsOf({ fields, ...rest }));

/** Whether a decision counts already just as it comes: whoever did not hear of it sends it once more. */
export const isRecorded = ({ decisions, undone = [] }: RequestRecord, command: Decide): boolean =>
  // What was decided before a return to the stage before is undone by that, and the return itself with it.
  [...decisions, ...undone.filter(({ to }) => to === 'previous-stage')].some(
    ({ by, outcome, to, contentHash, comment = '', fields, cuts, supplied }) =>
      by.id === command.actor.id &&
      outcome === command.outcome &&
      to === command.to &&
      contentHash === command.contentHash &&
      comment === opinionOf(command) &&
      named({ fields, cuts, supplied }) === named(command),
  );

/** A change that was sent, and of which no answer may have come. */
interface Attempt {
  readonly afterSeq: number;
  readonly record: ProjectRecord;
  readonly written: Readable | undefined;
  readonly requestIds: ReadonlySet<string>;
}

/** What a command without events leaves behind; one that leaves nothing is asked again, and does it again. */
async function isLeftBy(
  database: Database,
  command: Command,
  record: ProjectRecord,
  sent: ProjectRecord,
): Promise<boolean> {
  if (command.type === 'restart-flow') return record.attempt === sent.attempt;
  if (command.type !== 'save' || record.version !== sent.version) return false;
  // Two who save over one version at the same moment differ in what they saved, and in nothing else.
  return isDraftStored(database, record.id, command.content);
}

/** Our own commit, where the answer to it was lost: by its events, which carry our cause, or by what it left. */
async function ownCommit(
  database: Database,
  loaded: Loaded,
  command: Command,
  attempt: Attempt,
): Promise<Changed | null> {
  const { record, requests } = loaded;
  // Of what has gone on since, what was written is no more what there is.
  const written = record.version === attempt.record.version ? attempt.written : undefined;
  const recognised = { record, requests, written, recognised: true };
  if (attempt.requestIds.size === 0)
    return (await isLeftBy(database, command, record, attempt.record)) ? { ...recognised, events: [] } : null;
  if (record.head.seq === attempt.afterSeq) return null;
  const events = await eventsOf(database, record.id, attempt.afterSeq);
  const own = events.filter(({ requestId }) => attempt.requestIds.has(requestId));
  return own.length > 0 ? { ...recognised, events: own } : null;
}

/**
 * Changes a project by a command. The core is asked again on fresh state whenever another writer was first, so that a
 * refusal always speaks of what is true now.
 *
 * @throws ConditionRefused where a call by the same key was carried out; nothing was written
 * @throws ContentTooLarge where a content does not fit into one record
 * @throws Busy where the contention did not end
 * @throws StorageSilent where the table does not answer; it may have been written
 */
export async function changeProject(
  deps: ChangeDeps,
  id: string,
  command: Command,
  edge: Edge = {},
): Promise<Changed | Refusal> {
  const { database } = deps;
  let attempt: Attempt | undefined;
  const begun = performance.now();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const [loaded, directory] = await Promise.all([
      round === 0 && edge.known !== undefined ? edge.known : loadProject(database, id),
      round === 0 && edge.directory ? edge.directory : loadDirectory(database),
    ]);
    const settings = await deps.rules.load(directory);
    const own = attempt && loaded ? await ownCommit(database, loaded, command, attempt) : null;
    if (own) return own;
    // Before the time of what is done by them: in the history the rules come first.
    await deps.rules.record();
    const considered = await consider(deps, loaded, directory, settings, command);
    if ('refused' in considered) return considered;
    const { after } = considered;
    const head = loaded?.record.head ?? emptyHead;
    const events = link(id, head, considered.events);
    const last = events.at(-1);
    const { record, writes } = await composed(database, loaded, after, {
      head: last ?? head,
      events,
      // An earlier look that is still to come serves these effects as well: it puts itself off while they are young.
      ...(last ? { dueAt: earlier(after.record.dueAt, effectsDue(last.at)) } : {}),
      rounds: settings.rounds,
    });
    try {
      await database.transact([
        ...writes,
        ...callWrites(database, { made: loaded ? undefined : id, version: record.version }),
      ]);
      return {
        record,
        requests: requestsAfter(loaded?.requests ?? [], after),
        events,
        recognised: false,
        written: writtenBy(after),
      };
    } catch (error) {
      const foreign = error instanceof ConditionRefused && !error.writes.some(isOurs);
      // What was not answered may be there: the next round recognises it.
      const isUnknown =
        error instanceof StorageSilent && round < MOST_ROUNDS - 1 && performance.now() - begun < PATIENCE_MS;
      if (foreign || !(error instanceof ConditionRefused || error instanceof Conflict || isUnknown))
        throw error;
    }
    const sent = events.map(({ requestId }) => requestId);
    attempt = {
      afterSeq: attempt?.afterSeq ?? head.seq,
      record,
      written: writtenBy(after),
      requestIds: new Set([...(attempt?.requestIds ?? []), ...sent]),
    };
    await pause(jitter(round));
  }
  throw new Busy('Too many writers at once');
}
