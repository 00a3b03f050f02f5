import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AttachmentFile, DecisionView } from '../../shared/contract/views.ts';
import {
  clientOf,
  decideBy,
  eventually,
  executionOf,
  historyOf,
  linkFor,
  linksFor,
  verificationOf,
} from '../support/client.ts';
import { aPdf, handedInWith } from '../support/handed-in-with.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

/** A server's clock was a day ahead while work went on, and is set right (decision 0069). */

// Mornings of a Thursday and a Wednesday in Beijing.
const AHEAD = '2026-03-19T02:00:00.000Z';
const RIGHT = '2026-03-18T02:00:00.000Z';

let folder: string;
let platform: Platform;
let id: string;
let file: string;
/** As it was mailed, and as the file was opened, by the clock that was ahead. */
let link: string;
let address: string;

const anyone = () => clientOf(platform);
const renew = async () => (await (await anyone()).post(`${link}/renew`)).status;
const opened = async (): Promise<string> => {
  const { body } = await (await clientOf(platform, 'submitter')).get<AttachmentFile>(file);
  return body.download?.url ?? '';
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clock-'));
  platform = await startPlatform({ data: folder, clock: AHEAD });
  const project = await handedInWith(platform, [{ name: '报价单.pdf', bytes: aPdf('报价') }]);
  id = project.id;
  link = await linkFor(platform, 'reviewer', id);
  const { body } = await (await clientOf(platform, 'submitter')).get<{ attachments: { id: string }[] }>(
    `/projects/${id}/attachments`,
  );
  file = `/projects/${id}/attachments/${body.attachments[0]?.id}`;
  expect([await renew(), await renew(), await renew(), await renew()]).toEqual([200, 200, 200, 429]);
  address = await opened();
  expect((await fetch(address)).status).toBe(200);

  const { port } = platform;
  await platform.stop();
  writeFileSync(join(folder, 'clock'), String(Date.parse(RIGHT) - Date.now()));
  platform = await startPlatform({ data: folder, port });
});
afterAll(async () => {
  await platform.stop();
  rmSync(folder, { recursive: true });
});

it('a limit that was reached by it keeps nobody waiting for a day', async () => {
  expect(await renew()).toBe(200);
  await eventually('the mail', async () => (await linksFor(platform, 'reviewer', id)).length === 5);
});

it('an address that it signed opens nothing until then, and whoever asks again gets one that does', async () => {
  expect((await fetch(address)).status).toBe(403);
  expect((await fetch(await opened())).status).toBe(200);
});

it('a link that was mailed by it decides, and the flow goes on to its end', async () => {
  const shown = await (await anyone()).get<DecisionView>(link);
  expect(shown.body).toMatchObject({ status: 'open' });
  expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
  const last = await linkFor(platform, 'approver', id);
  expect((await decideBy(platform, last, { outcome: 'approve' })).status).toBe(200);
  expect(await executionOf(platform, id)).toBe('SUCCEEDED');
});

it('the history is in the order in which it happened, and whole', async () => {
  const events = await historyOf(platform, id);
  expect(events.map(({ action }) => action)).toEqual([
    ...['created', 'submitted', 'requested', 'link-renewed', 'link-renewed', 'link-renewed'],
    ...['link-renewed', 'decided', 'requested', 'decided', 'approved'],
  ]);
  const ahead = events.filter(({ at }) => at >= AHEAD);
  expect(ahead).toHaveLength(6);
  expect(await verificationOf(platform, id)).toMatchObject({ valid: true });
});
