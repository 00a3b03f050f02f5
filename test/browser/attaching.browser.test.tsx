import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, Locator, Page, Request, Route } from 'playwright-core';
import type { FormPageProps } from '../../functions/projects/pages/form/form-page-props.ts';
import type { AttachmentView } from '../../shared/contract/views.ts';
import { attachmentIdOf } from '../../shared/values/attached-file.ts';
import { eventually } from '../support/client.ts';
import { aDecisionPage, approvalStage, TOKEN } from '../unit/pages/samples/decision-pages.tsx';
import { asDocument } from '../unit/pages/samples/documents.tsx';
import { aForm } from '../unit/pages/samples/form-pages.tsx';
import { ID } from '../unit/pages/samples/project.ts';
import { openBrowser, PHONE, visit } from './browser.ts';
import { type PageServer, servePages } from './page-server.ts';

/** The pages against a server of this file's own, which fails as no real one would on order. */

const frame = { script: 'form', person: { name: '经办人甲', roles: ['submitter'] } } as const;
const draft: FormPageProps['project'] = { id: ID, revision: 1, version: 3, state: 'draft', savedAt: null };
const base = `/projects/${ID}/attachments`;
const files = { base, standings: new Map() };

const minutes = {
  stage: approvalStage,
  attaching: {
    own: [],
    files: { base: `/decisions/${TOKEN}/attachments`, standings: new Map() },
    mostBytes: 20 * 1024 * 1024,
  },
};

let browser: Browser;
let server: PageServer;
let page: Page;
let complaints: string[];
let store: Store;

beforeAll(async () => {
  const form = (more: Partial<FormPageProps> = {}) => aForm({ project: draft, files, ...more });
  server = await servePages(
    new Map([
      ['draft', asDocument(form(), frame)],
      ['small', asDocument(form({ mostBytes: 1_000, mostBytesInAll: 1_500 }), frame)],
      ['english', asDocument(form({ lang: 'en' }), { ...frame, lang: 'en' })],
      ['new', asDocument(aForm({ declaration: {} }), frame)],
      [
        'scanned',
        asDocument(
          form({
            declaration: { attachments: [fileNamed('报价单.pdf')] },
            files: {
              base,
              standings: new Map([
                [attachmentIdOf(fileNamed('报价单.pdf')), { status: 'uploaded', reason: null }],
              ]),
            },
          }),
          frame,
        ),
      ],
      [
        'decision',
        asDocument(aDecisionPage({}, minutes), { script: 'decision', path: `/decisions/${TOKEN}` }),
      ],
    ]),
  );
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});
beforeEach(async () => {
  await begin();
});
afterEach(async () => {
  await page.context().close();
  expect(complaints).toEqual([]);
});

async function begin(options: Parameters<typeof visit>[1] = {}): Promise<void> {
  ({ page, complaints } = await visit(browser, options));
  store = new Store();
  await store.answer(page);
}

const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

function fileNamed(name: string, text = name) {
  return { name, type: 'application/pdf', size: Buffer.byteLength(text), sha256: sha256(text) };
}

/** What a test hands over: a file of the text. */
const aFile = (name: string, text = name, mimeType = 'application/pdf') => ({
  ...{ name, mimeType, buffer: Buffer.from(text) },
});

type Announced = Pick<AttachmentView, 'name' | 'type' | 'size' | 'sha256'>;

/** Addresses, bytes and how they stand, as the product and the store would have them. */
class Store {
  readonly announced: Announced[] = [];
  readonly sent: string[] = [];
  /** What the form posted by itself. */
  readonly saved: URLSearchParams[] = [];
  /** How the next uploads go; those after them go through. */
  readonly next: ('break' | 'expire' | 'refuse' | Promise<void>)[] = [];
  /** What asking for an address is answered first. */
  readonly answers: { readonly status: number; readonly body?: unknown }[] = [];
  standing: Pick<AttachmentView, 'status' | 'reason'> = { status: 'clean', reason: null };

