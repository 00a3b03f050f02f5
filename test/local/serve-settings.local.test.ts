import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { openFacts, openHostDatabase } from '../../infra/local/host-database.ts';
import { end, freePort, listenAt, portOf } from '../../infra/local/ports.ts';
import { sampleDirectory } from '../../infra/local/sample-directory.ts';
import { clientBehind, openPublicDoor } from '../../infra/local/serve/public-door.ts';
import { openRedirectDoor } from '../../infra/local/serve/redirect-door.ts';
import { demandServable } from '../../infra/local/serve/serve-folder.ts';
import { readServerSettings } from '../../infra/local/serve/settings.ts';
import { readServeSettings } from '../../infra/local/serve/settings-file.ts';
import { backupTimer, backupUnitOf, unitOf } from '../../infra/local/serve/unit.ts';
import { machineAlarms } from '../../infra/local/serve/watch.ts';
import { selfSigned } from '../support/certificate.ts';
import { checkout } from '../support/platform.ts';
import { temporaryFolder } from './fixture.ts';

const folder = temporaryFolder();
const local = {
  address: 'http://localhost:8080',
  data: join(folder, 'data'),
  smtp: 'smtp://mail.office.test',
  administrator: { name: '管理员', email: 'head@office.test' },
};
const general = { mailFrom: 'countersign@office.test', alarmEmail: 'duty@office.test' };

function write(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
  return file;
}

describe('the settings of one server', () => {
  it('are read with those of every deployment', () => {
    const read = readServeSettings(write('good.json', { ...general, lapseDays: 90, server: local }));
    expect(read).toMatchObject({
      ...general,
      hasIssuer: false,
      host: { data: local.data, smtpUrl: local.smtp },
    });
    expect(read.host.environment).toMatchObject({
      COUNTERSIGN_LAPSE_DAYS: '90',
      COUNTERSIGN_MAIL_FROM: general.mailFrom,
      COUNTERSIGN_MAIL_TRANSPORT: 'smtp',
    });
  });

  it('are refused with all that is wrong, a sentence each', () => {
    const file = write('bad.json', {
      mailFrom: 'countersign@countersign.example',
      lapseDays: 2,
      colour: 'red',
      server: { address: 'http://office.test', smtp: 'mail.office.test', port: 80 },
    });
    chmodSync(file, 0o644);
    const refused = () => readServeSettings(file);
    for (const sentence of [
      'can be read by everybody on this machine',
      'server.smtp must be an address, such as smtps://user:password@mail.example.org',
      'server.port is no setting',
      'colour is no setting',
      'lapseDays leaves no week before the first warning',
      'alarmEmail is missing',
    ])
      expect(refused).toThrow(sentence);
  });

  it('are refused with the sample sender, without an administrator, and over plain http', () => {
    const { administrator: _, ...nobody } = local;
    const sample = { ...general, mailFrom: 'countersign@countersign.example' };
    expect(() => readServeSettings(write('sample.json', { ...sample, server: nobody }))).toThrow(
      /server\.administrator is missing.*\n.*mailFrom is still a sample/,
    );
    expect(readServerSettings({ ...local, address: 'http://office.test' })).toEqual([
      expect.stringContaining('server.address must begin with https://'),
    ]);
    expect(readServerSettings({ ...local, address: 'https://office.test' })).toEqual([
      expect.stringContaining('server.tls is needed'),
    ]);
    expect(readServerSettings(undefined)).toEqual([expect.stringContaining('server is missing')]);
  });

  it('name a scanner on this server or near it, not Amazon’s; networks on AWS do not concern it', () => {
    const amazons = { ...general, fileScanner: 'guardduty', server: local };
    expect(() => readServeSettings(write('guardduty.json', amazons))).toThrow(
      /fileScanner cannot be guardduty, which is Amazon’s/,
    );
    const clamd = { fileScanner: 'clamd', clamdAddress: '/run/clamav/clamd.ctl' };
    const network = { clamdSubnets: 'subnet-01234567', clamdSecurityGroups: 'sg-01234567' };
    const { host, attachments } = readServeSettings(
      write('clamd.json', { ...general, ...clamd, ...network, attachmentMegabytes: 50, server: local }),
    );
    expect(attachments).toMatchObject({ ...clamd, attachmentMegabytes: 50 });
    expect(host.environment).toMatchObject({
      ...{ COUNTERSIGN_FILE_SCANNER: 'clamd', COUNTERSIGN_CLAMD_ADDRESS: '/run/clamav/clamd.ctl' },
      COUNTERSIGN_ATTACHMENT_MEGABYTES: '50',
    });
    expect(Object.keys(host.environment)).not.toContain('COUNTERSIGN_CLAMD_SUBNETS');
  });

  it('name a certificate that fits the address and has not ended', () => {
    const made = selfSigned('office.test');
    const old = selfSigned('office.test', { days: -1 });
    const tls = { certificate: write('c.pem', made.certificate), key: write('k.pem', made.key) };
    const of = (address: string, more: object = {}) =>
      readServerSettings({ ...local, address, tls: { ...tls, ...more } });
    expect(of('https://office.test')).toMatchObject({ tls });
    expect(of('https://other.test')).toEqual([
      'server.tls.certificate is not for other.test, but for DNS:office.test',
    ]);
    expect(of('https://office.test', { certificate: write('old.pem', old.certificate) })).toEqual([
      expect.stringContaining('is not valid any more'),
    ]);
    expect(of('https://office.test', { key: '/nowhere/key.pem' })).toEqual([
      expect.stringContaining('/nowhere/key.pem cannot be read'),
    ]);
  });
});

