import { formOfRecord } from '../../declaration/registry.ts';
import type { HistoryEvent } from '../../history/event.ts';
import { type Change, changeProject, findRequest, type Loaded, requestChange } from '../../project/change.ts';
import { aboutOf } from '../../project/records.ts';
import { isNewestAsking, marked } from '../../project/undelivered.ts';
import { log } from '../../runtime/log.ts';
import type { Database, Write } from '../../store/database.ts';
import { eventsOf } from '../../store/history-store.ts';
import type { Assignee, Refusal } from '../../workflow/commands.ts';
import { decide, isRefusal } from '../../workflow/decide.ts';

interface Deps {
  readonly database: Database;
  readonly now: () => Date;
}

/** The mark on the open request that the mail asked a decision for, unless the person has been asked anew since. */
function markOf(
  database: Database,
  loaded: Loaded,
  event: HistoryEvent,
  later: readonly HistoryEvent[],
  recipient: Assignee,
  at: string,
): Write[] {
  const { stage, revision } = event;
  if (stage === undefined || revision === undefined) return [];
  const request = findRequest(loaded, revision, stage);
  const isAsked = request?.assignees.some(({ id }) => id === recipient.id) ?? false;
  if (request?.status !== 'open' || !isAsked || !isNewestAsking(event, later, recipient)) return [];
  return [requestChange(database, { ...request, assignees: marked(request.assignees, recipient, at) })];
}

/**
 * Records that a mail of an event reached somebody not at all: an event of its own, which mails the administrators,
 * and a mark on the open request. Told again, also after years, of the same event and the same person it changes
 * nothing. A report that itself cannot be mailed is only logged, or it would never end.
 */
export async function reportFailures(
  { database, now }: Deps,
  event: HistoryEvent,
  unreached: readonly Assignee[],
): Promise<void> {
  for (const recipient of unreached) {
    log.error('MAIL_UNDELIVERED', { projectId: event.chain, seq: event.seq, person: recipient.id });
    if (event.action === 'mail-failed') continue;
    const requestId = `mail-failed-${event.chain}-${event.seq}-${recipient.id}`;
    const plan = async (loaded: Loaded | null): Promise<Change | Refusal> => {
      if (!loaded) return { refused: 'not-in-this-state' };
      const { record } = loaded;
      // All that is newer than the mail: read inside the plan, so that the record's own condition guards it.
      const later = await eventsOf(database, record.id, event.seq);
      if (later.some((one) => one.requestId === requestId)) return { refused: 'not-in-this-state' };
      const { stages } = await formOfRecord(record);
      const at = now().toISOString();
      const actor = { id: 'send-mail', name: 'Countersign', role: 'system', via: 'system' } as const;
      const { stage, revision } = event;
      const command = { type: 'report-mail-failure', recipient, stage, revision } as const;
      const about = aboutOf(record);
      const events = decide(record.flow, command, { actor, at, requestId }, about, stages);
      if (isRefusal(events)) return events;
      return { record, events, writes: markOf(database, loaded, event, later, recipient, at) };
    };
    await changeProject(database, event.chain, requestId, plan);
  }
}
