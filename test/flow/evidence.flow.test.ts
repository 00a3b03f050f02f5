import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonical } from '../../shared/history/canonical.ts';
import { link } from '../../shared/history/chain.ts';
import { type Checkpoint, lineOf } from '../../shared/history/checkpoint.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { Manifest } from '../../shared/history/verification/manifest.ts';
import type { VerificationView } from '../../shared/history/verification/verification-view.ts';
import { beijingDay } from '../../shared/values/working-days.ts';
import { aKey, eventsIn, type Files, fitted, packed, unpacked } from '../builders/evidence.ts';
import { clientOf, decideBy, historyOf, linkFor, submit, verificationOf } from '../support/client.ts';
import { type HistoryTable, historyTable } from '../support/history-table.ts';
import { signedIn } from '../support/plain-browser.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
let folder: string;
let table: HistoryTable;
let project: string;
let other: string;
beforeAll(async () => {
  [platform, folder] = await Promise.all([startPlatform(), mkdtemp(join(tmpdir(), 'countersign-evidence-'))]);
  table = await historyTable(platform);
  project = (await submit(platform)).id;
  const cuts = [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }];
  const review = { outcome: 'approve', cuts };
  await decideBy(platform, await linkFor(platform, 'reviewer', project), review);
  await decideBy(platform, await linkFor(platform, 'approver', project), { outcome: 'approve' });
  other = (await submit(platform)).id;
  await linkFor(platform, 'reviewer', other);
});
afterAll(async () => {
  table?.close();
  await platform?.stop();
  await rm(folder, { recursive: true, force: true });
});

const today = async (): Promise<string> => beijingDay(await platform.now());

async function bundle(path: string, account = 'auditor'): Promise<Uint8Array> {
  const response = await fetch(`${platform.product}${path}`, {
    headers: { authorization: `Bearer ${await platform.token(account)}` },
  });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="evidence-.*\.zip"$/);
  return new Uint8Array(await response.arrayBuffer());
}

const WITH_CONTENTS = `contents=yes&reason=${encodeURIComponent('年度审计抽查需要核对')}`;
const ofProject = (): Promise<Uint8Array> => bundle(`/projects/${project}/evidence?${WITH_CONTENTS}`);
const ofToday = async (): Promise<Uint8Array> => {
  const day = await today();
  return bundle(`/history/evidence?from=${day}&to=${day}`);
};

interface Run {
  readonly code: number | null;
  readonly said: string;
}

let script = '';
/** Runs the verifier that lies in a bundle, as its holder does. `node` of the machine, if there is one, in place of ours. */
async function verify(zip: Uint8Array | string, ...options: string[]): Promise<Run> {
  script ||= unpacked(await ofProject())['verify.mjs'] ?? '';
  await writeFile(join(folder, 'verify.mjs'), script);
  const file = join(folder, typeof zip === 'string' ? 'export.ndjson' : 'bundle.zip');
  await writeFile(file, zip);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, 'verify.mjs'), file, ...options],
    {
      encoding: 'utf8',
      env: {},
      cwd: folder,
    },
  );
  return { code: status, said: stdout + stderr };
}

const linesOf = (events: readonly unknown[]): string =>
  events.map((event) => `${canonical(event)}\n`).join('');

/** The same bundle with other events, and a manifest made to fit. */
const withEvents = (files: Files, change: (events: HistoryEvent[]) => HistoryEvent[]): Uint8Array =>
  packed(fitted({ ...files, 'events.ndjson': linesOf(change(eventsIn(files))) }));

const of = (event: HistoryEvent, chain: string, seq: number): boolean =>
  event.chain === chain && event.seq === seq;

