/** What becomes of files that are sent: looked into, scanned, refused, marked; and what nobody wants any more. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AttachmentBegun, AttachmentView, ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { lockedZip, office, pdf, zip } from '../builders/file-bytes.ts';
import { type Clamd, eicar, likeClamd, startStubClamd } from '../support/clamd.ts';
import { clientOf, eventually, passTime } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

let clamd: Clamd;
let platform: Platform;
/** Whether the scanner answers; one that does not hangs up. */
let isUp = true;
let id = '';

async function draft(): Promise<string> {
  const submitter = await clientOf(platform, 'submitter');
  const { status, body } = await submitter.post<ProjectView>('/projects', {
    form: 'project-declaration',
    declaration: aDeclaration(),
  });
  if (status !== 201) throw new Error(`A draft got ${status}`);
  return body.id;
}

/** Sends a file as a browser does: announced to the product, then posted to where its answer says. */
async function send(name: string, bytes: Buffer): Promise<AttachmentView> {
  const submitter = await clientOf(platform, 'submitter');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const begun = await submitter.post<AttachmentBegun>(`/projects/${id}/attachments`, {
    ...{ name, size: bytes.length, sha256 },
  });
  if (begun.status !== 201) throw new Error(`${name} got ${begun.status}: ${JSON.stringify(begun.body)}`);
  const { attachment, upload } = begun.body;
  const form = new FormData();
  for (const [field, value] of Object.entries(upload.fields)) form.append(field, value);
  form.append('file', new Blob([new Uint8Array(bytes)], { type: attachment.type }), name);
  const posted = await fetch(upload.url, { method: 'POST', body: form });
  if (posted.status !== 204)
    throw new Error(`${name} was posted to ${posted.status}: ${await posted.text()}`);
  return attachment;
}

async function attached(): Promise<readonly AttachmentView[]> {
  const submitter = await clientOf(platform, 'submitter');
  const { body } = await submitter.get<{ attachments: AttachmentView[] }>(`/projects/${id}/attachments`);
  return body.attachments;
}
const viewOf = async (attachment: string) => (await attached()).find((one) => one.id === attachment);

/** What became of it, once it is known. */
const outcomeOf = (attachment: string): Promise<Pick<AttachmentView, 'status' | 'reason'>> =>
  eventually(`a verdict on ${attachment}`, async () => {
    const view = await viewOf(attachment);
    return (
      view && !['awaiting', 'uploaded'].includes(view.status) && { status: view.status, reason: view.reason }
    );
  });

async function becomes(name: string, bytes: Buffer): Promise<Pick<AttachmentView, 'status' | 'reason'>> {
  return outcomeOf((await send(name, bytes)).id);
}

const clean = { status: 'clean', reason: null };

describe('with a scanner', () => {
  beforeAll(async () => {
    clamd = await startStubClamd((file, socket) => (isUp ? likeClamd(file, socket) : void socket.destroy()));
    platform = await startPlatform({
      env: { COUNTERSIGN_FILE_SCANNER: 'clamd', COUNTERSIGN_CLAMD_ADDRESS: clamd.address },
    });
    id = await draft();
  });
  afterAll(async () => {
    await platform.stop();
    await clamd.stop();
  });

  it('an honest file is clean, and may be read', async () => {
    const { id: attachment } = await send('报价单.pdf', pdf());
    expect(await outcomeOf(attachment)).toEqual(clean);
    expect(await becomes('依据.docx', office('docx'))).toEqual(clean);
    expect(await becomes('资料.zip', zip({ '报价/一.pdf': pdf('/N 2') }))).toEqual(clean);
  });

  it('malware is refused, also in an archive', async () => {
    const bytes = Buffer.concat([pdf(), eicar()]);
    expect(await becomes('报价（二）.pdf', bytes)).toEqual({ status: 'refused', reason: 'malware' });
  });

  it('what is not what its name says is refused', async () => {
    const page = Buffer.from('<!doctype html><script>alert(1)</script>');
    expect(await becomes('图片.png', page)).toEqual({ status: 'refused', reason: 'content' });
    expect(await becomes('资料二.zip', zip({ 'a.exe': Buffer.from('MZ') }))).toEqual({
      status: 'refused',
      reason: 'content',
    });
  });

  it('what is behind a password is taken and marked', async () => {
    const locked = { status: 'unscannable', reason: 'locked' };
    expect(await becomes('银行回单.pdf', pdf('/Encrypt 9 0 R'))).toEqual(locked);
    expect(await becomes('审计.zip', lockedZip(zip({ 'a.pdf': pdf() })))).toEqual(locked);
  });

  it('a scan that does not answer is asked for again, and answers once the scanner is back', async () => {
    isUp = false;
    const { id: attachment } = await send('合同.pdf', pdf('/N 3'));
    await eventually('its arrival', async () => (await viewOf(attachment))?.status === 'uploaded');
    isUp = true;
    await passTime(platform, 11 * MINUTE);
    expect(await outcomeOf(attachment)).toEqual(clean);
  });

  it('a scan that never answers is given up, and the file marked', async () => {
    isUp = false;
    const { id: attachment } = await send('合同二.pdf', pdf('/N 4'));
    await eventually('its arrival', async () => (await viewOf(attachment))?.status === 'uploaded');
    for (const minutes of [11, 11, 21, 41, 81]) {
      await passTime(platform, minutes * MINUTE);
      expect((await viewOf(attachment))?.status).toBe('uploaded');
    }
    await passTime(platform, 161 * MINUTE);
    expect(await outcomeOf(attachment)).toEqual({ status: 'unscannable', reason: 'unscanned' });
    isUp = true;
    // Sent once more, it is looked at once more.
    await send('合同二.pdf', pdf('/N 4'));
    await eventually('a clean one', async () => (await viewOf(attachment))?.status === 'clean');
  });

  it('what a draft names stays, what nothing names goes after a month', async () => {
    const submitter = await clientOf(platform, 'submitter');
    const kept = await send('留下.pdf', pdf('/N 5'));
    const orphan = await send('没用上.pdf', pdf('/N 6'));
    await outcomeOf(kept.id);
    await outcomeOf(orphan.id);
    const { name, type, size, sha256 } = kept;
    const { headers } = await submitter.get(`/projects/${id}`);
    const saved = await submitter.put(
      `/projects/${id}`,
      { declaration: { ...aDeclaration(), attachments: [{ name, type, size, sha256 }] } },
      { 'if-match': headers.get('etag') ?? '' },
    );
    expect(saved.status).toBe(200);
    for (const days of [1, 25, 5, 3]) await passTime(platform, days * DAY);
    await eventually('the end of the orphan', async () => !(await viewOf(orphan.id)));
    expect(await viewOf(kept.id)).toMatchObject(clean);
    // The token of before has ended meanwhile.
    const reader = await clientOf(platform, 'submitter');
    const { body } = await reader.get<{ download: { url: string } }>(
      `/projects/${id}/attachments/${kept.id}`,
    );
    const bytes = Buffer.from(await (await fetch(body.download.url)).arrayBuffer());
    expect(bytes.equals(pdf('/N 5'))).toBe(true);
  });
});

describe('without a scanner', () => {
  beforeAll(async () => {
    platform = await startPlatform();
    id = await draft();
  });
  afterAll(() => platform.stop());

  it('files are taken and marked, but not what is none', async () => {
    expect(await becomes('报价单.pdf', pdf())).toEqual({ status: 'unscannable', reason: 'unscanned' });
    expect(await becomes('图片.png', pdf('/N 2'))).toEqual({ status: 'refused', reason: 'content' });
  });
});
