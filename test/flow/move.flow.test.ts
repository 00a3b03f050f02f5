import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openResources } from '../../infra/local/assembly/resources.ts';
import { createFaults } from '../../infra/local/control/faults.ts';
import { type Listening, listen } from '../../infra/local/ports.ts';
import { connectDynamoDb } from '../../infra/local/services/dynamodb/client.ts';
import { type Engine, findEngine, startEngine } from '../../infra/local/services/dynamodb/engine.ts';
import { createTables, readTables } from '../../infra/local/services/dynamodb/tables.ts';
import { createS3 } from '../../infra/local/services/s3/s3.ts';
import type { AttachmentFile, ProjectView } from '../../shared/contract/views.ts';
import { verifyBundleBytes } from '../../shared/evidence/verifier/verify-file.ts';
import type { Checkpoint } from '../../shared/history/checkpoint.ts';
import { attachmentIdOf } from '../../shared/values/attached-file.ts';
import { beijingDay } from '../../shared/values/working-days.ts';
import { anybody, standingClock, storeOf } from '../local/fixture.ts';
import { aDraft, announced, attach } from '../support/attaching.ts';
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
import { aPdf, handedInWith } from '../support/handed-in-with.ts';
import { runScript } from '../support/office-server.ts';
import { checkout, type Platform, startPlatform } from '../support/platform.ts';

const folder = mkdtempSync(join(tmpdir(), 'move-'));
const backup = join(folder, 'office.backup');
/** Where the deployment keeps its own: what lies there before it starts are the objects of the bucket. */
const deployed = join(folder, 'deployed');
let before: Platform;
let after: Platform;
let engine: Engine;
let bucket: Listening;
/** The first checkpoint of all, made where it began. */
let first: Checkpoint;
const links = { atReview: '', atApproval: '' };
const ids = { atReview: '', atApproval: '' };
const quote = { name: '报价单.pdf', bytes: aPdf('报价') };
const draftFile = { name: '草稿附件.pdf', bytes: aPdf('草稿') };
let draft: ProjectView;

beforeAll(async () => {
  before = await startPlatform();
  ids.atReview = (await handedInWith(before, [quote])).id;
  draft = await aDraft(before, {});
  await attach(await clientOf(before, 'submitter'), `/projects/${draft.id}/attachments`, draftFile);
  ids.atApproval = (await submit(before)).id;
  links.atReview = await linkFor(before, 'reviewer', ids.atReview);
  const reviewer = await linkFor(before, 'reviewer', ids.atApproval);
  first = await checkpointOf(before);
  expect((await decideBy(before, reviewer, { outcome: 'approve' })).status).toBe(200);
  links.atApproval = await linkFor(before, 'approver', ids.atApproval);
  expect((await checkpointOf(before)).number).toBe(2);
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
  const resources = openResources(join(checkout, 'cdk.out'), places);
  await createTables(connectDynamoDb(engine.endpoint), readTables(resources));
  bucket = await listen(0);
  const store = storeOf({ resources, folder: join(deployed, 's3'), clock: standingClock() });
  bucket.serve(createS3({ ...anybody, resources, store, faults: createFaults() }));
}, 240_000);
afterAll(async () => {
  await before?.stop();
  await after?.stop();
  await engine?.stop();
  await bucket?.close();
  rmSync(folder, { recursive: true });
});

async function checkpointOf(platform: Platform): Promise<Checkpoint> {
  return (await (await clientOf(platform, 'auditor')).post<Checkpoint>('/history/checkpoints')).body;
}

interface Keys {
  readonly id: string;
  readonly pem: string;
  readonly former: readonly { readonly id: string; readonly until: number; readonly pem: string }[];
}
const keysOf = async (platform: Platform): Promise<Keys> =>
  (await (await clientOf(platform)).get<Keys>('/history/key')).body;