  async answer(on: Page): Promise<void> {
    await on.route(/\/attachments$/, (route) => this.begin(route));
    await on.route(/\/attachments\/[\w-]{22}$/, (route) => this.tell(route));
    await on.route('**/storage/uploads', (route) => this.take(route));
    await on.route(/\/projects(\/[\w-]+)?$/, (route) => this.save(route));
  }

  private async begin(route: Route): Promise<void> {
    if (!route.request().headers()['content-type']?.startsWith('application/json')) return route.fallback();
    const refusal = this.answers.shift();
    if (refusal) return route.fulfill({ status: refusal.status, json: refusal.body ?? { title: 'refused' } });
    const file: Announced = route.request().postDataJSON();
    this.announced.push(file);
    const upload = { url: `${server.address}/storage/uploads`, fields: { key: file.sha256 } };
    await route.fulfill({ status: 201, json: { attachment: viewOf(file, 'awaiting'), upload } });
  }

  private async tell(route: Route): Promise<void> {
    const id = new URL(route.request().url()).pathname.split('/').at(-1);
    const known = [...this.announced, fileNamed('报价单.pdf')];
    const file = known.find((one) => attachmentIdOf(one) === id);
    const attachment = file && { ...viewOf(file, 'uploaded'), ...this.standing };
    await route.fulfill(attachment ? { json: { attachment, download: null } } : { status: 404 });
  }

  private async take(route: Route): Promise<void> {
    const how = this.next.shift();
    if (how === 'break') return route.abort('connectionreset');
    if (how === 'expire' || how === 'refuse')
      return route.fulfill({ status: how === 'expire' ? 403 : 400, body: '<Error/>' });
    await how;
    this.sent.push(nameIn(route.request()));
    await route.fulfill({ status: 204 });
  }

  private async save(route: Route): Promise<void> {
    const request = route.request();
    const isScript = request.headers().accept === 'application/json';
    if (request.method() !== 'POST' || !isScript) return route.fallback();
    this.saved.push(new URLSearchParams(request.postData() ?? ''));
    const json = { id: ID, version: 3 + this.saved.length, findings: [] };
    await route.fulfill({ status: request.url().endsWith('/projects') ? 201 : 200, json });
  }
}

const viewOf = (file: Announced, status: AttachmentView['status']): AttachmentView => ({
  ...file,
  ...{ id: attachmentIdOf(file), status, reason: null },
  ...{ at: '2026-03-18T06:05:00.000Z', by: { id: 'submitter', name: '经办人甲（示例）' } },
});

/** The name of the file in a multipart body. */
const nameIn = (request: Request): string =>
  /filename="([^"]*)"/.exec(request.postDataBuffer()?.toString() ?? '')?.[1] ?? '';

const open = (path: string) => page.goto(`${server.address}/${path}`);
const place = (pointer = '/attachments'): Locator => page.locator(`[data-files="${pointer}"]`);
const lines = (pointer?: string): Locator => place(pointer).locator('li');
const told = () => page.locator('[data-attached-told]').textContent();

async function choose(list: readonly ReturnType<typeof aFile>[], pointer?: string): Promise<void> {
  const fold = page.locator('details', { has: place(pointer) });
  if ((await fold.count()) > 0 && !(await place(pointer).isVisible())) await fold.locator('summary').click();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    place(pointer).locator('[data-attach]').click(),
  ]);
  await chooser.setFiles([...list]);
}

/** What a form would post of its files. */
const posted = () =>
  page.evaluate(() =>
    [...new FormData(document.querySelector('form[data-form], form.deciding') as HTMLFormElement)]
      .filter(([name]) => /files\.\d|^attachments\.|minutes\./.test(name))
      .map(([name, value]) => `${name}=${value}`),
  );
