import { expect, it } from '@jest/globals';
import type { directoryRows } from '../../../shared/contract/routes/directory.ts';
import type { documentRows } from '../../../shared/contract/routes/document.ts';
import type { Answer, Handlers } from '../../../shared/http/endpoint.ts';

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
    const format: 'docx' | undefined = query.format;
    // @ts-expect-error the query has no such parameter
    const page: unknown = query.page;
    return { status: 200, json: [format, page] };
  },
};

it('a table is typed by its rows', () => {
  expect([lacking, tooMany, typed]).toHaveLength(3);
});
