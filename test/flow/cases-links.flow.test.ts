import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ContentChange, DecisionView, ProjectView } from '../../shared/contract/views.ts';
import {
  actOfUnit,
  atRest,
  changeDirectory,
  clientOf,
  decideBy,
  eventually,
  historyOf,
  holding,
  linkFor,
  linksFor,
  mailsTo,
  type Problem,
  submit,
} from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';
import { linesOf, opened, openStorage, type Storage } from '../support/stored-items.ts';

let platform: Platform;
let storage: Storage;
let anyone: Awaited<ReturnType<typeof clientOf>>;
beforeAll(async () => {
  platform = await startPlatform();
  storage = await openStorage(platform);
  anyone = await clientOf(platform);
});
afterAll(async () => {
  storage.close();
  await platform.stop();
});

const decided = async (id: string) =>
  (await historyOf(platform, id)).filter(({ action }) => action === 'decided');

/** Everything that is stored, byte by byte. */
const stored = async (): Promise<string> =>
  linesOf([...(await storage.all('Projects')), ...(await storage.all('History'))]);

/** Every address that stands in any mail, in its text or its HTML. */
const mailedAddresses = async (): Promise<string[]> => [
  ...new Set(
    (await platform.messages()).flatMap(
      ({ text, html }) => `${text}\n${html}`.match(/https?:\/\/[^\s"<]+/g) ?? [],
    ),
  ),
];

const browsers = {
  browser: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/153.0 Safari/537.36',
  phone: 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148',
  scanner: 'Mozilla/5.0 (compatible; SafeLinks; +https://scanner.example)',
  program: 'curl/8.9.1',
  nothing: '',
};
const agents = Object.values(browsers);

describe('case 1, prefetch: every mailed address, opened 50 times in any order by anything', () => {
  it('changes nothing that is stored, by GET or HEAD; the link then decides as before', async () => {
    // Mails of every kind: to decide, of a cut, of an approval, of a return, that nothing is left to do.
    const { id: cut } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', cut);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    const cuts = [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }];
    expect((await anyone.post(link, { outcome: 'approve', contentHash, cuts })).status).toBe(200);
    expect(
      (await decideBy(platform, await linkFor(platform, 'approver', cut), { outcome: 'approve' })).status,
    ).toBe(200);
    const { id: returned } = await submit(platform);
    await decideBy(platform, await linkFor(platform, 'reviewer', returned), {
      outcome: 'return',
      comment: '请补充第三项支出的测算依据和标准',
    });
    const { id: withdrawn } = await submit(platform);
    await linkFor(platform, 'reviewer', withdrawn);
    await actOfUnit(platform, withdrawn, 'withdraw');
    const { id: open } = await submit(platform);
    const openLink = await linkFor(platform, 'reviewer', open);
    await eventually('all mails', async () => {
      const tags = (await platform.messages()).map(({ subject }) => subject);
      return ['核减', '已批准', '退回修改', '已撤销'].every((tag) => tags.some((one) => one.includes(tag)));
    });
    await atRest(platform);

    const addresses = await mailedAddresses();
    expect(addresses.filter((address) => address.includes('/decisions/')).length).toBeGreaterThanOrEqual(5);
    const before = await stored();
    const mails = (await platform.messages()).length;
    const visits = addresses
      .flatMap((address) =>
        Array.from({ length: 50 }, (_, round) => ({
          address,
          method: round % 2 === 0 ? 'GET' : 'HEAD',
          agent: agents[round % agents.length] ?? '',
          order: Math.random(),
        })),
      )
      .sort((a, b) => a.order - b.order);
    for (let at = 0; at < visits.length; at += 20) {
      const answers = await Promise.all(
        visits.slice(at, at + 20).map(({ address, method, agent }) =>
          fetch(address, {
            method,
            redirect: 'manual',
            headers: { 'user-agent': agent, accept: 'text/html' },
          }),
        ),
      );
      for (const answer of answers) {
        expect([200, 303]).toContain(answer.status);
        await answer.arrayBuffer();
      }
    }
    await atRest(platform);
    const known = new Set(before.split('\n'));
    const after = (await stored()).split('\n');
    expect(after.filter((line) => !known.has(line))).toEqual([]);
    expect(after).toHaveLength(before.split('\n').length);
    expect(await platform.messages()).toHaveLength(mails);

    expect((await decideBy(platform, openLink, { outcome: 'approve' })).status).toBe(200);
    expect(await decided(open)).toHaveLength(1);
  });
});

describe('case 2, no User-Agent guard: a link opened as a browser, a phone, a scanner, a program, or nobody', () => {
  it('shows the same page to each', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const pages = await Promise.all(
      agents.map(async (agent) => {
        const answer = await fetch(`${platform.product}${link}`, {
          headers: { 'user-agent': agent, accept: 'text/html' },
        });
        const text = await answer.text();
        // Each is told when it was opened, and has a key of its own.
        const page = text.replaceAll(/(name="(?:openedAt|idempotencyKey)" value=)"[^"]+"/g, '$1');
        return { status: answer.status, page };
      }),
    );
    expect(pages[0]?.status).toBe(200);
    for (const page of pages) expect(page).toEqual(pages[0]);
    expect((await anyone.get<DecisionView>(link)).body.status).toBe('open');
  });
});

describe('case 3, honest stale page: a link whose request a colleague has decided', () => {
  it('shows the decision, its time and who really decided', async () => {
    await changeDirectory(platform, holding('reviewer', { holder: 'reviewer' }, { holder: 'reviewer2' }));
    const { id } = await submit(platform);
    const own = await linkFor(platform, 'reviewer', id);
    const reply = await decideBy(platform, await linkFor(platform, 'reviewer2', id), {
      outcome: 'reject',
      comment: '不符合资金使用的规定。',
    });
    expect(reply.status).toBe(200);
    const [event] = await decided(id);
    const stale = (await anyone.get<DecisionView>(own)).body;
    expect(stale).toMatchObject({
      status: 'decided',
      assignee: { id: 'reviewer' },
      kind: 'decided',
      decision: { outcome: 'reject', by: '审核人丁（示例）', at: event?.at },
    });
    const page = await (
      await fetch(`${platform.product}${own}`, { headers: { accept: 'text/html' } })
    ).text();
    expect(page).toContain('否决');
    expect(page).toContain('审核人丁（示例）');
    expect(page).toContain(event?.at.slice(0, 16));
    expect(page).not.toContain('<form class="deciding"');
    const late = await decideBy(platform, own, { outcome: 'approve' });
    expect([late.status, late.body.code]).toEqual([409, 'already-decided']);
    await changeDirectory(platform, holding('reviewer', { holder: 'reviewer', delegates: ['reviewer2'] }));
  });
});

describe('case 4, token scope: a token that is not the one of this request, person and revision', () => {
  it('tampered with at any place, cut or lengthened, is no link', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const token = link.slice('/decisions/'.length);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    const other = (letter: string) => (letter === 'A' ? 'B' : 'A');
    const forged = [
      ...Array.from(token, (letter, at) => token.slice(0, at) + other(letter) + token.slice(at + 1)),
      token.slice(1),
      `${token}A`,
      `${token}=`,
      token.toLowerCase(),
      token.split('').reverse().join(''),
    ].filter((one) => one !== token);
    const statuses = await Promise.all(
      forged.flatMap((one) => [
        anyone.get(`/decisions/${one}`).then(({ status }) => status),
        anyone.post(`/decisions/${one}`, { outcome: 'approve', contentHash }).then(({ status }) => status),
        anyone.post(`/decisions/${one}/renew`).then(({ status }) => status),
      ]),
    );
    expect(new Set(statuses)).toEqual(new Set([404]));
    expect(await decided(id)).toEqual([]);
  });

  it('of the first stage decides nothing at the second', async () => {
    const { id } = await submit(platform);
    const first = await linkFor(platform, 'reviewer', id);
    expect((await decideBy(platform, first, { outcome: 'approve' })).status).toBe(200);
    const second = await linkFor(platform, 'approver', id);
    const { contentHash } = (await anyone.get<DecisionView>(second)).body;
    const reply = await anyone.post(first, {
      outcome: 'approve',
      comment: '同意，请按进度支付',
      contentHash,
    });
    expect([reply.status, reply.body.code]).toEqual([409, 'already-decided']);
    expect((await decided(id)).map(({ stage }) => stage)).toEqual(['finance-review']);
    expect((await anyone.get<DecisionView>(second)).body.status).toBe('open');
  });

  it('of another person decides only for that person: whoever else is signed in is refused', async () => {
    const { id } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    const { contentHash } = (await anyone.get<DecisionView>(link)).body;
    for (const account of ['reviewer2', 'approver', 'administrator', 'submitter']) {
      const somebody = await clientOf(platform, account);
      expect((await somebody.get(link)).body.code).toBe('other-person');
      const reply = await somebody.post(link, { outcome: 'approve', contentHash });
      expect([reply.status, reply.body.code]).toEqual([403, 'other-person']);
    }
    const own = await clientOf(platform, 'reviewer');
    expect((await own.post(link, { outcome: 'approve', contentHash })).status).toBe(200);
    expect((await decided(id)).map(({ actor }) => actor.id)).toEqual(['reviewer']);
  });

  it('of an earlier revision decides nothing on the next one', async () => {
    const { id } = await submit(platform);
    const first = await linkFor(platform, 'reviewer', id);
    expect((await actOfUnit(platform, id, 'recall')).status).toBe(200);
    expect((await actOfUnit(platform, id, 'submit')).status).toBe(200);
    const second = await eventually('the link of the second revision', async () => {
      const links = await linksFor(platform, 'reviewer', id);
      return links.length === 2 && links[1];
    });
    const { contentHash } = (await anyone.get<DecisionView>(second)).body;
    const reply = await anyone.post(first, { outcome: 'approve', contentHash });
    expect([reply.status, reply.body.code]).toEqual([409, 'request-closed']);
    expect(await decided(id)).toEqual([]);
    expect((await anyone.get<DecisionView>(first)).body.status).toBe('closed');
    expect((await decideBy(platform, second, { outcome: 'approve' })).status).toBe(200);
  });
});

