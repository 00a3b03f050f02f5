import type { HistoryEvent } from '../../history/event.ts';
import { directoryForProject } from '../../project/concerned.ts';
import { hold, release } from '../../project/held.ts';
import type { Loaded, Marked } from '../../project/load.ts';
import { maskOfProject } from '../../project/personal-data.ts';
import { markSent } from '../../project/sent-mark.ts';
import { loadDirectory } from '../../store/directory/load.ts';
import { type DirectoryPart, workingFor } from '../../store/directory/part.ts';
import type { DirectorySnapshot } from '../../store/directory/snapshot.ts';
import { normalMailbox } from '../../values/mailbox.ts';
import { unmasked } from '../../values/masking/mask.ts';
import type { Assignee } from '../../workflow/assignee.ts';
import { type Directory, type Person, personWith } from '../../workflow/directory.ts';
import { hashedMailbox } from '../../workflow/rerouting.ts';
import { effects, type OwedMail } from '../effects.ts';
import { aboutOf } from './about.ts';
import { mailboxOfUnit, readerOf } from './addressees.ts';
import { mintLink } from './decision-link.ts';
import type { Delivery } from './delivery.ts';
import { joinsDigest, nextDigestAt } from './digest-time.ts';
import type { About } from './letters.ts';
import { referenceOf, tagsOf } from './origin.ts';
import { mailsOf, mailsOwed } from './owed.ts';
import { areParties, recipientsOf } from './recipients.ts';
import { reportFailures, type Unreached } from './report-failure.ts';
import { Undeliverable } from './undeliverable.ts';