const entry = (name: string, file: Pick<AttachmentView, 'sha256'>) => `${name}=${attachmentIdOf(file)}`;
const untilPosted = (expected: readonly string[]) =>
  eventually('the entries', async () => JSON.stringify(await posted()) === JSON.stringify(expected));
/** A promise that a test settles. */
function held(): { readonly until: Promise<void>; readonly go: () => void } {
  let go = (): void => undefined;
  const until = new Promise<void>((settle) => {
    go = settle;
  });
  return { until, go };
}

describe('files that are chosen', () => {
  it('are hashed, sent, saved with the draft and scanned, several at once', async () => {
    await open('draft');
    const wait = [held(), held(), held()];
    store.next.push(...wait.map(({ until }) => until));
    const names = ['甲.pdf', '乙.docx', '丙.png', '丁.xlsx'];
    await choose(names.map((name) => aFile(name)));
    await eventually('three on their way', async () => (await lines().locator('progress').count()) === 3);
    expect(await lines().nth(0).locator('progress').getAttribute('aria-label')).toBe('上传进度：甲.pdf');
    expect(await lines().nth(3).textContent()).toContain('等待上传');
    expect(await told()).toBe('附件正在上传，请不要离开本页。');
    for (const { go } of wait) go();
    await untilPosted(names.map((name, index) => entry(`attachments.${index}`, fileNamed(name))));
    expect(store.announced.map(({ sha256: hash, size }) => [hash, size])).toEqual(
      expect.arrayContaining(names.map((name) => [sha256(name), Buffer.byteLength(name)])),
    );
    await eventually('the scan', async () => (await lines().getByText('可用').count()) === 4);
    expect(await told()).toBe('4 个附件已上传。');
    await eventually('the save', async () => store.saved.at(-1)?.has('attachments.3') === true);
    expect(await lines().nth(0).locator('a').first().getAttribute('href')).toBe(
      `${base}/${attachmentIdOf(fileNamed('甲.pdf'))}`,
    );
  });

  it('are taken out again, and those that stay are numbered anew', async () => {
    await open('draft');
    await choose([aFile('甲.pdf'), aFile('乙.pdf')]);
    await untilPosted([
      entry('attachments.0', fileNamed('甲.pdf')),
      entry('attachments.1', fileNamed('乙.pdf')),
    ]);
    await page.getByRole('button', { name: '移除：甲.pdf' }).click();
    await untilPosted([entry('attachments.0', fileNamed('乙.pdf'))]);
    expect(await told()).toBe('已移除：甲.pdf');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      '移除：乙.pdf',
    );
    await eventually('the save', async () => store.saved.at(-1)?.has('attachments.1') === false);
  });

  it('make a draft of a form that is none yet', async () => {
    await open('new');
    await choose([aFile('甲.pdf')]);
    await untilPosted([entry('attachments.0', fileNamed('甲.pdf'))]);
    expect(new URL(page.url()).pathname).toBe(`/projects/${ID}`);
  });

  it('are told in the page’s language', async () => {
    await open('english');
    await choose([aFile('quote.exe'), aFile('quote.pdf')]);
    await untilPosted([entry('attachments.0', fileNamed('quote.pdf'))]);
    expect(await lines().nth(0).textContent()).toContain('Files of this kind are not taken.');
    expect(await told()).toBe('1 file uploaded. 1 file was not uploaded; why is said beside it.');
  });
});

