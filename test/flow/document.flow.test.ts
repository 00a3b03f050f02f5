import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import mammoth from 'mammoth';
import type { ProjectView } from '../../shared/contract/views.ts';
import { importFile } from '../../shared/declaration/import/import-file.ts';
import { withoutContent } from '../../shared/document/text-content.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { approveThrough, clientOf, decideBy, linkFor, submit } from '../support/client.ts';
import { readPdf, textOfPages } from '../support/pdf.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** As a browser or a program asks for it: bytes and all. */
async function fetchAs(account: string, path: string, init: RequestInit = {}): Promise<Response> {
  const authorization = `Bearer ${await platform.token(account)}`;
  return fetch(`${platform.product}${path}`, { ...init, headers: { accept: 'text/html', authorization } });
}
const pageOf = async (account: string, path: string): Promise<string> =>
  (await fetchAs(account, path)).text();
const characters = (html: string): string => html.replace(/<[^>]+>/g, '').replace(/\s+/g, '');
const sheetOf = (html: string): string => /<div class="sheet">(.*)<footer/s.exec(html)?.[1] ?? '';
const wordOf = async (account: string, id: string): Promise<Buffer> =>
  Buffer.from(await (await fetchAs(account, `/projects/${id}/document?format=docx`)).arrayBuffer());

describe('the official document', () => {
  it('is 申报稿 while it is decided on, and carries the hash that the history has', async () => {
    const { id, contentHash } = await submit(platform);
    const html = await pageOf('submitter', `/projects/${id}/document`);
    expect(html).toContain('<p class="stamp">申报稿</p>');
    expect(html).toContain(`编号 ${id} · 第 1 次申报 · SHA-256 ${contentHash}`);
    expect(html).toContain('31.50万元（人民币叁拾壹万伍仟元整）');
    expect(html).toMatch(/<link rel="stylesheet" href="\/assets\/document\.[0-9a-f]{8}\.css"/);
    const [, style = ''] = /href="(\/assets\/document\.[^"]+)"/.exec(html) ?? [];
    expect((await fetchAs('submitter', style)).headers.get('content-type')).toBe('text/css; charset=utf-8');
  });

  it('says when it is approved by whom, without the mark; page and Word file agree, and the file comes back', async () => {
    const id = await approveThrough(platform);
    const html = await pageOf('submitter', `/projects/${id}/document`);
    expect(html).not.toContain('申报稿');
    for (const text of ['审核人丙（示例）', '审批人戊（示例）', '同意', '时间（北京时间）'])
      expect(html).toContain(text);
    const file = await wordOf('submitter', id);
    const { value } = await mammoth.extractRawText({ buffer: file });
    expect(characters(value)).toBe(characters(sheetOf(html)));
    const { declaration } = await importFile('document.docx', file);
    expect(declaration.appropriation).toEqual(aDeclaration().appropriation);
  });

  it('is downloaded under its Chinese name', async () => {
    const { id } = await submit(platform);
    const reply = await fetchAs('submitter', `/projects/${id}/document?format=docx`);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, WORD]);
    const name = encodeURIComponent('2021年安全生产组织协调建设工作经费项目（申报稿）.docx');
    expect(reply.headers.get('content-disposition')).toBe(
      `attachment; filename="${id}.docx"; filename*=UTF-8''${name}`,
    );
    const head = await fetchAs('submitter', `/projects/${id}/document?format=docx`, { method: 'HEAD' });
    expect([head.status, await head.text(), head.headers.get('content-type')]).toEqual([200, '', WORD]);
  });

  it('is a text under its Chinese name, which says what the page says', async () => {
    const { id } = await submit(platform);
    const path = `/projects/${id}/document`;
    const page = await pageOf('submitter', path);
    expect(page).toContain(`href="${path}?format=txt"`);
    const reply = await fetchAs('submitter', `${path}?format=txt`);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
    const name = encodeURIComponent('2021年安全生产组织协调建设工作经费项目（申报稿）.txt');
    expect(reply.headers.get('content-disposition')).toBe(
      `attachment; filename="${id}.txt"; filename*=UTF-8''${name}`,
    );
    const { text } = withoutContent(await reply.text());
    expect(characters(text).replace('打开下面的网址', '扫描二维码')).toBe(characters(sheetOf(page)));
  });

  it('is a PDF in which everything is that the page says, in a font of its own, the same bytes each time', async () => {
    const { id } = await submit(platform);
    const path = `/projects/${id}/document?format=pdf`;
    const reply = await fetchAs('submitter', path);
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const name = encodeURIComponent('2021年安全生产组织协调建设工作经费项目（申报稿）.pdf');
    expect(reply.headers.get('content-disposition')).toBe(
      `attachment; filename="${id}.pdf"; filename*=UTF-8''${name}`,
    );
    const file = Buffer.from(await reply.arrayBuffer());
    const pages = await readPdf(file);
    const html = await pageOf('submitter', `/projects/${id}/document`);
    expect(characters(textOfPages(pages))).toBe(characters(sheetOf(html)));
    const fonts = new Set(
      pages.flatMap(({ runs }) => runs.map(({ font, embedded }) => `${font} ${embedded}`)),
    );
    expect([...fonts].sort()).toEqual([
      expect.stringMatching(/^[A-Z]{6}\+NotoSerifSC-Bold true$/),
      expect.stringMatching(/^[A-Z]{6}\+NotoSerifSC-Regular true$/),
    ]);
    expect(html).toContain(`<a href="${path}" download>下载 PDF</a>`);
    const again = Buffer.from(await (await fetchAs('submitter', path)).arrayBuffer());
    expect(again.equals(file)).toBe(true);
  });

  it('is read by its unit, by who is asked or holds a post that decides on it, and by auditors; to all others it is not there', async () => {
    const { id } = await submit(platform);
    await linkFor(platform, 'reviewer', id);
    const statusFor = async (account: string) => (await fetchAs(account, `/projects/${id}/document`)).status;
    const statuses = ['submitter', 'reviewer', 'auditor', 'submitter2', 'approver', 'administrator'].map(
      statusFor,
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 200, 404, 200, 404]);
    expect((await fetch(`${platform.product}/projects/${id}/document`)).status).toBe(401);
    expect((await fetchAs('auditor', '/projects/2021-0000-0000/document')).status).toBe(404);
    expect((await fetchAs('auditor', `/projects/${id}/document?format=rtf`)).status).toBe(400);
  });

  it('of a draft is the draft, without a hash', async () => {
    const submitter = await clientOf(platform, 'submitter');
    const body = { form: 'project-declaration', declaration: { title: '应急演练', budgetYear: 2021 } };
    const { id } = (await submitter.post<ProjectView>('/projects', body)).body;
    const html = await pageOf('submitter', `/projects/${id}/document`);
    expect(html).toContain('2021年应急演练项目');
    expect(html).toContain('申报稿');
    expect(html).not.toContain('SHA-256');
  });

  it('says of a scanned paper whether it holds: this content, an earlier submission, or none', async () => {
    const { id, contentHash } = await submit(platform);
    const asked = (hash: string | null, account = 'auditor') =>
      pageOf(account, `/projects/${id}/document?hash=${hash}`);
    expect(await asked(contentHash)).toContain('核对一致');
    expect(await asked('0'.repeat(64))).toContain('核对不一致');
    const link = await linkFor(platform, 'reviewer', id);
    await decideBy(platform, link, { outcome: 'return', comment: '请补充第二项支出的测算依据。' });
    // Its unit goes on with a draft; everybody else still reads what was handed in.
    expect(await asked(contentHash, 'submitter')).toContain('二维码所载内容是第 1 次申报');
    expect(await asked(contentHash)).toContain('核对一致');
  });
});

