import type { Transport } from '../../shared/effects/mail/transport.ts';
import { type Making, makeCheckpoint } from '../../shared/evidence/checkpoints/make-checkpoint.ts';
import type { Checkpoint } from '../../shared/history/checkpoint.ts';
import { errorFields, log } from '../../shared/runtime/log.ts';
import { countMetric } from '../../shared/runtime/metric.ts';
import { mailedUpTo, markMailed } from '../../shared/store/checkpoint-store.ts';

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

/** Makes a checkpoint where something happened since the last one, and sees that the newest is mailed. */
export async function checkpointNow(deps: Deps): Promise<{ checkpoint: Checkpoint; isNew: boolean }> {
  const made = await makeCheckpoint(deps);
  // Silence is the alarm: this says that the newest checkpoint covers what there is.
  countMetric('CheckpointCurrent', 1);
  await mail(deps, made.checkpoint);
  return made;
}
