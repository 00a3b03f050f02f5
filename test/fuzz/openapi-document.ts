import * as z from 'zod';

/** As far as the fuzzer reads it: a schema of JSON Schema 2020-12, as OpenAPI 3.1 holds it. */
export type Schema = Readonly<Record<string, unknown>>;

const schema = z.record(z.string(), z.unknown());
const content = z.record(z.string(), z.object({ schema: schema.optional() })).default({});
const operation = z.object({
  parameters: z
    .array(
      z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']), schema: schema.default({}) }),
    )
    .default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ content })),
});
const openApiDocument = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), schema) }),
});

export interface Operation extends z.infer<typeof operation> {
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
}

export interface OpenApi {
  readonly operations: readonly Operation[];
  /** By name, as `$ref` names them. */
  readonly schemas: Readonly<Record<string, Schema>>;
}

/** What the product says of itself at `/openapi.json`: the fuzzer knows nothing else of it. */
export async function readOpenApi(product: string): Promise<OpenApi> {
  const answer = await fetch(`${product}/openapi.json`);
  const { paths, components } = openApiDocument.parse(await answer.json());
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({ ...one, method: method.toUpperCase(), path })),
  );
  return { operations, schemas: components.schemas };
}
