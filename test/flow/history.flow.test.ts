import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readCsv } from '../../infra/commands/read-csv.ts';
import { historyEvent } from '../../shared/history/event.ts';
import type { HistoryPage } from '../../shared/store/history-query.ts';
import { approveThrough, clientOf, historyOf, submit, verificationOf } from '../support/client.ts';
import { checkout, type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
let folder: string;
let approved: string;
let open: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'history-'));
  platform = await startPlatform();
  approved = await approveThrough(platform);
  ({ id: open } = await submit(platform, 'submitter2'));
  // What has just happened is left to the next look.
  await platform.advance(10);
});
afterAll(async () => {
  await platform.stop();
  await rm(folder, { recursive: true, force: true });
});

const auditor = () => clientOf(platform, 'auditor');
const search = async (query: string): Promise<HistoryPage> =>
  (await (await auditor()).get<HistoryPage>(`/history?${query}`)).body;
const readings = async () => (await search('chain=reader:auditor&order=oldest&limit=500')).events;

describe('an approved project', () => {
  it('is found by each of its sides, and says by which index', async () => {
    const events = await historyOf(platform, approved);
    const hashes = (found: typeof events) => found.map(({ hash }) => hash);
    const newest = hashes(events).reverse();
    expect(hashes((await search(`project=${approved}`)).events)).toEqual(newest);
    const of = async (query: string) => {
      const page = await search(`${query}&limit=500`);
      return [page.plan.index, hashes(page.events.filter(({ projectId }) => projectId === approved))];
    };
    const where = (test: (event: (typeof events)[number]) => boolean) =>
      hashes(events.filter(test)).reverse();
    expect(await of('actor=reviewer')).toEqual([
      'by-actor+by-principal',
      where(({ actor }) => actor.id === 'reviewer'),
    ]);
    expect(await of(`unit=${events[0]?.unit}`)).toEqual(['by-unit', newest]);
    expect(await of('action=decided')).toEqual(['by-month', where(({ action }) => action === 'decided')]);
    expect(await of('outcome=approve&stage=approval')).toEqual([
      'by-month',
      where(({ outcome, stage }) => outcome === 'approve' && stage === 'approval'),
    ]);
    expect(await of(`year=${events[0]?.budgetYear}`)).toEqual(['by-month', newest]);
    expect((await of('minAmount=31.5&maxAmount=31.5'))[1]).toEqual(
      where((event) => (event.approvedFen ?? event.requestedFen) === 31_500_000),
    );
    expect((await of('minAmount=31.51'))[1]).toEqual([]);
  });
});

describe('reading', () => {
  it('by a verification is recorded before it is answered, with the project', async () => {
    const { events } = await verificationOf(platform, approved);
    expect((await readings()).at(-1)).toMatchObject({
      action: 'verified',
      projectId: approved,
      scope: `/projects/${approved}/history/verification`,
      count: events,
      actor: { id: 'auditor', role: 'auditor' },
    });
  });

  it('by an export of the own project is recorded for its people as well', async () => {
    const submitter = await clientOf(platform, 'submitter2');
    const address = `/projects/${open}/history?format=csv`;
    const { status, headers, body } = await submitter.get<string>(address);
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toContain(`history-${open}.csv`);
    const events = await historyOf(platform, open);
    expect(readCsv(body.replace(/^\uFEFF/, ''))).toHaveLength(events.length + 2);
    expect((await search('chain=reader:submitter2')).events).toMatchObject([
      {
        action: 'exported',
        projectId: open,
        scope: address,
        count: events.length,
        actor: { role: 'submitter' },
      },
    ]);
    const other = await clientOf(platform, 'submitter');
    expect((await other.get(address)).status).toBe(404);
    expect((await search('chain=reader:submitter')).events).toEqual([]);
  });

  it('of a page is not recorded: a timeline that an auditor opens shows its proof every time', async () => {
    const before = (await readings()).length;
    const page = await (await auditor()).get<string>(`/projects/${approved}/history`, undefined, {
      accept: 'text/html',
    });
    expect(page.body).toContain('历史完整');
    expect(await readings()).toHaveLength(before);
  });
});

