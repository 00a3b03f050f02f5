import { saveLink } from '../../store/link-store.ts';
import { linkExpiry, mintToken } from '../../store/token.ts';
import type { Assignee } from '../../workflow/assignee.ts';
import type { Person } from '../../workflow/directory.ts';
import { hashedMailbox } from '../../workflow/rerouting.ts';
import type { Delivery } from './delivery.ts';
import type { About } from './letters.ts';

/** Mints the link of a person who is asked, good for the request that is open. */
export async function mintLink(
  { database, now }: Delivery,
  { loaded, request }: About,
  assignee: Assignee,
  mailbox: Person,
): Promise<string | undefined> {
  if (!request) return undefined;
  const token = mintToken();
  await saveLink(database, token, {
    projectId: loaded.record.id,
    revision: request.revision,
    stage: request.stage,
    assignee,
    mailbox: hashedMailbox(mailbox.email),
    expiresAtIso: linkExpiry(now()).toISOString(),
  });
  return token;
}
