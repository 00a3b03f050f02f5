import { Problem } from '../../shared/contract/problem.ts';
import type { BundleScope } from '../../shared/evidence/bundles/make-bundle.ts';
import type { Sealed } from '../../shared/evidence/checkpoints/archive.ts';
import { emptyHead } from '../../shared/history/chain.ts';
import type { Checkpoint } from '../../shared/history/checkpoint.ts';
import { historyEvent } from '../../shared/history/event.ts';
import { inclusionOf, type Leaf } from '../../shared/history/merkle.ts';
import { coverDue } from '../../shared/history/verification/cover.ts';
import type { Inclusion } from '../../shared/history/verification/leaves.ts';
import { dayEnd, dayStart } from '../../shared/history/verification/manifest.ts';
import { inTurns } from '../../shared/runtime/in-turns.ts';
import { lastCheckpoint, listCheckpoints } from '../../shared/store/checkpoint-store.ts';
import type { Item } from '../../shared/store/database.ts';
import { itemsOf } from '../../shared/store/history-store.ts';
import { checkpointOnDemand, type Deps, isFresh } from './checkpoint.ts';

/** What goes into a bundle, read from the table and from the archive of checkpoints. */
export interface Gathered {
  readonly scope: BundleScope;
  readonly items: readonly Item[];
  readonly checkpoints: readonly [Checkpoint, ...Checkpoint[]];
  readonly keyPem: string;
}

type Checkpoints = Gathered['checkpoints'];

/** Chains and archived checkpoints read side by side. */
const AT_ONCE = 8;
const CHECKPOINTS_AT_ONCE = 500;

async function archived({ archive }: Deps, { number }: Checkpoint): Promise<Sealed> {
  const sealed = await archive.read(number);
  if (!sealed) throw new Error(`Checkpoint ${number} is not in the archive`);
  return sealed;
}

/** The last checkpoint not after a time and all that follow it up to `last`, oldest first. */
async function checkpointsFrom(deps: Deps, at: string, last: Checkpoint): Promise<Checkpoints> {
  const found = [last];
  for (;;) {
    const [oldest = last] = found;
    if (oldest.at <= at || oldest.number === 1) break;
    const page = await listCheckpoints(deps.database, { before: oldest.number, limit: CHECKPOINTS_AT_ONCE });
    if (page.length === 0) break;
    found.unshift(...page.reverse());
  }
  const from = Math.max(
    0,
    found.findLastIndex((one) => one.at <= at),
  );
  const [first = last, ...rest] = found.slice(from);
  return [first, ...rest];
}

/** The keys that signed, each once. */
async function keysOf(deps: Deps, checkpoints: Checkpoints): Promise<string> {
  const signers = new Map(checkpoints.map((one) => [one.key, one]));
  const pems = await inTurns(
    [...signers.values()],
    AT_ONCE,
    async (one) => (await archived(deps, one)).publicKey,
  );
  return pems.map((pem) => `${pem.trim()}\n`).join('');
}

const leafOf = ({ leaves }: Sealed, chain: string): Leaf | undefined =>
  leaves.find((leaf) => leaf.chain === chain);

function inclusionIn({ checkpoint, leaves }: Sealed, chain: string): Inclusion[] {
  const index = leaves.findIndex((leaf) => leaf.chain === chain);
  const leaf = leaves[index];
  if (!leaf) return [];
  return [
    { checkpoint: checkpoint.number, leaf, index, size: leaves.length, path: inclusionOf(leaves, index) },
  ];
}

const timeOf = (item: Item | undefined): string => (typeof item?.at === 'string' ? item.at : '');

/**
 * All events of a project that a checkpoint has, with proofs under every checkpoint that must have had them. A
 * checkpoint is made first where something happened since the last one.
 * @throws Problem `not-yet-covered`, `too-many-requests`
 */
export async function gatherProject(deps: Deps, id: string, headSeq: number): Promise<Gathered> {
  const known = await lastCheckpoint(deps.database);
  const before = known && (await archived(deps, known));
  const covered = before && (leafOf(before, id)?.seq ?? 0) >= headSeq;
  const sealed = covered ? before : await archived(deps, (await checkpointOnDemand(deps)).checkpoint);
  const leaf = leafOf(sealed, id);
  // The index that tells what changed lags by a moment.
  if (!leaf) throw new Problem('not-yet-covered');
  const items = await itemsOf(deps.database, id, { to: leaf.seq });
  const checkpoints = await checkpointsFrom(deps, timeOf(items[0]), sealed.checkpoint);
  const dated = items.flatMap((item) => {
    const { data } = historyEvent.safeParse(item);
    return data ? [{ seq: data.seq, at: data.at }] : [];
  });
  const due = new Set(coverDue(dated, checkpoints).map(({ checkpoint }) => checkpoint));
  const asked = checkpoints.filter(({ number }) => due.has(number) && number !== sealed.checkpoint.number);
  const proofs = await inTurns(asked, AT_ONCE, async (one) => inclusionIn(await archived(deps, one), id));
  return {
    scope: { kind: 'project', project: id, proofs: [...proofs.flat(), ...inclusionIn(sealed, id)] },
    items,
    checkpoints,
    keyPem: await keysOf(deps, checkpoints),
  };
}

/** The first checkpoint at or after the end of a period; where none is, the newest, of this minute. */
async function checkpointAfter(deps: Deps, end: string): Promise<Checkpoint> {
  const newest = await lastCheckpoint(deps.database);
  if (newest && newest.at < end && isFresh(deps, newest)) return newest;
  if (!newest || newest.at < end) return (await checkpointOnDemand(deps)).checkpoint;
  const [first, second] = await checkpointsFrom(deps, end, newest);
  return first.at >= end ? first : (second ?? first);
}

/** What one answer can never hold is not read: a bundle has some 150 bytes for an event. */
const MOST_EVENTS = 40_000;

/**
 * All events between two checkpoints: the last one at or before the first day, and the first one at or after the end
 * of the last day.
 * @throws Problem `evidence-too-large`, `too-many-requests`
 */
export async function gatherPeriod(deps: Deps, from: string, to: string): Promise<Gathered> {
  const until = await checkpointAfter(deps, dayEnd(to));
  const checkpoints = await checkpointsFrom(deps, dayStart(from), until);
  const [first] = checkpoints;
  const after = first.at <= dayStart(from) ? first : null;
  const ends = await inTurns(
    after === null || after.number === until.number ? [until] : [after, until],
    AT_ONCE,
    (one) => archived(deps, one),
  );
  const starts = new Map(after === null ? [] : ends[0]?.leaves.map((leaf) => [leaf.chain, leaf.seq]));
  const grown = (ends.at(-1)?.leaves ?? [])
    .map(({ chain, seq }) => ({ chain, after: starts.get(chain) ?? emptyHead.seq, to: seq }))
    .filter((one) => one.to > one.after);
  if (grown.reduce((sum, one) => sum + one.to - one.after, 0) > MOST_EVENTS)
    throw new Problem('evidence-too-large');
  const items = await inTurns(grown, AT_ONCE, ({ chain, ...range }) => itemsOf(deps.database, chain, range));
  return {
    scope: {
      kind: 'period',
      from,
      to,
      after: after?.number ?? null,
      leaves: new Map(ends.map(({ checkpoint, leaves }) => [checkpoint.number, leaves])),
    },
    items: items.flat(),
    checkpoints,
    keyPem: await keysOf(deps, checkpoints),
  };
}
