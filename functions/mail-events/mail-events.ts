import { addresseesWith } from '../../shared/effects/mail/addressees.ts';
import { type DigestOrigin, digestOriginOf, originOf } from '../../shared/effects/mail/origin.ts';
import { reportFailures } from '../../shared/effects/mail/report-failure.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { MailFailure } from '../../shared/history/vocabulary.ts';
import type { ChangeDeps } from '../../shared/project/change.ts';
import { loadMailed } from '../../shared/project/held.ts';
import { log } from '../../shared/runtime/log.ts';
import type { Database } from '../../shared/store/database.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { eventIn } from '../../shared/store/history-store.ts';
import type { Assignee } from '../../shared/workflow/assignee.ts';
import { type SesEvent, type Trouble, troubleOf } from './ses-event.ts';

const reasons: Readonly<Record<Trouble['kind'], MailFailure>> = {
  bounce: 'bounced',
  complaint: 'unwanted',
  reject: 'refused',
  'rendering-failure': 'refused',
};

/** The recipient by name: as the event named them, else as the directory does. */
async function recipientOf(database: Database, caused: HistoryEvent, id: string): Promise<Assignee> {
  const named = caused.assignees?.find((one) => one.id === id);
  if (named) return named;
  const known = await addresseesWith(await loadDirectory(database), [id]);
  return { id, name: known.get(id)?.name ?? id };
}

/** @throws Error where it is not there */
async function eventBehind(database: Database, chain: string, seq: number): Promise<HistoryEvent> {
  const caused = await eventIn(database, chain, seq);
  if (!caused) throw new Error(`There is no event ${seq} of ${chain}`);
  return caused;
}

/** What a digest told has reached nobody: each of its events says so. */
async function reportDigest(
  deps: ChangeDeps,
  { person, digest, mailbox }: DigestOrigin,
  reason: MailFailure,
): Promise<void> {
  for (const { projectId, seq, to } of await loadMailed(deps.database, person, digest))
    await reportFailures(deps, await eventBehind(deps.database, projectId, seq), [
      { recipient: to, reason, mailbox },
    ]);
}

/**
 * Records what SES tells of a mail after it took it, found by the mail's tags. Told twice it records once. A mail
 * without our tags follows from no event (one with a code: its person sits at the page and notices); it is logged.
 * @throws Error where the tags name an event or a digest that is not there
 */
export async function mailEvents(deps: ChangeDeps, event: SesEvent): Promise<void> {
  const { database } = deps;
  const { messageId, tags } = event.detail.mail;
  const origin = originOf(tags);
  const digest = digestOriginOf(tags);
  const trouble = troubleOf(event);
  log.warn('MAIL_TROUBLE', {
    messageId,
    ...trouble,
    ...(origin ? { projectId: origin.chain, seq: origin.seq, person: origin.person } : {}),
    ...(digest ? { person: digest.person, digest: digest.digest } : {}),
  });
  if (digest && trouble.isFailure) return reportDigest(deps, digest, reasons[trouble.kind]);
  if (!origin || !trouble.isFailure) return;
  const caused = await eventBehind(database, origin.chain, origin.seq);
  const recipient = await recipientOf(database, caused, origin.person);
  const { mailbox, again } = origin;
  await reportFailures(deps, caused, [{ recipient, reason: reasons[trouble.kind], mailbox, again }]);
}
