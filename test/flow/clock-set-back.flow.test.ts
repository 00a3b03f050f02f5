import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DecisionView } from '../../shared/contract/views.ts';
import {
  clientOf,
  decideBy,
  eventually,
  executionOf,
  historyOf,
  linkFor,
  linksFor,
  submit,
  verificationOf,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

/** A server's clock was a day ahead while work went on, and is set right (decision 0069). */

// Mornings of a Thursday and a Wednesday in Beijing.
const AHEAD = '2026-03-19T02:00:00.000Z';
const RIGHT = '2026-03-18T02:00:00.000Z';

let folder: string;
let platform: Platform;
let id: string;
/** As it was mailed by the clock that was ahead. */
let link: string;

const anyone = () => clientOf(platform);
const renew = async () => (await (await anyone()).post(`${link}/renew`)).status;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clock-'));
  platform = await startPlatform({ data: folder, clock: AHEAD });
  ({ id } = await submit(platform));
  link = await linkFor(platform, 'reviewer', id);
  expect([await renew(), await renew(), await renew(), await renew()]).toEqual([200, 200, 200, 429]);

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
