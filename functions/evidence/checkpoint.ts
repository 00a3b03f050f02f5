import { Problem } from '../../shared/contract/problem.ts';
import type { Transport } from '../../shared/effects/mail/transport.ts';
import { type Making, makeCheckpoint } from '../../shared/evidence/checkpoints/make-checkpoint.ts';
import type { Checkpoint } from '../../shared/history/checkpoint.ts';
import { errorFields, log } from '../../shared/runtime/log.ts';
import { countMetric } from '../../shared/runtime/metric.ts';
import { listCheckpoints, mailedUpTo, markMailed } from '../../shared/store/checkpoint-store.ts';

export interface Deps extends Making {
  readonly transport: Transport;
  readonly baseUrl: string;
  /** Mailboxes outside the office that each checkpoint is sent to. */
  readonly addresses: readonly string[];
}

/**
 * Mails the newest checkpoint to each address that has not got it. What failed is tried again at the next run, and
 * those in between need no mail of their own: each checkpoint holds the hash of the one before. A crash before the
 * mark may mail twice.
 */
async function mail(deps: Deps, checkpoint: Checkpoint): Promise<void> {
  for (const [place, address] of deps.addresses.entries()) {
    try {
      if ((await mailedUpTo(deps.database, address)) >= checkpoint.number) continue;
      const { checkpointLetter } = await import('../../shared/effects/mail/checkpoint-letter.tsx');
      await deps.transport({
        ...checkpointLetter(checkpoint, deps.baseUrl),
        to: address,
        reference: `checkpoint-${checkpoint.number}-${place}`,
      });
      await markMailed(deps.database, address, checkpoint.number);
    } catch (error) {
      // The checkpoint stands, whatever becomes of its mail.
      log.error('CHECKPOINT_UNMAILED', { number: checkpoint.number, place, ...errorFields(error) });
      countMetric('CheckpointUnmailed', 1);
    }
  }
}

/**
 * Checkpoints that people ask for are one a minute over time, and ten at once, for everybody together: each is signed,
 * archived for years and mailed, and the schedule makes one an hour anyway.
 */
const AT_ONCE = 10;
const EACH_MS = 60_000;

/** @throws Problem `too-many-requests` */
async function demandTurn({ database, now }: Deps): Promise<void> {
  const first = (await listCheckpoints(database, { limit: AT_ONCE }))[AT_ONCE - 1];
  if (!first) return;
  const seconds = Math.ceil((Date.parse(first.at) + AT_ONCE * EACH_MS - now().getTime()) / 1_000);
  if (seconds > 0) throw new Problem('too-many-requests', { headers: { 'retry-after': String(seconds) } });
}

/** Made so short a time ago, a checkpoint says as much of a day as one that is made now. */
export const isFresh = ({ now }: Pick<Deps, 'now'>, { at }: Checkpoint): boolean =>
  now().getTime() - Date.parse(at) < EACH_MS;

async function checkpoint(
  deps: Deps,
  turn?: () => Promise<void>,
): Promise<{ checkpoint: Checkpoint; isNew: boolean }> {
  const made = await makeCheckpoint(deps, turn);
  // Silence is the alarm: this says that the newest checkpoint covers what there is.
  countMetric('CheckpointCurrent', 1);
  await mail(deps, made.checkpoint);
  return made;
}

/** Makes a checkpoint where something happened since the last one, and sees that the newest is mailed. */
export const checkpointNow = (deps: Deps) => checkpoint(deps);

/** The same because somebody asked for it. @throws Problem `too-many-requests` */
export const checkpointOnDemand = (deps: Deps) => checkpoint(deps, () => demandTurn(deps));
