import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Limits the size of the files that a running process writes, which needs no privileges. The system answers EFBIG where
 * a full disk answers ENOSPC; both are errors of a write.
 */
export function limitFiles(pid: number, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}

/** Makes the disk of a running platform take nothing, or something again: its own process and its database's. */
export function setDisk(pid: number, disk: 'full' | 'free'): void {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  for (const process of [pid, ...children.map(Number)])
    limitFiles(process, disk === 'full' ? 0 : 'unlimited');
}
