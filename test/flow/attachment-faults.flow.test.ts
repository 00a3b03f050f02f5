import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  AttachmentFile,
  AttachmentView,
  DecisionView,
  ProjectView,
} from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { pdf } from '../builders/file-bytes.ts';
import {
  aDraft,
  asNamed,
  attach,
  begin,
  handIn,
  postFile,
  save,
  send,
  standing,
} from '../support/attaching.ts';
import { clientOf, decideBy, eventually, historyOf, linkFor, type Problem } from '../support/client.ts';
import { setDisk } from '../support/disk.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

/** What goes wrong with files: nothing is lost, nothing is half attached, and each is told in words. */

type Client = Awaited<ReturnType<typeof clientOf>>;

let platform: Platform;
let submitter: Client;
let anyone: Client;
beforeAll(async () => {
  platform = await startPlatform();
  submitter = await clientOf(platform, 'submitter');
  anyone = await clientOf(platform);
});
afterEach(() => platform.faults({ clear: true }));
afterAll(() => platform.stop());

// More often than the SDK tries again by itself.
const downAt = (call: string) => platform.faults({ call, mode: 'refuse', times: 1_000 });

let made = 0;
const aPdf = (name: string) => ({ name, bytes: pdf(`% fault ${++made}`) });
const baseOf = ({ id }: Pick<ProjectView, 'id'>): string => `/projects/${id}/attachments`;
const statuses = async (base: string) =>
  (await submitter.get<{ attachments: AttachmentView[] }>(base)).body.attachments.map(({ status }) => status);
/** What a problem says of files: where, and why. */
const ofFiles = ({ errors = [] }: Problem) =>
  errors
    .filter(({ rule }) => rule === 'attachment')
    .map((one) => [one.path, 'message' in one && one.message]);
const usable = ['clean', 'unscannable'] as const;

/** A draft with one file that is ready. */
async function aDraftWithFile() {
  const draft = await aDraft(platform, aDeclaration());
  const file = await attach(submitter, baseOf(draft), aPdf('报价.pdf'));
  const saved = await save(submitter, draft, aDeclaration({ attachments: [asNamed(file)] }));
  expect(saved.status).toBe(200);
  return { project: saved.body, file };
}

describe('an upload', () => {
  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['of other bytes', (bytes) => Buffer.from(bytes).fill('x', 20, 30)],
    ['that is too long', (bytes) => Buffer.concat([bytes, Buffer.from(' ')])],
    ['that broke off', (bytes) => bytes.slice(0, -1)],
    ['of nothing', () => new Uint8Array()],
  ])('%s is not taken, and the right one is after that', async (_, wrong) => {
    const base = baseOf(await aDraft(platform, aDeclaration()));
    const file = aPdf('报价.pdf');
    const { body } = await begin(submitter, base, file);
    const refused = await send(body.upload, wrong(file.bytes));
    expect(refused.status).toBe(400);
    expect(await statuses(base)).toEqual(['awaiting']);
    // Not sent yet: what is asked for is told in words, and no address is given.
    const waiting = await submitter.get<AttachmentFile>(`${base}/${body.attachment.id}`);
    expect(waiting.body.download).toBeNull();
    const page = await submitter.get(`${base}/${body.attachment.id}`, undefined, { accept: 'text/html' });
    expect([page.status, String(page.body)]).toEqual([409, expect.stringContaining('还没有上传完成')]);
    expect((await send(body.upload, file.bytes)).status).toBe(204);
    await standing(submitter, base, body.attachment.id, ...usable);
  });

  it('whose form is a quarter of an hour old is not taken; a new form is', async () => {
    const base = baseOf(await aDraft(platform, aDeclaration()));
    const file = aPdf('报价.pdf');
    const { body } = await begin(submitter, base, file);
    await platform.advance(16 * 60);
    expect((await send(body.upload, file.bytes)).status).toBe(403);
    const again = await begin(submitter, base, file);
    expect(again.body.attachment.id).toBe(body.attachment.id);
    expect((await send(again.body.upload, file.bytes)).status).toBe(204);
    await standing(submitter, base, body.attachment.id, ...usable);
  });

  it('that is announced and never sent keeps a declaration from being handed in, and says so', async () => {
    const draft = await aDraft(platform, aDeclaration());
    const { body } = await begin(submitter, baseOf(draft), aPdf('报价.pdf'));
    const saved = await save(submitter, draft, aDeclaration({ attachments: [asNamed(body.attachment)] }));
    const handed = await handIn(submitter, saved.body);
    expect([handed.status, handed.body.code]).toEqual([422, 'invalid-declaration']);
    expect(ofFiles(handed.body)).toEqual([['/attachments/0', expect.stringContaining('还没有上传完成')]]);
  });

  it('of what is not what its name says is refused, also where it is named in a draft', async () => {
    const draft = await aDraft(platform, aDeclaration());
    const base = baseOf(draft);
    const file = { name: '照片.png', bytes: aPdf('x').bytes };
    const { body } = await begin(submitter, base, file);
    await send(body.upload, file.bytes);
    const refused = await standing(submitter, base, body.attachment.id, 'refused');
    expect(refused.reason).toBe('content');
    const saved = await save(submitter, draft, aDeclaration({ attachments: [asNamed(refused)] }));
    const { body: handed } = await handIn(submitter, saved.body);
    expect(ofFiles(handed)).toEqual([['/attachments/0', expect.stringContaining('内容与文件名不符')]]);
  });

  it('is not asked for by a program that names a file of its own', async () => {
    const draft = await aDraft(platform, aDeclaration());
    const line = { name: '别处.pdf', type: 'application/pdf', size: 9, sha256: '0'.repeat(64) };
    const saved = await save(submitter, draft, aDeclaration({ attachments: [line] }));
    expect(saved).toMatchObject({
      status: 422,
      body: { code: 'invalid-declaration', errors: [{ rule: 'attachment', path: '/attachments/0' }] },
    });
    const once = await submitter.post(
      '/forms/project-declaration/submissions',
      aDeclaration({ attachments: [line] }),
    );
    expect(once.status).toBe(422);
    expect(ofFiles(once.body)).toEqual([['/attachments/0', '请先保存草稿，再上传附件，然后提交']]);
  });
});

