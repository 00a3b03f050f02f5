import { Problem } from '../contract/problem.ts';
import { digest } from '../history/digest.ts';
import type { EarlierCall } from '../store/call-store.ts';
import type { Answer, Call } from './route.ts';

/** The strong validator of a project: its version. */
export const etag = (version: number): string => `"${version}"`;

/**
 * An answer that is told again, with the version that its call led to: whoever saves over what they are told must not
 * overwrite what others have made of it since.
 */
export const ofFirst = (answer: Answer, { version }: Pick<EarlierCall, 'version'>): Answer =>
  version === undefined || answer.headers?.etag === undefined
    ? answer
    : { ...answer, headers: { ...answer.headers, etag: etag(version) } };

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

/** The strong validator of what has no version of its own: its content. */
export const contentTag = (content: unknown): string => `"${digest(content).slice(0, 32)}"`;

/** The same as a page's field `version` has it. */
export const contentVersion = (content: unknown): string => contentTag(content).slice(1, -1);

/**
 * Demands that the caller has read what is there: by `If-Match`, or by a page's field `version`; where nothing is there
 * yet by `If-None-Match: *`, or by the field left empty.
 * @throws Problem `version-required`, `stale-version`
 */
export function demandTag(
  call: Pick<Call<unknown, unknown, 'version'>, 'form' | 'headers'>,
  content: unknown,
): void {
  const posted = call.form?.get('version');
  const read =
    posted === undefined || posted === null ? call.headers['if-match']?.trim() : posted && `"${posted}"`;
  const isNew = posted === '' || call.headers['if-none-match']?.trim() === '*';
  if (read === undefined && !isNew) throw new Problem('version-required');
  if (isNew ? content !== undefined : content === undefined || read !== contentTag(content))
    throw new Problem('stale-version');
}