describe('what is known before anything is sent', () => {
  it('is told beside the file: its kind, its size, nothing in it, too much in all', async () => {
    await open('small');
    await choose([
      aFile('程序.exe'),
      aFile('空.pdf', ''),
      aFile('大.pdf', 'x'.repeat(1_001)),
      aFile('一.pdf', 'a'.repeat(900)),
      aFile('二.pdf', 'b'.repeat(900)),
    ]);
    await untilPosted([entry('attachments.0', { sha256: sha256('a'.repeat(900)) })]);
    const texts = await lines().allTextContents();
    expect(texts[0]).toContain('不收这种文件；可上传：PDF、OFD、Word');
    expect(texts[1]).toContain('文件是空的（0 字节）。');
    expect(texts[2]).toContain('文件有 1001 字节，每个不能超过 1000 字节。');
    expect(texts[4]).toContain('加上它，本项目的附件会超过 1.5 KB。');
    expect(store.announced.map(({ name }) => name)).toEqual(['一.pdf']);
    expect(await told()).toBe('1 个附件已上传。 4 个文件没有上传，原因见文件旁。');
  });

  it('is how many there may be', async () => {
    await open('draft');
    await choose(
      Array.from({ length: 12 }, (_, index) => aFile(`${index}.pdf`)),
      '/plan/0/files',
    );
    await eventually('ten', async () => (await posted()).length === 10);
    expect(store.announced).toHaveLength(10);
  });

  it('is that the same file is there already, under whatever name', async () => {
    await open('draft');
    await choose([aFile('甲.pdf', 'same')]);
    await untilPosted([entry('attachments.0', { sha256: sha256('same') })]);
    await choose([aFile('乙.pdf', 'same')]);
    await lines().getByText('此处已有内容相同的文件：甲.pdf。').waitFor();
    expect(store.announced).toHaveLength(1);
    // Elsewhere it may stand as well.
    await choose([aFile('乙.pdf', 'same')], '/plan/0/files');
    await eventually('both', async () => (await posted()).length === 2);
  });
});

it('the same bytes under another name are listed by the one that the project has, which is said', async () => {
  await open('draft');
  await page.route(/\/attachments$/, async (route) => {
    const file: Announced = route.request().postDataJSON();
    await route.fulfill({ status: 201, json: { attachment: viewOf({ ...file, name: '甲.pdf' }, 'clean') } });
  });
  await choose([aFile('乙.pdf')]);
  await page.getByText('“乙.pdf”与本项目已有的“甲.pdf”内容相同，以“甲.pdf”列出。').waitFor();
  expect(await lines().locator('.file-name').allTextContents()).toEqual(['甲.pdf']);
});

describe('files that are dropped or pasted', () => {
  const transfer = (name: string, type: string) =>
    page.evaluateHandle(
      ([named, kind]) => {
        const data = new DataTransfer();
        data.items.add(new File([named], named, { type: kind }));
        return data;
      },
      [name, type] as const,
    );

  it('go where they are dropped: into the field, or that of its row', async () => {
    await open('draft');
    await place().dispatchEvent('drop', { dataTransfer: await transfer('甲.pdf', 'application/pdf') });
    await page
      .locator('[id="f-/plan/1/name"]')
      .dispatchEvent('drop', { dataTransfer: await transfer('乙.pdf', 'application/pdf') });
    await eventually('both', async () => (await posted()).length === 2);
    expect((await posted()).sort()).toEqual([
      entry('attachments.0', fileNamed('甲.pdf')),
      entry('plan.1.files.0', fileNamed('乙.pdf')),
    ]);
    expect(await place('/plan/1/files').isVisible()).toBe(true);
  });

  it('do not lead away from the page where nothing takes them', async () => {
    await open('draft');
    const isStopped = await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'x.pdf'));
      const event = new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true });
      document.querySelector('header')?.dispatchEvent(event);
      return event.defaultPrevented;
    });
    expect(isStopped).toBe(true);
    expect(await posted()).toEqual([]);
  });

  it('are called by the time where a picture has no name; text that is pasted stays text', async () => {
    await page.clock.setFixedTime(new Date('2026-03-18T06:05:30Z'));
    await open('draft');
    const paste = (target: string, withText: boolean) =>
      page.evaluate(
        ([on, text]) => {
          const data = new DataTransfer();
          data.items.add(new File([String(Math.random())], 'image.png', { type: 'image/png' }));
          if (text) data.setData('text/plain', '31.50');
          const event = new ClipboardEvent('paste', {
            clipboardData: data,
            bubbles: true,
            cancelable: true,
          });
          document.querySelector(on)?.dispatchEvent(event);
        },
        [target, withText] as const,
      );
    await paste('body', false);
    await paste('body', false);
    await paste('[id="f-/plan/0/amountFen"]', true);
    await eventually('both', async () => (await lines().count()) === 2);
    expect(await lines().locator('.file-name').allTextContents()).toEqual([
      '粘贴的图片-20260318-1405.png',
      '粘贴的图片-20260318-1405-2.png',
    ]);
    expect(await lines('/plan/0/files').count()).toBe(0);
  });
});

