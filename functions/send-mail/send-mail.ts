import { Unprocessable } from '../../shared/effects/event-batch.ts';
import { deliver } from '../../shared/effects/mail/deliver.ts';
import type { Delivery } from '../../shared/effects/mail/delivery.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { LoadAfter } from '../../shared/project/load.ts';

/**
 * Sends the mail that an event asks for. Delivered twice it finds the mark and does nothing.
 * @throws Unprocessable where the event's project is not there
 * @throws Error where the event is ahead of what this read saw: it is delivered again
 */
export async function sendMail(delivery: Delivery, load: LoadAfter, event: HistoryEvent): Promise<void> {
  const loaded = await load(event);
  if (!loaded) throw new Unprocessable(`There is no project ${event.chain}`);
  if (loaded.record.head.seq < event.seq) throw new Error('The event is ahead of its project');
  await deliver(delivery, loaded, event);
}
