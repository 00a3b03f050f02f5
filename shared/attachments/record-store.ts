import { callWrites } from '../store/call-store.ts';
import { type Database, type Item, onCondition, outOfHand, readPartition } from '../store/database.ts';
import { attachmentKey, attachmentsPk } from '../store/keys.ts';
import { type AttachmentRecord, attachmentRecord, type Content, type Scan } from './record.ts';

/**
 * The records of attachments. Every fact is written by itself, on a condition: two that come at once do not undo each
 * other, and one that comes twice is written once.
 */

/** Which attachment. */
export type Which = Pick<AttachmentRecord, 'projectId' | 'id'>;

const parsed = (item: Item): AttachmentRecord => attachmentRecord.parse(item);

/** Reads strongly. */
export async function loadAttachment(
  database: Database,
  { projectId, id }: Which,
): Promise<AttachmentRecord | undefined> {
  const item = await database.get(database.projects, attachmentKey(projectId, id));
  return item && parsed(item);
}

/** All attachments of a project, read strongly, the oldest first. */
export async function loadAttachments(database: Database, projectId: string): Promise<AttachmentRecord[]> {
  const items = await readPartition(database, attachmentsPk(projectId));
  return items.map(parsed).sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
}

/** Writes a new record. @returns false where there is one with that id: nothing was written */
export const createAttachment = (database: Database, record: AttachmentRecord): Promise<boolean> =>
  onCondition(
    database.put(
      database.projects,
      { ...attachmentKey(record.projectId, record.id), ...record },
      'attribute_not_exists(pk)',
    ),
  );

/**
 * Begins a record anew under another name or kind: what its bytes are has to be looked at again by that name. What a scan
 * said stays: the bytes are the same. Nothing is written where it is kept, or was begun anew since it was read.
 * @returns whether it was written
 */
export const restartAttachment = (
  database: Database,
  before: AttachmentRecord,
  { name, type, by, at, stage, dueAt }: AttachmentRecord,
): Promise<boolean> =>
  onCondition(
    database.update({
      TableName: database.projects,
      Key: attachmentKey(before.projectId, before.id),
      UpdateExpression:
        `SET #name = :name, #type = :type, #by = :by, #at = :at, #due = :due, #dueAt = :dueAt` +
        `${stage === undefined ? '' : ', #stage = :stage'}` +
        ` REMOVE #arrivedAt, #content, #tries, #unnamedAt, #touchedAt${stage === undefined ? ', #stage' : ''}`,
      ConditionExpression: '#at = :before AND attribute_not_exists(#keptAt)',
      ExpressionAttributeNames: {
        ...{ '#name': 'name', '#type': 'type', '#by': 'by', '#at': 'at', '#due': 'due', '#dueAt': 'dueAt' },
        ...{ '#stage': 'stage', '#arrivedAt': 'arrivedAt', '#content': 'content', '#keptAt': 'keptAt' },
        ...{ '#tries': 'tries', '#unnamedAt': 'unnamedAt', '#touchedAt': 'touchedAt' },
      },
      ExpressionAttributeValues: {
        ...{ ':name': name, ':type': type, ':by': by, ':at': at, ':due': 'due', ':dueAt': dueAt },
        ...(stage === undefined ? {} : { ':stage': stage }),
        ':before': before.at,
      },
    }),
  );

/**
 * Gives an attachment another name of its kind, and to whoever attaches it now; of a decider's it is the project's as well
 * from here on.
 */
export const claimAttachment = (
  database: Database,
  { projectId, id }: Which,
  { name, by, at, stage }: AttachmentRecord,
): Promise<boolean> =>
  onCondition(
    database.update({
      TableName: database.projects,
      Key: attachmentKey(projectId, id),
      UpdateExpression: `SET #name = :name, #by = :by, #at = :at${stage === undefined ? ' REMOVE #stage' : ''}`,
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: {
        ...{ '#name': 'name', '#by': 'by', '#at': 'at' },
        ...(stage === undefined ? { '#stage': 'stage' } : {}),
      },
      ExpressionAttributeValues: { ':name': name, ':by': by, ':at': at },
    }),
  );

