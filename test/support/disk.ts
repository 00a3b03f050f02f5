import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Makes a running platform's disk take nothing, or something again: a limit of 0 bytes on the files of its processes,
 * which needs no privileges. The system answers EFBIG where a full disk answers ENOSPC; both are errors of a write.
 */
export function setDisk(pid: number, disk: 'full' | 'free'): void {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  for (const process of [String(pid), ...children])
    execFileSync('prlimit', ['--pid', process, `--fsize=${disk === 'full' ? '0' : 'unlimited'}:unlimited`]);
}
