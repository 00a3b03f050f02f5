/** What the server said to a save. */
export type Saved =
  | { readonly kind: 'saved'; readonly id: string; readonly version: number; readonly at: string }
  | { readonly kind: 'stale' | 'gone' | 'signed-out' | 'failed' };

// A browser sends no more than 64 KB of what outlives its page.
const OUTLIVES_PAGE_BYTES = 60_000;

/** What the form would post, were it sent now. */
export const bodyOf = (form: HTMLFormElement): URLSearchParams => {
  const body = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value);
  return body;
};

export const post = (form: HTMLFormElement, body: URLSearchParams, accept: string): Promise<Response> => {
  const text = body.toString();
  return fetch(form.action, {
    method: 'POST',
    headers: { accept, 'content-type': 'application/x-www-form-urlencoded' },
    body: text,
    redirect: 'manual',
    keepalive: text.length < OUTLIVES_PAGE_BYTES,
  });
};

const isProject = (value: unknown): value is { id: string; version: number } =>
  typeof value === 'object' &&
  value !== null &&
  typeof Reflect.get(value, 'id') === 'string' &&
  typeof Reflect.get(value, 'version') === 'number';

/** Submitted or withdrawn meanwhile. Other refusals pass, or are for the form's own button to show. */
const isGone = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Reflect.get(value, 'code') === 'not-in-this-state';

/** Saves as the form's own button does, and reads what became of it. Never throws: what is typed must not be lost. */
export async function save(form: HTMLFormElement, body: URLSearchParams): Promise<Saved> {
  try {
    const response = await post(form, body, 'application/json');
    if (response.status === 412) return { kind: 'stale' };
    if (response.status === 401) return { kind: 'signed-out' };
    const answer: unknown = await response.json();
    if (isGone(answer)) return { kind: 'gone' };
    if (!response.ok || !isProject(answer)) return { kind: 'failed' };
    const date = response.headers.get('date');
    const at = (date === null ? new Date() : new Date(date)).toISOString();
    return { kind: 'saved', id: answer.id, version: answer.version, at };
  } catch {
    return { kind: 'failed' };
  }
}
