import * as z from 'zod';

/** What an evidence bundle claims to be. Everything in it is checked against the rest, except who made it and when. */

export const FORMAT = 'countersign-evidence';
/** Moves when an earlier verifier would misread a bundle. */
export const VERSION = 1;

export const contentsKinds = ['none', 'declarations', 'all'] as const;
export type Contents = (typeof contentsKinds)[number];

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const common = {
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** UTC. */
  madeAt: z.iso.datetime({ precision: 3 }),
  madeBy: z.strictObject({ id: z.string(), name: z.string() }),
  /** The release of the product that made it. */
  product: z.string(),
  events: z.int().min(0),
  chains: z.int().min(0),
  /** What events bind by hashes and is in it: nothing, declarations, or details of decisions and rules as well. */
  contents: z.enum(contentsKinds),
  /** The numbers of the first and the last checkpoint in it. */
  checkpoints: z.strictObject({ first: z.int().min(1), last: z.int().min(1) }),
  /** SHA-256 of every other file, by name. */
  files: z.record(z.string(), sha256),
};

export const manifest = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ ...common, kind: z.literal('project'), project: z.string().min(1) }),
    z.strictObject({
      ...common,
      kind: z.literal('period'),
      /** Days in Beijing, both within the period. */
      from: day,
      to: day,
      /** The checkpoint that the period begins after; null where there was none yet. */
      after: z.int().min(1).nullable(),
    }),
  ]),
);
export type Manifest = z.infer<typeof manifest>;

export const files = {
  manifest: 'manifest.json',
  events: 'events.ndjson',
  checkpoints: 'checkpoints.json',
  key: 'key.pem',
  proofs: 'proofs.json',
  report: 'report.html',
  /** The files that declarations and decisions name; absent where none is named. */
  attachments: 'attachments.json',
  readme: 'README.md',
  verifier: 'verify.mjs',
  verifierPage: 'verify.html',
} as const;

export const leavesFile = (checkpoint: number): string => `leaves/${checkpoint}.json`;
export const revisionFile = (project: string, revision: number): string =>
  `revisions/${encodeURIComponent(project)}/${revision}.json`;
export const detailsFile = (chain: string, seq: number): string =>
  `details/${encodeURIComponent(chain)}/${seq}.json`;

export const opinionFile = (chain: string, seq: number): string =>
  `opinions/${encodeURIComponent(chain)}/${seq}.txt`;

/** The first moment of a day in Beijing, and the first after it; UTC. */
export const dayStart = (of: string): string => new Date(`${of}T00:00:00+08:00`).toISOString();
export const dayEnd = (of: string): string =>
  new Date(Date.parse(`${of}T00:00:00+08:00`) + 86_400_000).toISOString();
