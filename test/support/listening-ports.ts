import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** As Linux writes it (proc_pid_net(5)): `10` is what listens. */
const LISTENS = '0A';

/** The TCP ports at which a process listens, as the system knows them: where it is Linux. */
export function listeningPorts(pid: number): number[] {
  const process = join('/proc', String(pid));
  const sockets = new Set(
    readdirSync(join(process, 'fd')).flatMap((fd) => {
      const link = readlinkSync(join(process, 'fd', fd));
      return /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? [];
    }),
  );
  const lines = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(join(process, 'net', table), 'utf8')
      .trim()
      .split('\n')
      .slice(1),
  );
  const ports = lines.flatMap((line) => {
    const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
    const port = Number.parseInt(local.split(':')[1] ?? '', 16);
    return state === LISTENS && sockets.has(inode) ? [port] : [];
  });
  return [...new Set(ports)];
}
