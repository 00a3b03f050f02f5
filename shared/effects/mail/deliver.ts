import { formOfRecord } from '../../declaration/registry.ts';
import type { HistoryEvent } from '../../history/event.ts';
import type { ChangeDeps } from '../../project/change.ts';
import { findRequest, type Loaded } from '../../project/load.ts';
import type { RequestRecord } from '../../project/records.ts';
import { loadDirectory } from '../../store/directory-store.ts';
import { sentKey } from '../../store/keys.ts';
import { saveLink } from '../../store/link-store.ts';
import { linkExpiry, mintToken } from '../../store/token.ts';
import type { Assignee } from '../../workflow/assignee.ts';
import { administratorsOf, type Directory, type Person } from '../../workflow/directory.ts';
import type { Stage } from '../../workflow/stages.ts';
import { compose, type Letter } from './compose.ts';
import {
  administratorLetter,
  escalationLetter,
  formerLetter,
  requestLetter,
  type Tidings,
  takenBackLetter,
  unitLetter,
} from './letters.ts';
import { referenceOf, tagsOf } from './origin.ts';
import type { Transport } from './transport.ts';
import { Undeliverable } from './undeliverable.ts';

export interface Delivery extends ChangeDeps {
  readonly transport: Transport;
  readonly settings: { readonly BASE_URL: string; readonly CONTACT: string };
}

/** One letter to one person. */
interface Envelope {
  readonly to: Assignee;
  /** The person whom an answer reaches: who handed the project in. Otherwise whoever caused the event. */
  readonly answeredBy?: Assignee | undefined;
  readonly write: (base: { lang: 'zh' | 'en'; baseUrl: string; contact: string }) => Promise<Letter>;
}

/** The request that an event of the flow speaks of. */
const requestOf = (loaded: Loaded, event: HistoryEvent): RequestRecord | undefined =>
  event.stage === undefined || event.revision === undefined
    ? undefined
    : findRequest(loaded, event.revision, event.stage);

const asking = ['requested', 'link-renewed', 'reminded', 'reassigned', 'escalated'] as const;
const isAsking = ({ action }: HistoryEvent): boolean => asking.some((one) => one === action);

/** Whether this very decision cut: a later one that only keeps what is left is no news. */
const isCut = (loaded: Loaded, event: HistoryEvent): boolean =>
  requestOf(loaded, event)?.decisions.some(
    ({ at, by, cuts = [] }) => at === event.at && by.id === event.actor.id && cuts.length > 0,
  ) ?? false;

/** What the unit is told of an event, or nothing. */
function tidingsOf(loaded: Loaded, event: HistoryEvent): Tidings | null {
  switch (event.action) {
    case 'approved':
    case 'returned':
    case 'rejected':
    case 'lapsed':
      return event.action;
    case 'reminded':
      return event.stage === undefined ? 'about-to-lapse' : null;
    case 'decided':
      return event.next !== undefined && isCut(loaded, event) ? 'cut' : null;
    default:
      return null;
  }
}

/**
 * Whether the project has moved on from what an event would tell: a mail that was held up must not say "goes on to
 * the next stage" of a project that was rejected since. Ends are never overtaken.
 */
function isOvertaken({ record: { flow } }: Loaded, { action, revision = 0 }: HistoryEvent): boolean {
  switch (action) {
    case 'decided':
      return flow.state !== 'in-review' || flow.revision !== revision;
    case 'reminded':
      return flow.state !== 'returned' || flow.revision !== revision;
    case 'returned':
      return flow.state !== 'returned' || flow.revision !== revision + 1;
    case 'recalled':
      // Withdrawn since: those who were asked are told that instead.
      return (flow.state !== 'draft' && flow.state !== 'withdrawn') || flow.revision !== revision + 1;
    default:
      return false;
  }
}

/** Whether an event still asks for a mail: not sent yet, and not overtaken by what came after it. */
export function owesMail(loaded: Loaded, event: HistoryEvent): boolean {
  if (loaded.sent.has(event.seq)) return false;
  const tidings = tidingsOf(loaded, event);
  if ((tidings !== null || event.action === 'recalled') && isOvertaken(loaded, event)) return false;
  if (tidings !== null) return loaded.record.submittedBy !== undefined;
  if (isAsking(event)) return requestOf(loaded, event)?.status === 'open';
  return event.action === 'recalled' || event.action === 'withdrawn' || event.action === 'mail-failed';
}

async function linkLetter(
  delivery: Delivery,
  loaded: Loaded,
  event: HistoryEvent,
  request: RequestRecord,
  stage: Stage,
  assignee: Assignee,
  base: Parameters<Envelope['write']>[0],
): Promise<Letter> {
  const token = mintToken();
  await saveLink(delivery.database, token, {
    projectId: loaded.record.id,
    revision: request.revision,
    stage: request.stage,
    assignee,
    expiresAtIso: linkExpiry(delivery.now()).toISOString(),
  });
  return requestLetter({ ...base, loaded }, request, stage, token, event.action === 'reminded');
}

