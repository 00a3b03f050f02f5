import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { HostClock } from '../../clock.ts';
import type { DynamoDb } from './client.ts';
import { DynamoDbError } from './client.ts';
import type { Table } from './tables.ts';

// DynamoDB deletes within days; minutes are often enough to be noticed in a test, and rare enough to cost nothing.
const everyMs = 5 * 60_000;
// About a megabyte. For a page without a limit the embedded database reads all that stands behind its start as well: half
// of the table on the average.
const itemsOfAPage = 1000;
// Pages one after the other would keep the database busy for minutes where there are a hundred thousand projects; an office
// of some years is still gone through within the hour.
const betweenPagesMs = 1000;

const key = z.record(z.string(), z.unknown());
const page = z.object({ Items: z.array(key), LastEvaluatedKey: key.optional() });

export interface Expiry {
  /** Deletes what has expired, page after page of the tables. Returns how many items. */
  sweep(): Promise<number>;
  close(): Promise<void>;
}

/** Deletes items whose time to live has passed: the embedded database keeps the setting and never acts on it. */
export function openExpiry(options: {
  readonly dynamodb: DynamoDb;
  readonly tables: readonly Table[];
  readonly clock: HostClock;
  readonly report: (line: string) => void;
}): Expiry {
  const { dynamodb, clock, report } = options;
  const expiring = options.tables.flatMap((table) =>
    table.ttlAttribute === undefined ? [] : [{ table, attribute: table.ttlAttribute }],
  );

  // By time that passes steadily: a system's clock that jumps ahead deletes nothing that is still to be found.
  const begun = clock.real() - performance.now();
  const now = () => begun + performance.now() + clock.now() - clock.real();

  const ending = new AbortController();
  const rest = () => pause(betweenPagesMs, undefined, { signal: ending.signal }).catch(() => {});

  const sweepTable = async (table: Table, attribute: string): Promise<number> => {
    const expired = {
      ExpressionAttributeNames: { '#ttl': attribute },
      ExpressionAttributeValues: { ':now': { N: String(Math.trunc(now() / 1000)) } },
    };
    let count = 0;
    let from: z.infer<typeof key> | undefined;
    do {
      const found: z.infer<typeof page> = await dynamodb.call(
        'DynamoDB_20120810.Scan',
        {
          TableName: table.name,
          FilterExpression: '#ttl <= :now',
          Limit: itemsOfAPage,
          ExclusiveStartKey: from,
          ...expired,
        },
        page,
      );
      for (const item of found.Items) {
        // Only if it has not been prolonged meanwhile.
        const deleted = await deleteIf(dynamodb, {
          TableName: table.name,
          Key: Object.fromEntries(table.keys.map((name) => [name, item[name]])),
          ConditionExpression: '#ttl <= :now',
          ...expired,
        });
        if (deleted) count += 1;
      }
      from = found.LastEvaluatedKey;
      if (from !== undefined) await rest();
    } while (from !== undefined && !ending.signal.aborted);
    return count;
  };

  let running: Promise<number> | undefined;
  const sweep = async (): Promise<number> => {
    let count = 0;
    for (const { table, attribute } of expiring) count += await sweepTable(table, attribute);
    return count;
  };
  const tick = (): void => {
    running ??= sweep()
      .catch((error: unknown) => {
        report(`Expired items were not deleted: ${String(error)}`);
        return 0;
      })
      .finally(() => {
        running = undefined;
      });
  };
  const timer = setInterval(tick, everyMs).unref();
  clock.onAdvance(tick);

  return {
    sweep,
    close: async () => {
      ending.abort();
      clearInterval(timer);
      await running;
    },
  };
}

async function deleteIf(dynamodb: DynamoDb, input: object): Promise<boolean> {
  try {
    await dynamodb.call('DynamoDB_20120810.DeleteItem', input, z.unknown());
    return true;
  } catch (error) {
    if (error instanceof DynamoDbError && error.code === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
