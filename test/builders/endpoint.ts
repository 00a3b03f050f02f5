import { gunzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { Problem } from '../../shared/contract/problem.ts';
import { endpoint, type Route } from '../../shared/http/endpoint.ts';
import type { Identity } from '../../shared/identity/identity.ts';
import type { Principal, Role } from '../../shared/identity/principal.ts';
import { aContext } from '../fixtures/http-event.ts';

// COMPLETED lines of hundreds of calls would bury a test's own report; a test of the log sets the level itself.
process.env.LOG_LEVEL ??= 'error';

export const BASE_URL = 'https://countersign.example';

const aPerson = (...roles: Role[]): Principal => ({
  id: 'person',
  name: '某人',
  roles,
  via: 'session',
});

/** Knows the cookies and tokens that are names of roles: `submitter` is a submitter, everything else is nobody. */
const namesAreRoles: Identity = {
  fromSession: async (cookie) =>
    cookie === 'submitter' || cookie === 'auditor' ? aPerson(cookie) : undefined,
  fromBearer: async (token) => {
    if (token !== 'submitter' && token !== 'auditor') throw new Problem('invalid-token');
    return { ...aPerson(token), via: 'bearer' };
  },
};

type Answered = APIGatewayProxyStructuredResultV2 & { readonly text: string; readonly json: unknown };

/** Sends events to an endpoint of the given routes, and reads the answers as a client would. */
export function anEndpoint(
  routes: Readonly<Record<string, Route>>,
  baseUrl: string = BASE_URL,
): (event: APIGatewayProxyEventV2) => Promise<Answered> {
  const handler = endpoint(routes, { baseUrl, identity: namesAreRoles });
  return async (event) => {
    const result = await handler(event, aContext());
    const raw = Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8');
    const text = (result.headers?.['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString('utf8');
    return {
      ...result,
      text,
      json:
        text !== '' && /\/(problem\+)?json/.test(String(result.headers?.['content-type']))
          ? JSON.parse(text)
          : undefined,
    };
  };
}
