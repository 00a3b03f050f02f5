import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { wordsOf } from '../../infra/commands/telling.ts';
import { createAlarm, openClock } from '../../infra/local/clock.ts';
import { type ControlOptions, createControl } from '../../infra/local/control/control.ts';
import { createFaults } from '../../infra/local/control/faults.ts';
import { diskHint } from '../../infra/local/disk.ts';
import { openFacts, openHostDatabase } from '../../infra/local/host-database.ts';
import { freePort, type Listening, listen } from '../../infra/local/ports.ts';
import { loadSampleDirectory } from '../../infra/local/sample-directory.ts';
import { openMail } from '../../infra/local/services/mail/mail.ts';
import { readSettings } from '../../infra/local/settings.ts';
import { synthesize } from '../../infra/local/synthesize.ts';
import { runScript } from '../support/office-server.ts';
import { hostDatabase, standingClock, temporaryFolder, until } from './fixture.ts';

const folder = temporaryFolder();

describe('the clock', () => {
  it('goes with real time from where it was moved to, also after a restart', () => {
    const file = join(folder, 'clock');
    const clock = openClock(file);
    clock.advance(3600);
    clock.advance(0.5);
    expect(Math.abs(clock.now() - Date.now() - 3_600_500)).toBeLessThan(1000);
    expect(Math.abs(clock.real() - Date.now())).toBeLessThan(1000);
    expect(Math.abs(openClock(file).now() - clock.now())).toBeLessThan(1000);
    expect(() => clock.advance(-1)).toThrow('forward');
  });

  it('ends with the year 2199, and stores nothing that lies beyond', () => {
    const file = join(folder, 'bounded-clock');
    const clock = openClock(file);
    clock.advance(86_400);
    const stored = readFileSync(file, 'utf8');
    for (const seconds of [1e300, 1e12, Number.MAX_VALUE, Number.POSITIVE_INFINITY, Number.NaN, -1])
      expect(() => clock.advance(seconds)).toThrow(RangeError);
    expect(readFileSync(file, 'utf8')).toBe(stored);
    expect(Math.abs(clock.now() - Date.now() - 86_400_000)).toBeLessThan(1000);
  });

  it('that cannot be read does not keep the platform from starting', () => {
    const file = join(folder, 'broken-clock');
    const start = new Date('2026-03-18T02:00:00.000Z');
    for (const text of ['', ' ', 'NaN', 'Infinity', '1e303', '-1e303', 'null', '\0\0\0', '1e15']) {
      writeFileSync(file, text);
      const said: string[] = [];
      expect(Math.abs(openClock(file, undefined, (line) => said.push(line)).now() - Date.now())).toBeLessThan(
        1000,
      );
      expect(said).toEqual([expect.stringContaining(`The time in ${file} cannot be read`)]);
      expect(openClock(file, start).now() - start.getTime()).toBeLessThan(1000);
      expect(Number(readFileSync(file, 'utf8'))).toBeLessThan(0);
    }
    const said: string[] = [];
    mkdirSync(join(folder, 'clock-folder'));
    openClock(join(folder, 'clock-folder'), undefined, (line) => said.push(line));
    expect(said).toHaveLength(1);
  });

  it('begins where it is told, in a folder that has no time yet', () => {
    const file = join(folder, 'set-clock');
    const leapDay = new Date('2024-02-29T02:00:00.000Z');
    const clock = openClock(file, leapDay);
    expect(clock.now() - leapDay.getTime()).toBeLessThan(1000);
    clock.advance(3600);
    const restarted = openClock(file, leapDay);
    expect(restarted.now() - leapDay.getTime()).toBeGreaterThanOrEqual(3_600_000);
    expect(restarted.now() - leapDay.getTime()).toBeLessThan(3_601_000);
  });

  it('rings an alarm at its time, once, and not before', async () => {
    const clock = standingClock();
    let rings = 0;
    const alarm = createAlarm(clock, () => {
      rings += 1;
    });
    // Beyond what setTimeout can wait, which would ring at once.
    alarm.set(clock.now() + 30 * 86_400_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    clock.advance(30 * 86_400 - 1);
    expect(rings).toBe(0);
    clock.advance(1);
    clock.advance(86_400);
    expect(rings).toBe(1);
    alarm.set(clock.now() + 1000);
    alarm.clear();
    clock.advance(10);
    expect(rings).toBe(1);
  });

  it('rings by real time too', async () => {
    let rang = false;
    const clock = openClock(join(folder, 'real-clock'));
    createAlarm(clock, () => {
      rang = true;
    }).set(clock.now() + 50);
    await until('the alarm', () => rang);
  });
});

describe('the host’s folder', () => {
  it('belongs to one host at a time', () => {
    const file = join(folder, 'host.sqlite');
    const first = openHostDatabase(file);
    openFacts(first).remember('loaded');
    expect(() => openHostDatabase(file)).toThrow('Another host uses');
    first.close();
    const second = openHostDatabase(file);
    expect([openFacts(second).has('loaded'), openFacts(second).has('other')]).toEqual([true, false]);
    second.close();
  });
});

describe('settings', () => {
  it('take a time in the one form that leaves nothing to guess', () => {
    const clockOf = (COUNTERSIGN_CLOCK: string) => readSettings({ COUNTERSIGN_CLOCK }).clock;
    expect(clockOf('2026-03-18T02:00:00.000Z')).toEqual(new Date('2026-03-18T02:00:00.000Z'));
    expect([readSettings({}).clock, clockOf('')]).toEqual([undefined, undefined]);
    for (const wrong of ['2026-03-18', '2026-03-18T10:00:00+08:00', '2026-02-29T02:00:00.000Z', 'soon'])
      expect(() => clockOf(wrong)).toThrow(
        'COUNTERSIGN_CLOCK must be a time such as 2026-03-18T02:00:00.000Z',
      );
  });

  it('have defaults, and refuse what cannot be', () => {
    expect(readSettings({})).toMatchObject({ port: 3000, controlPort: 3001, smtpUrl: undefined });
    expect(readSettings({}).template).toBe(join(readSettings({}).root, 'cdk.out'));
    const moved = { COUNTERSIGN_DATA: '/tmp/x', COUNTERSIGN_TEMPLATE: '/tmp/y', PORT: '80' };
    expect(readSettings(moved)).toMatchObject({ data: '/tmp/x', template: '/tmp/y', port: 80 });
    expect(() => readSettings({ PORT: 'http', SMTP_URL: 'mail' })).toThrow(
      'PORT must be a number up to 65534; SMTP_URL must be an address',
    );
  });

  it('that cannot be are told in a line at the start', async () => {
    expect(await runScript('infra/local/start.ts', [], { PORT: 'http' })).toEqual({
      code: 1,
      output: 'The platform cannot start. PORT must be a number up to 65534\n',
    });
  });
});

describe('a start that is refused', () => {
  const start = async (data: string) =>
    runScript('infra/local/start.ts', [], { COUNTERSIGN_DATA: data, PORT: String(await freePort()) });

  it('leaves the folder to the release that works with it, and is told why', async () => {
    const data = join(folder, 'held');
    mkdirSync(data);
    writeFileSync(join(data, 'version'), '1\n');
    const held = openHostDatabase(join(data, 'host.sqlite'));
    const { code, output } = await start(data);
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/^The platform cannot start. Another host uses /),
    ]);
    expect(readFileSync(join(data, 'version'), 'utf8')).toBe('1\n');
    held.close();
  });

  it('by a file in the place of the folder is told so', async () => {
    const file = join(folder, 'no-folder');
    writeFileSync(file, '');
    for (const data of [file, join(file, 'below')])
      expect(await start(data)).toEqual({
        code: 1,
        output: `The platform cannot start. ${data} is no folder, or lies below a file: give another one (COUNTERSIGN_DATA, server.data)\n`,
      });
  });

  it('by the disk says what to do, and nothing of disks otherwise', () => {
    const system = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    const sqlite = Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 4874 });
    const database = new Error('backend: I/O error: database or disk is full');
    for (const error of [system, sqlite, database]) {
      expect(diskHint(error)).toMatch(/takes no writes.*make room/);
      expect(wordsOf(error)).toBe(`${error.message}${diskHint(error)}`);
    }
    expect(diskHint(new Error('Port 3000 is in use'))).toBe('');
  });
});

