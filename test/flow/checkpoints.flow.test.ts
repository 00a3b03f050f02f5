import { createPublicKey, verify } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProjectView } from '../../shared/contract/views.ts';
import {
  type Checkpoint,
  hashOfCheckpoint,
  lineOf,
  NO_CHECKPOINT,
  signedText,
} from '../../shared/history/checkpoint.ts';
import { hasTurn } from '../../shared/history/heads.ts';
import { inclusionOf, type Leaf, rootFrom } from '../../shared/history/merkle.ts';
import { clientOf, eventually, historyOf, linkFor, submit } from '../support/client.ts';
import { historyTable } from '../support/history-table.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

const PATH = '/history/checkpoints';
const OUTSIDE = 'audit-office@countersign.example';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ env: { COUNTERSIGN_CHECKPOINT_MAIL: OUTSIDE } });
});
afterAll(async () => {
  await platform.stop();
  await rm(platform.data, { recursive: true, force: true });
});

const as = (account?: string) => clientOf(platform, account);

interface PublicKeyAnswer {
  readonly id: string;
  readonly pem: string;
  readonly jwk: Record<string, string>;
}
const publicKey = async () => (await (await as()).get<PublicKeyAnswer>('/history/key')).body;

async function make(account = 'auditor') {
  return (await as(account)).post<Checkpoint>(PATH);
}

/** The object that the archive keeps of a checkpoint: a file of the data folder. */
async function archived(number: number): Promise<{ checkpoint: Checkpoint; leaves: Leaf[] }> {
  const key = `${String(number).padStart(6, '0')}.json.gz`;
  const bytes = await readFile(join(platform.data, 's3', 'checkpoints', 'checkpoints', key, '1.bytes'));
  return JSON.parse(gunzipSync(bytes).toString());
}

const table = () => historyTable(platform);

const logged = async (code: string): Promise<string[]> => {
  const lines = await readFile(`${platform.data}/logs/evidence.ndjson`, 'utf8').catch(() => '');
  return lines.split('\n').filter((line) => line.includes(`"${code}"`));
};

