import { inTime } from '../../../../shared/pages/in-time.ts';
import type { FoundBySave } from './findings.tsx';

/** What became of a save: `refused` is for the form's own button to show, `failed` was not answered at all. */
export type Saved =
  | ({
      readonly kind: 'saved';
      readonly id: string;
      readonly version: number;
      readonly at: string;
    } & FoundBySave)
  | { readonly kind: 'stale' | 'gone' | 'signed-out' | 'refused' | 'failed' };

// A browser sends no more than 64 KB of what outlives its page.
const OUTLIVES_PAGE_BYTES = 60_000;

/**
 * What the form would post, were it sent now. A draft that is there is saved over its version, as often as it changes:
 * the key is for the form's own buttons, and for the first save, which makes the draft.
 */
export const bodyOf = (form: HTMLFormElement): URLSearchParams => {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
  if (body.has('version')) body.delete('idempotencyKey');
  return body;
};

/** What is kept while both versions are on the page: over one before theirs, so that nothing saves it unseen. */
export function contestedBodyOf(form: HTMLFormElement): URLSearchParams {
  const body = bodyOf(form);
  body.set('version', String(Number(body.get('version')) - 1));
  return body;
}

export const post = (form: HTMLFormElement, body: URLSearchParams, accept: string): Promise<Response> => {
  const text = body.toString();
  return fetch(form.action, {
    method: 'POST',
    headers: { accept, 'content-type': 'application/x-www-form-urlencoded' },
    body: text,
    redirect: 'manual',
    keepalive: text.length < OUTLIVES_PAGE_BYTES,
    signal: inTime(),
  });
};

const isProject = (value: unknown): value is { id: string; version: number } & FoundBySave =>
  typeof value === 'object' &&
  value !== null &&
  typeof Reflect.get(value, 'id') === 'string' &&
  typeof Reflect.get(value, 'version') === 'number' &&
  Array.isArray(Reflect.get(value, 'findings'));

/** Submitted or withdrawn meanwhile. */
const isGone = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Reflect.get(value, 'code') === 'not-in-this-state';

/** Undefined for an answer that is none of the product's: something between gave it. */
const readJson = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Saves as the form's own button does, and reads what became of it. Never throws: what is typed must not be lost. */
export async function save(form: HTMLFormElement, body: URLSearchParams): Promise<Saved> {
  try {
    const response = await post(form, body, 'application/json');
    if (response.status === 412) return { kind: 'stale' };
    if (response.status === 401) return { kind: 'signed-out' };
    if (response.status >= 500) return { kind: 'failed' };
    const answer = await readJson(response);
    if (isGone(answer)) return { kind: 'gone' };
    if (!response.ok || !isProject(answer)) return { kind: 'refused' };
    const date = response.headers.get('date');
    const at = (date === null ? new Date() : new Date(date)).toISOString();
    const { id, version, findings, moreFindings } = answer;
    return { kind: 'saved', id, version, at, findings, moreFindings };
  } catch {
    return { kind: 'failed' };
  }
}
