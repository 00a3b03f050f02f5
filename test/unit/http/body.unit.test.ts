import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { anEndpoint, route } from '../../builders/endpoint.ts';
import { aFormPost, aJsonRequest, anHttpEvent } from '../../fixtures/http-event.ts';

const seen: unknown[] = [];
const send = anEndpoint({
  'POST /amounts': route({
    who: 'public',
    body: z.strictObject({ amountFen: z.int().min(0), note: z.string().max(5).optional() }),
    handle: async ({ body }) => {
      seen.push(body);
      return { status: 200, json: body };
    },
  }),
  'POST /pages': route({
    who: 'public',
    takesForm: true,
    body: z.strictObject({ version: z.int() }),
    handle: async ({ body, form }) => ({
      status: 200,
      json: { body, form: form && Object.fromEntries(form) },
    }),
  }),
  'POST /nothing': route({ who: 'public', handle: async ({ body }) => ({ status: 200, json: { body } }) }),
});

const raw = (
  body: string | Buffer,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) =>
  anHttpEvent({
    method: 'POST',
    route: '/amounts',
    headers,
    body: typeof body === 'string' ? body : body.toString('base64'),
    isBase64Encoded: typeof body !== 'string',
  });

describe('a JSON body', () => {
  it('arrives as its schema parsed it, in base64 as well', async () => {
    const body = '{"amountFen":31500000}';
    for (const event of [
      raw(body),
      raw(Buffer.from(body)),
      raw(body, { 'content-type': 'application/json; charset=UTF-8' }),
    ]) {
      expect(await send(event)).toMatchObject({ statusCode: 200, json: { amountFen: 31_500_000 } });
    }
  });

  it('arrives with every text of it normal', async () => {
    const event = raw('{"amountFen":1,"note":"e\\u0301\\r\\n\\u200B"}');
    expect(await send(event)).toMatchObject({ statusCode: 200, json: { note: 'é\n' } });
  });

  it.each([
    ['cut off', raw('{"amountFen":')],
    ['no JSON', raw('amountFen=1')],
    ['no UTF-8', raw(Buffer.from([0x22, 0xff, 0x22]))],
  ])('that is %s is 400 malformed-json', async (_name, event) => {
    expect(await send(event)).toMatchObject({
      statusCode: 400,
      json: { code: 'malformed-json', status: 400 },
    });
  });

  const padded = (bytes: number) => `{"note":"${'字'.repeat(5)}"${' '.repeat(bytes - 26)}}`;
  it('of 1 MiB is read, and one byte more is 413, however it is encoded', async () => {
    expect(Buffer.byteLength(padded(1_048_576))).toBe(1_048_576);
    for (const encode of [(text: string) => text, (text: string) => Buffer.from(text)]) {
      expect(await send(raw(encode(padded(1_048_576))))).toMatchObject({ json: { code: 'invalid-body' } });
      expect(await send(raw(encode(padded(1_048_577))))).toMatchObject({
        statusCode: 413,
        json: { code: 'too-large', title: '内容过大', detail: '此处最多接收 1 MB。' },
      });
    }
  });

  it.each([
    ['text/plain', {}],
    ['multipart/form-data; boundary=x', {}],
    ['application/x-www-form-urlencoded', {}],
    ['application/json; charset=gbk', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
    ['', {}],
  ])('sent as %s %j is 415', async (type, more) => {
    const answer = await send(raw('{"amountFen":1}', { 'content-type': type, ...more }));
    expect(answer).toMatchObject({ statusCode: 415, json: { code: 'unsupported-media-type' } });
  });

  it.each([
    [{}, '/amountFen', 'This field is missing'],
    [{ amountFen: '1' }, '/amountFen', 'The type is wrong'],
    [{ amountFen: -1 }, '/amountFen', 'Must be 0 or more'],
    [{ amountFen: 1, note: 'too long' }, '/note', 'Must have 5 characters or fewer'],
    [{ amountFen: 1, 'a/b': 1 }, '/a~1b', 'There is no such field'],
    [[], '', 'The type is wrong'],
  ])('%j is 422 at %s', async (value, path, message) => {
    seen.length = 0;
    const answer = await send(aJsonRequest('POST', '/amounts', value, { query: 'lang=en' }));
    expect(answer).toMatchObject({
      statusCode: 422,
      json: { code: 'invalid-body', errors: [{ rule: 'shape', severity: 'error', path, message }] },
    });
    expect(seen).toEqual([]);
  });

  it('with __proto__ as a field is refused like any other unknown field', async () => {
    expect(await send(raw('{"amountFen":1,"__proto__":{"x":1}}'))).toMatchObject({ statusCode: 422 });
  });

  it('is not needed by a route without a schema, and nothing may stand in it', async () => {
    expect(await send(anHttpEvent({ method: 'POST', route: '/nothing' }))).toMatchObject({ statusCode: 200 });
    expect(await send(aJsonRequest('POST', '/nothing', {}))).toMatchObject({ statusCode: 200 });
    expect(await send(aJsonRequest('POST', '/nothing', { surprise: 1 }))).toMatchObject({ statusCode: 422 });
  });
});

describe('a form-encoded body', () => {
  it('arrives as a form where the route takes one, beside JSON', async () => {
    expect(await send(aFormPost('/pages', { version: '3', title: '示例 & 项目' }))).toMatchObject({
      json: { form: { version: '3', title: '示例 & 项目' } },
    });
    expect(await send(aJsonRequest('POST', '/pages', { version: 3 }))).toMatchObject({
      json: { body: { version: 3 } },
    });
  });

  it('that is no UTF-8 is 400', async () => {
    const event = { ...aFormPost('/pages', {}), body: Buffer.from([0x61, 0x3d, 0xff]).toString('base64') };
    expect(await send({ ...event, headers: { ...event.headers, accept: 'application/json' } })).toMatchObject(
      {
        statusCode: 400,
        json: { code: 'malformed-form' },
      },
    );
  });

  it('is 415 where the route takes none', async () => {
    expect(await send(aFormPost('/nothing', { a: 'b' }))).toMatchObject({ statusCode: 415 });
  });
});
