import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { portOf } from '../../infra/local/ports.ts';
import { type Database, openDatabase } from '../../shared/store/database.ts';
import { StorageSilent } from '../../shared/store/errors.ts';

/** A table that has an item in hand for another's transaction, so many times. */
let table: Server;
let database: Database;
let inHand = 0;
const asked: string[] = [];
const before = { ...process.env };

beforeAll(async () => {
  table = createServer((request, response) => {
    asked.push(String(request.headers['x-amz-target']).split('.')[1] ?? '');
    inHand -= 1;
    response.writeHead(inHand >= 0 ? 400 : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(inHand >= 0 ? '{"__type":"TransactionConflictException","message":"in hand"}' : '{}');
  });
  await new Promise<void>((resolve) => table.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${portOf(table)}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
  });
  database = openDatabase({ PROJECTS_TABLE: 'Projects' });
});
beforeEach(() => void asked.splice(0));
afterAll(() => {
  process.env = before;
  table.closeAllConnections();
  table.close();
});

const key = { pk: 'a', sk: 'b' };
const writes: readonly [string, () => Promise<void>][] = [
  ['PutItem', () => database.put('Projects', key)],
  ['UpdateItem', () => database.update({ TableName: 'Projects', Key: key })],
  ['DeleteItem', () => database.delete('Projects', key)],
];

it.each(writes)(
  '%s waits until nobody has its item in hand: no caller is told of another writer',
  async (name, write) => {
    inHand = 2;
    await write();
    expect(asked).toEqual([name, name, name]);
  },
);

it.each(writes)('%s says that the table asks to try again where that does not end', async (_, write) => {
  inHand = 100;
  await expect(write()).rejects.toThrow(StorageSilent);
});
