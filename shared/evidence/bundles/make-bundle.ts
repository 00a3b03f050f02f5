import { createHash } from 'node:crypto';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { canonical } from '../../history/canonical.ts';
import type { Checkpoint } from '../../history/checkpoint.ts';
import { type HistoryEvent, historyEvent } from '../../history/event.ts';
import type { Leaf } from '../../history/merkle.ts';
import { jsonText } from '../../history/verification/archive-files.ts';
import type { AttachmentIndex } from '../../history/verification/attachment-index.ts';
import type { Inclusion } from '../../history/verification/leaves.ts';
import {
  type Contents,
  FORMAT,
  files,
  leavesFile,
  type Manifest,
  opinionFile,
  VERSION,
} from '../../history/verification/manifest.ts';
import { readme } from './readme.ts';
import { reportOf } from './report-page.tsx';
import { ZIP_TIME } from './zip-time.ts';

/** What a bundle speaks of, with what proves its heads. */
export type BundleScope =
  | { readonly kind: 'project'; readonly project: string; readonly proofs: readonly Inclusion[] }
  | {
      readonly kind: 'period';
      /** Days in Beijing. */
      readonly from: string;
      readonly to: string;
      /** The checkpoint that it begins after; null where there was none. */
      readonly after: number | null;
      /** The heads at the first checkpoint (where `after` is not null) and at the last, by number. */
      readonly leaves: ReadonlyMap<number, readonly Leaf[]>;
    };

export interface BundleParts {
  readonly scope: BundleScope;
  readonly madeAt: string;
  readonly madeBy: { readonly id: string; readonly name: string };
  /** The product's release. */
  readonly product: string;
  /** By chain, then by number; as they stand in the table, whatever was done to them: the verifier says so. */
  readonly items: readonly Readonly<Record<string, unknown>>[];
  /** What goes along, and its texts by file name (`revisionFile`, `detailsFile`, `opinionFile`). */
  readonly contents: { readonly kind: Contents; readonly texts: ReadonlyMap<string, string> };
  /** The files that the texts name; absent where they name none. */
  readonly attachments?: {
    readonly index: AttachmentIndex;
    /** The files themselves by the paths of the index, where they go along. */
    readonly bytes: ReadonlyMap<string, Uint8Array>;
  };
  /** One after the other, the last one being what the bundle proves its heads by. */
  readonly checkpoints: readonly [Checkpoint, ...Checkpoint[]];
  /** Every key that signed one of them, PEM, one after the other. */
  readonly keyPem: string;
  /** The two forms of the verifier, as they were built with this release. */
  readonly verifier: { readonly script: string; readonly page: string };
  readonly stageLabel: (id: string, lang: 'zh' | 'en') => string;
}

export interface Bundle {
  readonly zip: Uint8Array;
  readonly manifest: Manifest;
  /** SHA-256 of the manifest, which names all other files by theirs: it stands for the bundle. */
  readonly hash: string;
}

const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

function headFiles(scope: BundleScope): [name: string, text: string][] {
  if (scope.kind === 'project') return [[files.proofs, jsonText(scope.proofs)]];
  return [...scope.leaves].map(([number, leaves]) => [leavesFile(number), jsonText(leaves)]);
}

/** The event with the opinion that it binds, as people read it. */
function withText(event: HistoryEvent, texts: ReadonlyMap<string, string>): HistoryEvent {
  const comment = texts.get(opinionFile(event.chain, event.seq));
  return event.action === 'decided' && comment !== undefined ? { ...event, comment } : event;
}

const claimOf = (scope: BundleScope) =>
  scope.kind === 'project'
    ? { kind: scope.kind, project: scope.project }
    : { kind: scope.kind, from: scope.from, to: scope.to, after: scope.after };

/** Packs an evidence bundle. */
export function makeBundle(parts: BundleParts): Bundle {
  const { scope, items, contents, attachments, checkpoints, keyPem, verifier, madeAt, madeBy, product } =
    parts;
  const [first] = checkpoints;
  const last = checkpoints.at(-1) ?? first;
  const chains = new Set(items.map(({ chain }) => chain)).size;
  const events = items.flatMap((item) => historyEvent.safeParse(item).data ?? []);
  const made = { madeAt, madeBy, product, contents: contents.kind };
  const report = reportOf({
    claim: made,
    subject: scope.kind === 'project' ? scope.project : `${scope.from} – ${scope.to}`,
    events: events.map((event) => withText(event, contents.texts)),
    chains,
    attachments: attachments?.index,
    last,
    fingerprint: last.key,
    stageLabel: parts.stageLabel,
  });
  const texts = new Map<string, string>([
    [files.readme, readme],
    [files.report, report],
    [files.events, items.map((item) => `${canonical(item)}\n`).join('')],
    [files.checkpoints, jsonText(checkpoints)],
    ...headFiles(scope),
    ...contents.texts,
    ...(attachments ? [[files.attachments, jsonText(attachments.index)] as const] : []),
    [files.key, keyPem],
    [files.verifier, verifier.script],
    [files.verifierPage, verifier.page],
  ]);
  const manifest: Manifest = {
    format: FORMAT,
    version: VERSION,
    ...claimOf(scope),
    ...made,
    events: items.length,
    chains,
    checkpoints: { first: first.number, last: last.number },
    files: Object.fromEntries(
      [...texts, ...(attachments?.bytes ?? [])].map(([name, content]) => [name, sha256(content)]),
    ),
  };
  const manifestText = jsonText(manifest);
  const packed: Zippable = Object.fromEntries([
    ...[[files.manifest, manifestText] as const, ...texts].map(([name, text]) => [name, strToU8(text)]),
    // Most of them are compressed in themselves already.
    ...[...(attachments?.bytes ?? [])].map(([name, bytes]) => [name, [bytes, { level: 0 }]]),
  ]);
  return { zip: zipSync(packed, { mtime: ZIP_TIME, level: 6 }), manifest, hash: sha256(manifestText) };
}
