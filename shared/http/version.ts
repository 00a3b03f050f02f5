import { Problem } from '../contract/problem.ts';
import type { Call } from './route.ts';

/** The strong validator of a project: its version. */
export const etag = (version: number): string => `"${version}"`;

/**
 * The version that the caller read and wants to change. `*` and weak validators name no version, so they cannot
 * match one: accepting them would let a stale page overwrite what it never showed.
 * @throws Problem `version-required` without If-Match, `stale-version` where it cannot be a version.
 */
export function ifMatch(call: Pick<Call, 'headers'>): number {
  const header = call.headers['if-match'];
  if (header === undefined) throw new Problem('version-required');
  const version = /^"(\d{1,15})"$/.exec(header.trim())?.[1];
  if (version === undefined) throw new Problem('stale-version');
  return Number(version);
}
