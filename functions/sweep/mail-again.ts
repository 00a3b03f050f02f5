import { addresseesWith } from '../../shared/effects/mail/addressees.ts';
import { deliverAgain } from '../../shared/effects/mail/deliver.ts';
import type { Delivery } from '../../shared/effects/mail/delivery.ts';
import {
  type FailedMail,
  failedMailAt,
  failedMails,
  removeFailedMail,
  takeFailedMail,
} from '../../shared/project/failed-mails.ts';
import { loadProject } from '../../shared/project/load.ts';
import { errorFields, log } from '../../shared/runtime/log.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import { hashedMailbox } from '../../shared/workflow/rerouting.ts';

/**
 * What did not arrive is mailed again once its person has another address. A request for a decision is not mailed from
 * here: it follows the office, and asks anew.
 */

/** So many are read at once. */
const PAGE = 100;

async function again(delivery: Delivery, failed: FailedMail, mailbox: string): Promise<void> {
  const { projectId, seq, person } = failed;
  if (!(await takeFailedMail(delivery.database, failed, delivery.now()))) return;
  const [loaded, [event]] = await Promise.all([
    loadProject(delivery.database, projectId),
    eventsOf(delivery.database, projectId, seq - 1),
  ]);
  const isDone = !loaded || event?.seq !== seq || (await deliverAgain(delivery, loaded, event, person));
  await (isDone
    ? removeFailedMail(delivery.database, failed)
    : failedMailAt(delivery.database, failed, mailbox));
}

/** @param isSpent whether the time of this run is over: what is left is done by the next one */
export async function mailAgain(delivery: Delivery, isSpent: () => boolean): Promise<void> {
  const { database } = delivery;
  let after: string | undefined;
  do {
    const { found, last } = await failedMails(database, after, PAGE);
    const letters = found.filter(({ asked }) => !asked);
    const snapshot = letters.length > 0 ? await loadDirectory(database) : undefined;
    const known =
      snapshot &&
      (await addresseesWith(
        snapshot,
        letters.map(({ person }) => person),
      ));
    for (const failed of letters) {
      const email = known?.get(failed.person)?.email;
      const mailbox = email === undefined ? undefined : hashedMailbox(email);
      if (isSpent() || mailbox === undefined || mailbox === failed.mailbox) continue;
      try {
        await again(delivery, failed, mailbox);
      } catch (error) {
        log.error('FAILED', { projectId: failed.projectId, ...errorFields(error) });
      }
    }
    after = last;
  } while (after !== undefined && !isSpent());
}
