/** An office's server, as `npm run serve` brings it up, in a folder and on a port of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { selfSigned } from './certificate.ts';
import { eventually } from './client.ts';
import { twoFreePorts } from './free-ports.ts';
import { keepRights } from './keep-rights.ts';
import { keptBundles } from './kept-bundles.ts';
import { checkout } from './platform.ts';

/** A mail server that keeps what it is given. */
export async function startMailSink() {
  const received: Email[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        PostalMime.parse(Buffer.concat(chunks)).then((email) => {
          received.push(email);
          done();
        }, done);
      });
    },
  });
  // A server that is killed in the middle of a mail.
  server.on('error', () => {});
  const port = await new Promise<number>((settle) => {
    const listening = server.listen(0, '127.0.0.1', () => settle((listening.address() as AddressInfo).port));
  });
  return {
    url: `smtp://127.0.0.1:${port}?tls=none`,
    received,
    /** The newest mail to somebody of which a test holds, once it has come. */
    mailTo: (address: string, holds: (mail: Email) => boolean = () => true) =>
      eventually(`a mail to ${address}`, async () =>
        received.findLast((mail) => mail.to?.[0]?.address === address && holds(mail)),
      ),
    close: () => new Promise<void>((settle) => server.close(() => settle())),
  };
}
export type MailSink = Awaited<ReturnType<typeof startMailSink>>;

/** A name that the office had before; nothing resolves it. */
export const formerHost = 'old.office.test';

/** A folder with what an office's server needs: a certificate, and a settings file that names it. */
export async function makeOffice(smtp: string) {
  const folder = await mkdtemp(join(tmpdir(), 'office-'));
  const [port, redirectPort] = [await twoFreePorts(), await twoFreePorts()];
  const tls = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  const renew = async (serial: number): Promise<string> => {
    const made = selfSigned('localhost', { serial, also: [formerHost] });
    await writeFile(tls.key, made.key, { mode: 0o600 });
    await writeFile(tls.certificate, made.certificate);
    return made.certificate;
  };
  const certificate = await renew(1);
  const server = {
    address: `https://localhost:${port}`,
    data: join(folder, 'data'),
    listen: { host: '127.0.0.1' },
    tls,
    redirectPort,
    smtp,
    administrator: { name: '管理员', email: 'head@office.test' },
    auditors: [{ name: '审计员', email: 'audit@office.test' }],
  };
  const settings = {
    mailFrom: 'countersign@office.test',
    alarmEmail: 'duty@office.test',
    contact: '值班室 0871-1',
    formerDomains: formerHost,
    server,
  };
  const file = join(folder, 'countersign.json');
  return {
    folder,
    file,
    settings,
    address: server.address,
    data: server.data,
    certificate,
    renew,
    /** @param change of the settings for this start */
    write: (change: object = {}) =>
      writeFile(file, JSON.stringify({ ...settings, ...change }), { mode: 0o600 }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

export interface OfficeServer {
  readonly pid: number;
  readonly output: () => string;
  /** The exit code, once it has ended. */
  readonly exited: Promise<number | null>;
  /** Signals, and waits for the end. @returns the exit code */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** Runs a command of the product to its end. */
export async function runScript(
  script: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number | null; output: string }> {
  const run = launch(script, args, env);
  return { code: await run.exited, output: run.output() };
}

/** Starts the server; it fails with what it said where it ends by itself. */
export async function startServer(
  file: string,
  env: Readonly<Record<string, string>> = {},
): Promise<OfficeServer> {
  const { child, output, exited } = launch('infra/local/serve.ts', ['--settings', file], env);
  let over = false;
  void exited.then(() => {
    over = true;
  });
  while (!/^Ready\./m.test(output())) {
    if (over) throw new Error(output());
    await pause(50);
  }
  return {
    pid: child.pid ?? 0,
    output,
    exited,
    async end(signal) {
      child.kill(signal);
      const code = await exited;
      const { server } = JSON.parse(await readFile(file, 'utf8'));
      await keepRights(server.data);
      return code;
    },
  };
}

export function launch(script: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child: ChildProcess = spawn(process.execPath, [join(checkout, script), ...args], {
    cwd: checkout,
    env: { ...process.env, NODE_OPTIONS: '', ...keptBundles, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const exited = new Promise<number | null>((settle) => child.once('exit', settle));
  return { child, output: () => output, exited };
}
