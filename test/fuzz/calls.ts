import fc from 'fast-check';
import { aDeclaration } from '../builders/declaration.ts';
import type { OpenApi, Operation } from './openapi-document.ts';
import { hostileJson, hostileText, spoil, valuesBy } from './values.ts';

/** What a path parameter is filled with: one that exists (which, by `index`), or a text. */
type PathValue = { readonly existing: number } | { readonly text: string };

/** A request before it is known what exists: the same seed gives the same calls on any platform. */
export interface Call {
  readonly operation: Operation;
  readonly path: Readonly<Record<string, PathValue>>;
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const often = <T>(usual: fc.Arbitrary<T>, weight: number, other: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: other });

const pathValue: fc.Arbitrary<PathValue> = often<PathValue>(
  fc.record({ existing: fc.nat(999) }),
  5,
  fc.record({ text: hostileText }),
);

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function queryOf({ parameters }: Operation, { schemas }: OpenApi): fc.Arbitrary<[string, string][]> {
  const known = parameters
    .filter((one) => one.in === 'query')
    .map(({ name, schema }) =>
      fc.option(
        often(valuesBy(schema, schemas).map(asText), 4, hostileText).map((value): [string, string] => [
          name,
          value,
        ]),
        { freq: 2, nil: undefined },
      ),
    );
  const unknown = often<[string, string] | undefined>(
    fc.constant(undefined),
    15,
    fc.tuple(hostileText, hostileText),
  );
  return fc
    .tuple(...known, unknown)
    .map((pairs) => pairs.filter((pair): pair is [string, string] => pair !== undefined));
}

const accept = fc.constantFrom<string>(
  'application/json',
  'application/json',
  'text/html',
  '*/*',
  'text/csv',
  'application/x-ndjson',
  'application/zip',
  'image/png',
  'text/html;q=0, application/json;q=x',
);
/** A header may hold these alone; what a client cannot send proves nothing. */
const headerText = hostileText.map((value) => value.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, '').trim());

function headersOf({ parameters }: Operation): fc.Arbitrary<Record<string, string>> {
  const named = parameters.filter((one) => one.in === 'header').map(({ name }) => name.toLowerCase());
  const version = fc.constantFrom('"1"', '"2"', '"3"', '*', 'W/"1"', '1');
  const value = (name: string): fc.Arbitrary<string> =>
    often(name.startsWith('if-') ? version : fc.constantFrom('key-1', 'key-2', 'key-3'), 6, headerText);
  return fc
    .record({
      accept,
      ...Object.fromEntries(named.map((name) => [name, fc.option(value(name), { freq: 4, nil: undefined })])),
    })
    .map((all) =>
      Object.fromEntries(
        Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
    );
}

interface Body {
  readonly type: string;
  readonly body: string;
}

/** One whom the directory knows, which neither a schema nor chance says. */
const aProgram = { name: '财务系统（示例）', role: 'submitter', person: 'submitter', until: '2027-12-31' };

const where = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 4 });
/** A declaration by its schema alone is refused at its first field: most begin with one that could be handed in. */
const usualOf = (operation: Operation, openApi: OpenApi, type: string): fc.Arbitrary<unknown> => {
  const schema = operation.requestBody?.content[type]?.schema ?? {};
  const bySchema = valuesBy(schema, openApi.schemas);
  if (operation.path === '/forms/{form}/submissions') return often(fc.constant(aDeclaration()), 3, bySchema);
  if (operation.path === '/projects')
    return often(fc.constant({ form: 'project-declaration', declaration: aDeclaration() }), 3, bySchema);
  if (operation.path === '/directory/programs') return often(fc.constant(aProgram), 3, bySchema);
  return bySchema.map((value) => {
    const holds = typeof value === 'object' && value !== null && 'declaration' in value;
    return holds ? { ...value, declaration: aDeclaration() } : value;
  });
};

const asForm = (value: unknown): string => {
  const pairs = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return new URLSearchParams(pairs.map(([name, one]) => [name, asText(one) ?? ''])).toString();
};

function bodyOf(operation: Operation, openApi: OpenApi): fc.Arbitrary<Body | undefined> {
  const types = Object.keys(operation.requestBody?.content ?? {});
  if (types.length === 0) {
    const anything = hostileJson.map((value) => ({ type: 'application/json', body: asText(value) ?? '' }));
    return often<Body | undefined>(fc.constant(undefined), 8, anything);
  }
  const made = fc.constantFrom(...types).chain((type) => {
    const usual = usualOf(operation, openApi, type);
    const value = fc.oneof(
      { weight: 4, arbitrary: usual },
      {
        weight: 3,
        arbitrary: fc.tuple(usual, where, hostileJson).map(([one, steps, other]) => spoil(one, steps, other)),
      },
      { weight: 1, arbitrary: hostileJson },
    );
    const written = value.map((one) => (type.includes('json') ? (JSON.stringify(one) ?? '') : asForm(one)));
    return fc.record({
      type: often(fc.constant(type), 12, fc.constantFrom('text/plain', 'multipart/form-data', '')),
      body: often(written, 12, hostileText),
    });
  });
  return fc.option(made, { freq: 12, nil: undefined });
}

function callOf(operation: Operation, openApi: OpenApi): fc.Arbitrary<Call> {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  return fc
    .record({
      path: fc.record(Object.fromEntries(names.map((name) => [name, pathValue]))),
      query: queryOf(operation, openApi),
      headers: headersOf(operation),
      body: operation.method === 'GET' ? fc.constant(undefined) : bodyOf(operation, openApi),
    })
    .map(({ path, query, headers, body }) => ({
      operation,
      path,
      query,
      headers: body === undefined || body.type === '' ? headers : { ...headers, 'content-type': body.type },
      ...(body === undefined ? {} : { body: body.body }),
    }));
}

/** So many calls of this seed. */
export function callsOf(openApi: OpenApi, count: number, seed: number): Call[] {
  // What takes a body can go wrong in more ways.
  const any = fc.oneof(
    ...openApi.operations.map((operation) => ({
      weight: operation.requestBody ? 3 : 1,
      arbitrary: callOf(operation, openApi),
    })),
  );
  return fc.sample(any, { numRuns: count, seed });
}
