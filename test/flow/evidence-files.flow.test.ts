import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EvidenceFilesView, ProjectView } from '../../shared/contract/views.ts';
import { givenFile } from '../../shared/evidence/verifier/given-files.ts';
import { verifyBundleBytes } from '../../shared/evidence/verifier/verify-file.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { beijingDay } from '../../shared/values/working-days.ts';
import { hashOf } from '../builders/attached.ts';
import { unpacked } from '../builders/evidence.ts';
import { clientOf, pageOf } from '../support/client.ts';
import { aPdf, handedInWith } from '../support/handed-in-with.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

const MEGABYTE = 1024 * 1024;
const REASON = '年度审计抽查需要核对附件';

let platform: Platform;
/** One with two small files, and one with two small ones around one that no answer has room for. */
let small: ProjectView;
let large: ProjectView;
const quote = aPdf('甲公司报价');
const plan = aPdf('实施方案');
const drawings = aPdf('现场图纸', 6 * MEGABYTE);

beforeAll(async () => {
  platform = await startPlatform();
  small = await handedInWith(platform, [
    { name: '报价单.pdf', bytes: quote },
    { name: '张三的实施方案.pdf', bytes: plan },
  ]);
  large = await handedInWith(platform, [
    { name: '报价单.pdf', bytes: quote },
    { name: '现场图纸.pdf', bytes: drawings },
    { name: '实施方案.pdf', bytes: plan },
  ]);
}, 240_000);
afterAll(() => platform?.stop());

