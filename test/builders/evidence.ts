/** Histories of many chains with signed checkpoints over them, bundles of them, and hands to tamper with both. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { type Bundle, type BundleParts, makeBundle } from '../../shared/evidence/bundles/make-bundle.ts';
import { emptyHead, link } from '../../shared/history/chain.ts';
import {
  type Checkpoint,
  type CheckpointBody,
  hashOfCheckpoint,
  NO_CHECKPOINT,
  signedText,
} from '../../shared/history/checkpoint.ts';
import type { EventBody, HistoryEvent } from '../../shared/history/event.ts';
import { byChain, inclusionOf, type Leaf, rootOf } from '../../shared/history/merkle.ts';
import { publicKeysOf } from '../../shared/history/signature.ts';
import { jsonText } from '../../shared/history/verification/archive-files.ts';
import { coverDue } from '../../shared/history/verification/cover.ts';
import type { Inclusion } from '../../shared/history/verification/leaves.ts';

export interface SigningKey {
  readonly secret: KeyObject;
  readonly pem: string;
  readonly id: string;
}

/** @param secretPem a key that was kept; otherwise a new one */
export function aKey(secretPem?: string): SigningKey {
  const secret = secretPem
    ? createPrivateKey(secretPem)
    : generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const pem = createPublicKey(secret).export({ type: 'spki', format: 'pem' }).toString();
  return { secret, pem, id: publicKeysOf(pem)[0]?.fingerprint ?? '' };
}

export type Chains = ReadonlyMap<string, readonly HistoryEvent[]>;

export interface Stop {
  readonly checkpoint: Checkpoint;
  readonly leaves: readonly Leaf[];
}

/** All chains, and every checkpoint that was made over them. */
export interface World {
  readonly chains: Chains;
  readonly stops: readonly Stop[];
  readonly key: SigningKey;
}

const signed = (body: CheckpointBody, key: SigningKey): Checkpoint => ({
  ...body,
  hash: hashOfCheckpoint(body),
  signature: sign('sha256', Buffer.from(signedText(body)), key.secret).toString('base64'),
});

export function stopOf(
  leaves: readonly Leaf[],
  at: string,
  before: Checkpoint | undefined,
  key: SigningKey,
): Stop {
  const sorted = leaves.toSorted(byChain);
  const body = {
    number: (before?.number ?? 0) + 1,
    at,
    chains: sorted.length,
    events: sorted.reduce((sum, { seq }) => sum + seq, 0),
    root: rootOf(sorted),
    previous: before?.hash ?? NO_CHECKPOINT,
    key: key.id,
  };
  return { checkpoint: signed(body, key), leaves: sorted };
}

export const leavesAt = (chains: Chains, at: string): Leaf[] =>
  [...chains].flatMap(([chain, events]) => {
    const last = events.findLast((event) => event.at <= at);
    return last ? [{ chain, seq: last.seq, hash: last.hash }] : [];
  });

/** Signs a checkpoint at each of the times. */
export function worldOf(
  bodies: ReadonlyMap<string, readonly EventBody[]>,
  times: readonly string[],
  key: SigningKey = aKey(),
): World {
  const chains = new Map([...bodies].map(([chain, list]) => [chain, link(chain, emptyHead, list)]));
  const stops: Stop[] = [];
  for (const at of times) stops.push(stopOf(leavesAt(chains, at), at, stops.at(-1)?.checkpoint, key));
  return { chains, stops, key };
}

export const inclusionIn = ({ checkpoint, leaves }: Stop, chain: string): Inclusion => {
  const index = leaves.findIndex((leaf) => leaf.chain === chain);
  const leaf = leaves[index];
  if (!leaf) throw new Error(`${chain} is not under checkpoint ${checkpoint.number}`);
  return {
    checkpoint: checkpoint.number,
    leaf,
    index,
    size: leaves.length,
    path: inclusionOf(leaves, index),
  };
};

const asTuple = (stops: readonly Stop[]): [Checkpoint, ...Checkpoint[]] => {
  const [first, ...rest] = stops.map(({ checkpoint }) => checkpoint);
  if (!first) throw new Error('A bundle needs a checkpoint');
  return [first, ...rest];
};

