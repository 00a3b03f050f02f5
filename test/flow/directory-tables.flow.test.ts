import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { Person, Unit } from '../../shared/workflow/directory.ts';
import { clientOf } from '../support/client.ts';
import { signedIn } from '../support/plain-browser.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { textIn } from '../support/posted-form.ts';
import { openStorage } from '../support/stored-items.ts';
import { postedBy } from '../unit/pages/markup.ts';

type Client = Awaited<ReturnType<typeof clientOf>>;
interface Preview {
  readonly hash: string | null;
  readonly lines: readonly { readonly row: number | null; readonly id: string; readonly what: string }[];
  readonly unchanged: number;
  readonly findings: readonly { readonly row: number | null; readonly path: string }[];
}

let platform: Platform;
let administrator: Client;
let authorization: string;
beforeAll(async () => {
  platform = await startPlatform();
  administrator = await clientOf(platform, 'administrator');
  authorization = `Bearer ${await platform.token('administrator')}`;
});
afterAll(() => platform.stop());

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function imported(
  body: BodyInit,
  type: string,
  query = '',
): Promise<{ status: number; body: Preview }> {
  const response = await fetch(`${platform.product}/directory/imports${query}`, {
    method: 'POST',
    body,
    headers: { accept: 'application/json', authorization, 'content-type': type },
  });
  return { status: response.status, body: (await response.json()) as Preview };
}

async function exported(
  path: string,
): Promise<{ type: string; name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const response = await fetch(`${platform.product}${path}`, { headers: { authorization } });
  return {
    type: response.headers.get('content-type') ?? '',
    name: response.headers.get('content-disposition') ?? '',
    bytes: new Uint8Array(await response.arrayBuffer()),
  };
}

const UNIT = '11530121MB1000101G';
const HEADING = '账号,姓名,邮箱,所属单位';
const newcomer = (id: string) => `${id},${id}（示例）,${id}@countersign.example,${UNIT}`;

describe('an export', () => {
  it.each([
    ['units', 'csv', 'text/csv; charset=utf-8'],
    ['units', 'xlsx', XLSX],
    ['people', 'csv', 'text/csv; charset=utf-8'],
    ['people', 'xlsx', XLSX],
  ])('of %s as %s is a file whose import changes nothing', async (which, format, type) => {
    const file = await exported(`/directory/${which}?format=${format}`);
    expect(file.type).toBe(type);
    expect(file.name).toContain(`filename="${which}.${format}"`);
    const { status, body } = await imported(file.bytes, type, '?removeMissing=1');
    expect([status, body.hash, body.lines, body.findings]).toEqual([200, null, [], []]);
    expect(body.unchanged).toBeGreaterThan(1);
    const auditor = await clientOf(platform, 'auditor');
    const chain = '/history?chain=reader:administrator&limit=100';
    const { events } = (await auditor.get<{ events: HistoryEvent[] }>(chain)).body;
    const scope = `/directory/${which}?format=${format}`;
    expect(events.filter((event) => event.scope === scope)).toMatchObject([
      { chain: 'reader:administrator', actor: { role: 'administrator' }, count: body.unchanged },
    ]);
  });
});

describe('a preview that nobody confirms', () => {
  it('is gone after a week, with all that it kept, and the directory’s own pieces stay', async () => {
    const { body } = await imported(`${HEADING}\n${newcomer('hesitant')}`, 'text/csv');
    const { hash } = body;
    const storage = await openStorage(platform);
    const bound = (await storage.all('Projects')).filter(({ pk }) => pk?.S?.startsWith('B#'));
    storage.close();
    const isKept = ({ expiresAt }: (typeof bound)[number]) => expiresAt?.N !== undefined;
    expect(bound.filter(isKept).map(({ pk }) => pk?.S)).toContain(`B#${hash}`);
    expect(bound.some((item) => !isKept(item))).toBe(true);
    await platform.advance(8 * 24 * 60 * 60);
    administrator = await clientOf(platform, 'administrator');
    authorization = `Bearer ${await platform.token('administrator')}`;
    expect((await administrator.post(`/directory/imports/${hash}`)).status).toBe(404);
    expect((await administrator.get('/directory/people/hesitant')).status).toBe(404);
  });
});