describe('an upload that goes wrong', () => {
  it('begins again by itself, while the others go on', async () => {
    await open('draft');
    store.next.push('break');
    await choose([aFile('甲.pdf'), aFile('乙.pdf')]);
    await lines().getByText('连接中断').waitFor();
    await untilPosted([
      entry('attachments.0', fileNamed('甲.pdf')),
      entry('attachments.1', fileNamed('乙.pdf')),
    ]);
    expect(store.sent.sort()).toEqual(['乙.pdf', '甲.pdf']);
  });

  it('begins again when somebody says so, and when the network is back', async () => {
    await open('draft');
    store.next.push('break', 'break', 'break', 'break');
    await choose([aFile('甲.pdf')]);
    await lines().getByText('连接中断，8 秒后').waitFor();
    await page.getByRole('button', { name: '重试：甲.pdf' }).click();
    await untilPosted([entry('attachments.0', fileNamed('甲.pdf'))]);
  });

  it('gets a new address where the old one is too old', async () => {
    await open('draft');
    store.next.push('expire');
    await choose([aFile('甲.pdf')]);
    await untilPosted([entry('attachments.0', fileNamed('甲.pdf'))]);
    expect(store.announced).toHaveLength(2);
  });

  it('is begun anew where nobody answers within 30 s', async () => {
    // A browser's own clock cannot be set: its bounds are noted, and passed at once.
    await page.addInitScript(() => {
      const bounds: number[] = [];
      Object.assign(window, { bounds });
      AbortSignal.timeout = (ms) => {
        bounds.push(ms);
        const { signal } = bounds.length === 1 ? { signal: AbortSignal.abort() } : new AbortController();
        return signal;
      };
    });
    await open('draft');
    await choose([aFile('甲.pdf')]);
    await lines().getByText('连接中断').or(lines().getByText('服务器暂时不能接收')).waitFor();
    expect(store.announced).toEqual([]);
    await untilPosted([entry('attachments.0', fileNamed('甲.pdf'))]);
    expect(await page.evaluate(() => Reflect.get(window, 'bounds').slice(0, 2))).toEqual([30_000, 30_000]);
  });

  it('is cut and begins again where its line carries nothing for a minute', async () => {
    await page.clock.install();
    await open('draft');
    const { until, go } = held();
    store.next.push(until);
    await choose([aFile('甲.pdf')]);
    await lines().locator('progress').waitFor();
    await page.clock.runFor(59_000);
    expect([store.announced.length, await lines().locator('progress').count()]).toEqual([1, 1]);
    await page.clock.runFor(1_500);
    await lines().getByText('连接中断').waitFor();
    go();
    await page.clock.runFor(2_000);
    await untilPosted([entry('attachments.0', fileNamed('甲.pdf'))]);
    expect(store.announced).toHaveLength(2);
  });

  it('says what the server says, and what the store did not take', async () => {
    await open('draft');
    const message = '一个项目最多 200 个附件';
    store.answers.push({ status: 422, body: { title: '不能保存', errors: [{ message }] } });
    store.next.push('refuse');
    await choose([aFile('甲.pdf')]);
    await lines().getByText(message).waitFor();
    await choose([aFile('乙.pdf')]);
    await lines().getByText('存储没有接收').waitFor();
    // What failed before is off the list once another is chosen.
    expect(await lines().count()).toBe(1);
    expect(await posted()).toEqual([]);
  });

  it('waits for whoever is signed out, and for a server that is busy', async () => {
    await open('draft');
    store.answers.push({ status: 401 }, { status: 503 });
    await choose([aFile('甲.pdf')]);
    await lines().getByText('登录已过期').waitFor();
    await lines().getByText('服务器暂时不能接收').waitFor();
    await untilPosted([entry('attachments.0', fileNamed('甲.pdf'))]);
  });

  it('can be given up', async () => {
    await open('draft');
    const { until, go } = held();
    store.next.push(until);
    await choose([aFile('甲.pdf')]);
    await lines().locator('progress').waitFor();
    await page.getByRole('button', { name: '移除：甲.pdf' }).click();
    go();
    expect(await lines().count()).toBe(0);
    expect(await posted()).toEqual([]);
  });
});