it('plain http is led on from a port of its own, and only where this server has the certificate', () => {
  const made = selfSigned('office.test');
  const tls = { certificate: write('r.pem', made.certificate), key: write('r-key.pem', made.key) };
  const of = (more: object) => readServerSettings({ ...local, address: 'https://office.test', tls, ...more });
  expect(of({ redirectPort: 80 })).toMatchObject({ redirectPort: 80 });
  expect(of({ redirectPort: 443 })).toEqual([expect.stringContaining('is the port that https is served at')]);
  expect(of({ redirectPort: 8443, listen: { port: 8443 } })).toEqual([
    expect.stringContaining('server.redirectPort is the port that https is served at'),
  ]);
  expect(readServerSettings({ ...local, redirectPort: 80 })).toEqual([
    expect.stringContaining('server.redirectPort needs tls'),
  ]);
});

it('plain http leads where the settings say, whatever a request says, and takes nothing that is posted', async () => {
  const made = selfSigned('office.test');
  const tls = { certificate: write('d.pem', made.certificate), key: write('d-key.pem', made.key) };
  const redirectPort = await freePort();
  const settings = { ...local, address: 'https://office.test:8443', listen: { host: '127.0.0.1' }, tls };
  const read = readServerSettings({ ...settings, redirectPort });
  if (!('address' in read)) throw new Error(read.join('; '));
  const door = await openRedirectDoor(read);
  const asked = async (path: string, method = 'GET') => {
    const sent = request({ port: redirectPort, path, method, headers: { host: 'evil.test' } }).end(
      method === 'POST' ? 'a=1' : undefined,
    );
    const [answer]: IncomingMessage[] = await once(sent, 'response');
    return [answer?.statusCode, answer?.headers.location ?? (answer && (await text(answer)))];
  };
  try {
    expect(await asked('/projects?year=2027')).toEqual([308, 'https://office.test:8443/projects?year=2027']);
    expect(await asked('/', 'HEAD')).toEqual([308, 'https://office.test:8443/']);
    expect(await asked('//evil.test')).toEqual([308, 'https://office.test:8443//evil.test']);
    expect(await asked('http://evil.test/x')).toEqual([308, 'https://office.test:8443/']);
    expect(await asked('/sign-in', 'POST')).toEqual([
      403,
      expect.stringContaining('Only https is served: use https://office.test:8443.'),
    ]);
  } finally {
    await door?.close(1_000);
  }
  await expect(asked('/')).rejects.toThrow('ECONNREFUSED');
  expect(await openRedirectDoor({ ...read, redirectPort: undefined })).toBeUndefined();
});