const common = {
  madeAt: '2021-12-01T02:00:00.000Z',
  madeBy: { id: 'auditor', name: '审计员（示例）' },
  product: '0.1.0',
  verifier: { script: '// verify.mjs\n', page: '<!-- verify.html -->\n' },
  stageLabel: (id: string) => id,
};

type Options = {
  contents?: BundleParts['contents'];
  attachments?: NonNullable<BundleParts['attachments']>;
  verifier?: { script: string; page: string };
};

export function projectBundleOf(world: World, project: string, options: Options = {}): Bundle {
  const { stops, chains, key } = world;
  const last = stops.at(-1);
  const head = last?.leaves.find(({ chain }) => chain === project);
  const events = (chains.get(project) ?? []).filter(({ seq }) => seq <= (head?.seq ?? 0));
  const due = coverDue(
    events,
    stops.map(({ checkpoint }) => checkpoint),
  ).map(({ checkpoint }) => checkpoint);
  const asked = stops.filter((stop) => stop === last || due.includes(stop.checkpoint.number));
  return makeBundle({
    ...common,
    contents: { kind: 'none' as const, texts: new Map<string, string>() },
    ...options,
    scope: { kind: 'project', project, proofs: asked.map((stop) => inclusionIn(stop, project)) },
    items: events.map((event) => ({ ...event })),
    checkpoints: asTuple(stops),
    keyPem: key.pem,
  });
}

/** @param after the checkpoint that it begins after; null for the beginning */
export function periodBundleOf(
  world: World,
  after: number | null,
  until: number,
  days = { from: '2021-11-01', to: '2021-11-30' },
  options: Options = {},
): Bundle {
  const { stops, chains, key } = world;
  const within = stops.filter(({ checkpoint: { number } }) => number >= (after ?? 1) && number <= until);
  const first = within[0];
  const last = within.at(-1);
  const starts = new Map(after === null ? [] : first?.leaves.map(({ chain, seq }) => [chain, seq]));
  const events = (last?.leaves ?? []).flatMap(({ chain, seq }) =>
    (chains.get(chain) ?? []).filter((event) => event.seq > (starts.get(chain) ?? 0) && event.seq <= seq),
  );
  const ends = after === null ? [last] : [first, last];
  return makeBundle({
    ...common,
    contents: { kind: 'none' as const, texts: new Map<string, string>() },
    ...options,
    scope: {
      kind: 'period',
      ...days,
      after,
      leaves: new Map(ends.flatMap((stop) => (stop ? [[stop.checkpoint.number, stop.leaves]] : []))),
    },
    items: events.map((event) => ({ ...event })),
    checkpoints: asTuple(within),
    keyPem: key.pem,
  });
}

export type Files = Record<string, string>;

export const unpacked = (zip: Uint8Array): Files =>
  Object.fromEntries(Object.entries(unzipSync(zip)).map(([name, bytes]) => [name, strFromU8(bytes)]));

export const packed = (files: Files): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));

/** As a careful forger does it: the manifest is made to fit what was changed. */
export function fitted(files: Files): Files {
  const { 'manifest.json': manifest = '', ...rest } = files;
  const lines = (files['events.ndjson'] ?? '').split('\n').filter((line) => line !== '');
  const chains = new Set(
    lines.flatMap((line) => {
      try {
        return [JSON.parse(line).chain as string];
      } catch {
        return [];
      }
    }),
  );
  const checkpoints = JSON.parse(files['checkpoints.json'] ?? '[]') as Checkpoint[];
  const hashes = Object.entries(rest).map(([name, text]) => [
    name,
    createHash('sha256').update(text).digest('hex'),
  ]);
  return {
    ...rest,
    'manifest.json': jsonText({
      ...JSON.parse(manifest),
      events: lines.length,
      chains: chains.size,
      checkpoints: { first: checkpoints[0]?.number ?? 1, last: checkpoints.at(-1)?.number ?? 1 },
      files: Object.fromEntries(hashes),
    }),
  };
}

export const eventsIn = (files: Files): HistoryEvent[] =>
  (files['events.ndjson'] ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as HistoryEvent);
