import { emptyHead } from '../../shared/history/chain.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { historyEvent } from '../../shared/history/event.ts';
import { verifyChain } from '../../shared/history/verification/verify-chain.ts';
import { reschedule } from '../../shared/project/due.ts';
import { everyProjectOf } from '../../shared/project/lists.ts';
import { type Loaded, loadDraft, loadProject } from '../../shared/project/load.ts';
import { lastHandedIn } from '../../shared/project/readable.ts';
import { type Lost, type Standing, standingOf } from '../../shared/project/reconcile.ts';
import { type ReplayDeps, replay } from '../../shared/project/replay.ts';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import { loadBound } from '../../shared/store/bound-store.ts';
import { chainsSince } from '../../shared/store/checkpoint-store.ts';
import { ConditionRefused } from '../../shared/store/database.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { itemsOf } from '../../shared/store/history-store.ts';
import { entriesAfter } from '../../shared/store/piece-map.ts';
import { RULES_CHAIN, readerChain } from '../../shared/store/system-chain.ts';
import { lackingFiles } from './lacking-files.ts';
import type { FilePlace } from './move-files.ts';

/** What was found of one chain. Of a whole one there is nothing to say. */
export type Found =
  | { readonly is: 'broken'; readonly seq: number; readonly reason: string }
  | Exclude<Standing, { readonly is: 'whole' | 'behind' }>
  | { readonly is: 'without-record' }
  /** Behind, and moved on to where its chain ends; dry, it would be. */
  | { readonly is: 'repaired' | 'repairable'; readonly from: number; readonly end: number }
  /** Behind, but what it needs is lost; or whole, and what it binds is. */
  | ({ readonly is: 'lost' } & Lost)
  /** Files that its revisions or decisions name are not kept, or are others. */
  | { readonly is: 'without-files'; readonly names: readonly string[] }
  /** Somebody changed it meanwhile: look again. */
  | { readonly is: 'busy' };

/** What a comparison of the tables came to. */
export interface Account {
  /** Chains, and records without one. */
  readonly compared: number;
  /** Whether what revisions and decisions name was looked for where files are kept. */
  readonly lookedForFiles: boolean;
  readonly found: readonly { readonly chain: string; readonly found: Found }[];
}

interface Deps extends ReplayDeps {
  readonly now: () => Date;
  /** Whether anything is written. */
  readonly repairs: boolean;
  /** Where the files are that revisions and decisions name; without it they are not looked for. */
  readonly attached?: Pick<FilePlace, 'find'> | undefined;
}

/** Chains read side by side: what one connection pool of the SDK (50) carries with room to spare. */
const AT_ONCE = 12;

const isOfProject = (chain: string): boolean => chain !== RULES_CHAIN && !chain.startsWith(readerChain(''));

/** Every chain that there is, and every project of a unit, with a chain or without. */
async function everything({ database, now }: Deps): Promise<string[]> {
  const all = await chainsSince(database, undefined, now());
  const { units } = await loadDirectory(database);
  for await (const [unit] of entriesAfter(units, undefined))
    for await (const { id } of everyProjectOf(database, unit)) all.add(id);
  return [...all].sort();
}

/** A chain as it was verified, or what is wrong with it. */
async function wholeChain({ database }: Deps, chain: string): Promise<readonly HistoryEvent[] | Found> {
  const items = await itemsOf(database, chain);
  const last = historyEvent.safeParse(items.at(-1)).data ?? emptyHead;
  const { valid, firstBroken } = verifyChain(chain, items, { seq: last.seq, hash: last.hash });
  if (valid) return items.map((item) => historyEvent.parse(item));
  return { is: 'broken', seq: firstBroken?.seq ?? 1, reason: firstBroken?.reason ?? '' };
}

/** What events bind that is kept beside: every directory, all rules and all settings that ever were in force. */
async function lostRules({ database }: Deps, events: readonly HistoryEvent[]): Promise<Found | undefined> {
  for (const { seq, detailsHash } of events)
    if (detailsHash !== undefined && (await loadBound(database, detailsHash)) === undefined)
      return { is: 'lost', what: 'details', seq };
  return undefined;
}

/** What a record that is whole stands on: the declaration that was handed in, or the draft. */
async function lostContent({ database }: Deps, { record }: Loaded, events: readonly HistoryEvent[]) {
  const { id, flow } = record;
  const handedIn = events.findLast(({ action }) => action === 'submitted');
  const content = handedIn ? await lastHandedIn(database, record) : null;
  if (handedIn && content?.revision !== handedIn.revision)
    return { is: 'lost', what: 'content', seq: handedIn.seq } as const;
  const isDrafted = flow.state === 'draft' || flow.state === 'returned';
  return isDrafted && !(await loadDraft(database, id)) ? ({ is: 'lost', what: 'draft' } as const) : undefined;
}

async function movedOn(
  deps: Deps,
  loaded: Loaded,
  events: readonly HistoryEvent[],
  { upTo: from, end }: Extract<Standing, { is: 'behind' }>,
): Promise<Found> {
  const replayed = await replay(deps, loaded, events, from);
  if ('what' in replayed) return { is: 'lost', ...replayed };
  if (!deps.repairs) return { is: 'repairable', from, end };
  try {
    await replayed.write();
    return { is: 'repaired', from, end };
  } catch (error) {
    if (error instanceof ConditionRefused) return { is: 'busy' };
    throw error;
  }
}

async function compareProject(
  deps: Deps,
  id: string,
  events: readonly HistoryEvent[],
): Promise<Found | undefined> {
  const loaded = await loadProject(deps.database, id);
  if (!loaded) return { is: 'without-record' };
  const standing = standingOf(events, loaded);
  if (standing.is === 'behind') return movedOn(deps, loaded, events, standing);
  if (standing.is !== 'whole') return standing;
  const lost = await lostContent(deps, loaded, events);
  // Its execution, its completions and its mails are the sweep's: it looks at once.
  const last = events.at(-1);
  if (!lost && deps.repairs && last && loaded.record.flow.state === 'in-review')
    await reschedule(deps.database, loaded.record, last.at);
  return lost;
}

/** Whatever else is found of it: what its revisions and decisions name is looked for. */
async function filesOf(
  { database, attached }: Deps,
  id: string,
  events: readonly HistoryEvent[],
): Promise<Found[]> {
  const loaded = attached && (await loadProject(database, id));
  if (!loaded) return [];
  const names = await lackingFiles(database, attached, loaded, events);
  return names.length > 0 ? [{ is: 'without-files', names }] : [];
}

async function compare(deps: Deps, chain: string): Promise<Found[]> {
  const events = await wholeChain(deps, chain);
  if ('is' in events) return [events];
  if (isOfProject(chain)) {
    const found = await compareProject(deps, chain, events);
    return [...(found ? [found] : []), ...(await filesOf(deps, chain, events))];
  }
  const lost = chain === RULES_CHAIN ? await lostRules(deps, events) : undefined;
  return lost ? [lost] : [];
}

/** Compares every chain of History with its record in Projects. With `repairs` it writes what follows from the events. */
export async function reconcile(deps: Deps): Promise<Account> {
  const chains = await everything(deps);
  const all = await inTurns(chains, AT_ONCE, async (chain) =>
    (await compare(deps, chain)).map((found) => ({ chain, found })),
  );
  return { compared: chains.length, found: all.flat(), lookedForFiles: deps.attached !== undefined };
}
