import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ListedRoute, routes } from '../../shared/contract/routes.ts';
import type { ProjectView } from '../../shared/contract/views.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { actOfUnit, approveThrough, clientOf, decideBy, linkFor, submit } from '../support/client.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

/**
 * Who gets what of every route, in every state: generated from the rows, and held against the table that was agreed on.
 * No call changes anything: where a caller may change something, it names a version, a content or a person that is not
 * there, and what is refused is that.
 */
const GOLDEN = join(import.meta.dirname, 'golden', 'access.json');

const callers = [
  'nobody',
  'submitter',
  'submitter2',
  'reviewer',
  'reviewer2',
  'approver',
  'auditor',
  'administrator',
] as const;

const REASON = '请补充第三项支出的测算依据和标准';
const NOT_THERE = '999';

/** By key, what is sent where an empty object would be refused for its form alone. */
const bodies: Readonly<Record<string, (id: string) => object>> = {
  'PUT /projects/{id}': () => ({ declaration: {} }),
  'POST /drafts/submissions': (id) => ({ drafts: [{ id, version: Number(NOT_THERE) }] }),
  'POST /projects/{id}/objection': () => ({ comment: REASON }),
  'POST /projects/{id}/unmask': () => ({ comment: REASON }),
  'POST /projects/{id}/reassignment': () => ({ stage: 'finance-review', to: NOT_THERE, comment: REASON }),
  'PUT /me': () => ({ language: 'zh', mail: 'each', absences: [] }),
  'POST /projects/{id}/decision': () => ({ outcome: 'approve', contentHash: '0'.repeat(64) }),
  'POST /projects/{id}/decision/transfer': () => ({ to: NOT_THERE, comment: REASON }),
  'POST /decisions': () => ({
    decisions: [{ project: NOT_THERE, outcome: 'approve', contentHash: '0'.repeat(64) }],
  }),
  'POST /decisions/{token}': () => ({ outcome: 'approve', contentHash: '0'.repeat(64) }),
};
/** A fresh link is mailed whenever it is asked for, so often and no more: these are held by tests of their own. */
const WITHOUT: ReadonlySet<string> = new Set(['POST /decisions/{token}/renew']);

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

async function aDraft(): Promise<string> {
  const submitter = await clientOf(platform, 'submitter');
  const body = { form: 'project-declaration', declaration: aDeclaration() };
  return (await submitter.post<ProjectView>('/projects', body)).body.id;
}

interface Place {
  readonly id: string;
  /** The last path segment of the first reviewer's link. */
  readonly token?: string;
}

async function submitted(): Promise<Required<Place>> {
  const { id } = await submit(platform);
  return { id, token: (await linkFor(platform, 'reviewer', id)).split('/').at(-1) ?? '' };
}

async function reviewed(outcome: string): Promise<Place> {
  const place = await submitted();
  await decideBy(platform, `/decisions/${place.token}`, { outcome, comment: REASON });
  return place;
}

/** Once the approver has opened the request, the review cannot be taken back. */
async function opened(): Promise<Place> {
  const place = await reviewed('approve');
  await linkFor(platform, 'approver', place.id);
  return place;
}

async function handledByUnit(act: 'recall' | 'withdraw'): Promise<Place> {
  const place = await submitted();
  await actOfUnit(platform, place.id, act);
  return place;
}

async function reassigned(): Promise<Place> {
  const place = await submitted();
  const administrator = await clientOf(platform, 'administrator');
  const body = { stage: 'finance-review', to: 'reviewer2', comment: REASON };
  await administrator.post(`/projects/${place.id}/reassignment`, body);
  return place;
}

async function places(): Promise<Readonly<Record<string, Place>>> {
  return {
    draft: { id: await aDraft() },
    'in finance review': await submitted(),
    'given to another': await reassigned(),
    'in approval': await opened(),
    returned: await reviewed('return'),
    rejected: await reviewed('reject'),
    recalled: await handledByUnit('recall'),
    withdrawn: await handledByUnit('withdraw'),
    approved: { id: await approveThrough(platform) },
    'that is not there': { id: '2026-0000-0000', token: 'A'.repeat(43) },
  };
}

async function statusFor(caller: string, row: ListedRoute, { id, token = '' }: Place): Promise<number> {
  const client = await clientOf(platform, caller === 'nobody' ? undefined : caller);
  const given: Readonly<Record<string, string>> = {
    id,
    token,
    form: 'project-declaration',
    hash: '0'.repeat(64),
    number: '1',
    part: '1',
    unit: '11530121MB1000101G',
    person: 'reviewer',
    program: '00000000',
    file: 'none.css',
    attachment: 'A'.repeat(22),
  };
  const path = row.path.replace(/\{(\w+)\}/g, (_, name: string) => given[name] ?? '');
  const headers = row.ifMatch === undefined ? {} : { 'if-match': `"${NOT_THERE}"` };
  if (row.method === 'GET') return (await client.get(path)).status;
  const body = bodies[row.key]?.(id) ?? (row.body ? {} : undefined);
  const send = { PUT: client.put, POST: client.post, DELETE: client.delete }[row.method];
  return (await send(path, body, headers)).status;
}

const ofOnePlace = ({ path }: ListedRoute): boolean => path.includes('{id}') || path.includes('{token}');

/** A line of the table: each status, and who gets it. */
async function lineOf(row: ListedRoute, place: Place): Promise<string> {
  const byStatus = new Map<number, string[]>();
  for (const caller of callers) {
    const status = await statusFor(caller, row, place);
    byStatus.set(status, [...(byStatus.get(status) ?? []), caller]);
  }
  const sorted = [...byStatus].sort(([a], [b]) => a - b);
  return sorted.map(([status, who]) => `${status} ${who.join(' ')}`).join(' | ');
}

it('is what was agreed on, for every caller, route and state', async () => {
  const states = await places();
  const table: Record<string, string | Record<string, string>> = {};
  for (const row of routes) {
    if (WITHOUT.has(row.key)) continue;
    if (!ofOnePlace(row)) {
      table[row.key] = await lineOf(row, { id: NOT_THERE });
      continue;
    }
    const lines: Record<string, string> = {};
    for (const [state, place] of Object.entries(states))
      if (!row.path.includes('{token}') || place.token !== undefined) lines[state] = await lineOf(row, place);
    table[row.key] = lines;
  }
  if (process.env.TAKE_GOLDEN === 'access') writeFileSync(GOLDEN, `${JSON.stringify(table, null, 2)}\n`);
  expect(table).toEqual(JSON.parse(readFileSync(GOLDEN, 'utf8')));
}, 300_000);