describe('case 16, approval binds to content: a decision on what is not there any more', () => {
  it('is refused, and a program is told what a colleague has cut since', async () => {
    const { id, contentHash: handedIn } = await submit(platform);
    const review = await linkFor(platform, 'reviewer', id);
    const cuts = [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }];
    await anyone.post(review, { outcome: 'approve', contentHash: handedIn, cuts });
    const link = await linkFor(platform, 'approver', id);
    // The program still holds the content that it read before the review.
    const reply = await anyone.post<Problem & ContentChange>(link, {
      outcome: 'approve',
      contentHash: handedIn,
    });
    const shown = (await anyone.get<DecisionView>(link)).body;
    expect(reply.status).toBe(409);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    expect(reply.body).toMatchObject({
      code: 'content-changed',
      contentHash: shown.contentHash,
      cuts: [{ ...cuts[0], stage: 'finance-review', by: '审核人丙（示例）' }],
      changes: [],
    });
    expect(await decided(id)).toHaveLength(1);
    expect((await decideBy(platform, link, { outcome: 'approve' })).status).toBe(200);
  });

  it('is told what the unit has changed, where the content was that of an earlier revision', async () => {
    const { id, contentHash: first } = await submit(platform);
    const link = await linkFor(platform, 'reviewer', id);
    await decideBy(platform, link, { outcome: 'return', comment: '请补充第三项支出的测算依据和标准' });
    const submitter = await clientOf(platform, 'submitter');
    const draft = (await submitter.get<ProjectView>(`/projects/${id}`)).body;
    const declaration = { ...draft.declaration, overview: '补充了测算依据。' };
    await submitter.put(`/projects/${id}`, { declaration }, { 'if-match': `"${draft.version}"` });
    expect((await actOfUnit(platform, id, 'submit')).status).toBe(200);
    const second = await eventually('the link of the second revision', async () => {
      const links = await linksFor(platform, 'reviewer', id);
      return links.length === 2 && links[1];
    });
    const reply = await anyone.post<Problem & ContentChange>(second, {
      outcome: 'approve',
      contentHash: first,
    });
    expect([reply.status, reply.body.code]).toEqual([409, 'content-changed']);
    expect(reply.body).toMatchObject({
      cuts: [],
      changes: [{ path: '/overview', before: draft.declaration.overview, after: '补充了测算依据。' }],
    });
  });
});

