import { effects } from '../../shared/effects/effects.ts';
import { Unprocessable } from '../../shared/effects/event-batch.ts';
import type { Executions } from '../../shared/effects/executions.ts';
import { completeRequests, startFlow } from '../../shared/effects/flow.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { LoadAfter } from '../../shared/project/load.ts';
import type { Database } from '../../shared/store/database.ts';

/**
 * Does what follows from an event beside its mails. Moves Step Functions after the record has moved: starts the
 * execution of a submitted revision, ends the wait of a decided or closed request. Keeps the rows of what was approved.
 * Delivered twice or late it does the same or nothing: the record decides what is still due.
 *
 * @throws Unprocessable where the event's project is not there
 * @throws Error where the event is ahead of what this read saw: it is delivered again
 */
export async function advanceFlow(
  deps: { readonly database: Database; readonly executions: Executions; readonly load: LoadAfter },
  event: HistoryEvent,
): Promise<void> {
  const { database, executions, load } = deps;
  const loaded = await load(event);
  if (!loaded) throw new Unprocessable(`There is no project ${event.chain}`);
  if (loaded.record.head.seq < event.seq) throw new Error('The event is ahead of its project');
  const { flow, keeps } = effects[event.action];
  if (keeps) {
    // Loaded with the first approval: most events are none.
    const { keepRows } = await import('../../shared/project/library.ts');
    await keepRows(database, loaded, event.at);
  }
  if (flow === undefined) return;
  if (flow === 'start') {
    // Submitted again or ended meanwhile: the later event starts or ends what there is.
    if (loaded.record.flow.state === 'in-review' && loaded.record.flow.revision === event.revision) {
      await startFlow(executions, loaded);
    }
    return;
  }
  const over = loaded.requests.filter(
    ({ status, revision, stage }) =>
      status !== 'open' &&
      revision === event.revision &&
      // What ends a wait without deciding ends that of others than the stage that it speaks of.
      (event.action !== 'decided' || stage === event.stage),
  );
  await completeRequests(database, executions, loaded, over);
}
