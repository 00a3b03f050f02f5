/** Speaks to the product as its outside clients do: JSON over HTTP. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { DecisionView, DeskItem, ProjectView } from '../../shared/contract/views.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import type { VerificationView } from '../../shared/history/verification/verification-view.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import { aDeclaration, aSecondUnitsDeclaration } from '../builders/declaration.ts';
import type { Message, Platform } from './platform.ts';

export interface Reply<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface Problem {
  readonly code: string;
  readonly errors?: { rule: string; path: string }[];
}

async function send<T>(address: string, init: RequestInit): Promise<Reply<T>> {
  const response = await fetch(address, { redirect: 'manual', ...init });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson && text !== '' ? JSON.parse(text) : text) as T,
  };
}

/** A client of one sample account, or of nobody. */
export const clientOf = async (platform: Platform, account?: string) =>
  clientWith(platform, account === undefined ? undefined : await platform.token(account));

/** A client with a token, or a program's key. */
export function clientWith(platform: Platform, token: string | undefined) {
  const authorization: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  const call =
    (method: string) =>
    <T = Problem>(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply<T>> =>
      send<T>(`${platform.product}${path}`, {
        method,
        headers: {
          accept: 'application/json',
          ...authorization,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
  return {
    get: call('GET'),
    head: call('HEAD'),
    post: call('POST'),
    put: call('PUT'),
    delete: call('DELETE'),
  };
}

/** A page as an account's browser gets it; with a form what it posts. Redirections are told, not followed. */
export async function pageOf(
  platform: Platform,
  account: string,
  path: string,
  form?: Record<string, string> | URLSearchParams,
) {
  const answer = await fetch(`${platform.product}${path}`, {
    redirect: 'manual',
    headers: { accept: 'text/html', authorization: `Bearer ${await platform.token(account)}` },
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
  });
  return { status: answer.status, location: answer.headers.get('location'), html: await answer.text() };
}

/** Submits the sample declaration of an account's unit, or what a test made of it. */
export async function submit(
  platform: Platform,
  account = 'submitter',
  declaration: object = account === 'submitter2' ? aSecondUnitsDeclaration() : aDeclaration(),
) {
  const client = await clientOf(platform, account);
  const reply = await client.post<ProjectView>('/forms/project-declaration/submissions', declaration);
  if (reply.status !== 201)
    throw new Error(`The submission got ${reply.status}: ${JSON.stringify(reply.body)}`);
  return reply.body;
}

/**
 * Looks again until there is something: what is awaited happens off a stream, soon but not at once. The bound only
 * ends a test that waits in vain; a machine that does much else may need most of it.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  seconds = 60,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`It did not come to be in ${seconds} s: ${what}`);
    await pause(25);
  }
}

/** Moves time, and waits for a sweep of then to end: events lie where time stands. */
export async function passTime(platform: Platform, seconds: number): Promise<void> {
  const then = (await platform.now()).getTime() + seconds * 1000;
  await platform.advance(seconds);
  await eventually('a sweep', async () => {
    const log = await readFile(join(platform.data, 'logs', 'sweep.ndjson'), 'utf8').catch(() => '');
    return log
      .split('\n')
      .some((line) => line.includes('"COMPLETED"') && Date.parse(JSON.parse(line).timestamp) >= then);
  });
}

/**
 * Lets minutes pass until something holds, each with its sweep: how many then follows from what is done in them and not
 * from how often is asked, which on a slow machine is longer than a session or a token lives.
 */
export const minutesUntil = <T>(
  platform: Platform,
  what: string,
  look: () => Promise<T | undefined | false>,
): Promise<T> =>
  eventually(what, async () => {
    await passTime(platform, 60);
    return look();
  });

/** Lets days pass until something holds: how many that takes depends on the days off among them. */
export async function daysUntil<T>(
  platform: Platform,
  what: string,
  look: () => Promise<T | undefined | false>,
): Promise<T> {
  for (let day = 0; day < 40 && !(await look()); day++) {
    await passTime(platform, 24 * 60 * 60);
  }
  return eventually(what, look);
}

export const mailsTo = async (platform: Platform, account: string): Promise<Message[]> =>
  (await platform.messages()).filter((message) => message.to === `${account}@countersign.example`);

/** The decision link in a mail: the path, as the product routes it. */
export function linkIn(message: Message): string {
  const path = /\/decisions\/[A-Za-z0-9_-]{43}/.exec(message.text)?.[0];
  if (!path) throw new Error(`There is no link in: ${message.text}`);
  return path;
}

/**
 * The links that an account was mailed for a project, oldest first; waits for the first. Only links of mails that name
 * the project are opened: opening those of all projects at each look was most of what an office of ten cost.
 */
export async function linksFor(platform: Platform, account: string, projectId: string): Promise<string[]> {
  const anyone = await clientOf(platform);
  return eventually(`a link for ${account}`, async () => {
    const mails = (await mailsTo(platform, account)).filter(
      ({ text }) => text.includes('/decisions/') && text.includes(projectId),
    );
    const paths = mails.map(linkIn);
    const views = await Promise.all(paths.map((path) => anyone.get<DecisionView>(path)));
    const own = paths.filter((_, index) => views[index]?.body.project?.id === projectId);
    return own.length > 0 && own;
  });
}

export async function linkFor(platform: Platform, account: string, projectId: string): Promise<string> {
  const [first = ''] = await linksFor(platform, account, projectId);
  return first;
}

/** Decides by a link, on the content that it shows. */
export async function decideBy(
  platform: Platform,
  link: string,
  decision: { outcome: string; comment?: string; fields?: string[]; cuts?: object[] },
) {
  const anyone = await clientOf(platform);
  const shown = await anyone.get<DecisionView>(link);
  return anyone.post<DecisionView & Problem>(link, { ...decision, contentHash: shown.body.contentHash });
}

/** Waits until a request asks an account, and opens it. */
export async function openedBy(platform: Platform, account: string, id: string): Promise<DecisionView> {
  const client = await clientOf(platform, account);
  return eventually(`a request for ${account}`, async () => {
    const { status, body } = await client.get<DecisionView>(`/projects/${id}/decision`);
    return status === 200 && body.status === 'open' && body;
  });
}

/** Waits until requests stand on the desk of an account, which opens none of them. */
export async function onDeskOf(platform: Platform, account: string, ...ids: string[]): Promise<void> {
  const client = await clientOf(platform, account);
  await eventually(`requests on the desk of ${account}`, async () => {
    const { items } = (await client.get<{ items: DeskItem[] }>('/?limit=100')).body;
    return ids.every((id) => items.some(({ project }) => project === id));
  });
}

export async function historyOf(platform: Platform, projectId: string): Promise<HistoryEvent[]> {
  const auditor = await clientOf(platform, 'auditor');
  return (await auditor.get<{ events: HistoryEvent[] }>(`/projects/${projectId}/history`)).body.events;
}

export async function verificationOf(platform: Platform, projectId: string): Promise<VerificationView> {
  const auditor = await clientOf(platform, 'auditor');
  return (await auditor.get<VerificationView>(`/projects/${projectId}/history/verification`)).body;
}

/** Waits until the project's execution has ended, and tells how. */
export const executionOf = (platform: Platform, projectId: string): Promise<string> =>
  eventually(`the end of the execution of ${projectId}`, async () => {
    const own = (await platform.executions()).filter(({ name }) => name.startsWith(projectId));
    const last = own.at(-1);
    return last && last.status !== 'RUNNING' && last.status;
  });

/** Submits and approves at both stages. */
export async function approveThrough(platform: Platform): Promise<string> {
  const { id } = await submit(platform);
  for (const account of ['reviewer', 'approver']) {
    const reply = await decideBy(platform, await linkFor(platform, account, id), { outcome: 'approve' });
    if (reply.status !== 200)
      throw new Error(`${account} got ${reply.status}: ${JSON.stringify(reply.body)}`);
  }
  return id;
}

/** The office's first settings, as an administrator makes them. */
export async function setOffice(platform: Platform, settings: object): Promise<void> {
  const administrator = await clientOf(platform, 'administrator');
  const reply = await administrator.put('/settings', settings, { 'if-none-match': '*' });
  if (reply.status !== 200)
    throw new Error(`The settings got ${reply.status}: ${JSON.stringify(reply.body)}`);
}

/** Changes the directory as an administrator does. */
export async function changeDirectory(
  platform: Platform,
  change: (directory: Directory) => Directory,
): Promise<void> {
  const administrator = await clientOf(platform, 'administrator');
  const { body, headers } = await administrator.get<Directory>('/directory');
  const match = { 'if-match': headers.get('etag') ?? '' };
  const reply = await administrator.put('/directory', change(body), match);
  if (reply.status !== 200)
    throw new Error(`The directory got ${reply.status}: ${JSON.stringify(reply.body)}`);
}

/** Gives a post of the finance bureau other holders. */
export const holding =
  (post: string, ...holders: { holder: string; delegates?: string[] }[]) =>
  (directory: Directory): Directory => ({
    ...directory,
    units: directory.units.map((unit) =>
      unit.posts
        ? {
            ...unit,
            posts: [
              ...unit.posts.filter((held) => held.post !== post),
              ...holders.map((one) => ({ post, ...one })),
            ],
          }
        : unit,
    ),
  });

/** Withdraws, recalls or submits a project's draft, over the version that stands. */
export async function actOfUnit(platform: Platform, id: string, act: 'withdraw' | 'recall' | 'submit') {
  const submitter = await clientOf(platform, 'submitter');
  const { version } = (await submitter.get<ProjectView>(`/projects/${id}`)).body;
  return submitter.post<ProjectView & Problem>(`/projects/${id}/${act}`, undefined, {
    'if-match': `"${version}"`,
  });
}

/** Longer than what one function wrote takes to reach the next, which the counters do not show on its way. */
const ON_ITS_WAY_MS = 250;

/** Two looks, a moment apart, at a platform that does nothing, and has done nothing between them. */
export const atRest = (platform: Platform): Promise<boolean> =>
  eventually('the streams at rest', async () => {
    const before = await platform.metrics();
    if (before.isBusy) return false;
    await pause(ON_ITS_WAY_MS);
    const { isBusy, invocations } = await platform.metrics();
    return !isBusy && isDeepStrictEqual(invocations, before.invocations);
  });