describe('while the store cannot be reached', () => {
  const unavailable = { status: 503, body: { code: 'files-unavailable' } };

  it('nothing is handed in; once it can, the same call does it', async () => {
    const { project } = await aDraftWithFile();
    await downAt('CopyObject');
    expect(await handIn(submitter, project)).toMatchObject(unavailable);
    const several = await submitter.post<{ results: unknown[] }>('/drafts/submissions', {
      drafts: [{ id: project.id, version: project.version }],
    });
    expect(several.body.results).toMatchObject([{ status: 503, code: 'files-unavailable' }]);
    expect((await historyOf(platform, project.id)).map(({ action }) => action)).toEqual(['created']);
    await platform.faults({ clear: true });
    expect((await handIn(submitter, project)).body.state).toBe('in-review');
  });

  it('nothing is decided with files; once it can, the same call does it', async () => {
    const { project } = await aDraftWithFile();
    await handIn(submitter, project);
    await decideBy(platform, await linkFor(platform, 'reviewer', project.id), { outcome: 'approve' });
    const link = await linkFor(platform, 'approver', project.id);
    const minutes = await attach(anyone, `${link}/attachments`, aPdf('纪要.pdf'));
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    const decision = { outcome: 'approve', contentHash, supplied: { minutes: [asNamed(minutes)] } };
    await downAt('CopyObject');
    expect(await anyone.post(link, decision)).toMatchObject(unavailable);
    expect((await anyone.get<DecisionView>(link)).body.status).toBe('open');
    await platform.faults({ clear: true });
    expect((await anyone.post(link, decision)).status).toBe(200);
  });

  it('a form’s file is not attached; the draft is as it was', async () => {
    const draft = await aDraft(platform, aDeclaration());
    const fields = { at: '/attachments', version: String(draft.version) };
    await downAt('PutObject');
    const file = aPdf('报价.pdf');
    const refused = await postFile(platform, 'submitter', baseOf(draft), fields, file);
    expect([refused.status, refused.html]).toEqual([503, expect.stringContaining('附件存储暂时不可用')]);
    expect((await submitter.get<ProjectView>(`/projects/${draft.id}`)).body.version).toBe(draft.version);
    await platform.faults({ clear: true });
    expect((await postFile(platform, 'submitter', baseOf(draft), fields, file)).status).toBe(303);
  });

  it('what is removed is removed: its bytes go with the store’s own days', async () => {
    const draft = await aDraft(platform, aDeclaration());
    const base = baseOf(draft);
    const { id } = await attach(submitter, base, aPdf('报价.pdf'));
    await downAt('DeleteObject');
    expect((await submitter.delete(`${base}/${id}`)).status).toBe(204);
    expect(await statuses(base)).toEqual([]);
  });

  it('an upload that it refuses is sent again by the same form', async () => {
    const base = baseOf(await aDraft(platform, aDeclaration()));
    const file = aPdf('报价.pdf');
    const { body } = await begin(submitter, base, file);
    await platform.faults({ call: 'PostObject', mode: 'refuse', times: 1 });
    expect((await send(body.upload, file.bytes)).status).toBe(500);
    expect((await send(body.upload, file.bytes)).status).toBe(204);
    await standing(submitter, base, body.attachment.id, ...usable);
  });

  it('a reading is told to come again', async () => {
    const { project, file } = await aDraftWithFile();
    await platform.faults({ call: 'GetObject', mode: 'refuse', times: 1 });
    const { download } = (await submitter.get<AttachmentFile>(`${baseOf(project)}/${file.id}`)).body;
    expect((await fetch(download?.url ?? '')).status).toBe(500);
    expect((await fetch(download?.url ?? '')).status).toBe(200);
  });
});

describe('while the disk is full', () => {
  it('nothing is stored or handed in, and all of it is once there is room', async () => {
    const { project } = await aDraftWithFile();
    const draft = await aDraft(platform, aDeclaration());
    const file = aPdf('报价.pdf');
    const { body } = await begin(submitter, baseOf(draft), file);
    const fields = { at: '/attachments', version: String(draft.version) };
    setDisk(platform.pid, 'full');
    try {
      const full = { status: 503, body: { code: 'storage-unavailable' } };
      expect(await begin(submitter, baseOf(draft), aPdf('另一份.pdf'))).toMatchObject(full);
      expect((await send(body.upload, file.bytes)).status).toBeGreaterThanOrEqual(500);
      const posted = await postFile(platform, 'submitter', baseOf(draft), fields, file);
      expect([posted.status, posted.html]).toEqual([503, expect.stringContaining('磁盘已满')]);
      expect(await handIn(submitter, project)).toMatchObject({ status: 503 });
    } finally {
      setDisk(platform.pid, 'free');
    }
    expect((await submitter.get<ProjectView>(`/projects/${draft.id}`)).body.version).toBe(draft.version);
    expect((await send(body.upload, file.bytes)).status).toBe(204);
    await eventually('the file', async () => (await statuses(baseOf(draft)))[0] !== 'awaiting');
    expect((await handIn(submitter, project)).body.state).toBe('in-review');
  });
});
