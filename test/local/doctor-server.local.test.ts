import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { judge, type Trouble } from '../../infra/commands/doctor/judge.ts';
import { serverChecks } from '../../infra/commands/doctor/server-checks.ts';
import { askServer, type ServerFacts } from '../../infra/commands/doctor/server-facts.ts';
import { freePort } from '../../infra/local/ports.ts';
import { readServeSettings } from '../../infra/local/serve/settings-file.ts';
import { selfSigned } from '../support/certificate.ts';
import { runScript, startMailSink } from '../support/office-server.ts';
import { temporaryFolder } from './fixture.ts';

const folder = temporaryFolder();
const now = new Date();

interface Change {
  readonly server?: object;
  readonly general?: object;
}
const certificate = (days: number) => {
  const made = selfSigned('localhost', { days });
  const tls = { certificate: join(folder, `${days}.pem`), key: join(folder, `${days}.key`) };
  writeFileSync(tls.certificate, made.certificate);
  writeFileSync(tls.key, made.key);
  return tls;
};

/** The settings of an office's server, on a port of this machine. */
async function settingsFile(smtp: string, { server = {}, general = {} }: Change = {}): Promise<string> {
  const port = await freePort();
  const file = join(folder, `${port}.json`);
  const settings = {
    mailFrom: 'countersign@office.test',
    alarmEmail: 'duty@office.test',
    ...general,
    server: {
      address: `https://localhost:${port}`,
      listen: { host: '127.0.0.1' },
      data: join(folder, 'data'),
      tls: certificate(90),
      smtp,
      administrator: { name: '管理员', email: 'head@office.test' },
      ...server,
    },
  };
  writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });
  return file;
}

const factsOf = (file: string, mailTo?: string) => askServer(() => readServeSettings(file), now, mailTo);
const troublesOf = (facts: ServerFacts): Map<string, Trouble> =>
  new Map(
    serverChecks.flatMap((check) => {
      const verdict = judge(check, facts);
      return typeof verdict === 'string' ? [] : [[check.name, verdict] as const];
    }),
  );
/** A disk or memory that is short here says nothing of the product. */
const namesOf = (facts: ServerFacts) => [...troublesOf(facts).keys()].filter((name) => name !== 'machine');

/** A mail server that says something else. */
async function relayWith(options: ConstructorParameters<typeof SMTPServer>[0]) {
  const server = new SMTPServer({ closeTimeout: 100, ...options });
  // Whoever does not trust its certificate hangs up.
  server.on('error', () => {});
  const port = await new Promise<number>((settle) => {
    const listening = server.listen(0, '127.0.0.1', () => settle((listening.address() as AddressInfo).port));
  });
  return { port, close: () => new Promise<void>((settle) => server.close(() => settle())) };
}

/** A scanner that says this of itself, and this of every file. */
async function clamdWith(version: string, verdict = 'stream: OK') {
  const server = createServer((socket) => {
    let sent = '';
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      sent = (sent + data.toString('latin1')).slice(-16);
      if (sent.startsWith('zVERSION')) socket.end(`${version}\0`);
      // A file ends with a piece of no bytes; those of the test are zeros throughout.
      else if (sent.endsWith('\0\0\0\0') && data.length < 64 << 10) socket.end(`${verdict}\0`);
    });
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const { port } = server.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, close: () => new Promise((settle) => server.close(settle)) };
}

