import { once } from 'node:events';
import { cp, readFile, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect, getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DecisionView, ProjectView } from '../../shared/contract/views.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { VerificationView } from '../../shared/history/verification/verification-view.ts';
import { beijingDay } from '../../shared/values/working-days.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { childOf } from '../support/child-of.ts';
import { eventually } from '../support/client.ts';
import { historyTable } from '../support/history-table.ts';
import {
  formerHost,
  type MailSink,
  makeOffice,
  type OfficeServer,
  runScript,
  startMailSink,
  startServer,
} from '../support/office-server.ts';
import { PlainBrowser } from '../support/plain-browser.ts';
import { checkout } from '../support/platform.ts';

let sink: MailSink;
let office: Awaited<ReturnType<typeof makeOffice>>;
let server: OfficeServer;

beforeAll(async () => {
  sink = await startMailSink();
  office = await makeOffice(sink.url);
  await office.write();
  // In place of those of a test before in this process: two of one name are taken for each other.
  setDefaultCACertificates([...getCACertificates('bundled'), office.certificate]);
  server = await startServer(office.file);
}, 180_000);
afterAll(async () => {
  await server?.end('SIGTERM');
  await sink.close();
  await office.remove();
});

/** Somebody who signs in as people do: a mailbox, the code from the mail. */
async function signIn(mailbox: string) {
  const browser = new PlainBrowser(({ href }) => href.startsWith(office.address));
  const before = sink.received.length;
  const asked = await browser.open(`${office.address}/sign-in`);
  const sent = await browser.open(asked.url, { mailbox });
  const mail = await sink.mailTo(
    mailbox,
    (one) => sink.received.indexOf(one) >= before && /验证码/.test(one.subject ?? ''),
  );
  const [code = ''] = /\d{6}/.exec(mail.text ?? '') ?? [];
  const home = await browser.open(sent.url, { code });
  const call = async <T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) => {
    const answer = await fetch(`${office.address}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        cookie: browser.cookieHeader(new URL(path, office.address)),
        'sec-fetch-site': 'same-origin',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as T };
  };
  return { browser, home, call };
}
type Person = Awaited<ReturnType<typeof signIn>>;

const submit = async (by: Person): Promise<string> => {
  const { status, body } = await by.call<ProjectView>(
    'POST',
    '/forms/project-declaration/submissions',
    aDeclaration(),
  );
  expect([status, body]).toEqual([201, body]);
  return body.id;
};

const linkFor = async (mailbox: string, projectId: string): Promise<string> => {
  const mail = await sink.mailTo(
    mailbox,
    ({ headers, text }) =>
      (headers.find(({ key }) => key === 'x-countersign-reference')?.value ?? '').startsWith(projectId) &&
      (text ?? '').includes('/decisions/'),
  );
  return /\/decisions\/[A-Za-z0-9_-]{43}/.exec(mail.text ?? '')?.[0] ?? '';
};

async function decide(link: string): Promise<number> {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  const shown = (await (await fetch(`${office.address}${link}`, { headers })).json()) as DecisionView;
  const body = JSON.stringify({ outcome: 'approve', contentHash: shown.contentHash });
  return (await fetch(`${office.address}${link}`, { method: 'POST', headers, body })).status;
}

let administrator: Person;
let submitter: Person;
let auditor: Person;

it('the administrator of the settings signs in by a code, and enters the office', async () => {
  administrator = await signIn('head@office.test');
  expect([administrator.home.status, administrator.home.url.pathname]).toEqual([200, '/']);
  const sample = await readFile(join(checkout, 'infra/local/sample-directory.json'), 'utf8');
  const directory = JSON.parse(sample.replaceAll('@countersign.example', '@office.test'));
  const put = await administrator.call('PUT', '/directory', directory, { 'if-none-match': '*' });
  expect(put).toMatchObject({ status: 200 });
});

it('people of the directory sign in, with the roles of their posts; strangers get no mail and see the same', async () => {
  submitter = await signIn('submitter@office.test');
  expect(submitter.home.html).toContain('经办人甲');
  const before = sink.received.length;
  const browser = new PlainBrowser(({ href }) => href.startsWith(office.address));
  const asked = await browser.open(`${office.address}/sign-in`);
  const sent = await browser.open(asked.url, { mailbox: 'Stranger@office.test' });
  expect(sent.html.replace('stranger@office.test', 'X')).toContain('如该邮箱已在机构名录中登记');
  auditor = await signIn('audit@office.test');
  expect(sink.received.slice(before).map(({ to }) => to?.[0]?.address)).toEqual(['audit@office.test']);
  expect((await auditor.call('GET', '/history')).status).toBe(200);
  expect((await submitter.call('GET', '/history')).status).toBe(403);
});

it('a project goes through by mailed links, and its history verifies', async () => {
  const id = await submit(submitter);
  for (const who of ['reviewer', 'approver'])
    expect(await decide(await linkFor(`${who}@office.test`, id))).toBe(200);
  expect((await submitter.call<ProjectView>('GET', `/projects/${id}`)).body.state).toBe('approved');
  const proof = await auditor.call<VerificationView>('GET', `/projects/${id}/history/verification`);
  expect(proof.body).toMatchObject({ valid: true });
});

// The host looks at the end of each minute, and the alarm is of a minute.
it('an event that somebody overwrites around the product is mailed as an alarm', async () => {
  const id = await submit(submitter);
  const history = await historyTable(office);
  await history.put({ ...(await history.get(id, 2)), requestedFen: 1 });
  history.close();
  const isTold = () =>
    sink.received.find(
      ({ to, subject }) => to?.[0]?.address === 'duty@office.test' && subject === '【告警】HistoryTampered',
    );
  const mail = await eventually('the alarm', async () => isTold(), 130);
  expect(mail.text).toContain('infra/RUNBOOK.md#history-tampered');
}, 150_000);

it('a link that was mailed with the name of before leads to the same request, and decides there', async () => {
  const id = await submit(submitter);
  const link = await linkFor('reviewer@office.test', id);
  const { port } = new URL(office.address);
  const asked = (accept: string) =>
    new Promise<IncomingMessage>((settle, fail) => {
      request(
        {
          ...{ host: '127.0.0.1', port, path: `${link}?lang=en`, servername: formerHost },
          headers: { host: `${formerHost}:${port}`, accept },
        },
        (answer) => settle(answer.resume()),
      )
        .once('error', fail)
        .end();
    });
  const page = await asked('text/html');
  expect([page.statusCode, page.headers.location]).toEqual([307, `${office.address}${link}?lang=en`]);
  const shown = await fetch(page.headers.location ?? '', { headers: { accept: 'text/html' } });
  expect([shown.status, (await shown.text()).includes('Approve')]).toEqual([200, true]);
  expect((await asked('application/json')).statusCode).toBe(200);
  expect(await decide(link)).toBe(200);
});

it('a program submits by a key that the administrator made, until it is revoked', async () => {
  const made = await administrator.call<{ id: string; key: string }>('POST', '/directory/programs', {
    ...{ name: '财务系统', role: 'submitter', person: 'submitter' },
    until: beijingDay(new Date()),
  });
  expect(made.status).toBe(201);
  const submitBy = (key: string) =>
    fetch(`${office.address}/forms/project-declaration/submissions`, {
      method: 'POST',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(aDeclaration()),
    });
  expect((await submitBy(made.body.key)).status).toBe(201);
  await administrator.call('POST', `/directory/programs/${made.body.id}/revoke`);
  expect((await submitBy(made.body.key)).status).toBe(401);
});

it('plain http leads to the address, where it is answered', async () => {
  const plain = await fetch(`http://localhost:${office.settings.server.redirectPort}/health`);
  expect([plain.status, plain.url]).toEqual([200, `${office.address}/health`]);
});

