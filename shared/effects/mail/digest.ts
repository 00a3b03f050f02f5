import { createHash } from 'node:crypto';
import type { HistoryEvent } from '../../history/event.ts';
import {
  endDigest,
  type Held,
  type HeldDigest,
  keepMailed,
  loadHeld,
  postponeDigest,
  release,
} from '../../project/held.ts';
import { type Loaded, loadProject } from '../../project/load.ts';
import { maskOfProject } from '../../project/personal-data.ts';
import { inTurns } from '../../runtime/in-turns.ts';
import type { Database } from '../../store/database.ts';
import { loadDirectory } from '../../store/directory/load.ts';
import { peopleWith } from '../../store/directory/part.ts';
import type { DirectorySnapshot } from '../../store/directory/snapshot.ts';
import { eventIn } from '../../store/history-store.ts';
import { unmasked } from '../../values/masking/mask.ts';
import type { Person } from '../../workflow/directory.ts';
import { hashedMailbox } from '../../workflow/rerouting.ts';
import type { OwedMail } from '../effects.ts';
import { aboutOf, type Office } from './about.ts';
import { readerOf } from './addressees.ts';
import { mintLink } from './decision-link.ts';
import type { Delivery } from './delivery.ts';
import { composeDigest, type DigestPart, type DigestRow } from './digest-letter.tsx';
import { isDigestTime, isDueSoon, nextDigestAt } from './digest-time.ts';
import { letterOf } from './letters.ts';
import { digestReferenceOf, digestTagsOf } from './origin.ts';
import { mailsOf, requestOf } from './owed.ts';
import { areParties } from './recipients.ts';
import { reportFailures } from './report-failure.ts';
import { Undeliverable } from './undeliverable.ts';

/** So many rows are some 100 KB of HTML, beyond which mail programs begin to cut off; what is more follows at once. */
const MOST_ROWS = 100;
/** So many reads at once keep the table calm. */
const AT_ONCE = 12;

/** What was held and is not overtaken. */
interface Owed {
  readonly held: Held;
  readonly loaded: Loaded;
  readonly event: HistoryEvent;
  readonly mail: OwedMail;
}

/** @throws Error where the event is not there */
async function owedStill(database: Database, held: Held): Promise<Owed | null> {
  const { projectId, seq, recipients, to } = held;
  const [loaded, event] = await Promise.all([
    loadProject(database, projectId),
    eventIn(database, projectId, seq),
  ]);
  if (!loaded || !event) throw new Error(`There is no event ${seq} of ${projectId}`);
  const mail = mailsOf(loaded, event).find((one) => one.to === recipients && one.digest !== undefined);
  const isAsked = requestOf(loaded, event)?.assignees.some(({ id }) => id === to.id) ?? false;
  return mail && (mail.to !== 'asked' || isAsked) ? { held, loaded, event, mail } : null;
}

/** What makes one row: a request that was asked and reminded of since, and what was recalled and then withdrawn. */
function subjectOf({ held, event, mail }: Owed): string {
  if (mail.digest === 'requests') return `${held.projectId}#${event.revision}#${event.stage}`;
  return `${held.projectId}#${mail.to === 'closed-requests' ? mail.letter : held.seq}`;
}

/** What each row says, of what came oldest first: the last, but that something is asked anew stays news until it is told. */
function oneEach(all: readonly Owed[]): Owed[] {
  const subjects = new Map<string, Owed>();
  for (const one of all) {
    const subject = subjectOf(one);
    if (subjects.get(subject)?.mail.letter !== 'request') subjects.set(subject, one);
  }
  return [...subjects.values()];
}

