import { type Checkpoint, hashOfCheckpoint, NO_CHECKPOINT } from '../../history/checkpoint.ts';
import { advance, hasTurn } from '../../history/heads.ts';
import { byChain, type Leaf, rootOf } from '../../history/merkle.ts';
import { inTurns } from '../../runtime/in-turns.ts';
import { log } from '../../runtime/log.ts';
import { countMetric } from '../../runtime/metric.ts';
import { chainsSince, lastCheckpoint, saveCheckpoint } from '../../store/checkpoint-store.ts';
import type { Database } from '../../store/database.ts';
import { Busy } from '../../store/errors.ts';
import { linksOf } from '../../store/history-store.ts';
import type { CheckpointArchive } from './archive.ts';
import type { Signer } from './signer.ts';
import { isWhole } from './whole.ts';

export interface Making {
  readonly database: Database;
  readonly signer: Signer;
  readonly archive: CheckpointArchive;
  readonly now: () => Date;
}

/** What the next checkpoint builds on. */
interface Base {
  readonly last: Checkpoint | null;
  readonly leaves: readonly Leaf[];
}

/**
 * How far before the last checkpoint the index is asked again. An event's time is taken when its call begins, a call
 * ends within a minute, and the index follows within seconds: an hour is many times all of it, and one more hour of
 * events costs a few read units.
 */
const OVERLAP_MS = 60 * 60 * 1000;

/**
 * A clock that was put back gives events times from before the last checkpoint. So each day's first one asks for two days
 * more; and where the last checkpoint lies in the future, for everything.
 */
const DAYS_OVERLAP_MS = 48 * OVERLAP_MS;

/** From when on events may be new; undefined where none is too old. */
function newSince({ at }: Checkpoint, now: Date): string | undefined {
  const last = new Date(at);
  if (last > now) return undefined;
  const isSameDay = at.slice(0, 10) === now.toISOString().slice(0, 10);
  return new Date(last.getTime() - (isSameDay ? OVERLAP_MS : DAYS_OVERLAP_MS)).toISOString();
}

/**
 * How many events before the old head are read again: a project's chain has a few dozen, so one in which something
 * happened is checked whole; chains without an end (`rules`, `reader:*`) are checked where they grow.
 */
const READ_AGAIN = 100;

/** How many are read again where a chain has its turn: all, but for readers of ten thousand exports. */
const READ_ON_ITS_TURN = 10_000;

/** Chains read side by side: what one connection pool of the SDK (50) carries with room to spare. */
const AT_ONCE = 16;

/** Makers that meet: each round, one of them is done. */
const MOST_ROUNDS = 5;

/** Takes over what was archived but never reached the table: its maker was stopped between the two. */
async function catchUp({ database, archive }: Making): Promise<Base> {
  let last = await lastCheckpoint(database);
  let kept = last && (await archive.read(last.number));
  if (last && (!kept || kept.checkpoint.hash !== last.hash || !isWhole(kept))) {
    log.error('CHECKPOINT_LOST', { number: last.number });
    countMetric('HistoryTampered', 1);
    kept = null;
  }
  for (;;) {
    const next = await archive.read((last?.number ?? 0) + 1);
    if (!next) return { last, leaves: kept?.leaves ?? [] };
    if (next.checkpoint.previous !== (last?.hash ?? NO_CHECKPOINT) || !isWhole(next))
      throw new Error(
        `The archive's checkpoint ${next.checkpoint.number} does not follow the table's last one`,
      );
    await saveCheckpoint(database, next.checkpoint);
    last = next.checkpoint;
    kept = next;
  }
}

/** The leaves as they are now: those of before, moved on where something happened; some are read again anyway. */
async function leavesNow({ database, now }: Making, { last, leaves }: Base): Promise<Leaf[]> {
  const known = new Map(leaves.map((leaf) => [leaf.chain, leaf]));
  // Without the leaves of the last one (there is none, or it is lost), everything is read.
  const since = last && leaves.length > 0 ? newSince(last, now()) : undefined;
  const onTurn = new Set([...known.keys()].filter((chain) => hasTurn(chain, now())));
  const toRead = [...new Set([...(await chainsSince(database, since, now())), ...onTurn])];
  let faults = 0;
  const moveOn = async (chain: string): Promise<void> => {
    const before = known.get(chain);
    const again = onTurn.has(chain) ? READ_ON_ITS_TURN : READ_AGAIN;
    const from = Math.max(1, (before?.seq ?? 0) - again);
    // Not as events: one that somebody made illegible must not keep the others from being signed.
    const events = await linksOf(database, chain, from - 1);
    const { leaf, fault } = advance(chain, before, events, from);
    if (leaf) known.set(chain, leaf);
    if (!fault) return;
    faults += 1;
    log.error('HISTORY_DIVERGED', { ...fault });
  };
  await inTurns(toRead, AT_ONCE, moveOn);
  if (faults > 0) countMetric('HistoryTampered', faults);
  return [...known.values()].sort(byChain);
}

async function sign({ signer, now }: Making, last: Checkpoint | null, leaves: readonly Leaf[]) {
  const key = await signer.publicKey();
  const body = {
    number: (last?.number ?? 0) + 1,
    at: now().toISOString(),
    chains: leaves.length,
    events: leaves.reduce((sum, { seq }) => sum + seq, 0),
    root: rootOf(leaves),
    previous: last?.hash ?? NO_CHECKPOINT,
    key: key.id,
  };
  const hash = hashOfCheckpoint(body);
  return { checkpoint: { ...body, hash, signature: await signer.sign(hash) }, publicKey: key.pem };
}

/**
 * Makes the checkpoint of what there is now, or gives the last one where nothing happened since.
 *
 * The archive comes first and decides: whoever creates the object of a number has made that checkpoint. Then the table
 * says the same. Stopped in between, the next run takes it over from the archive; stopped before, nothing was made.
 *
 * @param demandTurn asked before one is made; it throws where none may be made now
 * @throws Busy where others were first every time
 */
export async function makeCheckpoint(
  making: Making,
  demandTurn: () => Promise<void> = async () => undefined,
): Promise<{ readonly checkpoint: Checkpoint; readonly isNew: boolean }> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const base = await catchUp(making);
    const leaves = await leavesNow(making, base);
    if (base.last?.root === rootOf(leaves)) return { checkpoint: base.last, isNew: false };
    await demandTurn();
    const made = await sign(making, base.last, leaves);
    if (!(await making.archive.create({ ...made, leaves }))) continue;
    await saveCheckpoint(making.database, made.checkpoint);
    const { number, chains, events } = made.checkpoint;
    log.info('CHECKPOINT_MADE', { number, chains, events });
    return { checkpoint: made.checkpoint, isNew: true };
  }
  throw new Busy('Too many make a checkpoint at once');
}
