import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  AttachmentFile,
  AttachmentView,
  DecisionView,
  ProjectView,
} from '../../shared/contract/views.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { AttachedFile } from '../../shared/values/attached-file.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { pdf, png } from '../builders/file-bytes.ts';
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
import {
  actOfUnit,
  clientOf,
  eventually,
  historyOf,
  linkFor,
  openedBy,
  pageOf,
  verificationOf,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

type Client = Awaited<ReturnType<typeof clientOf>>;

let platform: Platform;
let submitter: Client;
let anyone: Client;
beforeAll(async () => {
  platform = await startPlatform();
  submitter = await clientOf(platform, 'submitter');
  anyone = await clientOf(platform);
});
afterAll(() => platform.stop());

let made = 0;
/** A PDF of its own. */
const aPdf = (name: string) => ({ name, bytes: pdf(`% ${++made}`) });
const baseOf = ({ id }: Pick<ProjectView, 'id'>): string => `/projects/${id}/attachments`;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The plan of the sample with files of its first line. */
const planWith = (files: AttachedFile[]) =>
  aDeclaration().plan.map((line, index) => (index === 0 ? { ...line, files } : line));

/** A draft with one file of the whole and one of its first line. */
async function aDraftWithFiles() {
  const draft = await aDraft(platform, aDeclaration());
  const report = aPdf('可行性报告.pdf');
  const quote = { name: '横幅报价.png', bytes: Buffer.concat([png(), Buffer.from(String(++made))]) };
  const attached = [
    await attach(submitter, baseOf(draft), report),
    await attach(submitter, baseOf(draft), quote),
  ];
  const declaration = aDeclaration({
    attachments: attached.slice(0, 1).map(asNamed),
    plan: planWith(attached.slice(1).map(asNamed)),
  });
  const saved = await save(submitter, draft, declaration);
  expect([saved.status, saved.body.findings]).toEqual([
    200,
    expect.not.arrayContaining([expect.objectContaining({ rule: 'attachment' })]),
  ]);
  return { project: saved.body, declaration, report, quote, attached };
}

const got = async (address: string | null): Promise<Response> => fetch(address ?? '');

describe('from the upload to the approval', () => {
  it('files travel with the declaration, are opened by those who may read it, and minutes with the decision', async () => {
    const { project, report, attached } = await aDraftWithFiles();
    const { id } = project;
    const handed = await handIn(submitter, project);
    expect([handed.status, handed.body.state]).toEqual([200, 'in-review']);

    const review = await linkFor(platform, 'reviewer', id);
    const shown = (await anyone.get<DecisionView>(review)).body;
    expect(shown.declaration.attachments).toEqual(attached.slice(0, 1).map(asNamed));
    const byLink = await anyone.get<AttachmentFile>(`${review}/attachments/${attached[0]?.id}`);
    const file = await got(byLink.body.download?.url ?? null);
    expect(sha256(new Uint8Array(await file.arrayBuffer()))).toBe(sha256(report.bytes));
    expect(file.headers.get('content-disposition')).toContain(encodeURIComponent('可行性报告.pdf'));
    expect(file.headers.get('content-disposition')).toMatch(/^attachment/);
    await anyone.post(review, { outcome: 'approve', contentHash: shown.contentHash });

    const approval = await linkFor(platform, 'approver', id);
    const minutes = await attach(anyone, `${approval}/attachments`, aPdf('会议纪要.pdf'));
    const { contentHash } = (await anyone.get<DecisionView>(approval)).body;
    const decided = await anyone.post(approval, {
      outcome: 'approve',
      contentHash,
      supplied: { minutes: [asNamed(minutes)] },
    });
    expect([decided.status, decided.body]).toEqual([200, expect.anything()]);
    const approved = await eventually('the approval', async () => {
      const { body } = await submitter.get<ProjectView>(`/projects/${id}`);
      return body.state === 'approved' && body;
    });
    expect(approved.declaration.attachments).toHaveLength(1);
    const listed = await submitter.get<{ attachments: AttachmentView[] }>(baseOf(project));
    expect(listed.body.attachments.map(({ name }) => name).toSorted()).toEqual(
      ['会议纪要.pdf', '可行性报告.pdf', '横幅报价.png'].toSorted(),
    );
    expect(await verificationOf(platform, id)).toMatchObject({ valid: true });
    // What a link decided shows nothing of the declaration any more.
    expect((await anyone.get(`${approval}/attachments/${attached[0]?.id}`)).status).toBe(404);
  });

  it('an auditor’s reading is in their own chain, and others’ is not', async () => {
    const { project, attached } = await aDraftWithFiles();
    await handIn(submitter, project);
    const auditor = await clientOf(platform, 'auditor');
    const path = `${baseOf(project)}/${attached[0]?.id}`;
    const ofReader = async () =>
      (await auditor.get<{ events: HistoryEvent[] }>('/history?chain=reader:auditor')).body.events.filter(
        (event) => 'scope' in event && event.scope === path,
      ).length;
    await submitter.get(path);
    expect(await ofReader()).toBe(0);
    const opened = await auditor.get<AttachmentFile>(path);
    // Whoever is no party sees no names that could say who somebody is.
    expect(opened.body.attachment.name).toBe('附件2.pdf');
    expect((await got(opened.body.download?.url ?? null)).status).toBe(200);
    expect(await ofReader()).toBe(1);
    // A question whether it is there tells nobody its address.
    const head = await auditor.head(path);
    expect([head.status, head.headers.get('location'), await ofReader()]).toEqual([200, null, 1]);
  });

  it('an address that was signed holds for a minute', async () => {
    const { project, attached } = await aDraftWithFiles();
    const { download } = (await submitter.get<AttachmentFile>(`${baseOf(project)}/${attached[0]?.id}`)).body;
    expect((await got(download?.url ?? null)).status).toBe(200);
    expect(Date.parse(download?.expiresAt ?? '') - (await platform.now()).getTime()).toBeLessThanOrEqual(
      60_000,
    );
    await platform.advance(61);
    expect((await got(download?.url ?? null)).status).toBe(403);
  });

  it('a preview of a picture or a PDF is shown inline, of anything else it is saved', async () => {
    const { project, attached } = await aDraftWithFiles();
    const path = `${baseOf(project)}/${attached[1]?.id}?preview=1`;
    const page = await pageOf(platform, 'submitter', path);
    expect(page.status).toBe(303);
    const file = await got(page.location);
    expect(file.headers.get('content-disposition')).toMatch(/^inline/);
    expect(file.headers.get('content-type')).toBe('image/png');
  });
});

describe('without a script', () => {
  it('a file is attached to a place of the draft, opened and removed again', async () => {
    const draft = await aDraft(platform, aDeclaration());
    const base = baseOf(draft);
    const fields = { at: '/plan/1/files', version: String(draft.version) };
    const file = aPdf('报价（第二项）.pdf');
    const posted = await postFile(platform, 'submitter', base, fields, file);
    expect([posted.status, posted.location]).toEqual([303, `${base}?notice=attached#f-/plan/1/files`]);
    // Pressed twice: it stands there once, and the second is told the same.
    expect((await postFile(platform, 'submitter', base, fields, file)).status).toBe(303);
    const { body } = await submitter.get<ProjectView>(`/projects/${draft.id}`);
    expect(body.declaration.plan).toMatchObject([{}, { files: [{ name: '报价（第二项）.pdf' }] }, {}]);
    const { attachments } = (await submitter.get<{ attachments: AttachmentView[] }>(base)).body;
    const [one] = attachments;
    if (!one) throw new Error('There is no attachment');
    await standing(submitter, base, one.id, 'clean', 'unscannable');
    const page = await pageOf(platform, 'submitter', base);
    expect(page.html).toContain(`attachments/${one.id}`);
    expect(page.html).toContain(one.sha256.slice(0, 8));

    const gone = await postFile(platform, 'submitter', base, {
      at: '/plan/1/files',
      version: String(body.version),
      remove: [one.id],
    });
    expect([gone.status, gone.location]).toEqual([303, `${base}?notice=removed#f-/plan/1/files`]);
    expect((await submitter.get(`${base}/${one.id}`)).status).toBe(404);
  });

  it('what is refused is told on the page, and nothing is attached', async () => {
    const draft = await aDraft(platform, aDeclaration());
    const base = baseOf(draft);
    const at = { at: '/attachments', version: String(draft.version) };
    const refused = async (fields: typeof at, file?: Parameters<typeof postFile>[4]) => {
      const { status, html } = await postFile(platform, 'submitter', base, fields, file);
      return [status, /role="alert"[\s\S]*?<p>([^<]*)<\/p>/.exec(html)?.[1]];
    };
    expect(await refused(at)).toEqual([422, '请选择文件']);
    expect(await refused(at, { name: 'x.exe', bytes: pdf() })).toEqual([
      422,
      expect.stringContaining('不接收“x.exe”'),
    ]);
    expect(await refused(at, { name: '空.pdf', bytes: new Uint8Array() })).toEqual([
      422,
      '“空.pdf”是空文件（0 字节）',
    ]);
    expect(await refused({ ...at, at: '/plan/9/files' }, aPdf('a.pdf'))).toEqual([
      422,
      expect.stringContaining('没有这个附件栏'),
    ]);
    expect(await refused({ ...at, version: '99' }, aPdf('a.pdf'))).toEqual([412, expect.anything()]);
    expect((await submitter.get(base)).body).toEqual({ attachments: [] });
  });

  it('of several windows that attach at once one does, and nothing is left of what the others sent', async () => {
    const draft = await aDraft(platform, aDeclaration());
    const base = baseOf(draft);
    const at = { at: '/attachments', version: String(draft.version) };
    const names = ['甲.pdf', '乙.pdf', '丙.pdf', '丁.pdf'];
    const sent = await Promise.all(
      names.map((name) => postFile(platform, 'submitter', base, at, aPdf(name))),
    );
    expect(sent.map(({ status }) => status).sort()).toEqual([303, 412, 412, 412]);
    const attached = names[sent.findIndex(({ status }) => status === 303)];
    const { attachments } = (await submitter.get<{ attachments: AttachmentView[] }>(base)).body;
    expect(attachments.map(({ name }) => name)).toEqual([attached]);
    expect((await pageOf(platform, 'submitter', base)).html).not.toContain('未放入申报的文件');
  });

  it('a decider attaches minutes by a form, finds them on the page, and takes them away', async () => {
    const project = await aDraftWithFiles()
      .then(({ project: one }) => handIn(submitter, one))
      .then(({ body }) => body);
    const reviewer = await openedBy(platform, 'reviewer', project.id);
    const client = await clientOf(platform, 'reviewer');
    await client.post(`/projects/${project.id}/decision`, {
      outcome: 'approve',
      contentHash: reviewer.contentHash,
    });
    const link = await linkFor(platform, 'approver', project.id);
    await anyone.get(link);
    const open = async () => (await anyone.get<string>(link, undefined, { accept: 'text/html' })).body;
    const posted = await postFile(
      platform,
      undefined,
      `${link}/attachments`,
      { at: 'minutes' },
      aPdf('局务会纪要.pdf'),
    );
    expect([posted.status, posted.location]).toEqual([303, link]);
    const html = await open();
    expect(html).toContain('局务会纪要.pdf');
    const [, id = ''] = /name="supplied\.minutes\.0" value="([\w-]{22})"/.exec(html) ?? [];
    expect(id).not.toBe('');
    // The unit is not told of what no decision names.
    expect((await submitter.get(`${baseOf(project)}/${id}`)).status).toBe(404);
    await postFile(platform, undefined, `${link}/attachments`, { at: 'minutes', intent: `remove:${id}` });
    expect(await open()).not.toContain('局务会纪要.pdf');
  });
});

describe('who gets what', () => {
  const accounts = ['submitter', 'submitter2', 'reviewer', 'approver', 'auditor', 'administrator'] as const;

  /** By account the status of opening a file, of the list, of beginning an upload, and of removing it. */
  async function rights(project: ProjectView, attachment: string) {
    const lines = accounts.map(async (account) => {
      const client = await clientOf(platform, account);
      const base = baseOf(project);
      const body = { name: 'x.pdf', size: 1, sha256: '0'.repeat(64) };
      const opened = await client.get<AttachmentFile>(`${base}/${attachment}`);
      return [
        account,
        [
          opened.status,
          (await client.get(base)).status,
          (await client.post(base, body)).status,
          (await client.delete(`${base}/${attachment}`)).status,
        ].join(' '),
      ];
    });
    return Object.fromEntries(await Promise.all(lines));
  }
  const outsiders = { submitter2: '404 404 404 404', administrator: '404 404 403 403' };

  it('of a draft its unit, of what was handed in whoever may read it, and nobody changes that', async () => {
    const { project, attached } = await aDraftWithFiles();
    const [one] = attached;
    if (!one) throw new Error('There is no attachment');
    expect(await rights(project, one.id)).toEqual({
      ...outsiders,
      submitter: '200 200 201 409',
      reviewer: '404 404 403 403',
      approver: '404 404 403 403',
      // An auditor reads every project, and of one that was never handed in nothing.
      auditor: '404 404 403 403',
    });
    await handIn(submitter, project);
    const review = await linkFor(platform, 'reviewer', project.id);
    expect(await rights(project, one.id)).toEqual({
      ...outsiders,
      submitter: '200 200 409 409',
      reviewer: '200 200 403 403',
      // The approver serves the bureau that decides: it is in their list.
      approver: '200 200 403 403',
      auditor: '200 200 403 403',
    });
    expect((await anyone.get(`${review}/attachments/${one.id}`)).status).toBe(200);
    expect((await anyone.get(`/decisions/${'A'.repeat(43)}/attachments/${one.id}`)).status).toBe(404);

    // Taken back, the draft loses the file and gains another: whoever was asked keeps what was handed in.
    const { body: recalled } = await actOfUnit(platform, project.id, 'recall');
    const later = await attach(submitter, baseOf(project), aPdf('新报告.pdf'));
    const saved = await save(submitter, recalled, aDeclaration({ attachments: [asNamed(later)] }));
    expect(saved.status).toBe(200);
    expect(await rights(project, one.id)).toMatchObject({
      submitter: '200 200 201 409',
      reviewer: '200 200 403 403',
    });
    expect(await rights(project, later.id)).toMatchObject({
      submitter: '200 200 201 409',
      reviewer: '404 200 403 403',
      auditor: '404 200 403 403',
    });
    // The link of the former revision shows nothing any more.
    expect((await anyone.get(`${review}/attachments/${one.id}`)).status).toBe(404);

    await handIn(submitter, saved.body);
    const fresh = await eventually('the second link', async () => {
      const links = (await platform.messages()).filter(
        ({ to, text }) => to.startsWith('reviewer@') && text.includes('/decisions/'),
      );
      const path = /\/decisions\/[\w-]{43}/.exec(links.at(-1)?.text ?? '')?.[0];
      return path !== undefined && path !== review && path;
    });
    expect((await anyone.get(`${fresh}/attachments/${later.id}`)).status).toBe(200);
    // Of the revision that the link is about, and no other.
    expect((await anyone.get(`${fresh}/attachments/${one.id}`)).status).toBe(404);

    await actOfUnit(platform, project.id, 'withdraw');
    expect(await rights(project, later.id)).toMatchObject({
      submitter: '200 200 409 409',
      reviewer: '200 200 403 403',
      submitter2: '404 404 404 404',
    });
    expect((await historyOf(platform, project.id)).map(({ action }) => action)).toContain('withdrawn');
  });
});

describe('twice the same file', () => {
  it('is one attachment, under whatever name and at the same time', async () => {
    const draft = await aDraft(platform, aDeclaration());
    const base = baseOf(draft);
    const file = aPdf('报价.pdf');
    const begun = await Promise.all([1, 2, 3].map(() => begin(submitter, base, file)));
    expect(begun.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(new Set(begun.map(({ body }) => body.attachment.id)).size).toBe(1);
    await Promise.all(begun.map(({ body }) => send(body.upload, file.bytes)));
    const [first] = begun;
    const id = first?.body.attachment.id ?? '';
    await standing(submitter, base, id, 'clean', 'unscannable');
    // Nothing names it yet: it is called as it was sent last, and need not be sent again.
    const renamed = await begin(submitter, base, { ...file, name: '报价单（终稿）.pdf' });
    expect(renamed.body.attachment).toMatchObject({ id, name: '报价单（终稿）.pdf', status: 'unscannable' });
    const named = asNamed(renamed.body.attachment);
    // In two places under two names: bytes and kind are the same.
    const declaration = aDeclaration({
      attachments: [named],
      plan: planWith([{ ...named, name: '报价.pdf' }]),
    });
    const saved = await save(submitter, draft, declaration);
    expect(saved.status).toBe(200);
    expect((await handIn(submitter, saved.body)).status).toBe(200);
  });
});
