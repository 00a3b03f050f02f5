import { formOfRecord } from '../../declaration/registry.ts';
import type { HistoryEvent } from '../../history/event.ts';
import type { ChangeDeps } from '../../project/change.ts';
import { directoryForProject } from '../../project/concerned.ts';
import { type LapseRules, lapseSaidBy } from '../../project/lapse-steps.ts';
import type { Loaded } from '../../project/load.ts';
import { maskOfProject } from '../../project/personal-data.ts';
import { markSent } from '../../project/sent-mark.ts';
import type { Database } from '../../store/database.ts';
import { loadDirectory } from '../../store/directory/load.ts';
import { type DirectoryPart, membersOf } from '../../store/directory/part.ts';
import { eventsOf } from '../../store/history-store.ts';
import { saveLink } from '../../store/link-store.ts';
import { linkExpiry, mintToken } from '../../store/token.ts';
import { unmasked } from '../../values/masking/mask.ts';
import type { Assignee } from '../../workflow/assignee.ts';
import { type Directory, type Person, personWith } from '../../workflow/directory.ts';
import { hashedMailbox } from '../../workflow/rerouting.ts';
import type { OwedMail } from '../effects.ts';
import type { About } from './letters.ts';
import { referenceOf, tagsOf } from './origin.ts';
import { mailsOwed, requestOf } from './owed.ts';
import { areParties, mailboxOfUnit, recipientsOf } from './recipients.ts';
import { reportFailures } from './report-failure.ts';
import type { Transport } from './transport.ts';
import { Undeliverable } from './undeliverable.ts';

export interface Delivery extends ChangeDeps {
  readonly transport: Transport;
  readonly settings: { readonly BASE_URL: string };
}

/** One letter to one person. */
interface Envelope {
  readonly mail: OwedMail;
  readonly to: Assignee;
  readonly mailbox: Person;
  /** Another person's mailbox that an answer reaches. */
  readonly replyTo?: string | undefined;
}

/** Until when a returned project may be handed in, where the event warns of its lapse. */
async function lapseTold(database: Database, loaded: Loaded, event: HistoryEvent, at: Date, by: LapseRules) {
  if (event.action !== 'reminded' || event.stage !== undefined) return undefined;
  const events = await eventsOf(database, event.chain);
  return lapseSaidBy(loaded, events, event, at, by)?.toISOString();
}

/** What every letter of an event is written from. */
async function aboutOf(
  { database, rules, settings }: Delivery,
  loaded: Loaded,
  event: HistoryEvent,
  at: Date,
): Promise<Omit<About, 'mask'>> {
  const { contact, lapseDays } = await rules.load();
  const calendar = await rules.calendar();
  const { stages } = await formOfRecord(loaded.record);
  return {
    loaded,
    event,
    lapsesAt: await lapseTold(database, loaded, event, at, { lapseDays, calendar }),
    request: requestOf(loaded, event),
    stage: stages.find(({ id }) => id === event.stage),
    baseUrl: settings.BASE_URL,
    calendar,
    contact,
  };
}

/** Mints the link of a person who is asked, good for the request that is open. */
async function mintLink(
  { database, now }: Delivery,
  { loaded, request }: About,
  assignee: Assignee,
  mailbox: string,
): Promise<string | undefined> {
  if (!request) return undefined;
  const token = mintToken();
  await saveLink(database, token, {
    projectId: loaded.record.id,
    revision: request.revision,
    stage: request.stage,
    assignee,
    mailbox,
    expiresAtIso: linkExpiry(now()).toISOString(),
  });
  return token;
}

/**
 * Whom an answer reaches: questions about a request go to the person who handed the project in, those about what was
 * decided or taken away to whoever did it. What the system does by itself has nobody to ask but the office's phone.
 */
function replyToOf({ replyTo }: OwedMail, { loaded, event }: About, directory: Directory, mailbox: Person) {
  const { submittedBy } = loaded.record;
  const causedBy = event.actor.role === 'system' ? undefined : event.actor;
  const who = replyTo === 'submitter' ? (submittedBy ?? causedBy) : causedBy;
  const answered = who && personWith(directory, who.id);
  return answered?.id === mailbox.id ? undefined : answered?.email;
}

/** A unit's own mailbox, by the id under which it is told. */
function unitMailbox({ units }: Directory, id: string): Person | undefined {
  const unit = units.find((one) => mailboxOfUnit(one.id) === id);
  return unit?.contact === undefined
    ? undefined
    : { id, name: unit.name, email: unit.contact, unit: unit.id };
}

/** Where a letter goes: to the person's mailbox, or to the one that they had before it. */
function mailboxFor(
  { to: recipients }: OwedMail,
  { id }: Assignee,
  { directory, formerMailboxes }: DirectoryPart,
): Person | undefined {
  const person = personWith(directory, id) ?? unitMailbox(directory, id);
  if (recipients !== 'former-mailboxes') return person;
  const former = formerMailboxes
    .filter((one) => one.person === id)
    .toSorted((a, b) => (a.until < b.until ? -1 : 1));
  const last = former.at(-1);
  return person && last && { ...person, email: last.mailbox };
}

/** Sends one letter. @returns whether it went out; a mailbox that refuses it for good is no reason to try again */
async function send(delivery: Delivery, about: About, envelope: Envelope): Promise<boolean> {
  const { mail, to, mailbox, replyTo } = envelope;
  const token =
    mail.to === 'asked' ? await mintLink(delivery, about, to, hashedMailbox(mailbox.email)) : undefined;
  // Loaded with the first letter: most that wakes a function writes none.
  const { writeLetter } = await import('./letters.ts');
  const origin = { chain: about.event.chain, seq: about.event.seq, person: mailbox.id };
  try {
    await delivery.transport({
      ...writeLetter(mail.letter, { ...about, token }, mailbox.lang ?? 'zh'),
      to: mailbox.email,
      ...(replyTo === undefined ? {} : { replyTo }),
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
 * Sends what an event owes: mints each asked person's link, sends, reports who could not be reached (in no directory any
 * more, or refused by the mailbox), then marks the event sent. A crash before the mark may mail twice; every link of an
 * open request works, and what was reported is not reported again.
 */
export async function deliver(delivery: Delivery, loaded: Loaded, event: HistoryEvent): Promise<void> {
  const owed = mailsOwed(loaded, event);
  if (owed.length === 0) return;
  // One time for what the letters say and for what the next step counts from.
  const at = delivery.now();
  const snapshot = await loadDirectory(delivery.database);
  const { actor, assignees = [] } = event;
  // Of the unit's people some may follow all its projects.
  const members = owed.some(({ to }) => to === 'submitter')
    ? await membersOf(snapshot, loaded.record.unit.id)
    : [];
  const part = await directoryForProject(snapshot, loaded, [
    actor,
    ...assignees,
    ...members.map((id) => ({ id })),
  ]);
  const { directory } = part;
  const written = await aboutOf(delivery, loaded, event, at);
  const unreached: Assignee[] = [];
  for (const mail of owed) {
    const mask = areParties(mail.to) ? unmasked : await maskOfProject(delivery.database, loaded.record);
    const about = { ...written, mask };
    for (const to of recipientsOf(mail.to, loaded, event, directory)) {
      const mailbox = mailboxFor(mail, to, part);
      const replyTo = mailbox && replyToOf(mail, about, directory, mailbox);
      if (!mailbox || !(await send(delivery, about, { mail, to, mailbox, replyTo }))) unreached.push(to);
    }
  }
  await reportFailures(delivery, event, unreached);
  await markSent(delivery.database, loaded.record.id, event.seq, at);
}