describe('the tokens of all these mails', () => {
  it('stand in no log, no event and no refusal; a page sends no Referer with them', async () => {
    const tokens = (await platform.messages()).flatMap(
      ({ text }) => /\/decisions\/([\w-]{43})/.exec(text)?.[1] ?? [],
    );
    expect(tokens.length).toBeGreaterThan(10);
    const requests = opened(await storage.all('Projects')).filter(({ sk }) => sk?.S?.startsWith('REQUEST#'));
    const taskTokens = requests.flatMap(({ token }) => token?.S ?? []);
    expect(taskTokens.length).toBeGreaterThan(5);

    const folder = join(platform.data, 'logs');
    const files = await readdir(folder);
    expect(files).toContain('access.ndjson');
    const logs = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    const refusals = await Promise.all(
      tokens.flatMap((token) =>
        [undefined, { outcome: 'approve' }, { outcome: 'approve', contentHash: '0'.repeat(64) }].flatMap(
          (body) => [
            anyone.post(`/decisions/${token}`, body).then((reply) => JSON.stringify(reply.body)),
            anyone.post(`/decisions/${token}?x=1`, body).then((reply) => JSON.stringify(reply.body)),
          ],
        ),
      ),
    );
    const afterwards = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    // Of the Projects table only the links' own items know them, as hashes.
    const everything = [...logs, ...afterwards, linesOf(await storage.all('History')), platform.output()];
    const projects = linesOf(opened(await storage.all('Projects')));
    for (const token of tokens) {
      expect(everything.filter((text) => text.includes(token))).toEqual([]);
      expect(projects.includes(token)).toBe(false);
      expect(refusals.filter((text) => text.includes(token))).toEqual([]);
    }
    for (const token of taskTokens) {
      expect([...everything, ...refusals].filter((text) => text.includes(token))).toEqual([]);
    }
    for (const accept of ['text/html', 'application/json']) {
      const page = await fetch(`${platform.product}/decisions/${tokens[0]}`, { headers: { accept } });
      expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  it('reach only their person', async () => {
    const mails = await mailsTo(platform, 'submitter');
    expect(mails.filter(({ text, html }) => `${text}${html}`.includes('/decisions/'))).toEqual([]);
  });
});