describe('doctor, on one server', () => {
  it('finds nothing missing where all is well, and sends the mail that it is told to', async () => {
    const sink = await startMailSink();
    const file = await settingsFile(sink.url);
    expect(namesOf(await factsOf(file))).toEqual([]);
    expect(sink.received).toEqual([]);
    const told = await runScript('infra/doctor.ts', [
      ...['--settings', file, '--mail-to', 'duty@office.test', '--lang', 'en'],
    ]);
    expect(told.output).toMatch(/^✓ {2}Mail server$/m);
    const mail = await sink.mailTo('duty@office.test');
    expect(mail.subject).toContain('发信测试');
    await sink.close();
  });

  it('tells all that is wrong in the settings, and nothing else', async () => {
    const file = await settingsFile('mail.office.test', { general: { colour: 'red' } });
    const told = await runScript('infra/doctor.ts', ['--settings', file]);
    expect(told.code).toBe(1);
    expect(told.output).toMatch(
      /^✗ {2}设置：.*\n.*server\.smtp must be an address.*\n.*colour is no setting/m,
    );
    expect(told.output).not.toContain('端口');
  });

  it.each<[string, string, Change, RegExp]>([
    ['a folder of its own', 'folder', {}, /is open to others/],
    [
      'a certificate for longer than two weeks',
      'certificate',
      { server: { tls: certificate(5) } },
      /openssl x509/,
    ],
    [
      'an address of this machine',
      'port',
      { server: { listen: { host: '192.0.2.1' } } },
      /ip -brief address/,
    ],
  ])('misses %s', async (_, name, change, step) => {
    const sink = await startMailSink();
    const data = join(folder, name);
    mkdirSync(data);
    chmodSync(data, name === 'folder' ? 0o755 : 0o700);
    const facts = await factsOf(
      await settingsFile(sink.url, { ...change, server: { data, ...change.server } }),
    );
    expect(
      troublesOf(facts)
        .get(name)
        ?.steps.some((one) => step.test(one)),
    ).toBe(true);
    expect(namesOf(facts)).toEqual([name]);
    await sink.close();
  });

  it('misses a host name that leads somewhere', async () => {
    const sink = await startMailSink();
    const facts = await factsOf(await settingsFile(sink.url));
    const nowhere = { ...facts, hostName: { none: true as const }, own: ['127.0.0.1', '192.0.2.7', '::1'] };
    expect(troublesOf(nowhere).get('domain')?.steps).toEqual(['localhost A 192.0.2.7']);
    expect(namesOf(nowhere)).toEqual(['domain']);
    await sink.close();
  });

  it('misses a free port, and not where the product itself has it', async () => {
    const sink = await startMailSink();
    const other = createServer((socket) => socket.destroy());
    const port = await freePort();
    await new Promise<void>((settle) => other.listen(port, '127.0.0.1', settle));
    const address = `https://localhost:${port}`;
    const facts = await factsOf(await settingsFile(sink.url, { server: { address } }));
    expect(namesOf(facts)).toEqual(['port']);
    other.close();
    const ours = { ...facts, port: { found: { code: 'EADDRINUSE', isOurs: true } } };
    expect(namesOf(ours)).toEqual([]);
    await sink.close();
  });

  it('misses the port of plain http, and not where it leads to the product', async () => {
    const sink = await startMailSink();
    let location = 'https://elsewhere.test/';
    const other = createHttpServer((_request, response) => {
      response.writeHead(308, { location, connection: 'close' }).end();
    });
    await new Promise<void>((settle) => other.listen(0, '127.0.0.1', settle));
    const { port: redirectPort } = other.address() as AddressInfo;
    const file = await settingsFile(sink.url, { server: { redirectPort } });
    const facts = await factsOf(file);
    expect(troublesOf(facts).get('redirect-port')?.steps).toEqual([`ss -ltnp 'sport = :${redirectPort}'`]);
    expect(namesOf(facts)).toEqual(['redirect-port']);
    location = `${readServeSettings(file).server.address.origin}/health`;
    expect(namesOf(await factsOf(file))).toEqual([]);
    other.close();
    expect(namesOf(await factsOf(file))).toEqual([]);
    await sink.close();
  });

  it('misses a scanner that is there, with signatures of this week, and looks into the largest file', async () => {
    const sink = await startMailSink();
    const versionOf = (days: number) => {
      const [day, date, month, year, time] = new Date(now.getTime() - days * 86_400_000)
        .toUTCString()
        .split(/[, ]+/);
      return `ClamAV 1.4.3/27820/${day} ${month} ${date} ${time} ${year}`;
    };
    const stepsWith = async (general: object) =>
      troublesOf(await factsOf(await settingsFile(sink.url, { general })))
        .get('scanner')
        ?.steps.join('\n');
    const steps = async (version: string, verdict?: string) => {
      const clamd = await clamdWith(version, verdict);
      const told = await stepsWith({
        fileScanner: 'clamd',
        clamdAddress: clamd.address,
        attachmentMegabytes: 1,
      });
      await clamd.close();
      return told;
    };
    expect(await steps(versionOf(1))).toBeUndefined();
    expect(await steps(versionOf(9))).toMatch(/clamav-freshclam/);
    // As it answers that has no signatures at all.
    expect(await steps('ClamAV 1.4.3')).toMatch(/clamav-freshclam/);
    expect(await steps(versionOf(1), 'INSTREAM size limit exceeded. ERROR')).toMatch(/^StreamMaxLength 6M/);
    const nowhere = `127.0.0.1:${await freePort()}`;
    expect(await stepsWith({ fileScanner: 'clamd', clamdAddress: nowhere })).toMatch(/status clamav-daemon/);
    expect(await stepsWith({ fileScanner: 'clamd', clamdAddress: join(folder, 'clamd.ctl') })).toMatch(
      /LocalSocket/,
    );
    expect(await stepsWith({ unscannedFiles: 'refuse' })).toMatch(/fileScanner=clamd/);
    expect(await stepsWith({})).toBeUndefined();
    await sink.close();
  });

  it('misses a mail server that takes the password, has TLS, has a known certificate, and is there', async () => {
    const refusing = await relayWith({
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: (_auth, _session, answer) => answer(Object.assign(new Error('535 no'), { responseCode: 535 })),
    });
    const own = await relayWith({ secure: true, ...selfSignedPair() });
    const nowhere = await freePort();
    const stepsAt = async (smtp: string) =>
      troublesOf(await factsOf(await settingsFile(smtp)))
        .get('relay')
        ?.steps.join('\n');
    expect(await stepsAt(`smtp://a:wrong@127.0.0.1:${refusing.port}?tls=none`)).toMatch(/@ is %40/);
    expect(await stepsAt(`smtp://a:wrong@127.0.0.1:${refusing.port}`)).toMatch(/tls=none/);
    expect(await stepsAt(`smtps://127.0.0.1:${own.port}`)).toMatch(/tls=none/);
    expect(await stepsAt(`smtp://127.0.0.1:${nowhere}`)).toBe(`nc -vz 127.0.0.1 ${nowhere}`);
    const facts = await factsOf(await settingsFile(`smtp://a:secret-word@127.0.0.1:${nowhere}`));
    expect(JSON.stringify([...troublesOf(facts).values()])).not.toContain('secret-word');
    await Promise.all([refusing.close(), own.close()]);
  });
});

function selfSignedPair() {
  const { certificate: cert, key } = selfSigned('localhost', { days: 9 });
  return { cert, key };
}