it('there is no control port, and no folder that others can read', async () => {
  const port = Number(new URL(office.address).port) + 1;
  await expect(fetch(`http://localhost:${port}/messages`)).rejects.toThrow();
  expect((await stat(office.data)).mode & 0o777).toBe(0o700);
  const logs = await readFile(join(office.data, 'logs', 'access.ndjson'), 'utf8');
  expect(logs).toContain('GET /history');
});

it('a renewed certificate is served without a restart', async () => {
  const serial = () =>
    new Promise<string>((settle, fail) => {
      const socket = connect(
        {
          port: Number(new URL(office.address).port),
          host: '127.0.0.1',
          servername: 'localhost',
          rejectUnauthorized: false,
        },
        () => {
          settle(socket.getPeerCertificate().serialNumber);
          socket.destroy();
        },
      );
      socket.once('error', fail);
    });
  expect(await serial()).toBe('01');
  const renewed = await office.renew(2);
  await eventually('the renewed certificate', async () => (await serial()) === '02');
  setDefaultCACertificates([...getCACertificates('bundled'), renewed]);
});

it('a backup under load has every decision that was acknowledged before it began, and a server goes on from it', async () => {
  let ending = false;
  const acknowledged: string[] = [];
  const load = async () => {
    while (!ending) {
      const id = await submit(submitter);
      if ((await decide(await linkFor('reviewer@office.test', id))) === 200) acknowledged.push(id);
    }
  };
  const loads = [load(), load()];
  await eventually('a few decisions', async () => acknowledged.length >= 3, 60);
  const before = [...acknowledged];
  const file = join(office.folder, 'office.backup');
  const taken = await runScript('infra/local/backup.ts', [file, '--settings', office.file]);
  expect(taken).toMatchObject({ code: 0 });
  ending = true;
  await Promise.all(loads);
  expect(acknowledged.length).toBeGreaterThan(before.length);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await server.end('SIGKILL');

  const elsewhere = join(office.folder, 'elsewhere');
  expect(await runScript('infra/local/restore.ts', [file, elsewhere])).toMatchObject({ code: 0 });
  // The same template: making it anew takes half a minute.
  await cp(join(office.data, 'template'), join(elsewhere, 'template'), { recursive: true });
  await office.write({ server: { ...office.settings.server, data: elsewhere } });
  server = await startServer(office.file);

  // Sessions are in it as well: nobody signs in again.
  for (const id of before) {
    const { events } = (await auditor.call<{ events: HistoryEvent[] }>('GET', `/projects/${id}/history`))
      .body;
    expect(events.map(({ action }) => action)).toContain('decided');
    const proof = await auditor.call<VerificationView>('GET', `/projects/${id}/history/verification`);
    expect(proof.body).toMatchObject({ valid: true });
    // The flow waits where it waited.
    expect(await decide(await linkFor('approver@office.test', id))).toBe(200);
  }
}, 240_000);