describe('a port', () => {
  it('that is taken is said to be so', async () => {
    const first = await listen(await freePort());
    await expect(listen(first.port)).rejects.toThrow(`Port ${first.port} is in use: end what listens there`);
    expect((await fetch(`http://127.0.0.1:${first.port}`)).status).toBe(503);
    await first.close();
  });
});

describe('the synthesis', () => {
  const root = join(folder, 'checkout');
  const runs = () => readFileSync(join(root, 'runs'), 'utf8').length;
  const again = (environment = {}) => synthesize(root, { PATH: process.env.PATH, ...environment });

  beforeAll(() => {
    for (const name of ['infra/local', 'functions', 'shared', 'node_modules'])
      mkdirSync(join(root, name), { recursive: true });
    for (const name of [
      'package-lock.json',
      'cdk.json',
      'functions/a.ts',
      'shared/b.ts',
      'infra/local/host.ts',
    ])
      writeFileSync(join(root, name), '');
    writeFileSync(
      join(root, 'infra/app.ts'),
      `import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
       appendFileSync('runs', '.');
       if (process.env.COUNTERSIGN_FAILS) throw new Error('no such stage');
       mkdirSync('cdk.out', { recursive: true });
       writeFileSync('cdk.out/manifest.json', '{}');`,
    );
  });

  it('runs once, and again only when something that goes into it has changed', async () => {
    expect(await again()).toBe(true);
    expect(await again()).toBe(false);
    writeFileSync(join(root, 'infra/local/host.ts'), '// the host itself goes into nothing');
    expect(await again()).toBe(false);
    writeFileSync(join(root, 'functions/a.ts'), '// changed');
    expect(await again()).toBe(true);
    expect(await again({ COUNTERSIGN_CONTACT: 'x' })).toBe(true);
    const own = {
      COUNTERSIGN_CLOCK: '2026-03-18T02:00:00.000Z',
      COUNTERSIGN_DATA: '/tmp/y',
      COUNTERSIGN_TEMPLATE: '/tmp/z',
    };
    for (const [name, value] of Object.entries(own))
      expect(await again({ COUNTERSIGN_CONTACT: 'x', [name]: value })).toBe(false);
    writeFileSync(join(root, 'cdk.out/manifest.json'), '{"by":"hand"}');
    expect(await again()).toBe(true);
  });

  it('is done by one of the hosts that start together', async () => {
    writeFileSync(join(root, 'functions/a.ts'), '// changed again');
    const before = runs();
    const made = await Promise.all([again(), again(), again()]);
    expect(made.filter((it) => it)).toHaveLength(1);
    expect(runs()).toBe(before + 1);
  });

  it('goes on after a host that was killed in the middle, whatever has its number now', async () => {
    // What earlier releases left: after a restart of the machine the number is of a process that is there.
    mkdirSync(join(root, 'cdk.out/.synthesis-lock'));
    writeFileSync(join(root, 'cdk.out/.synthesis-lock/pid'), String(process.pid));
    const file = join(root, 'cdk.out/.synthesis.lock');
    const module = join(import.meta.dirname, '../../infra/local/synthesize.ts');
    const source = `import { lock } from '${module}'; await lock('${file}'); console.log('held'); setInterval(() => {}, 1000)`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', source]);
    await once(holder.stdout, 'data');
    writeFileSync(join(root, 'functions/a.ts'), '// once more');
    const waiting = again();
    holder.kill('SIGKILL');
    expect(await waiting).toBe(true);
  });

  it('that fails says why', async () => {
    await expect(again({ COUNTERSIGN_FAILS: '1' })).rejects.toThrow(/The synthesis failed:.*no such stage/s);
  });
});