async function rowOf(
  delivery: Delivery,
  office: Office,
  mailbox: Person,
  { held, loaded, event, mail }: Owed,
  now: Date,
): Promise<DigestRow> {
  const written = await aboutOf(delivery, office, loaded, event, now);
  const mask = areParties(mail.to) ? unmasked : await maskOfProject(delivery.database, loaded.record);
  const about = { ...written, mask };
  const { request, calendar } = about;
  if (mail.digest !== 'requests' || !request) {
    const letter = letterOf(mail.letter, about);
    return { part: mail.digest === 'overdue' ? 'overdue' : 'results', letter, lead: letter.lead };
  }
  const token = await mintLink(delivery, about, held.to, mailbox);
  const part = (): DigestPart => {
    if (request.deadline <= now.toISOString()) return 'overdue';
    return mail.letter === 'request' && !isDueSoon(calendar, request, now) ? 'new' : 'due';
  };
  return { part: part(), letter: letterOf(mail.letter, { ...about, token }) };
}

/** What a digest is known by: what it begins with. One that is sent once more begins with the same. */
const nameOf = ([first]: readonly Held[]): string =>
  createHash('sha256').update(JSON.stringify(first)).digest('hex').slice(0, 32);

/** @returns whether it went out; a mailbox that refuses it for good is no reason to try again */
async function mailDigest(
  delivery: Delivery,
  directory: DirectorySnapshot,
  mailbox: Person,
  owed: readonly Owed[],
  { letters, more }: HeldDigest,
  now: Date,
): Promise<boolean> {
  const settings = await delivery.rules.load(directory);
  const { contact } = settings;
  const office = { settings, directory };
  const rows = await inTurns(oneEach(owed), AT_ONCE, (one) => rowOf(delivery, office, mailbox, one, now));
  const [organisation, ...others] = new Set(rows.map(({ letter }) => letter.organisation));
  const origin = { person: mailbox.id, digest: nameOf(letters), mailbox: hashedMailbox(mailbox.email) };
  const told = owed.map(({ held }) => held);
  await keepMailed(delivery.database, origin.person, origin.digest, told, now);
  const desk = `${delivery.settings.BASE_URL}/`;
  try {
    await delivery.transport({
      ...composeDigest(
        {
          at: now.toISOString(),
          rows,
          more,
          desk,
          contact,
          organisation: others.length === 0 ? organisation : undefined,
        },
        readerOf({}, mailbox),
      ),
      to: mailbox.email,
      reference: digestReferenceOf(origin),
      tags: digestTagsOf(origin),
    });
    return true;
  } catch (error) {
    if (error instanceof Undeliverable) return false;
    throw error;
  }
}

/**
 * Sends the digest of a person for whom something is held, also where they chose otherwise meanwhile: reads what is
 * held, mails what is owed of it still, and then lets go of it. A crash before that mails it once more. From then on the
 * events count as told; what reached nobody is reported for each of them.
 */
export async function sendDigest(delivery: Delivery, person: string): Promise<void> {
  const { database } = delivery;
  const now = delivery.now();
  const calendar = await delivery.rules.calendar();
  const next = nextDigestAt(calendar, now);
  const digest = await loadHeld(database, person, MOST_ROWS);
  // The index lags a moment behind: it was sent, and what is held since waits for the next one.
  if (digest?.dueAt === undefined || digest.dueAt > now.toISOString()) return;
  if (!isDigestTime(calendar, now)) return postponeDigest(database, person, next);
  const { letters, more } = digest;
  const owed = (await inTurns(letters, AT_ONCE, (one) => owedStill(database, one))).filter(
    (one) => one !== null,
  );
  if (owed.length > 0) {
    const directory = await loadDirectory(database);
    const mailbox = (await peopleWith(directory, [person])).get(person);
    const isSent =
      mailbox !== undefined && (await mailDigest(delivery, directory, mailbox, owed, digest, now));
    const failure = mailbox
      ? ({ reason: 'refused', mailbox: hashedMailbox(mailbox.email) } as const)
      : ({ reason: 'not-listed' } as const);
    if (!isSent)
      for (const { event, held } of owed)
        await reportFailures(delivery, event, [{ recipient: held.to, ...failure }]);
  }
  const told = new Set(owed.map(({ held }) => held));
  await release(
    database,
    letters.map((one) => ({ ...one, isTold: told.has(one) })),
    now,
  );
  if (more) return postponeDigest(database, person, now);
  await endDigest(database, person, digest, next);
}
