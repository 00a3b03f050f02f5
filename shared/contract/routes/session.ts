import * as z from 'zod';
import { HTML } from '../media-types.ts';
import type { RouteRows } from '../route.ts';

/** `GET /sign-in` */
export const signInQuery = z.lazy(() =>
  z.strictObject({
    returnTo: z.string().optional().describe('A path of this site'),
    prompt: z
      .enum(['login', 'select_account'])
      .optional()
      .describe('Signing in as somebody else, where the issuer would let the last person straight in'),
    login_hint: z.string().max(320).optional(),
  }),
);

const fn = 'session';

export const sessionRows = {
  'GET /sign-in': {
    fn,
    useCase: 'sign-in',
    summary: 'Begin to sign in at the issuer',
    who: 'public',
    query: signInQuery,
    answers: { 303: { description: 'On to the issuer', location: true } },
    problems: ['issuer-unavailable'],
  },
  'GET /sign-in/callback': {
    fn,
    useCase: 'finish-sign-in',
    summary: 'Come back from the issuer, signed in',
    who: 'public',
    // Issuers add parameters of their own (`iss`, `session_state`).
    query: z.lazy(() =>
      z.looseObject({
        code: z.string().optional(),
        state: z.string().optional(),
        error: z.string().optional(),
      }),
    ),
    answers: { 303: { description: 'On to the page that was asked for', location: true } },
    problems: ['sign-in-failed', 'issuer-unavailable'],
    records: ['roles-changed'],
    // From the issuer, with the `state` that this browser was given.
    fromOtherSites: true,
  },
  'POST /sign-out': {
    fn,
    useCase: 'sign-out',
    again: 'harmless',
    summary: 'End the session, or all sessions of the same person',
    who: 'public',
    form: z.lazy(() =>
      z.object({
        everywhere: z.string().optional().describe('Where it is there: on all devices'),
        returnTo: z
          .string()
          .optional()
          .describe("A path of this site to go on to, where the issuer's own session is not ended"),
      }),
    ),
    answers: {
      200: { description: 'Signed out', schema: 'SignedOut', types: [HTML] },
      303: { description: 'Signed out, and on to `returnTo`', location: true },
    },
  },
} as const satisfies RouteRows;