/** Sets what is given of a record that is there. @param unless what must not be so */
const setFacts = (
  database: Database,
  { projectId, id }: Which,
  facts: Readonly<Record<string, string | number>>,
  unless: { readonly sql: string; readonly name?: string; readonly values?: Item } = { sql: '' },
): Promise<boolean> => {
  const names = Object.keys(facts);
  const named = unless.name === undefined ? names : [...names, unless.name];
  return onCondition(
    database.update({
      TableName: database.projects,
      Key: attachmentKey(projectId, id),
      UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: `attribute_exists(pk)${unless.sql === '' ? '' : ` AND ${unless.sql}`}`,
      ExpressionAttributeNames: Object.fromEntries(named.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(names.map((name) => [`:${name}`, facts[name]])),
        ...unless.values,
      },
    }),
  );
};

/** The bytes are there. @returns false where there is no such record, or it said so already */
export const recordArrival = (database: Database, which: Which, at: string): Promise<boolean> =>
  setFacts(database, which, { arrivedAt: at }, { sql: 'attribute_not_exists(#arrivedAt)' });

/**
 * What the bytes are, held against the kind that the record's name says.
 * @returns false where there is no such record, or it was begun anew as another kind since it was read
 */
export const recordContent = (
  database: Database,
  record: Which & Pick<AttachmentRecord, 'type'>,
  content: Content,
): Promise<boolean> =>
  setFacts(
    database,
    record,
    { content },
    { sql: '#type = :type', name: 'type', values: { ':type': record.type } },
  );

/** What a scan said; that something is malware stays said. @returns false where it is, or there is no such record */
export const recordScan = (database: Database, which: Which, scan: Scan, at: string): Promise<boolean> =>
  setFacts(
    database,
    which,
    { scan, scannedAt: at },
    { sql: '(attribute_not_exists(#scan) OR #scan <> :malware)', values: { ':malware': 'malware' } },
  );

/** It is in the bucket of what was submitted or decided: nothing more is due. */
export const recordKept = (database: Database, { projectId, id }: Which, at: string): Promise<boolean> =>
  onCondition(
    database.update({
      TableName: database.projects,
      Key: attachmentKey(projectId, id),
      UpdateExpression: 'SET #keptAt = if_not_exists(#keptAt, :at) REMOVE #due, #dueAt',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#keptAt': 'keptAt', '#due': 'due', '#dueAt': 'dueAt' },
      ExpressionAttributeValues: { ':at': at },
    }),
  );

/**
 * What a look of `sweep` came to: when it looks next, how often it has asked for a scan, since when nothing names the
 * file, and when its days in the bucket began anew.
 * @returns false where it is kept, or was begun anew since it was read: nothing was written
 */
export const recordLook = (
  database: Database,
  before: AttachmentRecord,
  look: Pick<AttachmentRecord, 'tries' | 'unnamedAt' | 'touchedAt'> & { readonly dueAt: string },
): Promise<boolean> => {
  const facts = Object.entries({ due: 'due', ...look }).filter(([, value]) => value !== undefined);
  // How often it was put off ends with whatever moves it.
  const gone = ['failures', ...(look.unnamedAt === undefined ? ['unnamedAt'] : [])];
  return onCondition(
    database.update({
      TableName: database.projects,
      Key: attachmentKey(before.projectId, before.id),
      UpdateExpression: `SET ${facts.map(([name]) => `#${name} = :${name}`).join(', ')} REMOVE ${gone.map((name) => `#${name}`).join(', ')}`,
      ConditionExpression: '#dueAt = :was AND attribute_not_exists(#keptAt)',
      ExpressionAttributeNames: {
        ...Object.fromEntries([...facts.map(([name]) => name), ...gone].map((name) => [`#${name}`, name])),
        '#keptAt': 'keptAt',
      },
      ExpressionAttributeValues: {
        ...Object.fromEntries(facts.map(([name, value]) => [`:${name}`, value])),
        ':was': before.dueAt,
      },
    }),
  );
};

/**
 * @param dueAt when it was due as it was read, of whoever removes what nothing names though nobody asked for it: no call is
 *   carried out by that
 * @returns false where it is kept, is not there, or was moved on since it was read: nothing was removed
 */
export const removeAttachment = (
  database: Database,
  { projectId, id }: Which,
  dueAt?: string,
): Promise<boolean> =>
  onCondition(
    outOfHand(() =>
      database.transact([
        ...(dueAt === undefined ? callWrites(database) : []),
        {
          name: 'attachment',
          Delete: {
            TableName: database.projects,
            Key: attachmentKey(projectId, id),
            ...(dueAt === undefined
              ? { ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(keptAt)' }
              : {
                  ConditionExpression: 'dueAt = :dueAt AND attribute_not_exists(keptAt)',
                  ExpressionAttributeValues: { ':dueAt': dueAt },
                }),
          },
        },
      ]),
    ),
  );
