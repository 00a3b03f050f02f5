import * as z from 'zod';
import { mailFailures } from '../history/vocabulary.ts';
import { type Database, onCondition, outOfHand, type Write } from '../store/database.ts';
import type { ReportMailFailure } from '../workflow/commands.ts';
import { failedMailKey, failedMailsKey } from './keys.ts';
import type { RequestRecord } from './records.ts';

/**
 * The mails that did not arrive and still should: items beside the records, all in one place and each person's
 * together, written in the same transactions. One that asks for a decision stands there while the request carries its
 * mark; any other until it is mailed again, or is no news any more.
 */

export const failedMail = z.lazy(() =>
  z.object({
    /** The id of the person, or of a unit's own mailbox. */
    person: z.string(),
    name: z.string(),
    projectId: z.string(),
    /** Of the event whose mail it was. */
    seq: z.int(),
    stage: z.string().optional(),
    revision: z.int().optional(),
    /** Whether it asked for a decision. */
    asked: z.boolean(),
    reason: z.enum(mailFailures),
    /** The mailbox that it did not reach, hashed; absent where there was none. */
    mailbox: z.string().optional(),
    at: z.string(),
  }),
);
export type FailedMail = z.infer<typeof failedMail>;

/** What becomes of a project is old news by then. */
const KEPT_SECONDS = 90 * 24 * 60 * 60;

type Named = Pick<FailedMail, 'person' | 'projectId' | 'seq' | 'stage' | 'revision' | 'asked'>;
const keyOf = ({ person, projectId, seq, stage, revision, asked }: Named) =>
  failedMailKey(person, projectId, asked && stage && revision ? { stage, revision } : { seq });

/** Who of a request was not reached and is waited for still. */
const unreachedOf = ({ status, assignees, decisions }: RequestRecord) =>
  status === 'open'
    ? assignees.filter(
        ({ id, undeliveredAt }) => undeliveredAt !== undefined && !decisions.some(({ by }) => by.id === id),
      )
    : [];

/**
 * What a report leaves here: nothing where the mail asked for a decision and the request is not marked, since the
 * person has been asked anew.
 */
export function failedBy(
  { recipient, asked, reason, mailbox, seq, stage, revision }: ReportMailFailure,
  projectId: string,
  changed: readonly RequestRecord[],
  at: string,
): FailedMail | undefined {
  const isMarked = changed
    .flatMap(unreachedOf)
    .some(({ id, undeliveredAt }) => id === recipient.id && undeliveredAt === at);
  if (asked && !isMarked) return undefined;
  const { id: person, name } = recipient;
  return { person, name, projectId, seq, stage, revision, asked, reason, mailbox, at };
}

export const failedMailWrite = (database: Database, failed: FailedMail): Write => ({
  name: 'failed-mail',
  Put: {
    TableName: database.projects,
    Item: {
      ...keyOf(failed),
      ...failed,
      ...(failed.asked ? {} : { expiresAt: Math.floor(Date.parse(failed.at) / 1000) + KEPT_SECONDS }),
    },
  },
});

/** What a change of a request writes here: whoever is asked anew, or not waited for any more, is not listed. */
export function curedWrites(
  database: Database,
  before: RequestRecord | undefined,
  after: RequestRecord,
): Write[] {
  const { projectId, stage, revision } = after;
  const still = new Set(unreachedOf(after).map(({ id }) => id));
  return (before ? unreachedOf(before) : [])
    .filter(({ id }) => !still.has(id))
    .map(({ id }) => ({
      name: 'failed-mail',
      Delete: { TableName: database.projects, Key: failedMailKey(id, projectId, { stage, revision }) },
    }));
}

/** A page of them, read strongly, in the order of people's ids. */
export async function failedMails(
  database: Database,
  after: string | undefined,
  limit: number,
): Promise<{ readonly found: readonly FailedMail[]; readonly last: string | undefined }> {
  const { items, next } = await database.query({
    TableName: database.projects,
    KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
    ExpressionAttributeValues: {
      ':pk': failedMailsKey,
      ...(after === undefined ? {} : { ':after': after }),
    },
    Limit: limit,
  });
  const found = items.map((item) => failedMail.parse(item));
  const last = found.at(-1);
  return { found, last: next && last && keyOf(last).sk };
}

/** Longer than a run of the sweep lasts: whatever took one in hand and came to an end has let go of it by then. */
const IN_HAND_MS = 5 * 60_000;

/**
 * Takes one in hand, so that no other run mails it at the same time; a crash lets go of it after five minutes.
 * @returns whether it was free
 */
export const takeFailedMail = (database: Database, failed: FailedMail, now: Date): Promise<boolean> =>
  onCondition(
    database.update({
      TableName: database.projects,
      Key: keyOf(failed),
      UpdateExpression: 'SET #inHand = :until',
      ConditionExpression: '#at = :at AND (attribute_not_exists(#inHand) OR #inHand <= :now)',
      ExpressionAttributeNames: { '#inHand': 'inHandUntil', '#at': 'at' },
      ExpressionAttributeValues: {
        ':until': new Date(now.getTime() + IN_HAND_MS).toISOString(),
        ':now': now.toISOString(),
        ':at': failed.at,
      },
    }),
  );

/** Says of one that failed again at which mailbox: it is not mailed there a third time. */
export const failedMailAt = (database: Database, failed: FailedMail, mailbox: string): Promise<void> =>
  database.update({
    TableName: database.projects,
    Key: keyOf(failed),
    UpdateExpression: 'SET #mailbox = :mailbox',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#mailbox': 'mailbox' },
    ExpressionAttributeValues: { ':mailbox': mailbox },
  });

/** Takes one from the list that was mailed again, or is owed no more; one that failed anew meanwhile stays. */
export const removeFailedMail = (database: Database, failed: FailedMail): Promise<void> =>
  outOfHand(() =>
    database.transact([
      {
        name: 'failed-mail',
        Delete: {
          TableName: database.projects,
          Key: keyOf(failed),
          ConditionExpression: 'attribute_not_exists(pk) OR #at = :at',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':at': failed.at },
        },
      },
    ]),
  );
