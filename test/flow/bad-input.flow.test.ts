import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ProjectView, SubmissionResult } from '../../shared/contract/views.ts';
import { aDeclaration, aSecondUnitsDeclaration } from '../builders/declaration.ts';
import { clientOf, decideBy, historyOf, linkFor, type Problem, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

let platform: Platform;
let submitter: Awaited<ReturnType<typeof clientOf>>;
let draft: ProjectView;
beforeAll(async () => {
  platform = await startPlatform();
  submitter = await clientOf(platform, 'submitter');
  const reply = await submitter.post<ProjectView>('/projects', {
    form: 'project-declaration',
    declaration: { title: '草稿' },
  });
  draft = reply.body;
});
afterAll(() => platform.stop());

const submissions = '/forms/project-declaration/submissions';
const unknownToken = 'x'.repeat(43);

/** Sends a body that no client library would make. */
async function raw(path: string, body: string, type = 'application/json') {
  const response = await fetch(`${platform.product}${path}`, {
    method: 'POST',
    headers: { 'content-type': type, authorization: `Bearer ${await platform.token('submitter')}` },
    body,
  });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

describe('what is wrong with a request', () => {
  it.each([
    ['malformed JSON', 400, 'malformed-json', () => raw(submissions, '{"title":')],
    [
      'a body over 1 MB',
      413,
      'too-large',
      () => raw(submissions, JSON.stringify({ title: 'x'.repeat(1_100_000) })),
    ],
    ['another media type', 415, 'unsupported-media-type', () => raw(submissions, '<a/>', 'application/xml')],
  ])('%s gets %d %s as problem+json', async (_, status, code, send) => {
    const reply = await send();
    expect([reply.status, reply.type]).toEqual([status, 'application/problem+json']);
    expect(JSON.parse(reply.text)).toMatchObject({ status, code });
  });

  it('is not that a draft’s title is far longer than it may be handed in', async () => {
    const declaration = { title: `${'安'.repeat(119)}𠮷${'a'.repeat(900_000)}` };
    const { status, body } = await submitter.post<ProjectView>('/projects', {
      form: 'project-declaration',
      declaration,
    });
    expect([status, body.declaration.title, body.title.length]).toEqual([201, declaration.title, 119]);
  });

  it.each([
    ['an unknown field', { ...aDeclaration(), surprise: 1 }, 'shape', '/surprise'],
    ['a wrong type', { ...aDeclaration(), title: 7 }, 'shape', '/title'],
    ['a missing field', { ...aDeclaration(), overview: undefined }, 'required', '/overview'],
    [
      'a sum that does not hold',
      { ...aDeclaration(), plan: aDeclaration().plan.slice(1) },
      'R8',
      '/appropriation/amountFen',
    ],
  ])('%s gets 422 with its finding, and nothing is stored', async (_, declaration, rule, path) => {
    const before = (await submitter.get<{ tabs: object }>('/')).body.tabs;
    const reply = await submitter.post(submissions, declaration);
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid-declaration']);
    expect(reply.body.errors).toContainEqual(expect.objectContaining({ rule, path, severity: 'error' }));
    expect((await submitter.get<{ tabs: object }>('/')).body.tabs).toEqual(before);
  });

  it.each([
    [
      'an unknown form',
      404,
      'unknown-form',
      () => submitter.post('/forms/holiday/submissions', aDeclaration()),
    ],
    ['a project that is not there', 404, 'not-found', () => submitter.get('/projects/2021-0000-0000')],
    ['an address without a route', 404, 'not-found', () => submitter.get('/nowhere')],
    ['an address that is none', 404, 'not-found', () => submitter.get('/projects/nonsense')],
    [
      'a draft saved without If-Match',
      428,
      'version-required',
      () => submitter.put(`/projects/${draft.id}`, { declaration: {} }),
    ],
    [
      'a draft saved over a stale version',
      412,
      'stale-version',
      () => submitter.put(`/projects/${draft.id}`, { declaration: {} }, { 'if-match': '"99"' }),
    ],
    [
      'recalling a draft',
      409,
      'not-in-this-state',
      () => submitter.post(`/projects/${draft.id}/recall`, undefined, { 'if-match': `"${draft.version}"` }),
    ],
    [
      'an unknown filter',
      400,
      'unknown-parameter',
      async () => (await clientOf(platform, 'auditor')).get('/history?colour=red'),
    ],
    [
      'a reversed range',
      400,
      'invalid-parameter',
      async () => (await clientOf(platform, 'auditor')).get('/history?from=2021-02-01&to=2021-01-01'),
    ],
    [
      'a foreign cursor',
      400,
      'invalid-parameter',
      async () => (await clientOf(platform, 'auditor')).get('/history?cursor=abc'),
    ],
    [
      'nobody asking',
      401,
      'unauthenticated',
      async () => (await clientOf(platform)).get(`/projects/${draft.id}`),
    ],
    ['a submitter asking for the history', 403, 'forbidden', () => submitter.get('/history')],
    [
      'another unit asking',
      404,
      'not-found',
      async () => (await clientOf(platform, 'submitter2')).get(`/projects/${draft.id}`),
    ],
    [
      'an unknown token',
      404,
      'not-found',
      async () => (await clientOf(platform)).get(`/decisions/${unknownToken}`),
    ],
    [
      'deciding with an unknown token',
      404,
      'not-found',
      async () =>
        (await clientOf(platform)).post(`/decisions/${unknownToken}`, {
          outcome: 'approve',
          contentHash: '0'.repeat(64),
        }),
    ],
    [
      'the directory without If-Match',
      428,
      'version-required',
      async () => (await clientOf(platform, 'administrator')).put('/directory', { units: [], people: [] }),
    ],
  ] as [string, number, string, () => Promise<{ status: number; body: Problem; headers: Headers }>][])(
    '%s gets %d %s',
    async (_, status, code, ask) => {
      const reply = await ask();
      expect([reply.status, reply.body.code]).toEqual([status, code]);
      expect(reply.headers.get('content-type')).toBe('application/problem+json');
    },
  );
});

describe('a decision link', () => {
  it('refuses a tampered token, other content, what is not open yet, and whoever else is signed in', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const anyone = await clientOf(platform);
    const last = link.at(-1) === 'A' ? 'B' : 'A';
    expect((await anyone.get(link.slice(0, -1) + last)).status).toBe(404);
    const other = await anyone.post(link, { outcome: 'approve', contentHash: '0'.repeat(64) });
    expect([other.status, other.body.code]).toEqual([409, 'content-changed']);

    expect((await anyone.post(link, { outcome: 'approve' })).status).toBe(422);
    const stranger = await (await clientOf(platform, 'approver')).get(link);
    expect([stranger.status, stranger.body.code]).toEqual([403, 'other-person']);
    expect((await historyOf(platform, id)).at(-1)?.action).toBe('requested');
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
  });

  it('refuses a return of what is no field of the declaration, and takes one of what is', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const anyone = await clientOf(platform);
    const { contentHash } = (await anyone.get<{ contentHash: string }>(link)).body;
    const returned = (fields: string[]) =>
      anyone.post(link, {
        outcome: 'return',
        comment: '请补充第三项支出的测算依据和标准',
        contentHash,
        fields,
      });
    for (const pointer of ['/title/x', '/plan/99', '/nothing', '/plan/0/name/x']) {
      const reply = await returned(['/title', pointer]);
      expect([reply.status, reply.body.code]).toEqual([422, 'invalid-body']);
      expect(reply.body.errors?.map(({ path }) => path)).toEqual(['/fields/1']);
    }
    expect((await returned(['/title', '/plan/2'])).status).toBe(200);
  });

  it('is looked up before what was sent to it is read', async () => {
    const keys = Object.fromEntries(Array.from({ length: 90_000 }, (_, n) => [n, 1]));
    for (const body of ['{"a":', JSON.stringify(keys), '['.repeat(400_000)]) {
      const reply = await raw(`/decisions/${unknownToken}`, body);
      expect([reply.status, JSON.parse(reply.text).code]).toEqual([404, 'not-found']);
    }
  });

  it('opens behind what a chat added to it, as a page, and not for a program', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const page = (path: string, accept = 'text/html') =>
      fetch(`${platform.product}${path}`, { redirect: 'manual', headers: { accept } });
    for (const tail of [
      '。',
      '）',
      '.',
      '%3E',
      '%20',
      '%E3%80%82',
      '%E3%80%80',
      '%2F',
      '?from=singlemessage',
    ])
      expect([tail, (await page(`${link}${tail}`)).status]).toEqual([tail, 200]);
    const slash = await page(`${link}/?from=timeline`);
    expect([slash.status, slash.headers.get('location')]).toEqual([303, `${link}?from=timeline`]);
    for (const tail of ['。', '%20', '/', '%2F'])
      expect([tail, (await page(`${link}${tail}`, 'application/json')).status]).toEqual([tail, 404]);
    expect((await page(`${link}?from=singlemessage`, 'application/json')).status).toBe(400);
  });

  it('stands in no log and in no answer', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const token = link.slice('/decisions/'.length);
    await decideBy(platform, link, { outcome: 'approve' });
    expect(JSON.stringify(await historyOf(platform, id))).not.toContain(token);
    expect(platform.output()).not.toContain(token);
    const { readdir, readFile } = await import('node:fs/promises');
    const folder = `${platform.data}/logs`;
    const logs = await Promise.all(
      (await readdir(folder)).map((file) => readFile(`${folder}/${file}`, 'utf8')),
    );
    expect(logs.join('').length).toBeGreaterThan(0);
    expect(logs.join('')).not.toContain(token);
  });
});

