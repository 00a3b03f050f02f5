import { emptyHead } from '../chain.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { Leaf } from '../merkle.ts';
import { type Archive, readJson } from './archive-files.ts';
import * as bundleMessages from './bundle-messages.ts';
import * as chainMessages from './chain-messages.ts';
import type { Report } from './finding.ts';
import type { Expected } from './follow.ts';
import { checkGrowth, checkLeaves } from './leaves.ts';
import { dayStart, files, leavesFile, type Manifest } from './manifest.ts';

const byName = (leaves: readonly Leaf[]): Map<string, Leaf> =>
  new Map(leaves.map((leaf) => [leaf.chain, leaf]));

function leavesAt(archive: Archive, checkpoint: Checkpoint | undefined, report: Report): Leaf[] {
  if (!checkpoint) return [];
  const file = leavesFile(checkpoint.number);
  const value = readJson(archive, file, report);
  return value === undefined ? [] : checkLeaves(value, checkpoint, file, report);
}

/** The heads at both ends of a period say which chains must be there, from which event to which. */
export function periodOf(
  archive: Archive,
  { after }: Extract<Manifest, { kind: 'period' }>,
  checkpoints: readonly Checkpoint[],
  report: Report,
): { readonly expectedOf: (chain: string) => Expected; readonly chains: readonly string[] } {
  const until = checkpoints.at(-1);
  const checkpoint = until?.number ?? 0;
  const before = leavesAt(archive, after === null ? undefined : checkpoints[0], report);
  const later = leavesAt(archive, until, report);
  checkGrowth(before, later, checkpoint, report);
  const [starts, ends] = [byName(before), byName(later)];
  const startOf = (chain: string) => starts.get(chain) ?? emptyHead;
  return {
    chains: later.filter(({ chain, seq }) => seq > startOf(chain).seq).map(({ chain }) => chain),
    expectedOf(chain) {
      const end = ends.get(chain);
      const start = startOf(chain);
      if (!end) {
        report({
          kind: 'put-in',
          file: files.events,
          chain,
          checkpoint,
          message: chainMessages.unknownChain(checkpoint),
        });
        return {};
      }
      if (end.seq <= start.seq)
        report({
          kind: 'put-in',
          file: files.events,
          chain,
          checkpoint,
          message: chainMessages.unchanged(checkpoint),
        });
      return { start, end: { ...end, checkpoint } };
    },
  };
}

/** Holds what the manifest claims against what was found. */
export function checkClaims(
  manifest: Manifest,
  checkpoints: readonly Checkpoint[],
  counted: { readonly events: number; readonly chains: number } | undefined,
  report: Report,
): void {
  const claim = (field: string, claimed: unknown, found: unknown): void => {
    if (claimed === found) return;
    report({
      kind: 'manifest',
      file: files.manifest,
      field,
      message: bundleMessages.claimedOther(claimed, found),
    });
  };
  const [first, last] = [checkpoints[0], checkpoints.at(-1)];
  if (counted) {
    claim('events', manifest.events, counted.events);
    claim('chains', manifest.chains, counted.chains);
  }
  if (!first || !last) return;
  claim('checkpoints.first', manifest.checkpoints.first, first.number);
  claim('checkpoints.last', manifest.checkpoints.last, last.number);
  if (manifest.kind !== 'period') return;
  // Without a checkpoint before it, a period reaches back to the first event of all.
  claim('after', manifest.after, manifest.after === null && first.number === 1 ? null : first.number);
  if (manifest.after !== null && first.at > dayStart(manifest.from))
    report({
      kind: 'manifest',
      file: files.manifest,
      field: 'from',
      message: bundleMessages.beginsLate(first),
    });
}