describe('the evidence of a project', () => {
  it('holds, with the published key and the line of its checkpoint, and tells what it is', async () => {
    const zip = await ofProject();
    const files = unpacked(zip);
    const manifest = JSON.parse(files['manifest.json'] ?? '') as Manifest;
    expect(manifest).toMatchObject({ kind: 'project', project, contents: 'all', events: 7, chains: 1 });
    expect(Object.keys(files).toSorted()).toEqual(
      [
        'README.md',
        'checkpoints.json',
        `details/${project}/4.json`,
        'events.ndjson',
        'key.pem',
        'manifest.json',
        'proofs.json',
        'report.html',
        `revisions/${project}/1.json`,
        'verify.html',
        'verify.mjs',
      ].toSorted(),
    );
    expect(eventsIn(files)).toEqual(await historyOf(platform, project));

    const auditor = await clientOf(platform, 'auditor');
    const { id } = (await auditor.get<{ id: string }>('/history/key')).body;
    const { body } = await auditor.get<{ checkpoints: Checkpoint[] }>('/history/checkpoints');
    const [newest] = body.checkpoints;
    if (!newest) throw new Error('There is no checkpoint');
    const run = await verify(zip, '--key', id, '--checkpoint', lineOf(newest));
    expect(run).toEqual({ code: 0, said: expect.stringContaining('核验通过') });
    expect(run.said).toContain('It holds');
    expect(run.said).not.toContain('Note');
  });

  it('comes without contents to an auditor who gives no reason, with them to the unit, and to nobody else', async () => {
    const auditor = await clientOf(platform, 'auditor');
    const refused = await auditor.get(`/projects/${project}/evidence?contents=yes`);
    expect([refused.status, refused.body.code]).toEqual([400, 'invalid-parameter']);
    const without = unpacked(await bundle(`/projects/${project}/evidence`));
    expect(Object.keys(without).filter((name) => /^(revisions|details)/.test(name))).toEqual([]);
    expect((await verify(packed(without))).code).toBe(0);
    const own = unpacked(await bundle(`/projects/${project}/evidence`, 'submitter'));
    // Notes among colleagues stand in the details: those are not for the unit.
    expect(Object.keys(own).filter((name) => /^(revisions|details)/.test(name))).toEqual([
      `revisions/${project}/1.json`,
    ]);
    expect((await verify(packed(own))).code).toBe(0);
    const stranger = await clientOf(platform, 'submitter2');
    expect((await stranger.get(`/projects/${project}/evidence`)).status).toBe(404);
    expect((await stranger.get('/history/evidence?from=2021-01-01&to=2021-01-31')).status).toBe(403);
  });

  it('is recorded in the chain of whoever took it, with the hash of its manifest', async () => {
    const auditor = await clientOf(platform, 'auditor');
    await ofProject();
    const { body } = await auditor.get<{ events: HistoryEvent[] }>(
      '/history?chain=reader:auditor&order=newest&limit=2',
    );
    expect(body.events).toEqual([
      expect.objectContaining({ action: 'unmasked', projectId: project, comment: '年度审计抽查需要核对' }),
      expect.objectContaining({
        action: 'exported',
        projectId: project,
        count: 7,
        scope: expect.stringMatching(/^\/projects\/.*\/evidence\?contents=yes/),
        detailsHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      }),
    ]);
  });

  it('is taken by another site for nobody who is signed in, and with contents by POST alone', async () => {
    const browser = await signedIn(platform.product, 'auditor');
    const address = `/projects/${project}/evidence`;
    const auditor = await clientOf(platform, 'auditor');
    const readings = async () =>
      (await auditor.get<{ events: HistoryEvent[] }>('/history?chain=reader:auditor&limit=500')).body.events
        .length;
    const before = await readings();
    // As a link from a page with `no-referrer` is followed by a browser that says nothing of itself.
    for (const path of [
      address,
      `${address}?contents=yes&reason=someone+else+says+why`,
      `/projects/${project}/history/verification`,
    ]) {
      const page = await browser.open(`${platform.product}${path}`);
      expect(page.status).toBe(403);
      expect(page.html).toContain(`href="${path.replaceAll('&', '&amp;')}"`);
    }
    expect(await readings()).toBe(before);

    const why = { contents: 'yes', reason: '年度审计抽查需要核对' };
    expect((await browser.open(`${platform.product}${address}`, why)).status).toBe(200);
    expect((await browser.open(`${platform.product}${address}`, { contents: 'yes' })).status).toBe(400);
    expect(await readings()).toBe(before + 2);
    const posted = await auditor.post<string>(address, why);
    expect([posted.status, posted.headers.get('content-type')]).toEqual([200, 'application/zip']);
  });

  it('of a period holds every chain that moved, and with contents the rules and the directory that they bind', async () => {
    const day = await today();
    const zip = await bundle(`/history/evidence?from=${day}&to=${day}&${WITH_CONTENTS}`);
    const files = unpacked(zip);
    const chains = new Set(eventsIn(files).map(({ chain }) => chain));
    expect([...chains]).toEqual(expect.arrayContaining([project, other, 'rules']));
    expect(Object.keys(files)).toEqual(
      expect.arrayContaining([`revisions/${other}/1.json`, 'details/rules/1.json', 'details/rules/2.json']),
    );
    const run = await verify(zip);
    expect(run).toMatchObject({ code: 0, said: expect.stringContaining('The period was not over') });
    const auditor = await clientOf(platform, 'auditor');
    expect((await auditor.get('/history/evidence?from=2021-02-02&to=2021-02-01')).status).toBe(400);
    expect((await auditor.get('/history/evidence?from=2021-02-02')).status).toBe(400);
  });

  it('brings a verifier that needs nothing but Node', async () => {
    await verify(await ofProject());
    const imports = [
      ...script.matchAll(/^import .* from "([^"]+)"|import\("([^"]+)"\)|require\("([^"]+)"\)/gm),
    ];
    expect(imports.length).toBeGreaterThan(0);
    for (const [, a, b, c] of imports) expect(a ?? b ?? c).toMatch(/^node:/);
  });
});