it('names of before are those that the certificate is for as well, and not the present one', () => {
  const made = selfSigned('office.test', { also: ['old.office.test'] });
  const tls = { certificate: write('two.pem', made.certificate), key: write('two-key.pem', made.key) };
  const server = { ...local, address: 'https://office.test', tls };
  const read = (formerDomains: string) =>
    readServeSettings(write('former.json', { ...general, formerDomains, server }));
  expect(read('old.office.test').host.environment).toMatchObject({
    COUNTERSIGN_FORMER_DOMAINS: 'old.office.test',
  });
  expect(() => read('old.office.test, elsewhere.test')).toThrow(
    'server.tls.certificate is not for elsewhere.test (formerDomains)',
  );
  expect(() => read('office.test')).toThrow('formerDomains names office.test, which is the present address');
});

describe.each(['infra/SERVER.md', 'infra/SERVER.zh-CN.md'])('the example of %s', (guide) => {
  it('holds, but for the certificate that is not on this machine', () => {
    const [, example = ''] = /```json\n([^`]*)```/.exec(readFileSync(join(checkout, guide), 'utf8')) ?? [];
    const refused = () => readServeSettings(write('example.json', example));
    expect(refused).toThrow(
      /do not hold:\n {2}\/etc\/countersign\/fullchain\.pem cannot be read.*\n {2}\/etc\/countersign\/key\.pem cannot be read[^\n]*$/,
    );
  });

  it('has a section for each alarm that only one server has', () => {
    const text = readFileSync(join(checkout, guide), 'utf8');
    const named = machineAlarms({ data: folder, certificate: write('own.pem', selfSigned('x').certificate) });
    for (const { description } of named) {
      const anchor = /infra\/SERVER\.md#([a-z-]+)/.exec(description)?.[1] ?? 'none';
      expect(text.toLowerCase()).toContain(`### ${anchor.replaceAll('-', ' ')}`);
    }
  });
});

it.each([
  ['smtp://mail.office.test:587', true],
  ['smtp://mail.office.test?tls=none', true],
  ['smtps://mail.office.test?name=us', true],
  ['smtps://mail.office.test?tls=none', false],
  ['smtp://mail.office.test?tls=maybe', false],
])('of the mail server %s can be told: %s', (smtp, holds) => {
  const file = write('relay.json', { ...general, server: { ...local, smtp } });
  if (holds) expect(readServeSettings(file)).toMatchObject({ host: { smtpUrl: smtp } });
  else expect(() => readServeSettings(file)).toThrow('server.smtp takes tls=none alone, after smtp://');
});

it('the unit runs this checkout with these settings, and lets the server end its own database', () => {
  const file = write('unit.json', { ...general, server: local });
  const unit = unitOf(readServeSettings(file), file);
  expect(unit).toContain(
    `ExecStart="${process.execPath}" "${join(checkout, 'infra/local/serve.ts')}" --settings "${file}"`,
  );
  // The data alone, not what lies beside it: with /srv as the data's folder that would be the whole disk.
  expect(unit).toContain(`ReadWritePaths="-${local.data}"\n`);
  expect(unit).toContain(`WorkingDirectory=${checkout}\n`);
  expect(unit).toContain('KillMode=mixed');
  // For the ports of https and of plain http.
  expect(unit).toContain('AmbientCapabilities=CAP_NET_BIND_SERVICE\n');
});

it('the unit of the backups makes one in the folder each night, and may write there', () => {
  const file = write('backup.json', { ...general, server: local });
  const unit = backupUnitOf(readServeSettings(file), file, '/backup/50%');
  expect(unit).toContain(
    `"${join(checkout, 'infra/local/backup.ts')}" "/backup/50%%" --settings "${file}"\n`,
  );
  expect(unit).toContain(`ReadWritePaths="-${local.data}" "-/backup/50%%"\n`);
  expect(backupTimer).toContain('OnCalendar=*-*-* 02:30\n');
});

