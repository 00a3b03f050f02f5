import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openResources } from '../../infra/local/assembly/resources.ts';
import { connectDynamoDb } from '../../infra/local/services/dynamodb/client.ts';
import { type Engine, findEngine, startEngine } from '../../infra/local/services/dynamodb/engine.ts';
import { createTables, readTables } from '../../infra/local/services/dynamodb/tables.ts';
import type { ProjectView } from '../../shared/contract/views.ts';
import {
  clientOf,
  decideBy,
  eventually,
  executionOf,
  linkFor,
  passTime,
  submit,
  verificationOf,
} from '../support/client.ts';
import { runScript } from '../support/office-server.ts';
import { checkout, type Platform, startPlatform } from '../support/platform.ts';

const folder = mkdtempSync(join(tmpdir(), 'move-'));
const backup = join(folder, 'office.backup');
let before: Platform;
let after: Platform;
let engine: Engine;
const links = { atReview: '', atApproval: '' };
const ids = { atReview: '', atApproval: '' };

beforeAll(async () => {
  before = await startPlatform();
  ids.atReview = (await submit(before)).id;
  ids.atApproval = (await submit(before)).id;
  links.atReview = await linkFor(before, 'reviewer', ids.atReview);
  const first = await linkFor(before, 'reviewer', ids.atApproval);
  expect((await decideBy(before, first, { outcome: 'approve' })).status).toBe(200);
  links.atApproval = await linkFor(before, 'approver', ids.atApproval);
  // The marks of the mails are written after them.
  await passTime(before, 10 * 60);
  const taken = await runScript('infra/local/backup.ts', [backup, '--data', before.data]);
  expect(taken).toMatchObject({ code: 0 });

  // What `npm run deploy -- --storage` makes: the tables with their stream, and nobody who works with them.
  engine = await startEngine({
    program: findEngine(),
    file: join(folder, 'tables.sqlite'),
    log: join(folder, 'dynamodb.log'),
    died: (line) => console.error(line),
  });
  const nowhere = 'http://localhost:1';
  const places = { product: nowhere, issuer: nowhere, services: nowhere };
  const tables = readTables(openResources(join(checkout, 'cdk.out'), places));
  await createTables(connectDynamoDb(engine.endpoint), tables);
}, 240_000);
afterAll(async () => {
  await before?.stop();
  await after?.stop();
  await engine?.stop();
  rmSync(folder, { recursive: true });
});

const move = (...args: string[]) =>
  runScript(
    'infra/move.ts',
    [backup, '--projects', 'Projects', '--history', 'History', '--lang', 'en', ...args],
    {
      AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  );

it('a trial writes nothing where it would be moved to', async () => {
  const tried = await move('--dry-run');
  expect(tried).toMatchObject({ code: 0 });
  expect(tried.output).toMatch(/That was a trial/);
});

it('all of it is moved, and a second run finds it there', async () => {
  const first = await move();
  expect(first.output).toMatch(/Projects: [1-9]\d* items written, 0 were there/);
  expect(first.output).toMatch(/History: [1-9]\d* items written, 0 were there/);
  expect(first.output).toMatch(/0 could be, 0 left to people/);
  expect(first.code).toBe(0);
  const second = await move();
  expect(second.output).toMatch(/History: 0 items written, [1-9]\d* were there/);
});

it('waits go on there: nobody is mailed twice, both links decide, the chains hold', async () => {
  const clock = new Date((await before.now()).getTime() + 60_000).toISOString();
  await before.stop();
  after = await startPlatform({ clock, env: { AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint } });
  // All that the stream tells of the move is looked at, and all that the sweep finds.
  await eventually('both executions', async () => {
    const names = (await after.executions()).map(({ name }) => name);
    return Object.values(ids).every((id) => names.includes(`${id}-r1-a1`));
  });
  await passTime(after, 6 * 60);
  expect(await after.messages()).toEqual([]);

  expect((await decideBy(after, links.atApproval, { outcome: 'approve' })).status).toBe(200);
  expect(await executionOf(after, ids.atApproval)).toBe('SUCCEEDED');
  expect((await decideBy(after, links.atReview, { outcome: 'approve' })).status).toBe(200);
  const next = await linkFor(after, 'approver', ids.atReview);
  expect((await decideBy(after, next, { outcome: 'approve' })).status).toBe(200);
  expect(await executionOf(after, ids.atReview)).toBe('SUCCEEDED');
  const auditor = await clientOf(after, 'auditor');
  for (const id of Object.values(ids)) {
    expect((await auditor.get<ProjectView>(`/projects/${id}`)).body.state).toBe('approved');
    expect(await verificationOf(after, id)).toMatchObject({ valid: true, events: 7 });
  }
});

it('tables that are in use by then are left alone', async () => {
  const again = await move();
  expect(again.code).toBe(1);
  expect(again.output).toMatch(/The tables are in use already/);
});
