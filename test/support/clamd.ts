/** ClamAV's daemon for tests: one that speaks its protocol, and the real one where it is installed. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { twoFreePorts } from './free-ports.ts';

/** The test file of the industry, which every scanner takes for malware; put together here, so that none takes this file. */
export const eicar = (): Buffer =>
  Buffer.from(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''));

export interface Clamd {
  readonly address: string;
  stop(): Promise<void>;
}

/** What was sent in one session; null while it is not whole. */
function streamIn(sent: Buffer): Buffer | null {
  const command = 'zINSTREAM\0';
  if (sent.length < command.length) return null;
  if (sent.toString('latin1', 0, command.length) !== command) throw new Error('This is no INSTREAM');
  const parts: Buffer[] = [];
  for (let at = command.length; at + 4 <= sent.length; ) {
    const length = sent.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts);
    parts.push(sent.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}

/** What the stub does with a file: says something, or takes the connection into its own hands. */
export type Reaction = (file: Buffer, socket: Socket) => string | undefined;

/** As `clamd` answers that knows of one signature. */
export const likeClamd: Reaction = (file) =>
  file.includes(eicar()) ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK';

/** @param most after so many bytes it answers that they are too many, and hangs up */
export async function startStubClamd(react: Reaction = likeClamd, most = Infinity): Promise<Clamd> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    let sent = Buffer.alloc(0);
    socket.on('close', () => open.delete(socket));
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      sent = Buffer.concat([sent, data]);
      if (sent.length > most) {
        socket.end('INSTREAM size limit exceeded. ERROR\0');
        // The rest is not read any more: whoever goes on sending is told so by the connection.
        setTimeout(() => socket.destroy(), 20).unref();
        return;
      }
      const file = streamIn(sent);
      const answer = file && react(file, socket);
      if (answer !== undefined && answer !== null) socket.end(`${answer}\0`);
    });
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    stop: () =>
      new Promise((settle) => {
        for (const socket of open) socket.destroy();
        server.close(() => settle());
      }),
  };
}

/** The program, by `CLAMD` or the path; undefined where it is not installed. */
export function findClamd(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  const places = [process.env.CLAMD ?? '', ...folders.map((folder) => join(folder, 'clamd'))];
  return places.find((place) => place !== '' && existsSync(place));
}

const answers = (port: number): Promise<boolean> =>
  new Promise((settle) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      settle(true);
    });
    socket.once('error', () => settle(false));
  });

/** The real one, on a port and a socket of its own, with one signature: nothing is downloaded. */
export async function startClamd(program: string): Promise<Clamd & { readonly socket: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-clamd-'));
  const signatures = join(folder, 'signatures');
  mkdirSync(signatures);
  const hash = createHash('md5').update(eicar()).digest('hex');
  writeFileSync(join(signatures, 'test.hdb'), `${hash}:${eicar().length}:Eicar-Test-Signature\n`);
  const port = await twoFreePorts();
  const socket = join(folder, 'clamd.ctl');
  const lines = [
    ...['Foreground yes', `DatabaseDirectory ${signatures}`, `TemporaryDirectory ${folder}`],
    ...[
      'TCPAddr 127.0.0.1',
      `TCPSocket ${port}`,
      `LocalSocket ${socket}`,
      'StreamMaxLength 2M',
      'AlertEncrypted yes',
    ],
  ];
  const config = join(folder, 'clamd.conf');
  writeFileSync(config, `${lines.join('\n')}\n`);
  const child = spawn(program, ['-c', config], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      said += data.toString();
    });
  const ended = new Promise<void>((settle) => child.once('close', () => settle()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  while (child.exitCode === null && !(await answers(port)))
    await new Promise((settle) => setTimeout(settle, 100));
  if (child.exitCode !== null) throw new Error(`clamd ended: ${said}`);
  return { address: `127.0.0.1:${port}`, socket, stop };
}
