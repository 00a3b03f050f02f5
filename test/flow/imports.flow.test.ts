import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProblemView } from '../../shared/contract/problem.ts';
import { importFile } from '../../shared/declaration/import/import-file.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { clientOf, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const IMPORTS = '/forms/project-declaration/imports';
const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../fixtures/import', name));

interface Line {
  readonly piece: number;
  readonly text: string;
}

interface Imported {
  readonly declaration: Record<string, unknown>;
  readonly placed: readonly { readonly path: string }[];
  readonly inferred: readonly unknown[];
  readonly notPlaced: readonly {
    readonly text: string;
    readonly spans: readonly { readonly piece: number; readonly from: number; readonly to: number }[];
  }[];
  readonly source: readonly (
    | ({ readonly kind: 'paragraph' } & Line)
    | { readonly kind: 'table'; readonly rows: readonly (readonly Line[])[] }
  )[];
  readonly moreSource?: number;
  readonly findings: readonly { readonly path: string }[];
}

async function sent(
  body: Uint8Array<ArrayBuffer> | FormData | string,
  { account = 'submitter', ...headers }: Record<string, string>,
): Promise<Response> {
  const authorization = `Bearer ${await platform.token(account)}`;
  return fetch(`${platform.product}${IMPORTS}`, {
    method: 'POST',
    body,
    headers: { authorization, ...headers },
  });
}
const json = { accept: 'application/json' };

describe('a file that is imported', () => {
  it.each([
    ['declaration-2021.txt', 'text/plain'],
    ['declaration-2021.extracted.json', 'application/json'],
  ])('%s is understood as by the command, and what found no place is said', async (name, type) => {
    const reply = await sent(new Uint8Array(fixture(name)), { ...json, 'content-type': type });
    const imported = (await reply.json()) as Imported;
    expect(reply.status).toBe(200);
    const direct = await importFile(name, fixture(name));
    expect(imported.declaration).toEqual(direct.declaration);
    expect(imported.placed.length).toBeGreaterThan(20);
    expect(imported.notPlaced.map(({ text }) => text)).toEqual(direct.notPlaced.map(({ text }) => text));
    expect(imported.findings.map(({ path }) => path)).toContain('/performance/indicators/2/name');
  });

  it('is told as it stands, as much as a page can bear, and each part where it stands', async () => {
    const reply = await sent(new Uint8Array(fixture('declaration-2021.txt')), {
      ...json,
      'content-type': 'text/plain',
    });
    const { source, notPlaced } = (await reply.json()) as Imported;
    const pieces = new Map(
      source
        .flatMap((block): Line[] => (block.kind === 'paragraph' ? [block] : block.rows.flat()))
        .map(({ piece, text }) => [piece, text]),
    );
    for (const { text, spans } of notPlaced)
      expect(spans.map(({ piece, from, to }) => pieces.get(piece)?.slice(from, to)).join(' | ')).toBe(text);
    const long = await sent('多余的一行文字，没有栏目。\n'.repeat(9_000), {
      ...json,
      'content-type': 'text/plain',
    });
    const told = (await long.json()) as Imported;
    expect([told.source.length, told.moreSource]).toEqual([3_000, 6_000]);
  });

  it.each([
    ['docx', WORD],
    ['txt', 'text/plain'],
  ])(
    'is the %s that the product wrote of a project, which comes back whole, and nothing of it is stored',
    async (kind, type) => {
      const { id } = await submit(platform);
      const authorization = `Bearer ${await platform.token('submitter')}`;
      const file = await fetch(`${platform.product}/projects/${id}/document?format=${kind}`, {
        headers: { authorization },
      });
      const submitter = await clientOf(platform, 'submitter');
      const before = (await submitter.get('/')).body;
      const reply = await sent(new Uint8Array(await file.arrayBuffer()), { ...json, 'content-type': type });
      const { declaration, inferred, notPlaced } = (await reply.json()) as Imported;
      expect(reply.status).toBe(200);
      expect({ declaration, inferred, notPlaced }).toEqual({
        declaration: aDeclaration(),
        inferred: [],
        notPlaced: [],
      });
      expect((await submitter.get('/')).body).toEqual(before);
    },
  );

  it('fills the form in for a reader, who begins the draft by saving it', async () => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(fixture('declaration-2021.txt'))]), '去年.txt');
    const reply = await sent(form, { accept: 'text/html' });
    const html = await reply.text();
    expect(reply.status).toBe(200);
    expect(html).toContain('尚未保存任何内容');
    expect(html).toMatch(/<form class="form-page[^"]*" method="post" action="\/projects"/);
    expect(html).toContain('value="安全生产组织协调建设工作经费"');
    expect(html).toMatch(/<p id="src-\d+" data-piece/);
    expect(html).toContain('<q>情况。</q>');
  });

  it('is refused where it is none, with what to do', async () => {
    const problem = async (body: Parameters<typeof sent>[0], headers: Record<string, string>) => {
      const reply = await sent(body, { ...json, ...headers });
      const { code } = (await reply.json()) as ProblemView;
      return [reply.status, code];
    };
    const bytes = (text: string) => new TextEncoder().encode(text);
    expect(await problem(bytes('一份文本'), { 'content-type': WORD })).toEqual([422, 'invalid-body']);
    expect(await problem(bytes('{"title":'), { 'content-type': 'application/json' })).toEqual([
      422,
      'invalid-body',
    ]);
    expect(await problem(Uint8Array.of(0xff, 0xfe, 0x00), { 'content-type': 'text/plain' })).toEqual([
      422,
      'invalid-body',
    ]);
    expect(await problem('<a/>', { 'content-type': 'application/xml' })).toEqual([
      415,
      'unsupported-media-type',
    ]);
    expect(await problem(new Uint8Array(4 * 1024 * 1024 + 1), { 'content-type': WORD })).toEqual([
      413,
      'too-large',
    ]);
    expect(await problem(bytes('甲'), { 'content-type': 'text/plain', account: 'auditor' })).toEqual([
      403,
      'forbidden',
    ]);
    const empty = new FormData();
    empty.set('file', new Blob([]), '');
    const page = await sent(empty, { accept: 'text/html' });
    expect([page.status, (await page.text()).includes('请选择文件')]).toEqual([422, true]);
  });

  it('is asked for on a page that the form leads to; other forms have none', async () => {
    const submitter = await clientOf(platform, 'submitter');
    const page = await submitter.get<string>(IMPORTS, undefined, { accept: 'text/html' });
    expect([page.status, page.body.includes('enctype="multipart/form-data"')]).toEqual([200, true]);
    for (const path of ['/', '/forms/project-declaration'])
      expect((await submitter.get<string>(path, undefined, { accept: 'text/html' })).body).toContain(IMPORTS);
    expect((await submitter.get('/forms/nothing/imports')).status).toBe(404);
  });
});