it('starts its database again when that dies, and ends as failed when it dies again and again', async () => {
  const id = await submit(submitter);
  const link = await linkFor('reviewer@office.test', id);
  const ready = () => fetch(`${office.address}/health/ready`);
  expect((await ready()).status).toBe(200);
  const killDatabase = async () => process.kill(await childOf(server.pid, 'dynoxide'), 'SIGKILL');
  await killDatabase();
  // Whoever asks meanwhile is told to come again, not that something went wrong.
  const meanwhile = await ready();
  expect([200, 503]).toContain(meanwhile.status);
  expect(meanwhile.headers.get('retry-after')).toBe(meanwhile.status === 503 ? '5' : null);
  // Its end is noticed a moment after it, and until then the last connections may still answer.
  await eventually('what is said of its end', async () =>
    /The database ended by itself .*it is started again/.test(server.output()),
  );
  await eventually('the database', async () => (await ready()).status === 200);
  expect(await decide(link)).toBe(200);
  for (const times of [2, 3]) {
    await killDatabase();
    await eventually(
      'the database',
      async () => server.output().split('The database is there again').length > times,
    );
  }
  await killDatabase();
  expect(await server.exited).toBe(1);
  expect(server.output()).toMatch(/started again 3 times in vain.*The server ends/);
  server = await startServer(office.file);
  await eventually('the database', async () => (await ready()).status === 200);
}, 90_000);

it('ends at SIGTERM when what is under way has been answered', async () => {
  const port = Number(new URL(office.address).port);
  const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const body = JSON.stringify(aDeclaration());
  const head = `POST /forms/project-declaration/submissions HTTP/1.1\r\nHost: localhost:${port}\r\n`;
  const length = `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
  socket.write(head + length + body.slice(0, 100));
  // A whole exchange beside it, after which the server has begun with this one, however busy it is.
  expect((await fetch(`${office.address}/health`)).status).toBe(200);
  await pause(300);
  const end = server.end('SIGTERM');
  await expect(
    eventually('a refusal', () =>
      fetch(`${office.address}/health`).then(
        () => false,
        () => true,
      ),
    ),
  ).resolves.toBe(true);
  socket.write(body.slice(100));
  const [answer] = await once(socket, 'data');
  // Nobody has signed in on this connection.
  expect(String(answer)).toMatch(/^HTTP\/1.1 401 /);
  // The server hangs up behind its answer: to say goodbye would cross that, and be reset.
  socket.destroy();
  expect(await end).toBe(0);
});
