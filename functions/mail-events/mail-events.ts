import { originOf } from '../../shared/effects/mail/origin.ts';
import { reportFailures } from '../../shared/effects/mail/report-failure.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { ChangeDeps } from '../../shared/project/change.ts';
import { log } from '../../shared/runtime/log.ts';
import type { Database } from '../../shared/store/database.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { peopleWith } from '../../shared/store/directory/part.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import type { Assignee } from '../../shared/workflow/assignee.ts';
import { type SesEvent, troubleOf } from './ses-event.ts';

/** The recipient by name: as the event named them, else as the directory does. */
async function recipientOf(database: Database, caused: HistoryEvent, id: string): Promise<Assignee> {
  const named = caused.assignees?.find((one) => one.id === id);
  if (named) return named;
  const known = await peopleWith(await loadDirectory(database), [id]);
  return { id, name: known.get(id)?.name ?? id };
}

/**
 * Records what SES tells of a mail after it took it, found by the mail's tags. Told twice it records once. A mail
 * without our tags follows from no event (one with a code: its person sits at the page and notices); it is logged.
 * @throws Error where the tags name an event that is not there
 */
export async function mailEvents(deps: ChangeDeps, event: SesEvent): Promise<void> {
  const { database } = deps;
  const { messageId, tags } = event.detail.mail;
  const origin = originOf(tags);
  const trouble = troubleOf(event);
  log.warn('MAIL_TROUBLE', {
    messageId,
    ...trouble,
    ...(origin ? { projectId: origin.chain, seq: origin.seq, person: origin.person } : {}),
  });
  if (!origin || !trouble.isFailure) return;
  const [caused] = await eventsOf(database, origin.chain, origin.seq - 1);
  if (caused?.seq !== origin.seq) throw new Error(`There is no event ${origin.seq} of ${origin.chain}`);
  await reportFailures(deps, caused, [await recipientOf(database, caused, origin.person)]);
}