describe('rows', () => {
  it('that move take their files and running uploads with them', async () => {
    await open('draft');
    const { until, go } = held();
    await choose([aFile('甲.pdf')], '/plan/0/files');
    await untilPosted([entry('plan.0.files.0', fileNamed('甲.pdf'))]);
    store.next.push(until);
    await choose([aFile('乙.pdf')], '/plan/0/files');
    await lines('/plan/0/files').locator('progress').waitFor();
    await page.locator('button[value="down:/plan/0"]').click();
    await untilPosted([entry('plan.1.files.0', fileNamed('甲.pdf'))]);
    go();
    await untilPosted([
      entry('plan.1.files.0', fileNamed('甲.pdf')),
      entry('plan.1.files.1', fileNamed('乙.pdf')),
    ]);
  });

  it('that are brought back bring what arrived meanwhile; taking out a file leaves its row', async () => {
    await open('draft');
    const { until, go } = held();
    store.next.push(until);
    await choose([aFile('甲.pdf')], '/plan/0/files');
    await lines('/plan/0/files').locator('progress').waitFor();
    await page.locator('button[value="remove:/plan/0"]').click();
    expect(await posted()).toEqual([]);
    go();
    await eventually('the bytes', async () => store.sent.length === 1);
    await page.locator('[data-undo]').click();
    await untilPosted([entry('plan.0.files.0', fileNamed('甲.pdf'))]);
    const rows = await page.locator('[data-list="/plan"] > .row').count();
    await page.getByRole('button', { name: '移除：甲.pdf' }).click();
    await untilPosted([]);
    expect(await page.locator('[data-list="/plan"] > .row').count()).toBe(rows);
  });

  it('that are new take files as well', async () => {
    await open('draft');
    await page.locator('button[value="add:/plan"]').click();
    await choose([aFile('甲.pdf')], '/plan/3/files');
    await untilPosted([entry('plan.3.files.0', fileNamed('甲.pdf'))]);
  });
});

describe('scans', () => {
  it('that refuse a file say so beside it, aloud, and to the next save', async () => {
    await open('scanned');
    store.standing = { status: 'refused', reason: 'malware' };
    await lines().getByText('查出病毒，不能作为附件；请移除。').waitFor();
    expect(await told()).toBe('附件被拒收：报价单.pdf');
    await eventually('the save', async () => store.saved.length > 0);
    expect(await posted()).toEqual([entry('attachments.0', fileNamed('报价单.pdf'))]);
  });
});

describe('leaving', () => {
  it('is warned of while something is on its way, and the page’s buttons wait', async () => {
    await open('draft');
    const { until, go } = held();
    store.next.push(until);
    await choose([aFile('甲.pdf')]);
    await lines().locator('progress').waitFor();
    await page.locator('button[value="check"]').click();
    expect(await told()).toBe('附件正在上传，传完后再继续；不需要的可以移除。');
    const asked = page.waitForEvent('dialog');
    const leaving = page.goto('about:blank').catch(() => undefined);
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    await leaving;
    go();
    await untilPosted([entry('attachments.0', fileNamed('甲.pdf'))]);
    await page.locator('button[value="check"]').click();
    await page.waitForURL('**/projects/**');
    expect(server.posted.at(-1)?.body.get('attachments.0')).toBe(attachmentIdOf(fileNamed('甲.pdf')));
  });
});

