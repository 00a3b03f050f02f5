import { emptyHead } from '../chain.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { type PublicKey, publicKeysOf } from '../signature.ts';
import { type Archive, checkFiles, readJson, readText } from './archive-files.ts';
import { heldFiles } from './attachment-messages.ts';
import { checkAttachments, type GivenFile } from './attachments.ts';
import * as messages from './bundle-messages.ts';
import { type Anchors, checkAnchors, checkCheckpoints } from './checkpoints.ts';
import { contentsOf } from './contents.ts';
import { checkCover, type Dated } from './cover.ts';
import { eventsFile } from './events-file.ts';
import { collector, type Report } from './finding.ts';
import type { Expected } from './follow.ts';
import { followAll } from './follow-all.ts';
import { checkInclusions, type Inclusion } from './leaves.ts';
import { files, type Manifest, manifest as manifestSchema } from './manifest.ts';
import { checkClaims, periodOf } from './period.ts';
import { type Verdict, verdictOf } from './verdict.ts';

interface Base {
  readonly archive: Archive;
  readonly manifest: Manifest;
  readonly checkpoints: readonly Checkpoint[];
  readonly report: Report;
}

/** What the chains of a bundle must be, and what is left to be checked when all events were read. */
interface Plan {
  readonly expectedOf: (chain: string) => Expected;
  readonly chains: readonly string[];
  readonly last: (events: readonly Dated[]) => void;
}

function projectPlan({ archive, manifest, checkpoints, report }: Base, project: string): Plan {
  const value = readJson(archive, files.proofs, report);
  const proofs: Inclusion[] =
    value === undefined ? [] : checkInclusions(value, project, checkpoints, files.proofs, report);
  const marks = proofs.map(({ leaf, checkpoint }) => ({ ...leaf, checkpoint }));
  const end = marks.at(-1);
  if (end?.checkpoint !== checkpoints.at(-1)?.number || manifest.checkpoints.last !== end?.checkpoint)
    report({ kind: 'uncovered', file: files.proofs, chain: project, message: messages.headUncovered });
  const expectedOf = (chain: string): Expected => {
    if (chain === project) return { start: emptyHead, marks: marks.slice(0, -1), end };
    report({ kind: 'put-in', file: files.events, chain, message: messages.foreignChain });
    return {};
  };
  return {
    expectedOf,
    chains: [project],
    last: (events) => checkCover(project, events, checkpoints, proofs, report),
  };
}

function planOf(base: Base): Plan {
  const { manifest } = base;
  return manifest.kind === 'project'
    ? projectPlan(base, manifest.project)
    : { ...periodOf(base.archive, manifest, base.checkpoints, base.report), last: () => undefined };
}

function readKeys(archive: Archive, report: Report): PublicKey[] {
  const text = readText(archive, files.key, report);
  if (text === undefined) return [];
  try {
    const keys = publicKeysOf(text);
    if (keys.length > 0) return keys;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
  report({ kind: 'malformed', file: files.key, message: messages.noKey });
  return [];
}

function readManifest(archive: Archive, report: Report): Manifest | undefined {
  const value = readJson(archive, files.manifest, report);
  if (value === undefined) return undefined;
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join('.') ?? '';
  report({ kind: 'manifest', file: files.manifest, field, message: messages.noManifest(field) });
  return undefined;
}

/** Follows the events of a bundle. @returns how many chains and events there were */
function readEvents(base: Base, plan: Plan) {
  const { archive, manifest, report } = base;
  const contents = contentsOf(archive, manifest.contents, report);
  const dated: Dated[] = [];
  const all = followAll(plan.expectedOf, report);
  const reader = eventsFile(files.events, report, (read, line) => {
    all.take(read, { file: files.events, line });
    if (!read.event) return;
    contents.bind(read.event);
    if (manifest.kind === 'project') dated.push({ seq: read.seq, at: read.event.at });
  });
  for (const bytes of archive.pieces(files.events)) reader.push(bytes);
  reader.end();
  for (const chain of plan.chains) all.expect(chain);
  all.end();
  plan.last(dated);
  return {
    events: all.events(),
    chains: all.chains(),
    bound: contents.check(),
    attached: contents.named(),
  };
}

/**
 * Verifies an evidence bundle: everything that it holds against everything else in it, and against `anchors`.
 * @param given the files that it names, where they are not in it: parts, or one by one
 */
export function verifyBundle(archive: Archive, anchors: Anchors, given: readonly GivenFile[] = []): Verdict {
  const { report, findings } = collector();
  const facts = [];
  const notes = [];
  const manifest = readManifest(archive, report);
  if (!manifest) return verdictOf('bundle', findings(), [], []);
  checkFiles(archive, manifest, report);
  const keys = readKeys(archive, report);
  const list = readJson(archive, files.checkpoints, report);
  const checkpoints = list === undefined ? [] : checkCheckpoints(list, keys, report);
  checkAnchors(checkpoints, anchors, report);
  const base = { archive, manifest, checkpoints, report };
  const counted = archive.has(files.events) ? readEvents(base, planOf(base)) : undefined;
  checkClaims(manifest, checkpoints, counted, report);
  const attached = checkAttachments(archive, manifest, counted?.attached ?? [], given, report);

  facts.push(messages.claimed(manifest));
  if (counted) facts.push(messages.read(counted));
  if (attached.files > 0 && attached.held) facts.push(heldFiles(attached.files, attached.bytes));
  const [first, last] = [checkpoints[0], checkpoints.at(-1)];
  if (first && last) facts.push(messages.signed(first, last));
  if (anchors.key === undefined) notes.push(messages.compareKey);
  if (anchors.checkpoints.length === 0) notes.push(messages.compareLine);
  if (manifest.contents !== 'all') notes.push(messages.withoutContents[manifest.contents]);
  notes.push(...attached.notes, ...messages.openEnd(manifest, last));
  return verdictOf(manifest.kind, findings(), facts, notes);
}