const run = (script: string, ...args: string[]) =>
  runScript(
    script,
    [...args, '--projects', 'Projects', '--history', 'History', '--files', 'files', '--lang', 'en'],
    {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${bucket.port}/s3`,
      AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
      AWS_REGION: 'local',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  );
const move = (...args: string[]) =>
  run('infra/move.ts', backup, '--bucket', 'checkpoints', '--uploads', 'uploads', ...args);

it('a trial writes nothing where it would be moved to', async () => {
  const tried = await move('--dry-run');
  expect(tried).toMatchObject({ code: 0 });
  expect(tried.output).toMatch(/Archive of checkpoints: 2 written, 0 were there/);
  // What was handed in lies in both buckets until its upload ends.
  expect(tried.output).toMatch(/Attached files: 3 written \(.* B\), 0 were there/);
  expect(tried.output).toMatch(/That was a trial/);
  expect(existsSync(join(deployed, 's3'))).toBe(false);
});

it('all of it is moved, and a second run finds it there', async () => {
  const moved = await move();
  expect(moved.output).toMatch(/Projects: [1-9]\d* items written, 0 were there/);
  expect(moved.output).toMatch(/History: [1-9]\d* items written, 0 were there/);
  expect(moved.output).toMatch(/Archive of checkpoints: 2 written, 0 were there/);
  expect(moved.output).toMatch(/Attached files: 3 written \(.* B\), 0 were there/);
  expect(moved.output).toContain(`stays at /history/key: ${first.key}`);
  expect(moved.output).toMatch(/0 could be, 0 left to people/);
  expect(moved.code).toBe(0);
  const second = await move();
  expect(second.output).toMatch(/Archive of checkpoints: 0 written, 2 were there/);
  expect(second.output).toMatch(/Attached files: 0 written \(0 B\), 3 were there/);
  expect(second.output).toMatch(/History: 0 items written, [1-9]\d* were there/);
});

it('a file that a revision names and the target lacks is told, and moved again', async () => {
  const { sha256 } = announced(quote);
  rmSync(join(deployed, 's3', 'files', ids.atReview, sha256), { recursive: true });
  const lacking = await run('infra/reconcile.ts');
  expect(lacking.output).toContain(
    `${ids.atReview}  these attached files are not stored, or not as they were: 报价单.pdf`,
  );
  expect(lacking).toMatchObject({ code: 1 });
  const again = await move();
  expect(again.output).toMatch(/Attached files: 1 written \(.* B\), 2 were there/);
  expect((await run('infra/reconcile.ts')).output).toMatch(/0 left to people/);
});

it('waits go on there: nobody is mailed twice, both links decide, the chains hold', async () => {
  const clock = new Date((await before.now()).getTime() + 60_000).toISOString();
  const old = await keysOf(before);
  expect(old).toMatchObject({ id: first.key, former: [] });
  await before.stop();
  after = await startPlatform({
    clock,
    data: deployed,
    env: { AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint },
  });
  // Before it has signed anything itself.
  const keys = await keysOf(after);
  expect(keys.id).not.toBe(old.id);
  expect(keys.former).toEqual([{ id: old.id, until: 2, pem: old.pem }]);
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

it('an auditor checks the history there back to the first checkpoint, by both keys', async () => {
  const third = await checkpointOf(after);
  const keys = await keysOf(after);
  expect(third).toMatchObject({ number: 3, key: keys.id });
  expect(keys.former).toMatchObject([{ id: first.key, until: 2 }]);
  expect(readFileSync(join(deployed, 'logs', 'evidence.ndjson'), 'utf8')).not.toContain('CHECKPOINT_LOST');
  const authorization = `Bearer ${await after.token('auditor')}`;
  const page = await fetch(`${after.product}/history/checkpoints`, {
    headers: { authorization, accept: 'text/html' },
  });
  const html = await page.text();
  for (const shown of [keys.id, first.key, '第 2 号及以前']) expect(html).toContain(shown);
  const day = beijingDay(await after.now());
  const bundle = await fetch(`${after.product}/history/evidence?from=${day}&to=${day}`, {
    headers: { authorization },
  });
  const anchors = { key: keys.id, checkpoints: [first, third].map(({ number, hash }) => ({ number, hash })) };
  const verdict = verifyBundleBytes(new Uint8Array(await bundle.arrayBuffer()), anchors);
  expect(verdict).toMatchObject({ holds: true, findings: { count: 0 } });
});

it('files are there: the unit opens those of its draft, and evidence holds those that were handed in', async () => {
  const submitter = await clientOf(after, 'submitter');
  const id = attachmentIdOf(announced(draftFile));
  const { body } = await submitter.get<AttachmentFile>(`/projects/${draft.id}/attachments/${id}`);
  const opened = await fetch(body.download?.url ?? '');
  expect(Buffer.from(await opened.arrayBuffer())).toEqual(draftFile.bytes);
  const bundle = await fetch(`${after.product}/projects/${ids.atReview}/evidence`, {
    headers: { authorization: `Bearer ${await after.token('submitter')}` },
  });
  const verdict = verifyBundleBytes(new Uint8Array(await bundle.arrayBuffer()), { checkpoints: [] });
  expect(verdict.findings.list).toEqual([]);
  expect(verdict.facts.map(({ en }) => en).join()).toContain('1 attached files');
});

it('tables that are in use by then are left alone', async () => {
  const again = await move();
  expect(again.code).toBe(1);
  expect(again.output).toMatch(/The tables are in use already/);
});
