import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDynamoDb } from '../../infra/local/services/dynamodb/dynamodb.ts';
import { readTables } from '../../infra/local/services/dynamodb/tables.ts';
import { emptyHead, link } from '../../shared/history/chain.ts';
import type { EventBody, HistoryEvent } from '../../shared/history/event.ts';
import { type Database, openDatabase } from '../../shared/store/database.ts';
import { appendOf } from '../../shared/store/history-store.ts';
import { ofType, synthesize } from '../infra/template.ts';
import { resourcesOf } from '../local/fixture.ts';

export interface HistoryDatabase {
  readonly database: Database;
  close(): Promise<void>;
}

/** The embedded database with the template's two tables, and the stores' own client of it. */
export async function openHistoryDatabase(): Promise<HistoryDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'history-'));
  const tables = ofType(synthesize().storage, 'AWS::DynamoDB::GlobalTable').map(
    ({ id, type, properties: { ResourcePolicy: _, ...properties } }) => {
      const { Replicas, SSESpecification: _s, ...definition } = properties;
      return [id, { Type: type, Properties: definition }] as const;
    },
  );
  const opened = await openDynamoDb({
    file: join(folder, 'history.sqlite'),
    log: join(folder, 'history.log'),
    tables: readTables(resourcesOf({ Storage: { resources: Object.fromEntries(tables) } })),
    consumed: new Map(),
    endpoint: undefined,
    died: (line) => {
      throw new Error(line);
    },
  });
  process.env.AWS_ENDPOINT_URL_DYNAMODB = opened.endpoint;
  process.env.AWS_REGION = 'us-east-1';
  process.env.AWS_ACCESS_KEY_ID = 'local';
  process.env.AWS_SECRET_ACCESS_KEY = 'local';
  return {
    database: openDatabase({ PROJECTS_TABLE: 'Projects', HISTORY_TABLE: 'History' }),
    async close() {
      await opened.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Appends events to their chains as the stores do, 50 in a transaction; keeps the heads. */
export function openChains(database: Database) {
  const heads = new Map<string, { seq: number; hash: string }>();
  return {
    async append(bodies: readonly (readonly [chain: string, body: EventBody])[]): Promise<HistoryEvent[]> {
      const events = bodies.map(([chain, body]) => {
        const [event] = link(chain, heads.get(chain) ?? emptyHead, [body]);
        if (!event) throw new Error('Nothing was linked');
        heads.set(chain, { seq: event.seq, hash: event.hash });
        return event;
      });
      for (let from = 0; from < events.length; from += 50)
        await database.transact(events.slice(from, from + 50).map((event) => appendOf(database, event)));
      return events;
    },
  };
}
