import type { HistoryEvent } from '../../history/event.ts';
import type { MailFailure } from '../../history/vocabulary.ts';
import type { ChangeDeps } from '../../project/change.ts';
import { asks } from '../../project/undelivered.ts';
import { log } from '../../runtime/log.ts';
import type { Assignee } from '../../workflow/assignee.ts';

/** Somebody whom a mail did not reach. */
export interface Unreached {
  readonly recipient: Assignee;
  readonly reason: MailFailure;
  /** The mailbox that it was sent to, hashed, where there was one and it is known. */
  readonly mailbox?: string | undefined;
  /** Whether it had been sent again, after the address was corrected. */
  readonly again?: true | undefined;
}

/**
 * Records that a mail of an event reached somebody not at all: an event of its own, which mails the administrators,
 * and a mark on the open request. A report that itself cannot be mailed is only logged, or it would never end.
 */
export async function reportFailures(
  deps: ChangeDeps,
  event: HistoryEvent,
  unreached: readonly Unreached[],
): Promise<void> {
  for (const { recipient, reason, mailbox, again = false } of unreached) {
    log.error('MAIL_UNDELIVERED', { projectId: event.chain, seq: event.seq, person: recipient.id });
    if (event.action === 'mail-failed') continue;
    // Loaded when a mail has failed, which is seldom: most that wakes a function reports nothing.
    const { changeProject } = await import('../../project/change.ts');
    const { seq, stage, revision } = event;
    const asked = asks(event, recipient);
    const about = { seq, recipient, asked, stage, revision, reason, mailbox, again };
    await changeProject(deps, event.chain, { type: 'report-mail-failure', ...about });
  }
}
