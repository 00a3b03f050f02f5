import { readdirSync, readFileSync } from 'node:fs';
import { round } from './statistics.ts';

/** One process of the platform, as /proc tells of it. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  readonly residentMb: number;
  /** Pages that several processes share are counted in parts. */
  readonly proportionalMb: number;
  /** Processor time since its start, of all its threads. */
  readonly processorMs: number;
  /** What it has read since its start, from files, pipes and sockets, whether the disk was asked for it or not. */
  readonly readMb: number;
}

/** The kernel counts in hundredths of a second (USER_HZ, which is 100 wherever Node runs). */
const TICK_MS = 10;

/** Only Linux has /proc. */
export const hasProcesses = process.platform === 'linux';

/** A file of /proc; empty where the process has ended meanwhile. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

const kib = (text: string, field: string): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);

/** User and system time: the 14th and 15th field, counted behind the command in parentheses. */
function processorMs(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS;
}

function describe(pid: number): Process {
  const status = read(pid, 'status');
  return {
    pid,
    parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0),
    command: shortened(read(pid, 'cmdline').replaceAll('\0', ' ').trim()),
    residentMb: round(kib(status, 'VmRSS') / 1024, 1),
    proportionalMb: round(kib(read(pid, 'smaps_rollup'), 'Pss') / 1024, 1),
    processorMs: processorMs(read(pid, 'stat')),
    readMb: round(Number(/^rchar: (\d+)/m.exec(read(pid, 'io'))?.[1] ?? 0) / 1e6, 1),
  };
}

/** Folders say nothing in a table. */
const shortened = (command: string): string =>
  command
    .replace(/^\S*\/(?=[^/\s]+( |$))/, '')
    .replaceAll(/\/\S+\//g, '…/')
    .slice(0, 48);

/** How many files, sockets and pipes a process has open; none where it has ended meanwhile. */
export function descriptorsOf(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

/** A process and everything below it. */
export function processTree(root: number): Process[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => describe(Number(name)));
  const found = all.filter(({ pid }) => pid === root);
  for (const parent of found) found.push(...all.filter((one) => one.parent === parent.pid));
  return found;
}

/** npm runs its script in a shell: both only wait for it, and are no part of the platform. */
export const isNpm = ({ command }: Process): boolean =>
  /^npm |^sh -c /.test(command) && !command.includes('exec 3<&0');