describe('npm run import', () => {
  const root = resolve(import.meta.dirname, '../..');
  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    promisify(execFile)(process.execPath, [join(root, 'infra/import.ts'), ...args], {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', COUNTERSIGN_URL: platform.product, ...env },
    });
  const draftIn = async (output: string): Promise<ProjectView> => {
    const [, id = ''] = /已建立草稿 (\S+)/.exec(output) ?? [];
    const submitter = await clientOf(platform, 'submitter');
    return (await submitter.get<ProjectView>(`/projects/${id}`)).body;
  };

  it.each(['declaration-2021.txt', 'declaration-2021.extracted.json'])(
    'makes a draft of %s, with its gaps as findings, and says what found no place',
    async (name) => {
      const { stdout } = await run([`test/fixtures/import/${name}`]);
      expect(stdout).toContain('“情况。”');
      const draft = await draftIn(stdout);
      expect(draft).toMatchObject({
        state: 'draft',
        title: '安全生产组织协调建设工作经费',
        requestedFen: 31_500_000,
      });
      const errors = draft.findings.filter(({ severity }) => severity === 'error').map(({ path }) => path);
      expect(errors).toContain('/performance/indicators/2/name');
      expect(errors).toContain('/performance/indicators/1/value');
      const reply = await (await clientOf(platform, 'submitter')).post(
        `/projects/${draft.id}/submit`,
        undefined,
        {
          'if-match': `"${draft.version}"`,
        },
      );
      expect(reply.status).toBe(422);
    },
  );

  it('makes a draft of a Word file that the product wrote, ready to be submitted', async () => {
    const { id } = await submit(platform);
    const folder = await mkdtemp(join(tmpdir(), 'countersign-import-'));
    try {
      const file = join(folder, '申报文本.docx');
      await writeFile(file, await wordOf('submitter', id));
      const draft = await draftIn((await run([file])).stdout);
      expect(draft.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('only tells with --dry-run, and fails with a reason', async () => {
    const fixture = 'test/fixtures/import/declaration-2021.txt';
    expect((await run(['--dry-run', fixture])).stdout).not.toContain('已建立草稿');
    await expect(run([])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('npm run import'),
    });
    await expect(run([fixture], { COUNTERSIGN_TOKEN: 'wrong' })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('401 invalid-token'),
    });
    await expect(run([fixture, '--account', 'auditor'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('403 forbidden'),
    });
  });
});
