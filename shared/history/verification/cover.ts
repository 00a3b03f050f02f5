import type { Checkpoint } from '../checkpoint.ts';
import type { Report } from './finding.ts';
import type { Inclusion } from './leaves.ts';

/**
 * Which checkpoints must have a chain, and with which number.
 *
 * A proof under the last checkpoint alone would let whoever holds the key rewrite a chain today and sign it tomorrow.
 * So two checkpoints are asked about every event: the first one after it must have it already (or it was dated back),
 * and the last one before the next event must not have more (or something that stood there was taken out). Both were
 * signed, chained and mailed at their time.
 */

export interface Dated {
  readonly seq: number;
  /** UTC. */
  readonly at: string;
}

/**
 * An event's time is that of its call, and a checkpoint reads thousands of heads: what is within ten minutes of each
 * other may be seen in either order.
 */
const SAME_MOMENT_MS = 10 * 60_000;

const shifted = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

export interface Due {
  readonly checkpoint: number;
  readonly at: string;
  /** The least and the greatest number that the chain had then. */
  readonly least: number;
  readonly most: number;
}

/** The checkpoints that must be asked, oldest first. Events in the order of their numbers. */
export function coverDue(events: readonly Dated[], checkpoints: readonly Checkpoint[]): Due[] {
  const asked = new Set<number>();
  events.forEach(({ at }, index) => {
    const next = events[index + 1];
    const first = checkpoints.find((one) => one.at >= shifted(at, SAME_MOMENT_MS));
    const last = next && checkpoints.findLast((one) => one.at <= shifted(next.at, -SAME_MOMENT_MS));
    for (const one of [first, last]) {
      if (one && one.at >= shifted(at, SAME_MOMENT_MS)) asked.add(one.number);
    }
  });
  return checkpoints
    .filter(({ number }) => asked.has(number))
    .map(({ number, at }) => ({
      checkpoint: number,
      at,
      least: events.findLast((one) => shifted(one.at, SAME_MOMENT_MS) <= at)?.seq ?? 0,
      most: events.findLast((one) => shifted(one.at, -SAME_MOMENT_MS) <= at)?.seq ?? 0,
    }));
}

/** Holds the proofs against what is due. */
export function checkCover(
  chain: string,
  events: readonly Dated[],
  checkpoints: readonly Checkpoint[],
  proofs: readonly Inclusion[],
  report: Report,
): void {
  const [begins, created] = [checkpoints[0], events[0]];
  if (begins && created && begins.number !== 1 && begins.at > created.at) {
    const message = {
      zh: `检查点从第 ${begins.number} 号（${begins.at}）开始，晚于项目的第一条事件`,
      en: `the checkpoints begin with number ${begins.number} of ${begins.at}, after the project's first event`,
    };
    report({ kind: 'uncovered', chain, seq: created.seq, checkpoint: begins.number, message });
  }
  const byNumber = new Map(proofs.map((one) => [one.checkpoint, one]));
  for (const { checkpoint, at, least, most } of coverDue(events, checkpoints)) {
    const proof = byNumber.get(checkpoint);
    const place = { chain, checkpoint };
    if (!proof) {
      const message = {
        zh: `缺少 ${at} 的检查点的包含证明：当时链应已到第 ${least} 号`,
        en: `there is no proof under the checkpoint of ${at}, when the chain was at number ${least}`,
      };
      report({ kind: 'uncovered', ...place, seq: least, message });
    } else if (proof.leaf.seq < least) {
      const message = {
        zh: `${at} 的检查点只到第 ${proof.leaf.seq} 号：之后的事件被倒填日期`,
        en: `the checkpoint of ${at} has it up to number ${proof.leaf.seq} only: what follows was dated back`,
      };
      report({ kind: 'put-in', ...place, seq: proof.leaf.seq + 1, message });
    } else if (proof.leaf.seq > most) {
      const message = {
        zh: `${at} 的检查点已到第 ${proof.leaf.seq} 号：当时的事件后来被替换`,
        en: `the checkpoint of ${at} has it up to number ${proof.leaf.seq} already: events were exchanged later`,
      };
      report({ kind: 're-hashed', ...place, seq: most + 1, message });
    }
  }
}
