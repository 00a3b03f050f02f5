import { readFile } from 'node:fs/promises';
import { DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, historyOf, linkFor, submit, verificationOf } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

describe('an event that somebody overwrites around the rules', () => {
  it('raises the alarm, and the verification names it', async () => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    const [, submitted] = await historyOf(platform, id);
    if (!submitted) throw new Error('There is no second event');

    const log = await readFile(`${platform.data}/logs/dynamodb.log`, 'utf8');
    // The database is started twice on a first start; the last address is the one that listens.
    const endpoint = log.match(/http:\/\/127\.0\.0\.1:\d+/g)?.at(-1);
    if (!endpoint) throw new Error(`The database's address is not in its log: ${log}`);
    const client = new DynamoDBClient({
      endpoint,
      region: 'local',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    const table = TableNames.find((name) => name.includes('istory'));
    const key = { chain: { S: id }, seq: { N: '2' } };
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: key }));
    await client.send(new PutItemCommand({ TableName: table, Item: { ...Item, requestedFen: { N: '1' } } }));

    expect(await verificationOf(platform, id)).toMatchObject({
      valid: false,
      firstBroken: { seq: 2, kind: 'changed', reason: 'its content does not match its hash' },
    });
    const alarm = await eventually('the alarm', async () => {
      const lines = await readFile(`${platform.data}/logs/watch-history.ndjson`, 'utf8').catch(() => '');
      return lines.includes('HISTORY_OVERWRITTEN') && lines;
    });
    expect(alarm).toContain('"HistoryTampered":1');
    expect(alarm).toContain(id);
    client.destroy();
  });
});