it('the units may write into folders with blanks in their names', () => {
  const data = '/srv/会签 数据';
  const file = write('blank.json', { ...general, server: { ...local, data } });
  const settings = readServeSettings(file);
  expect(unitOf(settings, file)).toContain(`ReadWritePaths="-${data}"\n`);
  expect(backupUnitOf(settings, file, '/backup of it')).toContain(
    `ReadWritePaths="-${data}" "-/backup of it"\n`,
  );
});

describe('the folder that a server serves from', () => {
  it('is closed to others and holds no samples', () => {
    const data = join(folder, 'served');
    expect(() => demandServable(data)).not.toThrow();
    mkdirSync(data);
    chmodSync(data, 0o755);
    expect(() => demandServable(data)).toThrow('is open to others');
    chmodSync(data, 0o700);
    expect(() => demandServable(data)).not.toThrow();
    // As a host leaves it that was killed at its very first start.
    writeFileSync(join(data, 'host.sqlite'), '');
    expect(() => demandServable(data)).not.toThrow();
    const database = openHostDatabase(join(data, 'host.sqlite'));
    openFacts(database).remember(sampleDirectory);
    database.close();
    expect(() => demandServable(data)).toThrow('holds the sample office');
  });
});

it('behind a proxy, whoever asks is the last address that it names: others wrote the ones before', async () => {
  const clientOf = clientBehind({ peers: ['127.0.0.1'], addressHeader: 'x-forwarded-for' });
  const server = createServer((request, response) => response.end(JSON.stringify(clientOf(request))));
  await listenAt(server, 0, '127.0.0.1');
  const ask = async (headers: Record<string, string>) =>
    (await fetch(`http://127.0.0.1:${portOf(server)}`, { headers })).json();
  expect(await ask({ 'x-forwarded-for': '6.6.6.6, 10.0.0.7' })).toEqual({
    address: '10.0.0.7',
    protocol: 'https',
  });
  expect(await ask({ 'x-real-ip': '6.6.6.6' })).toEqual({ address: '127.0.0.1', protocol: 'https' });
  await end(server, 0, () => false);
});

it('behind a proxy nobody else is served, nor what reached the proxy by plain http', async () => {
  const port = await freePort();
  const settings = (peer: string) => {
    const read = readServerSettings({
      ...local,
      address: 'https://countersign.office.test',
      listen: { port },
      trustedProxy: { peers: [peer] },
    });
    if (!('address' in read)) throw new Error(read.join('; '));
    return read;
  };
  const ask = async (peer: string, proto: string) => {
    const door = await openPublicDoor(settings(peer), () => {});
    door.serve((_request, response) => response.end('served'));
    const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-forwarded-proto': proto } });
    const text = await answer.text();
    await door.close(0);
    return [answer.status, text];
  };
  expect(await ask('127.0.0.1', 'https')).toEqual([200, 'served']);
  expect(await ask('127.0.0.1', 'http')).toEqual([403, expect.stringContaining('plain http')]);
  expect(await ask('10.0.0.7', 'https')).toEqual([403, expect.stringContaining('Only the proxy')]);
});

it('a door that closes answers what is under way, and sends away whoever asks on and on', async () => {
  const port = await freePort();
  const read = readServerSettings({ ...local, address: `http://localhost:${port}` });
  if (!('address' in read)) throw new Error(read.join('; '));
  const door = await openPublicDoor(read, () => {});
  door.serve(async (_request, response) => {
    await pause(50);
    response.end('served');
  });
  let answers = 0;
  const askOnAndOn = async (): Promise<void> => {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/`);
      await answer.text();
      answers += 1;
    }
  };
  const sentAway = expect(askOnAndOn()).rejects.toThrow();
  while (answers < 2) await pause(5);
  const began = performance.now();
  await door.close(20_000);
  expect(performance.now() - began).toBeLessThan(10_000);
  await sentAway;
});
