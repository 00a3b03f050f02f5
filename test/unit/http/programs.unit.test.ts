import { describe, expect, it } from '@jest/globals';
import type { Policy, RouteRow } from '../../../shared/contract/route.ts';
import { routes } from '../../../shared/contract/routes.ts';
import { endpoint } from '../../../shared/http/endpoint.ts';
import type { Identity } from '../../../shared/identity/identity.ts';
import { BASE_URL } from '../../builders/endpoint.ts';
import { aContext, anHttpEvent } from '../../fixtures/http-event.ts';

/** A program's key as the edge sees it: a role, and that it is a program. */
const programs: Identity = {
  fromSession: async () => undefined,
  fromBearer: async (role) => ({
    ...{ id: 'person', name: '某人', via: 'bearer', program: { id: '7K3M9QXD', madeBy: 'administrator' } },
    roles: role === 'auditor' ? ['auditor'] : ['submitter'],
  }),
};

async function statusOf(row: Partial<RouteRow> & { readonly who: Policy }, role: string, method = 'GET') {
  const answers = { fn: 'static', useCase: 'try-out', summary: 'A route of a test', answers: {} } as const;
  const key = `${method} /things` as 'GET /things';
  const handler = endpoint(
    { [key]: { ...answers, ...row } },
    { [key]: async () => ({ status: 200, json: {} }) },
    { baseUrl: BASE_URL, formerHosts: [], identity: programs },
  );
  const headers = { authorization: `Bearer ${role}` };
  return (await handler(anHttpEvent({ method, route: '/things', headers }), aContext())).statusCode;
}

describe('a program', () => {
  it('calls what its role may, and nothing of another', async () => {
    expect(await statusOf({ who: { roles: ['submitter'] } }, 'submitter', 'POST')).toBe(200);
    expect(await statusOf({ who: { roles: ['submitter'] } }, 'auditor', 'POST')).toBe(403);
    expect(await statusOf({ who: { roles: ['administrator'] } }, 'auditor')).toBe(403);
  });

  it('calls of what everybody may what its row says, and no link', async () => {
    expect(await statusOf({ who: 'signed-in' }, 'submitter')).toBe(403);
    expect(await statusOf({ who: 'signed-in', programs: true }, 'submitter')).toBe(200);
    expect(await statusOf({ who: 'link' }, 'submitter', 'POST')).toBe(403);
    expect(await statusOf({ who: 'public' }, 'submitter')).toBe(200);
  });
});

it('no row that decides, administers or is of one’s own is open to programs', () => {
  const open = routes.filter(({ who, programs: isOpen }) => isOpen || typeof who === 'object');
  const forTheirRoles = open.filter(
    ({ who }) =>
      typeof who === 'string' || who.roles.some((role) => role === 'submitter' || role === 'auditor'),
  );
  expect(
    forTheirRoles.filter(
      ({ key, records = [] }) =>
        /\/(me|directory|settings|decisions?)(\/|$)/.test(key) ||
        records.some((action) =>
          ['decided', 'reassigned', 'directory-changed', 'settings-changed', 'program-changed'].includes(
            action,
          ),
        ),
    ),
  ).toEqual([]);
  expect(open.filter(({ programs: isOpen }) => isOpen).map(({ key }) => key)).toEqual([
    'GET /projects',
    'GET /projects/{id}',
    'GET /projects/{id}/attachments',
    'GET /projects/{id}/attachments/{attachment}',
    'GET /projects/{id}/document',
    'GET /projects/{id}/history',
    'GET /projects/{id}/evidence',
    'POST /projects/{id}/evidence',
    'GET /projects/{id}/evidence/files',
    'GET /projects/{id}/evidence/files/{part}',
    'POST /projects/{id}/evidence/files/{part}',
  ]);
});