async function take(account: string, path: string, body?: object) {
  const answer = await fetch(`${platform.product}${path}`, {
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${await platform.token(account)}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { status: answer.status, headers: answer.headers, bytes };
}

const withContents = `contents=yes&reason=${encodeURIComponent(REASON)}`;
const bundleOf = async ({ id }: ProjectView, account = 'auditor') =>
  (await take(account, `/projects/${id}/evidence${account === 'auditor' ? `?${withContents}` : ''}`)).bytes;
const verdictOn = (bytes: Uint8Array, given: Parameters<typeof verifyBundleBytes>[2] = []) =>
  verifyBundleBytes(bytes, { checkpoints: [] }, given);
const kindsOf = (verdict: ReturnType<typeof verdictOn>) => verdict.findings.list.map(({ kind }) => kind);
const told = (words: readonly { readonly en: string }[]): string => words.map(({ en }) => en).join('\n');

const readBy = async (account: string): Promise<HistoryEvent[]> => {
  const auditor = await clientOf(platform, 'auditor');
  const { body } = await auditor.get<{ events: HistoryEvent[] }>(
    `/history?chain=reader:${account}&limit=500`,
  );
  return body.events;
};

describe('a bundle that has room for its files', () => {
  it('holds them, and the verifier holds each against the declaration', async () => {
    const bytes = await bundleOf(small);
    const verdict = verdictOn(bytes);
    expect(verdict.findings.list).toEqual([]);
    expect(told(verdict.facts)).toMatch(/2 attached files/);
    const names = Object.keys(unpacked(bytes));
    expect(names).toContain(`attachments/${small.id}/${hashOf(quote).slice(0, 12)}-报价单.pdf`);
    expect(unpacked(bytes)['report.html']).toContain('附件 2 个');
  });

  it('is the unit’s own as well, and names no file to whoever takes no contents', async () => {
    expect(verdictOn(await bundleOf(small, 'submitter'))).toMatchObject({ holds: true });
    const bare = (await take('auditor', `/projects/${small.id}/evidence`)).bytes;
    expect(Object.keys(unpacked(bare)).filter((name) => name.startsWith('attach'))).toEqual([]);
    expect(Object.values(unpacked(bare)).join()).not.toContain('张三的实施方案');
  });
});

describe('files that a bundle has no room for', () => {
  const filesOf = async (account: string) =>
    (await (await clientOf(platform, account)).get<EvidenceFilesView>(`/projects/${large.id}/evidence/files`))
      .body;

  it('are told on a page of their own: how many, how large, in which parts; names to the parties alone', async () => {
    expect(await filesOf('submitter')).toEqual({
      files: 3,
      bytes: quote.length + drawings.length + plan.length,
      parts: [
        {
          part: 1,
          files: 2,
          bytes: quote.length + plan.length,
          alone: false,
          names: ['报价单.pdf', '实施方案.pdf'],
        },
        { part: 2, files: 1, bytes: drawings.length, alone: true, names: ['现场图纸.pdf'] },
      ],
    });
    expect(JSON.stringify(await filesOf('auditor'))).not.toContain('.pdf');
    const own = await pageOf(platform, 'submitter', `/projects/${large.id}/evidence/files`);
    expect(own.html).toMatch(/共 3 个文件，6\.3 MB，分 2 部分下载/);
    expect(own.html).toContain(`href="/projects/${large.id}/evidence/files/2"`);
    const auditors = await pageOf(platform, 'auditor', `/projects/${large.id}/evidence/files`);
    expect(auditors.html).toContain(`formaction="/projects/${large.id}/evidence/files/2"`);
    expect(auditors.html).not.toContain('.pdf');
    expect((await pageOf(platform, 'auditor', `/projects/${large.id}/history`)).html).toContain(
      `href="/projects/${large.id}/evidence/files"`,
    );
  });

  it('come as an archive and as one file, and verify with the bundle; without them that is said', async () => {
    const bundle = await bundleOf(large);
    expect(told(verdictOn(bundle).notes)).toMatch(/3 attached files .* only their hashes were checked/);
    const path = `/projects/${large.id}/evidence/files`;
    const archive = await take('auditor', `${path}/1`, { reason: REASON });
    expect(archive.headers.get('content-disposition')).toBe(
      `attachment; filename="evidence-${large.id}-files-1-of-2.zip"`,
    );
    const alone = await take('auditor', `${path}/2`, { reason: REASON });
    expect(alone.status).toBe(303);
    const file = await fetch(alone.headers.get('location') ?? '');
    expect([file.status, file.headers.get('content-disposition')]).toEqual([
      200,
      expect.stringMatching(/^attachment;.*%E7%8E%B0%E5%9C%BA/),
    ]);
    const bytes = new Uint8Array(await file.arrayBuffer());
    expect(hashOf(bytes)).toBe(hashOf(drawings));
    const part = givenFile(`evidence-${large.id}-files-1-of-2.zip`, archive.bytes);
    const whole = verdictOn(bundle, [part, givenFile('现场图纸.pdf', bytes)]);
    expect(whole.findings.list).toEqual([]);
    expect(told(whole.facts)).toContain('3 attached files');
    expect(kindsOf(verdictOn(bundle, [part]))).toEqual(['missing-file']);
    bytes.set([0x20], 5_000);
    expect(kindsOf(verdictOn(bundle, [part, givenFile('现场图纸.pdf', bytes)]))).toEqual(['other-content']);
  });

  it('are taken for a reason by whoever sees personal data masked, and each taking is recorded', async () => {
    const path = `/projects/${large.id}/evidence/files/1`;
    expect((await take('auditor', path)).status).toBe(400);
    expect((await take('auditor', path, {})).status).toBe(400);
    const events = await readBy('auditor');
    const ofPart = events.filter((event) => 'scope' in event && event.scope === path);
    expect(ofPart.map(({ action }) => action).sort()).toEqual(['exported', 'unmasked']);
    expect(ofPart).toContainEqual(
      expect.objectContaining({
        action: 'exported',
        count: 2,
        projectId: large.id,
        detailsHash: expect.any(String),
      }),
    );
    expect(ofPart).toContainEqual(expect.objectContaining({ action: 'unmasked', comment: REASON }));
    const own = await take('submitter', path);
    expect([own.status, own.headers.get('content-type')]).toEqual([200, 'application/zip']);
  });

  it('are not there for strangers, nor is a part that there is none of', async () => {
    const path = `/projects/${large.id}/evidence/files`;
    expect((await take('submitter2', path)).status).toBe(404);
    expect((await take('submitter2', `${path}/1`)).status).toBe(404);
    for (const part of ['0', '3', '01', 'x'])
      expect((await take('submitter', `${path}/${part}`)).status).toBe(404);
  });

  it('are those of all projects in the bundle of a period', async () => {
    const day = beijingDay(await platform.now());
    const days = { from: day, to: day };
    const auditor = await clientOf(platform, 'auditor');
    const { body } = await auditor.get<EvidenceFilesView>(`/history/evidence/files?from=${day}&to=${day}`);
    expect(body).toMatchObject({ files: 5, parts: [{ files: 4 }, { alone: true }] });
    const bundle = (await take('auditor', '/history/evidence', { ...days, contents: 'yes', reason: REASON }))
      .bytes;
    const given = [];
    for (const { part } of body.parts) {
      const taken = await take('auditor', `/history/evidence/files/${part}`, { ...days, reason: REASON });
      const location = taken.headers.get('location');
      given.push(
        location
          ? givenFile('x.pdf', new Uint8Array(await (await fetch(location)).arrayBuffer()))
          : givenFile(`evidence-files-${part}.zip`, taken.bytes),
      );
    }
    const verdict = verdictOn(bundle, given);
    expect(verdict.findings.list).toEqual([]);
    expect(told(verdict.facts)).toContain('5 attached files');
    expect((await take('auditor', '/history/evidence/files/1', days)).status).toBe(400);
    expect((await take('submitter', `/history/evidence/files?from=${day}&to=${day}`)).status).toBe(403);
  });
});

describe('a file that is lost from the store', () => {
  it('is missing in the bundle, which names it, and is not handed out', async () => {
    const lost = (sha256: string, { id }: ProjectView) =>
      rm(join(platform.data, 's3', 'files', id, sha256), { recursive: true });
    await lost(hashOf(plan), small);
    await lost(hashOf(drawings), large);
    const verdict = verdictOn(await bundleOf(small));
    expect(verdict.findings.list).toEqual([
      expect.objectContaining({
        kind: 'missing-file',
        message: expect.objectContaining({ en: expect.stringContaining('“张三的实施方案.pdf” is missing') }),
      }),
    ]);
    expect((await take('submitter', `/projects/${large.id}/evidence/files/2`)).status).toBe(404);
  });
});
