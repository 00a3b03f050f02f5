import { formOfRecord } from '../forms/registry.ts';
import type { HistoryEvent } from '../history/event.ts';
import { log } from '../runtime/log.ts';
import { changeProject } from '../store/project-store.ts';
import type { Assignee } from '../workflow/commands.ts';
import { decide, isRefusal } from '../workflow/decide.ts';
import type { Delivery } from './deliver.ts';

/**
 * Records that a mail of an event reached somebody not at all: an event of its own, which mails the administrators.
 * A report that itself cannot be mailed is only logged, or it would never end.
 */
export async function reportFailures(
  { database, now }: Delivery,
  event: HistoryEvent,
  unreached: readonly Assignee[],
): Promise<void> {
  for (const recipient of unreached) {
    log.error('MAIL_UNDELIVERED', { projectId: event.chain, seq: event.seq, person: recipient.id });
    if (event.action === 'mail-failed') continue;
    const requestId = `mail-failed-${event.chain}-${event.seq}-${recipient.id}`;
    await changeProject(database, event.chain, requestId, async (loaded) => {
      if (!loaded) return { refused: 'not-in-this-state' };
      const { record } = loaded;
      const { stages } = await formOfRecord(record);
      const cause = {
        actor: { id: 'send-mail', name: 'Countersign', role: 'system', via: 'system' },
        at: now().toISOString(),
        requestId,
      } as const;
      const about = { projectId: record.id, unit: record.unit.id };
      const events = decide(record.flow, { type: 'report-mail-failure', recipient }, cause, about, stages);
      return isRefusal(events) ? events : { record, events };
    });
  }
}