/** Stands before the product, and fails when it is told to. */
async function openProxy(fail: (request: number, address: string) => 'no' | '503' | '429' | 'break') {
  let requests = 0;
  const server: Server = createServer(async (request, response) => {
    requests += 1;
    const way = fail(requests, request.url ?? '');
    if (way === 'break') {
      request.socket.destroy();
      return;
    }
    if (way !== 'no') {
      response.writeHead(Number(way), { 'retry-after': '0' }).end('later');
      return;
    }
    const answer = await fetch(`${platform.product}${request.url}`, {
      headers: { authorization: request.headers.authorization ?? '' },
    });
    const link = answer.headers.get('link');
    response.writeHead(answer.status, {
      'content-type': answer.headers.get('content-type') ?? '',
      ...(link === null ? {} : { link }),
    });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    close: () => server.close(),
  };
}

describe('npm run history -- export', () => {
  const run = async (args: readonly string[], env: Record<string, string> = {}) => {
    const token = await platform.token('auditor');
    return new Promise<{ code: number; stdout: string; stderr: string }>((settle) => {
      execFile(
        process.execPath,
        [join(checkout, 'infra/history.ts'), ...args],
        {
          cwd: checkout,
          env: {
            ...process.env,
            NODE_OPTIONS: '',
            COUNTERSIGN_URL: platform.product,
            COUNTERSIGN_TOKEN: token,
            ...env,
          },
        },
        (error, stdout, stderr) => settle({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
    });
  };
  const file = (name: string) => join(folder, name);

  it('writes one whole file, in either form, over many pages', async () => {
    await platform.advance(10);
    const csv = await run(['export', '--out', file('all.csv'), '--limit', '4', '--to', '2099-12-31']);
    expect(csv).toMatchObject({ code: 0, stderr: '' });
    const text = await readFile(file('all.csv'), 'utf8');
    const rows = readCsv(text.replace(/^\uFEFF/, ''));
    expect(csv.stdout).toContain(`${rows.length - 2} events, complete`);
    expect(rows.filter(([first]) => first === 'chain')).toHaveLength(1);
    expect(rows.at(-1)?.[0]).toBe('合计 TOTAL');
    // The first export stands in the second one, and no more than that.
    await platform.advance(10);
    const ndjson = await run([
      'export',
      '--format',
      'ndjson',
      '--out',
      file('all.ndjson'),
      '--order',
      'oldest',
    ]);
    expect(ndjson).toMatchObject({ code: 0 });
    const lines = (await readFile(file('all.ndjson'), 'utf8')).trimEnd().split('\n');
    const events = lines.slice(0, -1).map((line) => historyEvent.parse(JSON.parse(line)));
    expect(events).toHaveLength(rows.length - 2 + 1);
    expect(events.at(-1)).toMatchObject({ action: 'exported', scope: '/history?format=csv&to=2099-12-31' });
    expect(new Set(events.map(({ hash }) => hash)).size).toBe(events.length);
    expect((await readdir(folder)).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  it('asks again for a page that failed in passing, and goes on from there', async () => {
    const proxy = await openProxy(
      (request) => (['503', 'no', 'break', '429', 'no'] as const)[request - 1] ?? 'no',
    );
    const before = await readings();
    const { code } = await run(['export', '--out', file('again.csv'), '--limit', '6', '--url', proxy.url]);
    expect(code).toBe(0);
    expect(await readings()).toHaveLength(before.length + 1);
    expect(proxy.requests()).toBeGreaterThan(5);
    proxy.close();
    const rows = readCsv((await readFile(file('again.csv'), 'utf8')).replace(/^\uFEFF/, ''));
    expect(new Set(rows.map((row) => row.at(-1))).size).toBe(rows.length);
  });

  it('leaves no file where the product refuses, and says why', async () => {
    const refused = await run([
      'export',
      '--out',
      file('no.csv'),
      '--from',
      '2026-02-01',
      '--to',
      '2026-01-01',
    ]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('400 invalid-parameter');
    const token = await platform.token('submitter');
    const forbidden = await run(['export', '--out', file('no.csv'), '--token', token]);
    expect(forbidden).toMatchObject({ code: 1, stderr: expect.stringContaining('403 forbidden') });
    expect(await readdir(folder)).not.toContain('no.csv');
    expect((await readdir(folder)).filter((name) => name.startsWith('no.csv'))).toEqual([]);
  });

  it('does not replace a file, nor guess what was meant', async () => {
    await writeFile(file('mine.csv'), 'mine');
    expect((await run(['export', '--out', file('mine.csv')])).code).toBe(2);
    expect(await readFile(file('mine.csv'), 'utf8')).toBe('mine');
    expect((await run(['export', '--out', file('mine.csv'), '--force', '--action', 'approved'])).code).toBe(
      0,
    );
    for (const args of [[], ['exprot'], ['export'], ['export', '--out', 'x', '--colour', 'red']])
      expect(await run(args)).toMatchObject({ code: 2, stderr: expect.stringContaining('npm run history') });
    const help = await run(['export', '--help']);
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('--minAmount') });
  });
});