describe('the control port', () => {
  const database = hostDatabase();
  const clock = standingClock();
  const faults = createFaults();
  const common = { database, durable: async () => {}, clock, faults, region: 'us-east-1' };
  const mail = openMail({ ...common, relay: undefined, events: undefined });
  const options: ControlOptions = {
    mail,
    relays: false,
    clock,
    faults,
    queues: { list: () => [{ queue: 'unprocessed', body: '{}', at: 'now' }] },
    lambda: {
      metrics: () => ({
        underWay: 0,
        invocations: { projects: 2 },
        failures: {},
        workers: {},
        capacity: { read: 1, write: 2 },
        capacityOf: {},
      }),
    },
    seesTableCalls: false,
    isBusy: () => true,
    executions: () => [{ name: 'p-r1-a1' }],
    stateTransitions: () => 7,
    token: async (account) => `token of ${account}`,
    issuer: { path: '/issuer', handle: (_, response) => void response.end('issuer') },
  };
  let server: Listening;
  beforeAll(async () => {
    server = await listen(0);
    server.serve(createControl(options));
  });
  afterAll(() => server.close());

  const call = async (path: string, body?: object) => {
    const init =
      body === undefined
        ? {}
        : {
            method: 'POST',
            body: JSON.stringify(body),
            headers: { 'content-type': 'application/json' },
          };
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, init);
    const text = await response.text();
    return { status: response.status, text, json: () => JSON.parse(text) };
  };
  const send = (subject: string, content: { html?: string; text?: string }) =>
    mail.send({
      FromEmailAddress: 'from@countersign.example',
      Destination: { ToAddresses: ['reviewer@countersign.example'] },
      Content: {
        Simple: {
          Subject: { Data: subject },
          Body: {
            ...(content.text && { Text: { Data: content.text } }),
            ...(content.html && { Html: { Data: content.html } }),
          },
        },
      },
    });

  it('says that there is no mail yet, then shows the newest, safely', async () => {
    expect((await call('/')).text).toContain('还没有邮件');
    await send('first <b>', { text: 'see http://localhost:3000/decisions/abc?x=1&y=2 now' });
    await send('second', {
      html: '<a href="http://localhost:3000/decisions/def">link</a><script>alert(1)</script>',
    });
    const page = (await call('/')).text;
    expect(page.indexOf('second')).toBeLessThan(page.indexOf('first &lt;b&gt;'));
    expect(page).toContain('sandbox="allow-top-navigation-by-user-activation');
    expect(page).not.toContain('<script>alert');
    const older = (await call('/?mail=0')).text;
    expect(older).toContain('<a href="http://localhost:3000/decisions/abc?x=1&amp;y=2">');
  });

  it('lists mails oldest first, from any one on', async () => {
    expect((await call('/messages')).json().map((it: { subject: string }) => it.subject)).toEqual([
      'first <b>',
      'second',
    ]);
    expect((await call('/messages?from=1')).json()).toHaveLength(1);
    expect((await call('/messages/count')).json()).toEqual({ count: 2 });
  });

  it('moves the clock, forward only', async () => {
    expect((await call('/clock', { advanceSeconds: 86_400 })).json()).toEqual({
      now: '2026-03-03T08:00:00.000Z',
    });
    expect((await call('/clock')).json()).toEqual({ now: '2026-03-03T08:00:00.000Z' });
    for (const advanceSeconds of [-1, '1', null, [1]])
      expect((await call('/clock', { advanceSeconds })).status).toBe(400);
    expect((await call('/clock', { advanceSeconds: 1, more: 1 })).status).toBe(400);
    expect((await call('/clock')).json()).toEqual({ now: '2026-03-03T08:00:00.000Z' });
  });

  it('takes JSON only, whatever is in it', async () => {
    const post = (body: string, type?: string) =>
      fetch(`http://127.0.0.1:${server.port}/clock`, {
        method: 'POST',
        // Bytes come without a type of their own, as a page can send them.
        body: new TextEncoder().encode(body),
        ...(type === undefined ? {} : { headers: { 'content-type': type } }),
      });
    const move = '{"advanceSeconds":1}';
    for (const type of [
      undefined,
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'text/json',
    ])
      expect([type, (await post(move, type)).status]).toEqual([type, 415]);
    for (const body of ['{', '[]', 'null', '1', '{"advanceSeconds":1e400}'])
      expect([body, (await post(body, 'application/json')).status]).toEqual([body, 400]);
    expect((await post(move, 'application/json; charset=utf-8')).status).toBe(200);
  });

  it('gives tokens, executions, queues, metrics, and leads to the issuer', async () => {
    expect((await call('/tokens', { account: 'auditor' })).json()).toEqual({ token: 'token of auditor' });
    expect((await call('/executions')).json()).toEqual([{ name: 'p-r1-a1' }]);
    expect((await call('/queue')).json()).toEqual([{ queue: 'unprocessed', body: '{}', at: 'now' }]);
    expect((await call('/metrics')).json()).toMatchObject({
      isBusy: true,
      invocations: { projects: 2 },
      stateTransitions: 7,
      mails: 2,
      capacity: { read: 1, write: 2 },
    });
    expect((await call('/issuer/anything')).text).toBe('issuer');
    expect((await call('/nowhere')).status).toBe(404);
  });

  it('sets faults, each used up as often as it says, and clears them', async () => {
    await call('/faults', { function: 'projects', when: 'before', times: 2 });
    await call('/faults', { call: 'SendEmail', mode: 'lose', times: 1 });
    await call('/faults', { stream: { redeliver: 1, shuffle: true } });
    expect([1, 2, 3].map(() => faults.failsInvocation('projects', 'before'))).toEqual([true, true, false]);
    expect(faults.failsInvocation('decisions', 'before')).toBe(false);
    expect([faults.call('StartExecution'), faults.call('SendEmail'), faults.call('SendEmail')]).toEqual([
      undefined,
      'lose',
      undefined,
    ]);
    expect(faults.stream()).toEqual({ redeliver: 1, shuffle: true });
    await call('/faults', { function: 'projects', when: 'after', times: 9 });
    await call('/faults', { clear: true });
    expect(faults.failsInvocation('projects', 'after')).toBe(false);
    expect(faults.stream()).toEqual({ redeliver: 0, shuffle: false });
    expect((await call('/faults', { function: 'projects', when: 'sometimes' })).status).toBe(400);
  });

  it('watches no run where calls of tables are not seen: a blow would fall on nothing, and nobody would know', async () => {
    const refused = await call('/runs', { run: 'one', owns: 'P-1' });
    expect([refused.status, refused.json().message]).toEqual([
      409,
      expect.stringContaining('COUNTERSIGN_TABLE_RIGHTS=checked'),
    ]);
    const seeing = await listen(0);
    seeing.serve(createControl({ ...options, seesTableCalls: true }));
    const taken = await fetch(`http://127.0.0.1:${seeing.port}/runs`, {
      method: 'POST',
      body: JSON.stringify({ run: 'one', owns: 'P-1' }),
      headers: { 'content-type': 'application/json' },
    });
    await seeing.close();
    expect(taken.status).toBe(200);
  });
});

describe('the sample directory', () => {
  it('is put once, as an administrator does it, and its refusal ends the start', async () => {
    const file = join(folder, 'directory.json');
    writeFileSync(file, '{"units":[]}');
    const received: unknown[] = [];
    let status = 200;
    const server = await listen(0);
    server.serve((request, response) => {
      received.push([
        request.method,
        request.url,
        request.headers.authorization,
        request.headers['if-none-match'],
      ]);
      response.writeHead(status).end('{"code":"shape"}');
    });
    const load = () => loadSampleDirectory({ file, product: `http://127.0.0.1:${server.port}`, token: 't' });
    await load();
    status = 412;
    await load();
    status = 422;
    await expect(load()).rejects.toThrow('The sample directory was refused (422): {"code":"shape"}');
    await server.close();
    expect(received[0]).toEqual(['PUT', '/directory', 'Bearer t', '*']);
  });
});