describe('a submission with an idempotency key', () => {
  const keyed = (key: string, body: string) =>
    platform.token('submitter').then((token) =>
      fetch(`${platform.product}${submissions}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          'idempotency-key': key,
        },
        body,
      }),
    );

  it('that was used is refused for what follows under it, whatever that is', async () => {
    expect((await keyed('used', JSON.stringify(aDeclaration()))).status).toBe(201);
    const bodies = [
      '{"title":"\\ud800"}',
      `{"title":${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
      '{"title":"x"}',
    ];
    for (const body of bodies) expect((await keyed('used', body)).status).toBe(422);
  });

  it('that is none is refused', async () => {
    const reply = await keyed('x'.repeat(5_000), JSON.stringify(aDeclaration()));
    expect([reply.status, (await reply.json()).code]).toEqual([400, 'invalid-idempotency-key']);
  });
});

describe('a form of a megabyte that no page posted', () => {
  it.each([
    ['one name of dots', 'a.'.repeat(500_000)],
    ['100,000 names', Array.from({ length: 100_000 }, (_, n) => `n${n}`).join('=&')],
    ['rows without end', Array.from({ length: 40_000 }, (_, n) => `plan.${10 ** 9 + n}.name`).join('=x&')],
  ])('is read at once, and counts for nothing: %s', async (_, names) => {
    const from = performance.now();
    const reply = await raw(
      '/projects',
      `form=project-declaration&title=${encodeURIComponent('演练')}&${names}=x`,
      'application/x-www-form-urlencoded',
    );
    expect(performance.now() - from).toBeLessThan(2_000);
    expect(reply.status).toBe(200);
  });
});

describe('a draft', () => {
  it('keeps its version for two who save at once: one wins, the other gets 412', async () => {
    const { body } = await submitter.get<ProjectView>(`/projects/${draft.id}`);
    const match = { 'if-match': `"${body.version}"` };
    const replies = await Promise.all(
      ['甲', '乙'].map((title) =>
        submitter.put<ProjectView & Problem>(`/projects/${draft.id}`, { declaration: { title } }, match),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412]);
    const winner = replies.find(({ status }) => status === 200)?.body;
    expect((await submitter.get<ProjectView>(`/projects/${draft.id}`)).body.title).toBe(winner?.title);
  });

  it('that does not hold is not submitted, and is told why', async () => {
    const { body } = await submitter.get<ProjectView>(`/projects/${draft.id}`);
    const reply = await submitter.post(`/projects/${draft.id}/submit`, undefined, {
      'if-match': `"${body.version}"`,
    });
    expect([reply.status, reply.body.code]).toEqual([422, 'invalid-declaration']);
    expect(reply.body.errors?.map(({ path }) => path)).toContain('/plan');
    expect((await submitter.get<ProjectView>(`/projects/${draft.id}`)).body.state).toBe('draft');
  });
});

describe('a form that a program posts', () => {
  const posted = async (path: string, fields: Record<string, string>, accept: string) =>
    fetch(`${platform.product}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { accept, authorization: `Bearer ${await platform.token('submitter')}` },
      body: new URLSearchParams(fields),
    });
  const asked = [
    ['a submission', 422, 'invalid-declaration', () => submissions, { title: '只有名称' }],
    ['a draft', 412, 'stale-version', () => `/projects/${draft.id}`, { version: '99', title: '旧的一页' }],
  ] as const;

  it.each(asked)(
    'is refused as a problem, as JSON would be: %s, %d %s',
    async (_, status, code, path, fields) => {
      for (const accept of ['*/*', 'application/json', 'application/problem+json']) {
        const reply = await posted(path(), fields, accept);
        expect([reply.status, reply.headers.get('content-type')]).toEqual([
          status,
          'application/problem+json',
        ]);
        expect(await reply.json()).toMatchObject({ code });
      }
    },
  );

  it.each(asked)(
    'is a page with what was typed where a page is wanted: %s, %d',
    async (_, status, __, path, fields) => {
      const reply = await posted(path(), fields, 'text/html');
      expect(reply.status).toBe(status);
      expect(await reply.text()).toContain(fields.title);
    },
  );
});

describe('a method that an address does not take', () => {
  it.each(['DELETE', 'PATCH', 'OPTIONS', 'TRACE'])(
    'is answered 405 with those that it takes: %s',
    async (method) => {
      const answer = await new Promise<IncomingMessage>((settle, fail) => {
        const sent = request(`${platform.product}/projects/${draft.id}`, { method }, settle);
        sent.on('error', fail).end();
      });
      answer.resume();
      expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, HEAD, PUT, POST']);
    },
  );

  it('and an address that there is not is 404', async () => {
    const answer = await fetch(`${platform.product}/nowhere`, { method: 'DELETE' });
    expect([answer.status, answer.headers.get('allow')]).toEqual([404, null]);
  });
});

describe('a unit that declares for another', () => {
  const FORM = 'project-declaration';
  let second: Awaited<ReturnType<typeof clientOf>>;
  beforeAll(async () => {
    second = await clientOf(platform, 'submitter2');
  });

  const isR36 = expect.objectContaining({ rule: 'R36', severity: 'error', path: '/unit/uscc' });
  const asVersion = ({ version }: ProjectView) => ({ 'if-match': `"${version}"` });

  /** A draft of the second unit that holds the first one's declaration: a draft may hold anything. */
  async function aForeignDraft(): Promise<ProjectView> {
    const body = { form: FORM, declaration: aDeclaration() };
    const reply = await second.post<ProjectView>('/projects', body);
    expect(reply.status).toBe(201);
    return reply.body;
  }

  it('a declaration for another unit is refused in one call, as a draft, and among several', async () => {
    const inOneCall = await second.post(`/forms/${FORM}/submissions`, aDeclaration());
    expect([inOneCall.status, inOneCall.body.code]).toEqual([422, 'invalid-declaration']);
    expect(inOneCall.body.errors).toContainEqual(isR36);

    const draft = await aForeignDraft();
    expect(draft.findings).toContainEqual(isR36);
    const submitted = await second.post<Problem>(`/projects/${draft.id}/submit`, undefined, asVersion(draft));
    expect([submitted.status, submitted.body.code]).toEqual([422, 'invalid-declaration']);

    const { id, version } = draft;
    const several = await second.post<{ results: SubmissionResult[] }>('/drafts/submissions', {
      drafts: [{ id, version }],
    });
    expect(several.body.results).toEqual([expect.objectContaining({ id, status: 422 })]);
    expect(several.body.results[0]?.errors).toContainEqual(isR36);
    expect((await second.get<ProjectView>(`/projects/${id}`)).body.state).toBe('draft');
  });

  it('and is said on the page where the form was filled in', async () => {
    const { id } = await aForeignDraft();
    const headers = { accept: 'text/html' };
    const page = await second.get<string>(`/projects/${id}?check=1`, undefined, headers);
    expect(page.body).toContain('只能为本单位申报：本单位的统一社会信用代码是 11530121MB1000101G');
  });

  it('while its own is taken', async () => {
    expect((await submit(platform, 'submitter2', aSecondUnitsDeclaration())).unit.id).toBe(
      '11530121MB1000101G',
    );
    expect((await submit(platform)).state).toBe('in-review');
  });
});
