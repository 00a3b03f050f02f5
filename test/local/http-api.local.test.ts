import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Listening, listen } from '../../infra/local/ports.ts';
import type { AccessLogEntry } from '../../infra/local/services/http-api/access-log.ts';
import type { HttpEvent } from '../../infra/local/services/http-api/event.ts';
import { createHttpApi } from '../../infra/local/services/http-api/http-api.ts';
import { createFindRoute, readRoutes } from '../../infra/local/services/http-api/routes.ts';
import { functionsOf, resourcesOf, until } from './fixture.ts';

const keys = [
  'GET /projects/{id}',
  'HEAD /projects/{id}',
  'POST /projects',
  'POST /projects/{id}',
  'GET /projects/{id}/history',
  'GET /projects/latest',
  'GET /assets/{file+}',
  'ANY /any',
  'GET /any',
];
const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:projects:live';
const resources = resourcesOf({
  Service: {
    resources: {
      Api: { Type: 'AWS::ApiGatewayV2::Api' },
      ToProjects: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: {
          ApiId: { Ref: 'Api' },
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: functionArn,
          PayloadFormatVersion: '2.0',
          TimeoutInMillis: 500,
        },
      },
      ...Object.fromEntries(
        keys.map((RouteKey, index) => [
          `Route${index}`,
          {
            Type: 'AWS::ApiGatewayV2::Route',
            Properties: {
              ApiId: { Ref: 'Api' },
              RouteKey,
              AuthorizationType: 'NONE',
              Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'ToProjects' }]] },
            },
          },
        ]),
      ),
    },
  },
});

let answer: unknown = {};
let delayMs = 0;
const functions = functionsOf(async () => {
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  if (answer === 'too-large') return { error: 'Lambda.RequestTooLargeException', cause: '{}' };
  if (answer === 'throttled') return { error: 'Lambda.TooManyRequestsException', cause: '{}' };
  return answer === 'fails' ? { error: 'Error', cause: '{}' } : { payload: answer };
});
const logged: AccessLogEntry[] = [];
const told: string[] = [];
/** The one route that the gateway may not invoke its function for. */
const forbidden = 'GET /projects/latest';
let server: Listening;

beforeAll(async () => {
  server = await listen(0, true);
  server.serve(
    createHttpApi({
      refusalToInvoke: ({ arn }) =>
        arn.endsWith(':Api/$default/GET/projects/latest') ? `no permission covers ${arn}` : undefined,
      routes: readRoutes(resources),
      resources,
      lambda: functions,
      accessLog: { write: (entry) => void logged.push(entry), close: () => {} },
      report: (line) => void told.push(line),
    }),
  );
});
afterAll(() => server.close());