describe('a bundle that was tampered with', () => {
  let whole: Files;
  let period: Files;
  let foreign: Files;
  beforeAll(async () => {
    whole = unpacked(await ofProject());
    period = unpacked(await ofToday());
    const [body] = JSON.parse(whole['checkpoints.json'] ?? '[]') as Checkpoint[];
    foreign = { ...whole, 'key.pem': aKey().pem };
    expect(body).toBeDefined();
  });

  it('is whole before', async () => {
    expect((await verify(packed(whole))).said).toContain('It holds');
    expect((await verify(packed(period))).said).toContain('It holds');
  });

  const cases: readonly [string, () => Uint8Array, RegExp[]][] = [
    [
      'a changed amount',
      () =>
        withEvents(whole, (events) =>
          events.map((event) =>
            event.action === 'submitted' && of(event, project, 2) ? { ...event, requestedFen: 1 } : event,
          ),
        ),
      [/\[改动 Changed\]/, /number 2, field requestedFen/, /was 31500000/],
    ],
    [
      'a removed event',
      () => withEvents(whole, (events) => events.filter((event) => !of(event, project, 3))),
      [/\[删除 Removed\]/, /number 3/],
    ],
    [
      'two swapped events',
      () => withEvents(whole, (events) => events.toSpliced(2, 2, ...events.slice(2, 4).reverse())),
      [/\[调换 Swapped\]/, /number 3/],
    ],
    [
      'a cut-off tail',
      () => withEvents(whole, (events) => events.slice(0, -2)),
      [/\[尾部截断 Cut off\]/, /number 6–7/],
    ],
    [
      'a chain that was hashed anew',
      () =>
        withEvents(whole, ([first, ...rest]) =>
          link(
            project,
            { seq: 0, hash: '0'.repeat(64) },
            [first, ...rest].map((event) => {
              const { chain: _, seq: __, previousHash: ___, hash: ____, ...body } = event as HistoryEvent;
              return { ...body, actor: { ...body.actor, name: '他人' } };
            }),
          ),
        ),
      [/\[重算哈希 Re-hashed\]/, /number 7/, /not the one in checkpoint/],
    ],
    [
      'a foreign key',
      () => packed(fitted(foreign)),
      [/\[他人签名 Foreign signature\]/, /not signed with a key in key.pem/],
    ],
    [
      'an omitted project',
      () => withEvents(period, (events) => events.filter(({ chain }) => chain !== other)),
      [/\[整链缺失 Omitted\]/, /checkpoint \d+ has this chain/],
    ],
    [
      'another declaration',
      () =>
        packed(
          fitted({ ...whole, [`revisions/${project}/1.json`]: `${whole[`revisions/${project}/1.json`]} ` }),
        ),
      [/\[内容不符 Other content\]/, /number 2, field contentHash/],
    ],
    [
      'other cuts',
      () =>
        packed(
          fitted({
            ...whole,
            [`details/${project}/4.json`]: (whole[`details/${project}/4.json`] ?? '').replace(
              '4000000',
              '3000000',
            ),
          }),
        ),
      [/\[内容不符 Other content\]/, /number 4, field detailsHash/],
    ],
    [
      'a file that nobody put there',
      () => packed({ ...whole, 'note.txt': 'see here' }),
      [/\[多余文件 Unknown file\]/, /note.txt/],
    ],
    [
      'half of its bytes',
      () => packed(whole).subarray(0, 20_000),
      [/\[格式不符 Malformed\]/, /its end is missing/],
    ],
  ];
  it.each(cases)('%s is found, and named where it is', async (_, tampered, expected) => {
    const run = await verify(tampered());
    expect(run.code).toBe(1);
    for (const text of expected) expect(run.said).toMatch(text);
    expect(run.said).not.toMatch(/\n\s+at .*:\d+:\d+/);
  });

  it('is found by the line from a mailbox where everything was signed anew', async () => {
    const run = await verify(packed(whole), '--checkpoint', 'f'.repeat(64));
    expect(run).toMatchObject({
      code: 1,
      said: expect.stringContaining('[与您持有的不符 Not what you hold]'),
    });
    const key = await verify(packed(whole), '--key', '0'.repeat(64));
    expect(key).toMatchObject({ code: 1, said: expect.stringContaining('[他人签名 Foreign signature]') });
  });

  it('is no file to be read at all: that is another exit code', async () => {
    expect((await verify(packed(whole), '--nonsense')).code).toBe(2);
  });
});

