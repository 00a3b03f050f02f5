import { describe, expect, it } from '@jest/globals';
import { attachmentHandlers } from '../../../functions/attachments/routes.ts';
import { decisionHandlers } from '../../../functions/decisions/routes.ts';
import { meHandlers } from '../../../functions/directory/me/me.tsx';
import { programHandlers } from '../../../functions/directory/programs.tsx';
import { directoryHandlers } from '../../../functions/directory/routes.ts';
import { settingsHandlers } from '../../../functions/directory/settings.tsx';
import { documentHandlers } from '../../../functions/document/document.tsx';
import { evidenceHandlers } from '../../../functions/evidence/routes.tsx';
import { historyHandlers } from '../../../functions/history/routes.tsx';
import { projectHandlers } from '../../../functions/projects/routes.ts';
import { sessionHandlers } from '../../../functions/session/session.ts';
import { staticHandlers } from '../../../functions/static/static.tsx';
import type { RoutedFunction } from '../../../shared/contract/route.ts';
import type { decisionRows } from '../../../shared/contract/routes/decisions.ts';
import type { directoryRows } from '../../../shared/contract/routes/directory.ts';
import type { documentRows } from '../../../shared/contract/routes/document.ts';
import type { projectRows } from '../../../shared/contract/routes/projects.ts';
import { routes } from '../../../shared/contract/routes.ts';
import type { Answer, CallOf, Handlers } from '../../../shared/http/endpoint.ts';
import { BASE_URL } from '../../builders/endpoint.ts';
import { aSessionsTable } from '../../builders/sessions-table.ts';

/** What the compiler refuses of a function's table. Each line below must be an error, or this file does not compile. */

const done = async (): Promise<Answer> => ({ status: 200 });

// @ts-expect-error a row lacks its handler
const lacking: Handlers<typeof directoryRows> = { 'GET /directory': done };

const tooMany: Handlers<typeof documentRows> = {
  'GET /projects/{id}/document': done,
  // @ts-expect-error no row is answered by this
  'GET /projects/{id}/picture': done,
};

const typed: Handlers<typeof documentRows> = {
  'GET /projects/{id}/document': async ({ query }) => {
    const format: 'docx' | 'pdf' | 'txt' | undefined = query.format;
    // @ts-expect-error the query has no such parameter
    const page: unknown = query.page;
    return { status: 200, json: [format, page] };
  },
};

type Reassignment = CallOf<(typeof decisionRows)['POST /projects/{id}/reassignment']>;
type Replacement = CallOf<(typeof directoryRows)['PUT /directory']>;
type Submission = CallOf<(typeof projectRows)['POST /forms/{form}/submissions']>;
const calls = [
  ({ form }: Reassignment): string | null | undefined => form?.get('comment'),
  // A form that takes more than it names may be asked for anything.
  ({ form }: Submission): string | null | undefined => form?.get('plan.0.amountFen'),
  // @ts-expect-error the form has no such field
  ({ form }: Reassignment) => form?.get('coment'),
  // @ts-expect-error nor has a row without a form
  ({ form }: Replacement) => form?.get('units'),
  // @ts-expect-error a page may post its form in place of the body
  ({ body }: Reassignment) => body.to,
  ({ body }: Replacement): number => body.units.length,
];

it('a table is typed by its rows', () => {
  expect([lacking, tooMany, typed, ...calls]).toHaveLength(9);
});

describe("a function's table", () => {
  // Only the tables are read: nothing is called.
  async function never(): Promise<never> {
    throw new Error('not to be called');
  }
  const deps = {
    database: aSessionsTable(),
    forms: ['project-declaration'],
    now: () => new Date(),
    rules: { load: never, calendar: never, record: never },
    limits: { within: never, count: never, spent: never },
    calendar: never,
    thresholdsFen: never,
    defaults: { collectiveThresholdFen: null, codeThresholdFen: null, lapseDays: 60, contact: '' },
    signer: { publicKey: never, sign: never },
    archive: { read: never, create: never },
    transport: never,
    store: {
      uploadsOrigin: 'https://uploads.example',
      presignUpload: never,
      presignDownload: never,
      put: never,
      keep: never,
      touch: never,
      head: never,
      read: never,
      remove: never,
    },
    taken: {
      scanner: 'none',
      unscannedFiles: 'mark',
      lockedFiles: 'allow',
      mostBytes: 1,
      mostBytesInAll: 1,
    } as const,
    addresses: [],
    issuer: { begin: never, complete: never, endSessionUrl: never },
    baseUrl: BASE_URL,
    sessionSeconds: 28_800,
    rolesClaim: 'groups',
    recognise: never,
    recordRoles: never,
    idleSeconds: 1_800,
    product: '1.2.3',
    version: '1.2.3',
    assets: new Map(),
  };
  const tables: Readonly<Record<RoutedFunction, object>> = {
    projects: projectHandlers(deps),
    attachments: attachmentHandlers(deps),
    document: documentHandlers(deps),
    decisions: decisionHandlers(deps),
    history: historyHandlers(deps),
    evidence: evidenceHandlers(deps),
    directory: {
      ...directoryHandlers(deps),
      ...programHandlers(deps),
      ...settingsHandlers(deps),
      ...meHandlers(deps),
    },
    session: sessionHandlers(deps),
    static: staticHandlers(deps),
  };

  it.each(Object.entries(tables))('has what the gateway routes to %s, and nothing else', (fn, table) => {
    const routed = routes.filter((route) => route.fn === fn).map(({ key }) => key);
    expect(routed.length).toBeGreaterThan(0);
    expect(Object.keys(table).sort()).toEqual(routed.sort());
  });
});