describe('a decider’s files', () => {
  it('go with the decision, on a phone from its camera', async () => {
    await page.context().close();
    await begin({ viewport: PHONE, hasTouch: true, isMobile: true });
    await open('decision');
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      place('/supplied/minutes').locator('[data-attach]').tap(),
    ]);
    expect(chooser.isMultiple()).toBe(true);
    expect(await page.locator('[data-chooser]').getAttribute('accept')).toMatch(/^image\/\*,\.pdf,\.ofd,/);
    await chooser.setFiles([aFile('IMG_0001.jpg', 'picture', 'image/jpeg')]);
    await untilPosted([entry('supplied.minutes.0', { sha256: sha256('picture') })]);
    expect(store.announced).toEqual([
      { name: 'IMG_0001.jpg', type: 'image/jpeg', size: 7, sha256: sha256('picture') },
    ]);
    // What serves those without a script is out of the way.
    expect(await page.locator('.without-script').isVisible()).toBe(false);
  });

  it('chosen before the script was there are not hidden with the way without one', async () => {
    const { until, go } = held();
    await page.route('**/assets/decision.js', async (route) => {
      await until;
      await route.continue();
    });
    await page.goto(`${server.address}/decision`, { waitUntil: 'commit' });
    await page.locator('input[type="file"]').setInputFiles(aFile('纪要.pdf'));
    go();
    await untilPosted([entry('supplied.minutes.0', fileNamed('纪要.pdf'))]);
  });

  it('are removed where they are kept as well, and come back where that fails', async () => {
    await open('decision');
    const removals: string[] = [];
    let answer: 'leads back' | 'fails' = 'fails';
    await page.route(/\/attachments$/, async (route) => {
      const request = route.request();
      const body = new URLSearchParams(request.postData() ?? '');
      if (!body.get('intent')?.startsWith('remove:')) return route.fallback();
      removals.push(body.get('intent') ?? '');
      if (answer === 'fails') return route.abort();
      return route.fulfill({ status: 303, headers: { location: `/decisions/${TOKEN}` } });
    });
    const minutesOf = entry('supplied.minutes.0', fileNamed('纪要.pdf'));
    await choose([aFile('纪要.pdf')], '/supplied/minutes');
    await untilPosted([minutesOf]);
    const remove = page.getByRole('button', { name: '移除：纪要.pdf' });
    await remove.click();
    await page.getByText('没有移除：纪要.pdf。').waitFor();
    await untilPosted([minutesOf]);
    answer = 'leads back';
    await remove.click();
    await untilPosted([]);
    expect(removals).toEqual(Array(2).fill(`remove:${attachmentIdOf(fileNamed('纪要.pdf'))}`));
  });
});

describe('without a script', () => {
  it('a button saves and leads to where an ordinary form takes files', async () => {
    await page.context().close();
    await begin({ javaScriptEnabled: false });
    await open('draft');
    await place().locator('button').click();
    await page.waitForURL(`**/projects/${ID}`);
    expect(server.posted.at(-1)?.body.get('intent')).toBe('attach:/attachments');
  });

  it('a decider has an ordinary form for them', async () => {
    await page.context().close();
    await begin({ javaScriptEnabled: false });
    await open('decision');
    await page.locator('input[type="file"]').setInputFiles(aFile('纪要.pdf'));
    await page.getByRole('button', { name: '上传', exact: true }).click();
    await page.waitForURL(`**/decisions/${TOKEN}/attachments`);
  });
});