/** One letter to one person. */
interface Envelope {
  readonly mail: OwedMail;
  readonly about: About;
  readonly to: Assignee;
  readonly mailbox: Person;
  /** Another person's mailbox that an answer reaches. */
  readonly replyTo?: string | undefined;
  /** Whether it is sent again, after the address was corrected. */
  readonly again?: true | undefined;
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

/**
 * Where a letter goes: to the person's mailbox, or to each that they had since they were asked, and to the last before
 * it where it was asked by the present one already.
 */
function mailboxesFor(
  { to: recipients }: OwedMail,
  { id }: Assignee,
  { directory, formerMailboxes }: DirectoryPart,
  requestedAt: string,
): Person[] {
  const person = personWith(directory, id) ?? unitMailbox(directory, id);
  if (!person || recipients !== 'former-mailboxes') return person ? [person] : [];
  const former = formerMailboxes
    .filter((one) => one.person === id && one.mailbox !== normalMailbox(person.email))
    .toSorted((a, b) => (a.until < b.until ? -1 : 1));
  const since = former.filter(({ until }) => until >= requestedAt);
  const told = since.length > 0 ? since : former.slice(-1);
  return [...new Set(told.map(({ mailbox }) => mailbox))].map((email) => ({ ...person, email }));
}

/** Sends one letter. @returns whom it did not reach: a mailbox that refuses it for good is no reason to try again */
async function send(delivery: Delivery, envelope: Envelope): Promise<Unreached | undefined> {
  const { mail, about, to, mailbox, replyTo, again } = envelope;
  const hashed = hashedMailbox(mailbox.email);
  const token = mail.to === 'asked' ? await mintLink(delivery, about, to, mailbox) : undefined;
  // Loaded with the first letter: most that wakes a function writes none.
  const { writeLetter } = await import('./letters.ts');
  const { chain, seq } = about.event;
  const origin = { chain, seq, person: mailbox.id, mailbox: hashed, again };
  try {
    await delivery.transport({
      ...writeLetter(mail.letter, { ...about, token }, readerOf(to, mailbox)),
      to: mailbox.email,
      ...(replyTo === undefined ? {} : { replyTo }),
      reference: referenceOf(origin),
      tags: tagsOf(origin),
    });
    return undefined;
  } catch (error) {
    if (error instanceof Undeliverable) return { recipient: to, reason: 'refused', mailbox: hashed, again };
    throw error;
  }
}

/** @returns whom they did not reach */
async function sendAll(delivery: Delivery, envelopes: readonly Envelope[]): Promise<Unreached[]> {
  const unreached: Unreached[] = [];
  for (const envelope of envelopes) {
    const failure = await send(delivery, envelope);
    if (failure) unreached.push(failure);
  }
  return unreached;
}

/** The letters of an event, one to each person; and whom none can reach. */
async function lettersOf(
  { database }: Delivery,
  snapshot: DirectorySnapshot,
  owed: readonly OwedMail[],
  written: Omit<About, 'mask'>,
): Promise<{ readonly envelopes: readonly Envelope[]; readonly unreached: readonly Unreached[] }> {
  const { loaded, event } = written;
  const { actor, assignees = [] } = event;
  const { unit, editors, submittedBy } = loaded.record;
  const members = owed.some(({ to }) => to === 'submitter')
    ? await workingFor(snapshot, unit.id, [...editors, submittedBy?.id ?? []].flat())
    : new Set<string>();
  const part = await directoryForProject(snapshot, loaded, [
    actor,
    ...assignees,
    ...[...members].map((id) => ({ id })),
  ]);
  const envelopes: Envelope[] = [];
  const unreached: Unreached[] = [];
  for (const mail of owed) {
    const mask = areParties(mail.to) ? unmasked : await maskOfProject(database, loaded.record);
    const about = { ...written, mask };
    for (const to of recipientsOf(mail.to, loaded, event, part.directory, members)) {
      const mailboxes = mailboxesFor(mail, to, part, written.request?.requestedAt ?? event.at);
      for (const mailbox of mailboxes) {
        const replyTo = replyToOf(mail, about, part.directory, mailbox);
        envelopes.push({ mail, about, to, mailbox, replyTo });
      }
      // Whoever has no earlier mailbox that is known misses nothing: theirs is told by the request itself.
      if (mailboxes.length === 0 && mail.to !== 'former-mailboxes')
        unreached.push({ recipient: to, reason: 'not-listed' });
    }
  }
  return { envelopes, unreached };
}

/**
 * Lets go of what a delivery that died had begun to hold, for all but some: they chose otherwise meanwhile, or it is owed
 * no more, and no digest need ever come for it.
 * @param but ids of those for whom it is held now
 */
async function letGo(
  { database, now }: Delivery,
  { held }: Marked,
  { action, chain, seq, at }: HistoryEvent,
  but: readonly string[] = [],
): Promise<void> {
  const left = (held.get(seq) ?? []).filter((person) => !but.includes(person));
  const letters = left.flatMap((id) =>
    effects[action].mails
      .filter(({ digest }) => digest !== undefined)
      .map(({ to }) => ({ projectId: chain, seq, at, recipients: to, to: { id, name: id }, isTold: false })),
  );
  await release(database, letters, now());
}

/**
 * Sends what an event owes, or holds it for the digest of whoever chose one: mints each asked person's link, sends,
 * reports who could not be reached (in no directory any more, or refused by the mailbox), then marks the event sent. A
 * crash before the mark may mail twice; every link of an open request works, and what was reported is not reported
 * again.
 */
export async function deliver(delivery: Delivery, loaded: Marked, event: HistoryEvent): Promise<void> {
  const owed = mailsOwed(loaded, event);
  if (owed.length === 0) return loaded.sent.has(event.seq) ? undefined : letGo(delivery, loaded, event);
  const { database, rules } = delivery;
  // One time for what the letters say and for what the next step counts from.
  const at = delivery.now();
  // What a letter says by the office of a moment ago is what one says that was sent a moment earlier: every change of the
  // office is followed from what is stored.
  const directory = await loadDirectory(database, 'eventually');
  const settings = await rules.load(directory);
  const { codeThresholdFen } = settings;
  const written = await aboutOf(delivery, { settings, directory }, loaded, event, at);
  const { calendar, request } = written;
  const { envelopes, unreached } = await lettersOf(delivery, directory, owed, written);
  // Who is told of another mailbox has no link any more: those that were mailed to the one before have ended.
  const linkless = new Set(
    envelopes.flatMap(({ mail, to }) => (mail.to === 'former-mailboxes' ? to.id : [])),
  );
  const waits = ({ mail, mailbox, to }: Envelope): boolean =>
    !linkless.has(to.id) && joinsDigest(mail, mailbox, request, { now: at, calendar, codeThresholdFen });
  // Held first: to hold twice is to hold once, where a second mail is a second mail.
  const held = envelopes.filter(waits);
  for (const { mail, to } of held) {
    const letter = { projectId: event.chain, seq: event.seq, at: event.at, recipients: mail.to, to };
    await hold(database, letter, nextDigestAt(calendar, at));
  }
  const refused = await sendAll(
    delivery,
    envelopes.filter((one) => !waits(one)),
  );
  await reportFailures(delivery, event, [...unreached, ...refused]);
  await letGo(
    delivery,
    loaded,
    event,
    held.map(({ to }) => to.id),
  );
  await markSent(database, loaded.record.id, event.seq, at);
}

/**
 * Sends somebody once more, and at once, what an event still has to tell them, by the mailbox that they have now: all
 * but a request for a decision, which has a way of its own. @returns whether nothing failed again
 */
export async function deliverAgain(
  delivery: Delivery,
  loaded: Loaded,
  event: HistoryEvent,
  person: string,
): Promise<boolean> {
  const owed = mailsOf(loaded, event).filter(({ to }) => to !== 'asked' && to !== 'former-mailboxes');
  if (owed.length === 0) return true;
  const directory = await loadDirectory(delivery.database);
  const settings = await delivery.rules.load(directory);
  const written = await aboutOf(delivery, { settings, directory }, loaded, event, delivery.now());
  const { envelopes } = await lettersOf(delivery, directory, owed, written);
  const own = envelopes.filter(({ to }) => to.id === person).map((one) => ({ ...one, again: true }) as const);
  const unreached = await sendAll(delivery, own);
  await reportFailures(delivery, event, unreached);
  return unreached.length === 0;
}
