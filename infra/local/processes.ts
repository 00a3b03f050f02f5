import { codeOf } from './error-code.ts';

/** Whether a process is there; one of another user is as well. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