/** Sends a request with exactly these headers; gives the answer, and the event that the function got. */
async function send(
  method: string,
  path: string,
  options: { headers?: Record<string, string | string[]>; body?: string | Buffer } = {},
) {
  functions.calls.length = 0;
  const response = await new Promise<{ status: number; headers: Record<string, unknown>; text: string }>(
    (resolve, reject) => {
      const call = request(
        { port: server.port, host: '127.0.0.1', method, path, headers: options.headers },
        (it) => {
          const chunks: Buffer[] = [];
          it.on('data', (chunk: Buffer) => chunks.push(chunk));
          it.on('end', () =>
            resolve({
              status: it.statusCode ?? 0,
              headers: it.headers,
              text: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      call.on('error', reject);
      call.end(options.body);
    },
  );
  return { ...response, event: functions.calls[0]?.payload as HttpEvent | undefined };
}

describe('a route that the gateway may not invoke its function for', () => {
  it('answers as a function that fails, and is told at the terminal', async () => {
    const { status, text, event } = await send('GET', '/projects/latest');
    expect([status, JSON.parse(text), event]).toEqual([500, { message: 'Internal Server Error' }, undefined]);
    expect(told.join()).toContain(forbidden);
  });
});

describe('a request', () => {
  it('becomes an event of payload format 2.0', async () => {
    answer = { statusCode: 200, body: 'ok' };
    const { event } = await send('GET', '/projects/2021-7K3M?view=full&tag=a&tag=b%20c', {
      headers: {
        host: 'localhost:3000',
        'User-Agent': 'test/1',
        'X-Two': ['one', 'two'],
        Cookie: 'a=1; b=2',
        connection: 'close',
      },
    });
    expect(event).toEqual({
      version: '2.0',
      routeKey: 'GET /projects/{id}',
      rawPath: '/projects/2021-7K3M',
      rawQueryString: 'view=full&tag=a&tag=b%20c',
      cookies: ['a=1', 'b=2'],
      headers: {
        host: 'localhost:3000',
        'user-agent': 'test/1',
        'x-two': 'one,two',
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-port': String(server.port),
        'x-forwarded-proto': 'http',
      },
      queryStringParameters: { view: 'full', tag: 'a,b c' },
      pathParameters: { id: '2021-7K3M' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'Api',
        domainName: 'localhost',
        domainPrefix: 'localhost',
        http: {
          method: 'GET',
          path: '/projects/2021-7K3M',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'test/1',
        },
        requestId: expect.any(String),
        routeKey: 'GET /projects/{id}',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      isBase64Encoded: false,
    });
  });

  it('arrives with its path decoded, as HTTP APIs do it', async () => {
    const { event } = await send('GET', '/projects/a%2Fb%20%E7%94%B2');
    expect(event?.rawPath).toBe('/projects/a/b 甲');
    expect(event?.pathParameters).toEqual({ id: 'a/b 甲' });
  });

  it('cannot name another source address', async () => {
    const { event } = await send('GET', '/projects/1', { headers: { 'x-forwarded-for': '8.8.8.8' } });
    expect(event?.requestContext.http.sourceIp).toBe('127.0.0.1');
  });

  it.each([
    ['JSON', 'application/json; charset=utf-8', '{"name":"甲"}', '{"name":"甲"}', false],
    ['text', 'text/plain', 'hello', 'hello', false],
    [
      'a form',
      'application/x-www-form-urlencoded',
      'a=1&b=2',
      Buffer.from('a=1&b=2').toString('base64'),
      true,
    ],
    ['an image', 'image/png', 'png', Buffer.from('png').toString('base64'), true],
    ['no type', undefined, 'what', Buffer.from('what').toString('base64'), true],
  ])('carries a body of %s', async (_, type, sent, body, isBase64Encoded) => {
    const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
    const { event } = await send('POST', '/projects', { headers, body: sent });
    expect({ body: event?.body, isBase64Encoded: event?.isBase64Encoded }).toEqual({ body, isBase64Encoded });
  });

  it('that is refused in the function’s place is a page for whoever reads it in a browser', async () => {
    const headers = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    for (const [value, status, words] of [
      ['too-large', 413, '内容过大，没有接收'],
      ['throttled', 503, '系统正忙'],
      ['fails', 500, '系统出错'],
    ] as const) {
      answer = value;
      const page = await send('POST', '/projects', { headers });
      expect([page.status, page.headers['content-type']]).toEqual([status, 'text/html; charset=utf-8']);
      expect(page.text).toContain(words);
      expect(page.headers['retry-after']).toBe(status === 503 ? '5' : undefined);
      const { text } = await send('POST', '/projects', { headers: { accept: 'application/json' } });
      expect(text).toMatch(/^\{"message":"/);
    }
  });

  it('over 10 MB is refused without reaching the function', async () => {
    const size = 10 * 1024 * 1024 + 1;
    const { status, text, event } = await send('POST', '/projects', {
      headers: { 'content-type': 'text/plain', 'content-length': String(size) },
      body: Buffer.alloc(size),
    });
    expect([status, text, event]).toEqual([413, '{"message":"Request Entity Too Large"}', undefined]);
  });

  it('to an address that cannot be decoded is refused', async () => {
    expect((await send('GET', '/projects/%E0%A4%A')).status).toBe(400);
  });

  it('leaves its route in the access log, and never its path', async () => {
    logged.length = 0;
    await send('GET', '/projects/secret-token');
    expect(logged).toHaveLength(1);
    expect(logged[0]?.routeKey).toBe('GET /projects/{id}');
    expect(JSON.stringify(logged)).not.toContain('secret-token');
  });
});

describe('the route of a request', () => {
  const find = createFindRoute(readRoutes(resources));

  it.each([
    ['GET', '/projects/1', 'GET /projects/{id}'],
    ['GET', '/projects/latest', 'GET /projects/latest'],
    ['GET', '/projects/1/history', 'GET /projects/{id}/history'],
    ['GET', '/assets/a/b.css', 'GET /assets/{file+}'],
    ['GET', '/any', 'GET /any'],
    ['DELETE', '/any', 'ANY /any'],
    ['HEAD', '/projects/1', 'HEAD /projects/{id}'],
    ['GET', '/projects', undefined],
    ['GET', '/projects/', undefined],
    ['GET', '/projects/1/', undefined],
    ['HEAD', '/projects/1/history', undefined],
  ])('%s %s is %s', (method, path, key) => {
    expect(find(method, path)?.route.key).toBe(key);
  });

  it('falls to $default where there is one', () => {
    const fallback = { key: '$default', functionArn, timeoutMs: 1000 };
    expect(createFindRoute([fallback])('GET', '/anything')?.route).toBe(fallback);
  });

  it('that does not exist is 404, in the service’s words', async () => {
    const { status, text } = await send('GET', '/nowhere');
    expect([status, text]).toEqual([404, '{"message":"Not Found"}']);
  });

  it('answers HEAD without a body where the template has a HEAD route', async () => {
    answer = { statusCode: 200, body: 'hello', headers: { 'content-type': 'text/html' } };
    const { status, headers, text } = await send('HEAD', '/projects/1');
    expect([status, headers['content-length'], text]).toEqual([200, '5', '']);
  });

  it('with an authorizer is refused at the start', () => {
    const guarded = resourcesOf({
      Service: {
        resources: {
          R: {
            Type: 'AWS::ApiGatewayV2::Route',
            Properties: { ApiId: 'a', RouteKey: 'GET /', Target: 'integrations/x', AuthorizationType: 'JWT' },
          },
        },
      },
    });
    expect(() => readRoutes(guarded)).toThrow('authorizers are not emulated');
  });
});

describe('a function’s answer', () => {
  it('sets status, headers, several cookies and a binary body', async () => {
    answer = {
      statusCode: 201,
      headers: { Location: '/projects/1', 'X-Count': 3 },
      cookies: ['a=1; Path=/', 'b=2'],
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
    };
    const { status, headers } = await send('GET', '/projects/1');
    expect(status).toBe(201);
    expect(headers).toMatchObject({
      location: '/projects/1',
      'x-count': '3',
      'set-cookie': ['a=1; Path=/', 'b=2'],
      'content-length': '2',
    });
  });

  it('without a status is a body of JSON', async () => {
    answer = { hello: 'world' };
    const { status, headers, text } = await send('GET', '/projects/1');
    expect([status, headers['content-type'], text]).toEqual([200, 'application/json', '{"hello":"world"}']);
  });

  it.each([
    ['an error', 'fails'],
    ['a status that is none', { statusCode: 'ok' }],
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }],
  ])('that is %s becomes 500 and shows nothing', async (_, value) => {
    answer = value;
    const { status, text } = await send('GET', '/projects/1');
    expect([status, text]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  it('that comes too late becomes 503', async () => {
    answer = { statusCode: 200 };
    delayMs = 900;
    const { status, text, headers } = await send('GET', '/projects/1');
    delayMs = 0;
    expect([status, text]).toEqual([503, '{"message":"Service Unavailable"}']);
    expect(headers['retry-after']).toBe('5');
    expect(functions.calls[0]?.patience?.gone.aborted).toBe(true);
  });

  it('that was never begun is 503 with the time to come again', async () => {
    answer = 'throttled';
    const { status, headers } = await send('POST', '/projects');
    expect([status, headers['retry-after']]).toEqual([503, '5']);
  });

  it('that nobody waits for any more is not begun', async () => {
    delayMs = 300;
    functions.calls.length = 0;
    const call = request({ port: server.port, host: '127.0.0.1', path: '/projects/1' });
    call.on('error', () => {});
    call.end();
    await until('the call has come', () => functions.calls.length === 1);
    expect(functions.calls[0]?.patience?.gone.aborted).toBe(false);
    call.destroy();
    await until('the caller is known to be gone', () => functions.calls[0]?.patience?.gone.aborted === true);
    delayMs = 0;
  });
});
