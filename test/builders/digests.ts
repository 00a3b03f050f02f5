/** People with a digest over the real tables: requests that are owed a mail, and the mails that go out. */
import { sendMail } from '../../functions/send-mail/send-mail.ts';
import type { Delivery } from '../../shared/effects/mail/delivery.ts';
import { sendDigest } from '../../shared/effects/mail/digest.ts';
import type { Mail, Transport } from '../../shared/effects/mail/transport.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { whatIsDue } from '../../shared/project/due.ts';
import { sentKey } from '../../shared/project/keys.ts';
import { loaderOf } from '../../shared/project/load.ts';
import { rulesInForce } from '../../shared/project/rules-in-force.ts';
import type { Database } from '../../shared/store/database.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import { loadLink } from '../../shared/store/link-store.ts';
import type { Person } from '../../shared/workflow/directory.ts';
import { placeRequest } from '../bench/stored-requests.ts';
import { usualSettings } from '../builders/settings.ts';
import { sampleDirectory as directory } from './sample-directory.ts';

/** The sample office, whose reviewer has what is given. */
export async function officeWith(
  database: Database,
  reviewer: Partial<Person> | null,
  at: Date,
): Promise<void> {
  const people = directory.people
    .filter(({ id }) => id !== 'reviewer' || reviewer !== null)
    .map((one) => (one.id === 'reviewer' ? { ...one, ...reviewer } : one));
  const units = directory.units.map((unit) =>
    unit.posts && reviewer === null
      ? { ...unit, posts: unit.posts.filter(({ holder }) => holder !== 'reviewer') }
      : unit,
  );
  await replaceDirectory(
    database,
    await loadDirectory(database),
    { ...directory, units, people },
    {
      actor: { id: 'administrator', name: 'administrator', role: 'administrator', via: 'bearer' },
      at: at.toISOString(),
      requestId: `directory-${at.toISOString()}-${Math.random()}`,
    },
  );
}

export const deliveryAt = (
  database: Database,
  now: Date,
  transport: Transport,
  more: { readonly CODE_THRESHOLD_FEN?: number } = {},
): Delivery => ({
  database,
  now: () => now,
  rules: rulesInForce(database, { ...usualSettings, ...more }, () => now),
  transport,
  settings: { BASE_URL: 'https://countersign.example' },
});

/** Opens a request whose mail is owed still. Returns the event that asks. */
export async function askedAt(database: Database, now: Date): Promise<HistoryEvent> {
  const rules = rulesInForce(database, usualSettings, () => now);
  const id = await placeRequest({ database, rules }, now);
  const asked = (await eventsOf(database, id)).at(-1);
  if (asked?.action !== 'requested') throw new Error(`${id} was not asked for a decision`);
  await database.delete(database.projects, sentKey(id, asked.seq));
  return asked;
}

/** What the stream does with an event. */
export const delivered = (delivery: Delivery, event: HistoryEvent): Promise<void> =>
  sendMail(delivery, loaderOf(delivery.database), event);

/** Sends the digests that are due: what a run of the sweep does of them. */
export async function sendDigests(delivery: Delivery): Promise<void> {
  for await (const one of whatIsDue(delivery.database, delivery.now()))
    if ('person' in one) await sendDigest(delivery, one.person);
}

/** Which projects a mail lets its reader decide on, by its links. */
export async function projectsIn(database: Database, { text }: Mail): Promise<string[]> {
  const tokens = [...text.matchAll(/\/decisions\/([A-Za-z0-9_-]{43})/g)].map(([, token = '']) => token);
  const links = await Promise.all(tokens.map((token) => loadLink(database, token)));
  return links.flatMap((link) => link?.projectId ?? []);
}
