import { setTimeout as pause } from 'node:timers/promises';
import { type ListedRoute, routes } from '../../shared/contract/routes.ts';
import type { Platform } from '../support/platform.ts';
import type { BenchMetrics } from './npm-start.ts';
import { round } from './statistics.ts';

/** What one answer of each GET route reads, to be held against the same with a hundred times as many projects. */

/** Which are not asked, and why. */
const unasked: Readonly<Record<string, string>> = {
  'GET /sign-in': 'leads to the issuer',
  'GET /sign-in/callback': 'answers the issuer',
  'GET /history/details/{hash}': 'one item, by its key',
  'GET /history/checkpoints/{number}': 'one item, by its key',
  'GET /decisions/{token}/attachments/{attachment}': 'one item, by its key',
  'GET /projects/{id}/decision/attachments/{attachment}': 'one item, by its key',
  'GET /projects/{id}/attachments/{attachment}': 'one item, by its key',
  'GET /projects/{id}/evidence/files': 'the files of one project',
  'GET /projects/{id}/evidence/files/{part}': 'the files of one project',
  'GET /history/evidence': 'packs all of the period that is asked for',
  'GET /history/evidence/files': 'packs all of the period that is asked for',
};

/** Which count what a period or a person has, up to a bound that a hundred projects are below. */
export const bounded: ReadonlySet<string> = new Set([
  // The red flags of the last month, of its newest thousand events; the events of a period.
  'GET /history',
  'GET /history/overview',
  // What somebody decided is looked for among the newest five hundred of what they did.
  'GET /me',
]);

/** A project that has ended, one that is open, and a link that its reviewer was mailed. */
export interface Asked {
  readonly id: string;
  readonly open: string;
  readonly token: string;
}

const unit = '11530121MB1584810X';

const pathOf = ({ path }: ListedRoute, { id, open, token }: Asked): string =>
  path
    .replace('{form}', 'project-declaration')
    .replace('{token}', token)
    .replace('{unit}', unit)
    .replace('{person}', 'submitter')
    .replace('{id}', path.includes('/decision') ? open : id);

function accountFor({ who, path }: ListedRoute): string | undefined {
  if (typeof who === 'object') return who.roles[0];
  if (who !== 'signed-in') return undefined;
  return path.includes('/decision') ? 'reviewer' : 'submitter';
}

/** What a function has read so far; of a call it is known when that has ended. */
async function readBy(platform: Platform, fn: string): Promise<number> {
  const look = async () => ((await platform.metrics()) as BenchMetrics).capacityOf[fn]?.read ?? 0;
  for (let before = await look(); ; ) {
    await pause(100);
    const after = await look();
    if (after === before) return after;
    before = after;
  }
}

/** The read units of each GET route, asked as a page, the second time in a process. */
export async function unitsOfRoutes(platform: Platform, asked: Asked): Promise<Map<string, number>> {
  const units = new Map<string, number>();
  const refused: string[] = [];
  for (const route of routes) {
    if (route.method !== 'GET' || route.fn === 'static' || route.key in unasked) continue;
    const account = accountFor(route);
    const headers = {
      accept: 'text/html',
      ...(account === undefined ? {} : { authorization: `Bearer ${await platform.token(account)}` }),
    };
    const ask = async (): Promise<number> => {
      const answer = await fetch(`${platform.product}${pathOf(route, asked)}`, {
        redirect: 'manual',
        headers,
      });
      await answer.arrayBuffer();
      return answer.status;
    };
    const status = await ask();
    if (status >= 400) refused.push(`${route.key}: ${status}`);
    const before = await readBy(platform, route.fn);
    await ask();
    units.set(route.key, round((await readBy(platform, route.fn)) - before));
  }
  if (refused.length > 0) throw new Error(`These were not answered: ${refused.join(', ')}`);
  return units;
}
