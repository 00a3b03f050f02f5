import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { openResources } from '../../infra/local/assembly/resources.ts';
import { openDynamoDb } from '../../infra/local/services/dynamodb/dynamodb.ts';
import { readTables } from '../../infra/local/services/dynamodb/tables.ts';
import { synthesize } from '../../infra/local/synthesize.ts';
import { openClients, settled } from './flow.ts';
import { checkout, npmStart, outsideEnvironment, temporaryFolder } from './npm-start.ts';
import { type Operation, openRecorder } from './recorder.ts';

/** Everything that one flow asks of the database, in its order. */
export interface Recording {
  readonly projectId: string;
  readonly operations: readonly Operation[];
}

const nowhere = 'http://127.0.0.1:9';

/** The embedded database alone, with the template's tables, indexes and stream; in a folder of the caller's or its own. */
export async function openBareDatabase(data?: string) {
  await synthesize(checkout, outsideEnvironment());
  const folder = data === undefined ? await temporaryFolder() : { path: data, remove: async () => {} };
  const places = { product: nowhere, issuer: nowhere, services: nowhere };
  const database = await openDynamoDb({
    file: join(folder.path, 'dynamodb.sqlite'),
    log: join(folder.path, 'dynamodb.log'),
    tables: readTables(openResources(join(checkout, 'cdk.out'), places)),
    consumed: new Map(),
    endpoint: undefined,
    report: (line) => console.error(line),
    died: (line) => console.error(line),
  });
  return {
    endpoint: database.endpoint,
    async close() {
      await database.close();
      await folder.remove();
    },
  };
}

/** `sweep` looks by the clock for what is due; that is no part of a flow. */
const isClockwork = ({ body }: Operation): boolean => body.includes('"IndexName":"by-due"');

/** Records what the functions ask of the database for one project, from its submission to its approval. */
export async function recordFlow(): Promise<Recording> {
  const database = await openBareDatabase();
  const recorder = await openRecorder(database.endpoint);
  const folder = await temporaryFolder();
  const running = await npmStart({
    data: folder.path,
    env: { AWS_ENDPOINT_URL_DYNAMODB: recorder.endpoint },
  });
  const clients = await openClients(running);
  try {
    // The first flow starts the functions; the second is the one that counts.
    await settled(running, 0, new Set([await clients.approve('posts')]));
    const { mails } = await running.metrics();
    recorder.begin();
    const projectId = await clients.approve('posts');
    await settled(running, mails, new Set([projectId]));
    return { projectId, operations: recorder.taken().filter((one) => !isClockwork(one)) };
  } finally {
    await clients.close();
    await running.stop();
    recorder.close();
    await database.close();
    await folder.remove();
  }
}

/** How much of a recording is played: the transactions alone, with the single writes, or with the reads as well. */
export type Share = 'transactions' | 'writes' | 'all';

const isPart = (share: Share, { name }: Operation): boolean =>
  share === 'all' ||
  name === 'TransactWriteItems' ||
  (share === 'writes' && (name === 'PutItem' || name === 'UpdateItem'));

/** The protocol's JSON as the SDK takes it: binary values are bytes there, and each transaction gets its own token. */
const inputOf = <T>(body: string): T =>
  JSON.parse(body, (key, value: unknown) => {
    if (key === 'ClientRequestToken') return undefined;
    return key === 'B' && typeof value === 'string' ? Buffer.from(value, 'base64') : value;
  }) as T;

const play = (client: DynamoDBClient, { name, body }: Operation): Promise<unknown> => {
  switch (name) {
    case 'TransactWriteItems':
      return client.send(new TransactWriteItemsCommand(inputOf(body)));
    case 'PutItem': {
      // Without its condition: what the projects of one bureau write in turn, its library, would be refused to all but one.
      const { TableName, Item, ReturnConsumedCapacity } = inputOf<PutItemCommandInput>(body);
      return client.send(new PutItemCommand({ TableName, Item, ReturnConsumedCapacity }));
    }
    case 'UpdateItem':
      return client.send(new UpdateItemCommand(inputOf(body)));
    case 'GetItem':
      return client.send(new GetItemCommand(inputOf(body)));
    case 'Query':
      return client.send(new QueryCommand(inputOf(body)));
    default:
      throw new Error(`The bench cannot play ${name} yet`);
  }
};

/** Plays a recording again and again under new ids, at so many clients at once. Returns flows a second. */
export async function playFlows(
  endpoint: string,
  { projectId, operations }: Recording,
  share: Share,
  flows: number,
  concurrency: number,
): Promise<number> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, credentials, region: 'us-east-1' });
  const part = operations.filter((operation) => isPart(share, operation));
  let left = flows;
  const one = async (): Promise<void> => {
    const id = randomBytes(projectId.length).toString('hex').slice(0, projectId.length);
    const links = new Map<string, string>();
    for (const { name, body } of part) {
      const renamed = body
        .replaceAll(projectId, id)
        // The keys of links are hashes, which nothing else refers to.
        .replaceAll(/(?<="L#)[0-9a-f]{64}/g, (hash) => {
          const other = links.get(hash) ?? randomBytes(32).toString('hex');
          links.set(hash, other);
          return other;
        });
      await play(client, { name, body: renamed });
    }
  };
  const worker = async (): Promise<void> => {
    while (left-- > 0) await one();
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  const seconds = (performance.now() - started) / 1000;
  client.destroy();
  return flows / seconds;
}