describe('an import', () => {
  it('changes nothing before its preview is confirmed, and then exactly what that said', async () => {
    const preview = await imported(`${HEADING}\n${newcomer('new1')}\n${newcomer('new2')}`, 'text/csv');
    expect(preview.body.lines.map(({ row, id, what }) => [row, id, what])).toEqual([
      [2, 'new1', 'added'],
      [3, 'new2', 'added'],
    ]);
    expect((await administrator.get('/directory/people/new1')).status).toBe(404);
    const path = `/directory/imports/${preview.body.hash}`;
    const applied = await administrator.post<{ applied: number }>(path);
    expect([applied.status, applied.body.applied]).toEqual([200, 2]);
    expect((await administrator.get<Person>('/directory/people/new2')).body.unit).toBe(UNIT);
    // The directory is another one now.
    expect((await administrator.post(path)).status).toBe(412);
  });

  it('is asked for anew where somebody else changed the directory, and is no other content', async () => {
    const preview = await imported(`${HEADING}\n${newcomer('late')}`, 'text/csv');
    const read = await administrator.get<Unit>(`/directory/units/${UNIT}`);
    await administrator.put(
      `/directory/units/${UNIT}`,
      { ...read.body, phone: '0871-1' },
      { 'if-match': read.headers.get('etag') ?? '' },
    );
    expect((await administrator.post(`/directory/imports/${preview.body.hash}`)).status).toBe(412);
    expect((await administrator.get('/directory/people/late')).status).toBe(404);
    expect((await administrator.post(`/directory/imports/${'0'.repeat(64)}`)).status).toBe(404);
    const auditor = await clientOf(platform, 'auditor');
    const { body } = await auditor.get<{ events: { detailsHash?: string }[] }>('/history?chain=rules');
    const bound = body.events.find(({ detailsHash }) => detailsHash !== undefined)?.detailsHash;
    expect((await administrator.post(`/directory/imports/${bound}`)).status).toBe(404);
  });

  it('lets one of two administrators be first', async () => {
    const [one, two] = await Promise.all(
      ['first', 'second'].map((id) => imported(`${HEADING}\n${newcomer(id)}`, 'text/csv')),
    );
    const answers = await Promise.all(
      [one, two].map((preview) => administrator.post(`/directory/imports/${preview?.body.hash}`)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
  });

  it('says row by row what does not hold, removes who is missing only where asked, and is no other file', async () => {
    const wrong = await imported(`${HEADING}\n${newcomer('张三')}\nx,甲（示例）,x,${UNIT}`, 'text/csv');
    expect(wrong.body.hash).toBeNull();
    expect(wrong.body.findings.map(({ row, path }) => [row, path])).toEqual([
      [2, '/id'],
      [2, '/email'],
      [3, '/email'],
    ]);
    const removing = await imported(`${HEADING}\n${newcomer('new1')}`, 'text/csv', '?removeMissing=1');
    expect([removing.body.hash, removing.body.findings.length > 0]).toEqual([null, true]);
    expect((await imported('PK\u0003\u0004 no workbook', XLSX)).status).toBe(422);
    expect((await imported('甲,乙\n1,2', 'text/csv')).status).toBe(422);
    expect((await imported('x', 'image/png')).status).toBe(415);
    expect((await imported('x'.repeat(4 * 1024 * 1024 + 1), 'text/csv')).status).toBe(413);
    // Ten thousand people with much beside them are more than other bodies may have.
    const long = await imported(
      `${HEADING},备注\n${newcomer('new1')},${'x'.repeat(2 * 1024 * 1024)}`,
      'text/csv',
    );
    expect([long.status, long.body.unchanged]).toEqual([200, 1]);
    const auditor = await clientOf(platform, 'auditor');
    expect((await auditor.post('/directory/imports')).status).toBe(403);
  });

  it('goes by pages: a file chosen or rows pasted, the preview, the confirmation', async () => {
    const browser = await signedIn(platform.product, 'administrator');
    const open = (path: string, form?: Record<string, string>) =>
      browser.open(`${platform.product}${path}`, form);
    expect((await open('/directory/imports')).status).toBe(200);
    const nothing = await open('/directory/imports', { text: '' });
    expect([nothing.status, textIn(nothing.html).includes('请选择文件')]).toEqual([422, true]);
    const pasted = await open('/directory/imports', {
      text: `${HEADING}\n${newcomer('pasted')}`.replaceAll(',', '\t'),
    });
    expect([pasted.status, textIn(pasted.html).includes('新增 1 条')]).toEqual([200, true]);
    const action = /action="(\/directory\/imports\/[0-9a-f]{64})"/.exec(pasted.html)?.[1] ?? '';
    const done = await open(action, {});
    expect(done.url.pathname + done.url.search).toBe('/directory?notice=applied');
    expect((await administrator.get('/directory/people/pasted')).status).toBe(200);

    const form = new FormData();
    form.set('file', new Blob([`${HEADING}\n${newcomer('chosen')}`]), '人员.csv');
    form.set('text', '');
    const response = await fetch(`${platform.product}/directory/imports`, {
      method: 'POST',
      body: form,
      headers: { accept: 'text/html', authorization },
    });
    expect([response.status, textIn(await response.text()).includes('chosen（示例）')]).toEqual([200, true]);
    // 账号,姓名 and a name, as Excel writes them in China.
    const gb18030 = Buffer.from('d5cbbac52cd0d5c3fb0a7375626d69747465722ccdf5cef5', 'hex');
    form.set('file', new Blob([gb18030]), '人员.csv');
    const inForm = await fetch(`${platform.product}/directory/imports`, {
      method: 'POST',
      body: form,
      headers: { authorization },
    });
    const alone = await imported(gb18030, 'application/octet-stream');
    expect(((await inForm.json()) as Preview).lines).toMatchObject([{ id: 'submitter', name: '王熙' }]);
    expect(alone.body.lines).toMatchObject([{ id: 'submitter', name: '王熙', what: 'changed' }]);
    const broken = await fetch(`${platform.product}/directory/imports`, {
      method: 'POST',
      body: 'no parts',
      headers: { authorization, 'content-type': 'multipart/form-data; boundary=x' },
    });
    expect(broken.status).toBe(400);
    const rows = `${HEADING}\n${newcomer('signed-out')}`;
    const signedOut = async (fields: Record<string, string | Blob>) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      const headers = { accept: 'text/html' };
      const posted = await fetch(`${platform.product}/directory/imports`, { method: 'POST', body, headers });
      return { status: posted.status, fields: postedBy(await posted.text()) };
    };
    const held = await signedOut({ text: rows, file: new Blob([]) });
    expect([held.status, new Map(held.fields).get('text')?.replaceAll('\r', '')]).toEqual([401, rows]);
    // Without the file that came with it nothing can be sent once more.
    const withFile = await signedOut({ text: '', file: new Blob([rows]) });
    expect([withFile.status, withFile.fields]).toEqual([401, []]);
    expect(await readFile(join(platform.data, 'logs', 'directory.ndjson'), 'utf8')).not.toContain(
      'UNEXPECTED',
    );
  });
});
