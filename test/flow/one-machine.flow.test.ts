import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import {
  clientOf,
  decideBy,
  eventually,
  historyOf,
  linkFor,
  type Problem,
  submit,
  verificationOf,
} from '../support/client.ts';
import { setDisk } from '../support/disk.ts';
import { listeningPorts } from '../support/listening-ports.ts';
import { PlainBrowser, signIn } from '../support/plain-browser.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const submissions = '/forms/project-declaration/submissions';
const aBrowser = () => new PlainBrowser(({ hostname }) => hostname === 'localhost');

describe('a disk that takes nothing', () => {
  it('stops what writes, with words that say why; reading goes on; nothing is lost when there is room again', async () => {
    const submitter = await clientOf(platform, 'submitter');
    const auditor = await clientOf(platform, 'auditor');
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    // What follows from this one is still to be done when the disk is full.
    const underWay = await submit(platform);
    setDisk(platform.pid, 'full');

    const key = { 'idempotency-key': 'the-same-call' };
    const refused = await submitter.post(submissions, aDeclaration(), key);
    expect([refused.status, refused.body.code]).toEqual([503, 'storage-unavailable']);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(JSON.stringify(refused.body)).toContain('磁盘已满或不可写，没有保存任何内容');
    const notDecided = await decideBy(platform, link, { outcome: 'approve' });
    expect([notDecided.status, notDecided.body.code]).toEqual([503, 'storage-unavailable']);
    // It would be recorded in the reader's chain.
    const evidence = await auditor.get(`/projects/${id}/evidence`);
    expect([evidence.status, evidence.body.code]).toEqual([503, 'storage-unavailable']);
    const noSignIn = await aBrowser().open(`${platform.product}/sign-in`);
    expect([noSignIn.status, noSignIn.html]).toEqual([503, expect.stringContaining('磁盘已满或不可写')]);
    await expect(platform.advance(60)).rejects.toThrow('/clock: 503');

    // Longer than every timer that writes: the access log, the streams, the steps of executions.
    await pause(2500);
    for (const path of [`/projects/${id}`, `/projects/${id}/history`])
      expect([path, (await auditor.get<unknown>(path)).status]).toEqual([path, 200]);
    expect((await (await clientOf(platform)).get<unknown>(link)).status).toBe(200);
    expect(await platform.messages()).not.toHaveLength(0);
    expect((await historyOf(platform, id)).map(({ action }) => action)).not.toContain('decided');

    setDisk(platform.pid, 'free');
    const taken = await submitter.post<ProjectView & Problem>(submissions, aDeclaration(), key);
    expect(taken.status).toBe(201);
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
    for (const [account, project] of [
      ['approver', id],
      ['reviewer', underWay.id],
      ['reviewer', taken.body.id],
    ] as const)
      expect(await linkFor(platform, account, project)).toMatch(/^\/decisions\//);
    await platform.advance(60);
    await signIn(aBrowser(), platform.product, 'reviewer');
    for (const project of [id, underWay.id, taken.body.id]) {
      expect(await verificationOf(platform, project)).toMatchObject({ valid: true });
      const submitted = (await historyOf(platform, project)).filter(({ action }) => action === 'submitted');
      expect(submitted).toHaveLength(1);
    }
  });

  it('takes lines of logs with it, which are counted, and said', async () => {
    const word = /[1-9]\d* lines of the access log were dropped/;
    await eventually('the word', async () => word.test(platform.output()));
    const log = readFileSync(join(platform.data, 'logs', 'projects.ndjson'), 'utf8')
      .trim()
      .split('\n');
    const lines = log.map((line) => JSON.parse(line) as { message?: unknown; dropped?: number });
    expect(lines.find(({ message }) => message === 'LINES_DROPPED')?.dropped).toBeGreaterThan(0);
  });
});

describe('every listener but the product’s', () => {
  /** As a page sends it that was let point its own name here, which `fetch` does not do. */
  const statusOf = (port: number, headers: Record<string, string>) =>
    new Promise<number | undefined>((settle, fail) => {
      get({ host: '127.0.0.1', port, path: '/', headers }, (response) => {
        response.resume();
        settle(response.statusCode);
      }).on('error', fail);
    });

  it('answers no page of another name or origin', async () => {
    const ports = listeningPorts(platform.pid);
    expect(ports).toContain(platform.port);
    const others = ports.filter((port) => port !== platform.port);
    expect(others).toContain(platform.port + 1);
    // Its control, the services that functions call, and the door before the database.
    expect(others).toHaveLength(3);
    for (const port of others) {
      const own = { host: `localhost:${port}` };
      const foreign = [
        { host: `evil.example:${port}` },
        { ...own, origin: 'http://evil.example' },
        { ...own, 'sec-fetch-site': 'cross-site' },
      ];
      for (const headers of foreign)
        expect([port, headers, await statusOf(port, headers)]).toEqual([port, headers, 403]);
      expect([port, await statusOf(port, own)]).not.toEqual([port, 403]);
    }
  });
});

describe('the data folder', () => {
  it('is its owner’s alone, with everything in it', async () => {
    const open = (path: string): string[] => {
      const { mode } = statSync(path);
      const inside = statSync(path).isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [];
      return [
        ...((mode & 0o077) === 0 ? [] : [`${path} ${(mode & 0o777).toString(8)}`]),
        ...inside.flatMap(open),
      ];
    };
    expect(readdirSync(platform.data)).toEqual(
      expect.arrayContaining(['dynamodb.sqlite', 'host.sqlite', 'kms', 'logs']),
    );
    expect(open(platform.data)).toEqual([]);
  });
});

describe('two platforms on one machine', () => {
  it('do not sign each other out', async () => {
    const other = await startPlatform();
    try {
      const browser = aBrowser();
      await signIn(browser, platform.product, 'reviewer');
      await signIn(browser, other.product, 'administrator');
      for (const { product } of [platform, other]) {
        const desk = await browser.open(`${product}/`);
        expect([desk.status, desk.url.href]).toEqual([200, `${product}/`]);
      }
      expect((await browser.open(`${platform.product}/directory`)).status).toBe(403);
      expect((await browser.open(`${other.product}/directory`)).status).toBe(200);
    } finally {
      await other.stop();
    }
  });
});

describe('a stored time that cannot be read', () => {
  it('does not keep the platform from starting, which closes what was open to others', async () => {
    await platform.kill();
    // What an earlier version left for others to read, and what is somebody else's.
    for (const name of ['host.sqlite', 'notes.txt']) {
      writeFileSync(join(platform.data, name), '', { flag: 'a' });
      chmodSync(join(platform.data, name), 0o644);
    }
    writeFileSync(join(platform.data, 'clock'), '1e303');
    platform = await startPlatform({ data: platform.data, port: platform.port });
    expect(platform.output()).toContain('cannot be read (it says "1e303")');
    const modeOf = (name: string) => statSync(join(platform.data, name)).mode & 0o777;
    expect([modeOf('host.sqlite'), modeOf('notes.txt')]).toEqual([0o600, 0o644]);
    expect((await (await clientOf(platform)).get<unknown>('/health')).status).toBe(200);
  });
});