describe('an export of the same project', () => {
  const exported = async (): Promise<string> => {
    const response = await fetch(`${platform.product}/projects/${project}/history?format=ndjson`, {
      headers: { authorization: `Bearer ${await platform.token('auditor')}` },
    });
    return response.text();
  };

  it('holds, and a change, a removal and a swap in it are named', async () => {
    const whole = await exported();
    expect((await verify(whole)).code).toBe(0);
    const lines = whole.trimEnd().split('\n');
    const file = (changed: readonly string[]): string => `${changed.join('\n')}\n`;
    const changed = await verify(
      file(lines.map((line) => line.replace('"requestedFen":31500000', '"requestedFen":1'))),
    );
    expect(changed).toMatchObject({ code: 1, said: expect.stringContaining('[改动 Changed]') });
    const removed = await verify(file(lines.toSpliced(2, 1)));
    expect(removed).toMatchObject({ code: 1, said: expect.stringMatching(/\[删除 Removed\][^\n]*第 3 号/) });
    const swapped = await verify(file(lines.toSpliced(2, 2, lines[3] ?? '', lines[2] ?? '')));
    expect(swapped).toMatchObject({ code: 1, said: expect.stringContaining('[调换 Swapped]') });
    const cut = await verify(whole.slice(0, -200));
    expect(cut).toMatchObject({ code: 1, said: expect.stringContaining('[尾部截断 Cut off]') });
  });
});

describe('a table that somebody changed around the rules', () => {
  /** A project of its own with a checkpoint over it, and then what is done to its chain. */
  async function tampered(how: (id: string, events: HistoryEvent[]) => Promise<unknown>): Promise<{
    readonly verification: VerificationView;
    readonly run: Run;
  }> {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    await (await clientOf(platform, 'auditor')).post('/history/checkpoints');
    await how(id, await historyOf(platform, id));
    const verification = await verificationOf(platform, id);
    return { verification, run: await verify(await bundle(`/projects/${id}/evidence`)) };
  }

  it('has a changed field named, in the table and in the evidence taken from it', async () => {
    const { verification, run } = await tampered(async (id) =>
      table.put({ ...(await table.get(id, 2)), budgetYear: 1999 }),
    );
    expect(verification).toMatchObject({
      valid: false,
      firstBroken: { seq: 2, kind: 'changed', field: 'budgetYear' },
    });
    expect(run).toMatchObject({
      code: 1,
      said: expect.stringMatching(/Changed\][\s\S]*field budgetYear was 2021/),
    });
  });

  it('has a removed event, swapped events and a cut-off tail named', async () => {
    const removed = await tampered((id) => table.remove(id, 2));
    expect(removed.verification.firstBroken).toMatchObject({ seq: 2, kind: 'removed' });
    expect(removed.run).toMatchObject({ code: 1, said: expect.stringContaining('Removed]') });

    const swapped = await tampered(async (id) => {
      const [one, two] = [await table.get(id, 1), await table.get(id, 2)];
      await table.put({ ...two, seq: 1 });
      await table.put({ ...one, seq: 2 });
    });
    expect(swapped.verification.firstBroken).toMatchObject({ seq: 1, kind: 'swapped' });
    expect(swapped.run).toMatchObject({ code: 1, said: expect.stringContaining('Swapped]') });

    const cut = await tampered(async (id, events) => {
      await table.remove(id, events.length);
      const last = events.at(-2);
      await table.setHead(id, { seq: last?.seq ?? 0, hash: last?.hash ?? '' });
    });
    expect(cut.verification.firstBroken).toMatchObject({ seq: 3, kind: 'cut-off' });
    expect(cut.run).toMatchObject({ code: 1, said: expect.stringContaining('Cut off]') });
  });

  it('has a chain that was hashed anew together with its record named by the checkpoint over it', async () => {
    const { verification, run } = await tampered(async (id, events) => {
      const bodies = events.map(({ chain: _, seq: __, previousHash: ___, hash: ____, ...body }) =>
        body.action === 'submitted' ? { ...body, requestedFen: 1 } : body,
      );
      const anew = link(id, { seq: 0, hash: '0'.repeat(64) }, bodies);
      for (const event of anew) await table.put({ ...(await table.get(id, event.seq)), ...event });
      const last = anew.at(-1);
      await table.setHead(id, { seq: last?.seq ?? 0, hash: last?.hash ?? '' });
    });
    expect(verification).toMatchObject({ valid: false, firstBroken: { kind: 're-hashed' } });
    expect(run).toMatchObject({ code: 1, said: expect.stringContaining('Re-hashed]') });
  });
});