async function askingEnvelopes(
  delivery: Delivery,
  loaded: Loaded,
  event: HistoryEvent,
  directory: Directory,
): Promise<Envelope[]> {
  const request = requestOf(loaded, event);
  const form = await formOfRecord(loaded.record);
  const stage = form.stages.find((one) => one.id === event.stage);
  if (!request || !stage) return [];
  const assignees = event.assignees ?? [];
  const answeredBy = loaded.record.submittedBy;
  if (event.action === 'escalated') {
    return assignees.map((to) => ({
      to,
      answeredBy,
      write: async (base) => escalationLetter({ ...base, loaded }, request, stage),
    }));
  }
  if (assignees.length === 0) {
    // Given to somebody meanwhile: then there is somebody to ask.
    if (request.assignees.length > 0) return [];
    return administratorsOf(directory).map((to) => ({
      to,
      write: async (base) => administratorLetter({ ...base, loaded }, 'nobody-to-ask', stage.label),
    }));
  }
  // Whoever is not asked any more (given to somebody else, or decided meanwhile) gets no link.
  const asked = assignees.filter((one) => request.assignees.some(({ id }) => id === one.id));
  const former = event.action === 'reassigned' ? (request.former ?? []) : [];
  return [
    ...asked.map((to) => ({
      to,
      answeredBy,
      write: (base: Parameters<Envelope['write']>[0]) =>
        linkLetter(delivery, loaded, event, request, stage, to, base),
    })),
    ...former.map((to) => ({
      to,
      write: async (base: Parameters<Envelope['write']>[0]) => formerLetter({ ...base, loaded }),
    })),
  ];
}

async function envelopesOf(
  delivery: Delivery,
  loaded: Loaded,
  event: HistoryEvent,
  directory: Directory,
): Promise<Envelope[]> {
  const tidings = tidingsOf(loaded, event);
  const { submittedBy } = loaded.record;
  if (tidings !== null) {
    return submittedBy
      ? [{ to: submittedBy, write: async (base) => unitLetter({ ...base, loaded }, tidings, event) }]
      : [];
  }
  if (isAsking(event)) return askingEnvelopes(delivery, loaded, event, directory);
  const { action } = event;
  if (action === 'mail-failed') {
    const names = (event.assignees ?? []).map(({ name }) => name).join('、');
    return administratorsOf(directory).map((to) => ({
      to,
      write: async (base) =>
        administratorLetter({ ...base, loaded }, 'mail-failed', { zh: names, en: names }),
    }));
  }
  if (action !== 'recalled' && action !== 'withdrawn') return [];
  const told = loaded.record.flow.state === 'withdrawn' ? 'withdrawn' : action;
  return loaded.requests
    .filter((request) => request.revision === event.revision && request.status === 'closed')
    .flatMap(({ assignees }) => assignees)
    .map((to) => ({ to, write: async (base) => takenBackLetter({ ...base, loaded }, told) }));
}

const mailboxOf = (directory: Directory, { id }: { readonly id: string }): Person | undefined =>
  directory.people.find((one) => one.id === id);

/**
 * Whom an answer reaches: questions about a request go to the person who handed the project in, those about what was
 * decided or taken away to whoever did it. What the system does by itself has nobody to ask but the office's phone.
 */
function replyTo(directory: Directory, event: HistoryEvent, person: Person, { answeredBy }: Envelope) {
  const who = answeredBy ?? (event.actor.role === 'system' ? undefined : event.actor);
  const mailbox = who && mailboxOf(directory, who);
  return mailbox === undefined || mailbox.id === person.id ? {} : { replyTo: mailbox.email };
}

/** Sends one letter. @returns whether it went out; a mailbox that refuses it for good is no reason to try again */
async function send(
  delivery: Delivery,
  event: HistoryEvent,
  directory: Directory,
  person: Person,
  envelope: Envelope,
): Promise<boolean> {
  const { BASE_URL: baseUrl, CONTACT: contact } = delivery.settings;
  const letter = await envelope.write({ lang: person.lang ?? 'zh', baseUrl, contact });
  const origin = { chain: event.chain, seq: event.seq, person: person.id };
  try {
    await delivery.transport({
      ...compose(letter),
      to: person.email,
      ...replyTo(directory, event, person, envelope),
      reference: referenceOf(origin),
      tags: tagsOf(origin),
    });
    return true;
  } catch (error) {
    if (error instanceof Undeliverable) return false;
    throw error;
  }
}

/**
 * Sends what an event owes: mints each asked person's link, sends, then marks the event sent. A crash before the mark
 * may mail twice; every link of an open request works.
 * @returns who could not be reached: in no directory any more, or refused by the mailbox
 */
export async function deliver(delivery: Delivery, loaded: Loaded, event: HistoryEvent): Promise<Assignee[]> {
  if (!owesMail(loaded, event)) return [];
  const { directory } = await loadDirectory(delivery.database);
  const unreached: Assignee[] = [];
  for (const envelope of await envelopesOf(delivery, loaded, event, directory)) {
    const person = mailboxOf(directory, envelope.to);
    if (!person || !(await send(delivery, event, directory, person, envelope))) unreached.push(envelope.to);
  }
  await delivery.database.put(delivery.database.projects, {
    ...sentKey(loaded.record.id, event.seq),
    at: delivery.now().toISOString(),
  });
  return unreached;
}