describe('a history with a project in it', () => {
  let project: string;
  let first: Checkpoint;
  beforeAll(async () => {
    project = (await submit(platform)).id;
    await linkFor(platform, 'reviewer', project);
    const { status, headers, body } = await make();
    expect([status, headers.get('location')]).toEqual([201, `${PATH}/1`]);
    first = body;
  });

  it('gets a checkpoint that the published key signed, and that proves the head of the project', async () => {
    const { id, pem, jwk } = await publicKey();
    expect(first).toMatchObject({ number: 1, previous: NO_CHECKPOINT, key: id });
    expect(first.hash).toBe(hashOfCheckpoint(first));
    const signature = Buffer.from(first.signature, 'base64');
    expect(verify('sha256', Buffer.from(signedText(first)), createPublicKey(pem), signature)).toBe(true);
    expect(createPublicKey({ key: jwk, format: 'jwk' }).export({ format: 'pem', type: 'spki' })).toBe(pem);

    const { checkpoint, leaves } = await archived(1);
    expect(checkpoint).toEqual(first);
    expect(leaves.map(({ chain }) => chain)).toEqual([project, 'rules'].toSorted());
    const head = (await historyOf(platform, project)).at(-1);
    const place = leaves.findIndex(({ chain }) => chain === project);
    expect(leaves[place]).toEqual({ chain: project, seq: head?.seq, hash: head?.hash });
    const proof = inclusionOf(leaves, place);
    expect(rootFrom(leaves[place] as Leaf, place, first.chains, proof)).toBe(first.root);
  });

  it('gives its key to anyone, as a text that openssl reads where no JSON is asked for', async () => {
    const answer = await fetch(`${platform.product}/history/key`, { headers: { accept: '*/*' } });
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await answer.text()).toBe((await publicKey()).pem);
  });

  it('has its line mailed to the mailbox outside, once', async () => {
    const lines = async () => (await platform.messages()).filter(({ to }) => to === OUTSIDE);
    expect((await lines()).map(({ text }) => text.split('\n')[0])).toEqual([lineOf(first)]);
    const again = await make();
    expect([again.status, again.body]).toEqual([200, first]);
    expect(await lines()).toHaveLength(1);
  });

  it('is no matter of submitters, and administrators may make one but not read them', async () => {
    expect((await make('submitter')).status).toBe(403);
    expect((await make('reviewer')).status).toBe(403);
    expect((await make('administrator')).status).toBe(200);
    const statuses = async (account?: string) => [
      (await (await as(account)).get(PATH)).status,
      (await (await as(account)).get(`${PATH}/1`)).status,
    ];
    expect(await statuses('administrator')).toEqual([403, 403]);
    expect(await statuses()).toEqual([401, 401]);
    expect(await statuses('auditor')).toEqual([200, 200]);
  });

  it('is asked for by two at once and gets one checkpoint, which follows the first', async () => {
    const { id } = await submit(platform);
    // The mail is the last thing that follows: from here on nothing happens by itself.
    await linkFor(platform, 'reviewer', id);
    const [one, other] = await Promise.all([make(), make('administrator')]);
    expect([one.status, other.status].toSorted()).toEqual([200, 201]);
    expect(one.body).toEqual(other.body);
    expect(one.body).toMatchObject({ number: 2, previous: first.hash, chains: 3 });
  });

  it('lists them newest first, page by page', async () => {
    const auditor = await as('auditor');
    const page = await auditor.get<{ checkpoints: Checkpoint[]; next: string }>(`${PATH}?limit=1`);
    expect(page.body).toMatchObject({ checkpoints: [{ number: 2 }], next: '2' });
    expect(page.headers.get('link')).toBe(`<${PATH}?cursor=2&limit=1>; rel="next"`);
    const rest = await auditor.get(`${PATH}?limit=1&cursor=2`);
    expect(rest.body).toEqual({ checkpoints: [first], next: null });
    expect((await auditor.get(`${PATH}/3`)).status).toBe(404);
  });

  it('shows them on a page whose button works without a script', async () => {
    const authorization = `Bearer ${await platform.token('auditor')}`;
    const page = await fetch(`${platform.product}${PATH}`, {
      headers: { authorization, accept: 'text/html' },
    });
    const html = await page.text();
    for (const shown of [first.hash, first.key, '立即生成检查点', `action="${PATH}"`])
      expect(html).toContain(shown);
    const pressed = await fetch(`${platform.product}${PATH}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      body: '',
    });
    expect([pressed.status, pressed.headers.get('location')]).toEqual([303, PATH]);
  });

  it('does not take checkpoints for events, whoever asks for them', async () => {
    const auditor = await as('auditor');
    for (const question of ['project', 'chain'])
      expect((await auditor.get(`/history?${question}=checkpoints`)).status).toBe(400);
    const all = await auditor.get<{ events: { chain: string }[] }>('/history?limit=500');
    expect(all.body.events.map(({ chain }) => chain)).not.toContain('checkpoints');
  });
});

describe('a platform that was stopped between the archive and the table', () => {
  it('takes the checkpoint over from the archive at the next run, and keeps its key and its numbers', async () => {
    const key = await publicKey();
    const { body: before } = await make();
    const history = await table();
    await history.remove('checkpoints', before.number);
    history.close();
    await platform.kill();
    const { data, port } = platform;
    platform = await startPlatform({ data, port, env: { COUNTERSIGN_CHECKPOINT_MAIL: OUTSIDE } });

    expect(await publicKey()).toEqual(key);
    const again = await make();
    expect([again.status, again.body]).toEqual([200, before]);
    await submit(platform);
    expect((await make()).body).toMatchObject({ number: before.number + 1, previous: before.hash });
  });
});

describe('an event that somebody overwrites around the rules', () => {
  it('raises the alarm at the next checkpoint, which keeps to what was signed before', async () => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    const { body: signed } = await make();
    const leafOf = async (number: number) =>
      (await archived(number)).leaves.find(({ chain }) => chain === id);
    const known = await leafOf(signed.number);

    const history = await table();
    const last = await history.get(id, known?.seq ?? 0);
    await history.put({ ...last, hash: 'f'.repeat(64) });
    history.close();
    const other = await submit(platform);
    const { body: next } = await make();

    expect(next.number).toBe(signed.number + 1);
    expect((await archived(next.number)).leaves.map(({ chain }) => chain)).toContain(other.id);
    expect(await leafOf(next.number)).toEqual(known);
    const [alarm = ''] = await eventually('the alarm', async () => {
      const lines = await logged('HISTORY_DIVERGED');
      return lines.length > 0 && lines;
    });
    expect(JSON.parse(alarm)).toMatchObject({
      chain: id,
      seq: known?.seq,
      reason: 'is not the event that an earlier checkpoint holds',
    });
    expect(await logged('HistoryTampered')).not.toEqual([]);
  });
});

describe('an archive that lost the last checkpoint', () => {
  it('raises the alarm, and the next checkpoint is made of heads that are all read anew', async () => {
    await submit(platform);
    await platform.faults({ call: 'PutObject', mode: 'lose', times: 1 });
    const { body: lost } = await make();
    await submit(platform);
    const { status, body: next } = await make();
    expect([status, next.number, next.previous, next.chains]).toEqual([
      201,
      lost.number + 1,
      lost.hash,
      lost.chains + 1,
    ]);
    expect((await logged('CHECKPOINT_LOST')).map((line) => JSON.parse(line).number)).toEqual([lost.number]);
  });
});

describe('an event that somebody overwrites where nothing happens any more', () => {
  it('is found within a week, when its chain has its turn', async () => {
    const { id, version } = await submit(platform);
    const submitter = await as('submitter');
    const ended = await submitter.post<ProjectView>(
      `/projects/${id}/withdraw`,
      {},
      { 'if-match': `"${version}"` },
    );
    expect(ended.status).toBe(200);
    // From this checkpoint on, the hour that is asked again anyway no longer holds the project.
    await platform.advance(2 * 3_600);
    await submit(platform);
    await make();
    const events = await historyOf(platform, id);
    const history = await table();
    const original = await history.get(id, 1);
    // No release ever wrote this member with this action: the item is no event any more, and is signed around.
    await history.put({ ...original, requestedFen: 1 });

    const now = (await platform.now()).getTime();
    const hours = Array.from({ length: 168 }, (_, hour) => hour + 1);
    const hour = hours.find((after) => hasTurn(id, new Date(now + after * 3_600_000))) ?? 0;
    await platform.advance(hour * 3_600);
    await make();
    const alarms = (await logged('HISTORY_DIVERGED')).map((line) => JSON.parse(line));
    expect(alarms.filter(({ chain }) => chain === id)).toContainEqual(
      expect.objectContaining({ seq: 1, reason: 'its content does not match its hash' }),
    );
    await history.put(original);
    history.close();
    expect(await historyOf(platform, id)).toEqual(events);
  });
});

describe('an hour', () => {
  it('brings a checkpoint by itself where something happened, and a mail that failed comes with the next one', async () => {
    await submit(platform);
    const { body: last } = await make();
    await submit(platform);
    await platform.faults({ call: 'SendEmail', mode: 'refuse', times: 20 });
    await platform.advance(3_600);
    const auditor = await as('auditor');
    await eventually('the next checkpoint', async () => {
      const { body } = await auditor.get<{ checkpoints: Checkpoint[] }>(`${PATH}?limit=1`);
      return (body.checkpoints[0]?.number ?? 0) > last.number;
    });
    await eventually('the failed mail', async () => (await logged('CHECKPOINT_UNMAILED')).length > 0);
    await platform.faults({ clear: true });
    const { body: newest } = await make();
    const lines = (await platform.messages()).filter(({ to }) => to === OUTSIDE);
    expect(lines.at(-1)?.text).toContain(lineOf(newest));
  });
});

describe('checkpoints that are asked for without end', () => {
  it('are ten at once, and then one a minute', async () => {
    await platform.advance(3_600);
    const replies = [];
    for (let n = 0; n < 12 && replies.at(-1)?.status !== 429; n++) {
      await submit(platform);
      replies.push(await make());
    }
    const refused = replies.at(-1);
    expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect(replies.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(10);
    const seconds = Number(refused?.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(600);
    await platform.advance(seconds);
    expect((await make()).status).toBe(201);
  });
});
