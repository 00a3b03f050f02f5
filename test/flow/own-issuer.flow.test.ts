import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { twoFreePorts } from '../support/free-ports.ts';
import {
  type MailSink,
  makeOffice,
  type OfficeServer,
  startMailSink,
  startServer,
} from '../support/office-server.ts';
import { PlainBrowser } from '../support/plain-browser.ts';
import { checkout } from '../support/platform.ts';
import { type Claims, type SignInIssuer, startSignInIssuer } from '../support/sign-in-issuer.ts';
import { CLIENT_ID } from '../support/test-issuer.ts';

let sink: MailSink;
let office: Awaited<ReturnType<typeof makeOffice>>;
let server: OfficeServer;
let issuer: SignInIssuer;
let place: Parameters<typeof startSignInIssuer>[0];

beforeAll(async () => {
  sink = await startMailSink();
  office = await makeOffice(sink.url);
  const { tls } = office.settings.server;
  const [certificate, key] = await Promise.all([
    readFile(tls.certificate, 'utf8'),
    readFile(tls.key, 'utf8'),
  ]);
  place = { port: await twoFreePorts(), tls: { certificate, key } };
  const { administrator: _, auditors: __, ...section } = office.settings.server;
  await office.write({
    server: section,
    issuer: `https://localhost:${place.port}/issuer`,
    clientId: CLIENT_ID,
    rolesClaim: 'groups',
  });
  // In place of those of a test before in this process: two of one name are taken for each other.
  setDefaultCACertificates([...getCACertificates('bundled'), office.certificate]);
  // An authority of the office's own, as SERVER.md has it.
  server = await startServer(office.file, { NODE_EXTRA_CA_CERTS: tls.certificate });
}, 180_000);
afterAll(async () => {
  await server?.end('SIGTERM');
  await issuer?.close();
  await sink.close();
  await office.remove();
});

/** Signs somebody in, who is at the issuer already. */
async function signIn(person: Claims, path = '/') {
  if (issuer) issuer.person = person;
  const browser = new PlainBrowser(({ hostname }) => hostname === 'localhost');
  const page = await browser.open(`${office.address}/sign-in?returnTo=${encodeURIComponent(path)}`);
  const call = async <T>(method: string, to: string, body?: unknown) => {
    const answer = await fetch(`${office.address}${to}`, {
      method,
      headers: {
        ...{ accept: 'application/json', 'content-type': 'application/json', 'if-none-match': '*' },
        ...{ 'sec-fetch-site': 'same-origin', cookie: browser.cookieHeader(new URL(to, office.address)) },
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as T };
  };
  return { page, browser, call };
}

it('the issuer is not there yet: the page says so, and signing in works once it is', async () => {
  const { page } = await signIn({});
  expect([page.status, page.url.pathname]).toEqual([503, '/sign-in']);
  expect(page.html).toContain('登录服务暂时不可用，请稍后再试');
  issuer = await startSignInIssuer(place);
  const head = { sub: 'head', name: '管理员', groups: ['administrator', 'strangers'] };
  const administrator = await signIn(head);
  expect([administrator.page.status, administrator.page.url.pathname]).toEqual([200, '/']);
  expect(administrator.page.html).toContain('管理员');
  const sample = await readFile(join(checkout, 'infra/local/sample-directory.json'), 'utf8');
  const directory = JSON.parse(sample.replaceAll('@countersign.example', '@office.test'));
  expect((await administrator.call('PUT', '/directory', directory)).status).toBe(200);
});

it('somebody of the directory is known by a verified mailbox, has the roles of the token, and submits', async () => {
  const claims = { sub: 'a-1', name: 'A', email: 'submitter@office.test', email_verified: true };
  const { page, call } = await signIn({ ...claims, groups: ['submitter'] }, '/me');
  expect([page.status, page.url.pathname]).toEqual([200, '/me']);
  expect(page.html).toContain('经办人甲');
  const { status } = await call<ProjectView>(
    'POST',
    '/forms/project-declaration/submissions',
    aDeclaration(),
  );
  expect(status).toBe(201);
  expect((await call('GET', '/history')).status).toBe(403);
});

it('a token that is for another client signs nobody in', async () => {
  const { page, browser } = await signIn({ sub: 'a-1', aud: 'payroll', groups: ['submitter'] });
  expect([page.status, page.url.pathname]).toEqual([400, '/sign-in/callback']);
  expect(page.html).toContain('登录没有完成，请重新登录');
  expect((await browser.open(`${office.address}/me`)).html).not.toContain('经办人甲');
  const bearer = async (claims: Claims) => {
    const authorization = `Bearer ${await issuer.sign({ groups: ['submitter'], ...claims })}`;
    return (await fetch(`${office.address}/me`, { headers: { authorization, accept: 'application/json' } }))
      .status;
  };
  expect(await bearer({ sub: 'a-1' })).toBe(200);
  expect(await bearer({ sub: 'a-1', aud: 'payroll' })).toBe(401);
});

it('somebody whom the directory does not know is told so, and whom to ask', async () => {
  const claims = { sub: 'x-1', name: 'X', email: 'stranger@office.test', email_verified: true };
  const { page, call } = await signIn({ ...claims, groups: ['submitter'] });
  expect([page.status, page.url.pathname]).toEqual([200, '/']);
  expect(page.html).toContain('机构名录中没有您的账号，还不能申报或办理。请联系管理员登记。');
  expect(page.html).toContain('您的账号：x-1');
  const refused = await call<{ detail: string }>(
    'POST',
    '/forms/project-declaration/submissions',
    aDeclaration(),
  );
  expect([refused.status, refused.body.detail]).toEqual([403, '机构名录中没有您的账号，请联系管理员']);
});

it('somebody whose mailbox the issuer does not vouch for is nobody of the directory', async () => {
  const { page } = await signIn({ sub: 'y-1', email: 'submitter@office.test', groups: ['submitter'] });
  expect(page.html).toContain('机构名录中没有您的账号');
});

it('somebody without a role of ours signs in, is told so, and can do nothing', async () => {
  const claims = { sub: 'r-1', name: 'R', email: 'submitter@office.test', email_verified: true };
  for (const groups of [undefined, ['payroll'], 'submitter']) {
    const { page, call } = await signIn({ ...claims, groups });
    expect([page.status, page.url.pathname]).toEqual([200, '/']);
    expect(page.html).toContain('您已登录，但还没有可以申报或办理的角色。请联系管理员。');
    for (const path of ['/history', '/directory', '/drafts'])
      expect([path, (await call('GET', path)).status]).toEqual([path, 403]);
  }
});

it('an issuer that goes away while somebody is at it is told as that, and nobody is signed out by it', async () => {
  const claims = { sub: 'a-1', name: 'A', email: 'submitter@office.test', email_verified: true };
  const { browser } = await signIn({ ...claims, groups: ['submitter'] });
  const begun = await fetch(`${office.address}/sign-in`, { redirect: 'manual' });
  const back = await fetch(begun.headers.get('location') ?? '', { redirect: 'manual' });
  await issuer.close();
  const answer = await fetch(back.headers.get('location') ?? '', {
    headers: { accept: 'text/html', cookie: begun.headers.get('set-cookie')?.split(';')[0] ?? '' },
  });
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain('登录服务暂时不可用，请稍后再试');
  expect((await browser.open(`${office.address}/me`)).html).toContain('经办人甲');
});
