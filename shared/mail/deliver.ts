import { loadForm } from '../forms/registry.ts';
import type { HistoryEvent } from '../history/event.ts';
import { linkExpiry, mintToken } from '../links/token.ts';
import type { Database } from '../store/database.ts';
import { loadDirectory } from '../store/directory-store.ts';
import { sentKey } from '../store/keys.ts';
import { saveLink } from '../store/link-store.ts';
import { findRequest, type Loaded } from '../store/project-store.ts';
import type { RequestRecord } from '../store/records.ts';
import type { Assignee } from '../workflow/commands.ts';
import type { Directory } from '../workflow/directory.ts';
import { compose, type Letter } from './compose.ts';
import { outcomeLetter, requestLetter, takenBackLetter } from './letters.ts';
import type { Transport } from './transport.ts';

export interface Delivery {
  readonly database: Database;
  readonly transport: Transport;
  readonly now: () => Date;
  readonly settings: { readonly BASE_URL: string; readonly CONTACT: string };
}

const mailed = [
  'requested',
  'link-renewed',
  'approved',
  'returned',
  'rejected',
  'recalled',
  'withdrawn',
] as const;
type Mailed = (typeof mailed)[number];
const isMailed = (action: string): action is Mailed => mailed.some((one) => one === action);

/** The open or closed request that an event of the flow speaks of. */
const requestOf = (loaded: Loaded, event: HistoryEvent): RequestRecord | undefined =>
  event.stage === undefined || event.revision === undefined
    ? undefined
    : findRequest(loaded, event.revision, event.stage);

function recipientsOf(loaded: Loaded, event: HistoryEvent): readonly Assignee[] {
  switch (event.action) {
    case 'requested':
    case 'link-renewed':
      return requestOf(loaded, event)?.status === 'open' ? (event.assignees ?? []) : [];
    case 'recalled':
    case 'withdrawn':
      return loaded.requests.flatMap((request) =>
        request.revision === event.revision && request.status === 'closed' ? request.assignees : [],
      );
    default:
      return loaded.record.submittedBy ? [loaded.record.submittedBy] : [];
  }
}

/** Whether an event still asks for a mail: not sent yet, and not overtaken by what came after it. */
export const owesMail = (loaded: Loaded, event: HistoryEvent): boolean =>
  isMailed(event.action) && !loaded.sent.has(event.seq) && recipientsOf(loaded, event).length > 0;

async function letterFor(
  delivery: Delivery,
  loaded: Loaded,
  event: HistoryEvent,
  assignee: Assignee,
  lang: 'zh' | 'en',
): Promise<Letter | null> {
  const base = { lang, loaded, baseUrl: delivery.settings.BASE_URL, contact: delivery.settings.CONTACT };
  switch (event.action) {
    case 'requested':
    case 'link-renewed': {
      const request = requestOf(loaded, event);
      const form = await loadForm(loaded.record.form);
      const stage = form.stages.find((one) => one.id === event.stage);
      if (!request || !stage) return null;
      const token = mintToken();
      await saveLink(delivery.database, token, {
        projectId: loaded.record.id,
        revision: request.revision,
        stage: request.stage,
        assignee,
        expiresAtIso: linkExpiry(delivery.now()).toISOString(),
      });
      return requestLetter(base, request, stage, token);
    }
    case 'approved':
    case 'returned':
    case 'rejected':
      return outcomeLetter(base, event.action, event);
    case 'recalled':
    case 'withdrawn':
      return takenBackLetter(base, event.action);
    default:
      return null;
  }
}

function mailboxOf(directory: Directory, person: Assignee) {
  return directory.people.find((one) => one.id === person.id);
}

/**
 * Sends what an event owes: mints each asked person's link, sends, then marks the event sent. A crash before the mark
 * may mail twice; every link of an open request works.
 * @returns the people who are in no directory any more and so could not be mailed
 */
export async function deliver(delivery: Delivery, loaded: Loaded, event: HistoryEvent): Promise<string[]> {
  if (!owesMail(loaded, event)) return [];
  const { directory } = await loadDirectory(delivery.database);
  const missing: string[] = [];
  for (const recipient of recipientsOf(loaded, event)) {
    const person = mailboxOf(directory, recipient);
    if (!person) {
      missing.push(recipient.id);
      continue;
    }
    const letter = await letterFor(delivery, loaded, event, recipient, person.lang ?? 'zh');
    if (!letter) continue;
    const reference = `${event.chain}-${event.seq}-${person.id}`;
    await delivery.transport({ ...compose(letter), to: person.email, reference });
  }
  await delivery.database.put(delivery.database.projects, {
    ...sentKey(loaded.record.id, event.seq),
    at: delivery.now().toISOString(),
  });
  return missing;
}
