import type * as z from 'zod';

/** The environment that satisfies a function's `config.ts`: its keys, with values as text. */
export type EnvironmentOf<Schema extends z.ZodObject> = {
  readonly [Key in keyof z.input<Schema>]: string;
};

/** Lambda's, of all names and values of a function together. What only the deployment knows comes on top. */
const MOST_BYTES = 4096;

/**
 * Holds an environment against the schema that the function parses it with, so that a forgotten variable fails the
 * synthesis and not the first request. Values known only at deployment (tokens) are taken on trust.
 */
export function checkEnvironment(
  name: string,
  schema: z.ZodObject,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  const problems = [
    ...Object.entries(schema.shape)
      .filter(([key, field]) => environment[key] === undefined && !acceptsAbsence(field))
      .map(([key]) => `${key} is missing`),
    ...Object.keys(environment)
      .filter((key) => !(key in schema.shape))
      .map((key) => `${key} is not in its config.ts`),
    ...Object.entries(schema.shape).flatMap(([key, field]) => valueProblems(key, field, environment[key])),
    ...sizeProblems(environment),
  ];
  if (problems.length > 0)
    throw new Error(`The environment of ${name} does not hold: ${problems.join('; ')}`);
}

function sizeProblems(environment: Readonly<Record<string, string | undefined>>): string[] {
  const known = Object.entries(environment).filter(([, value = '']) => !isToken(value));
  const bytes = (text: string) => Buffer.byteLength(text);
  const size = known.reduce((sum, [key, value = '']) => sum + bytes(key) + bytes(value), 0);
  if (size <= MOST_BYTES) return [];
  const [longest = ''] = known.toSorted(([, one = ''], [, other = '']) => bytes(other) - bytes(one))[0] ?? [];
  return [`it has ${size} bytes and Lambda takes ${MOST_BYTES}; ${longest} is the longest`];
}

const isToken = (value: string): boolean => value.includes('${Token[');

function acceptsAbsence(field: z.core.$ZodType): boolean {
  return parses(field, undefined);
}

function valueProblems(key: string, field: z.core.$ZodType, value: string | undefined): string[] {
  if (value === undefined || isToken(value)) return [];
  return parses(field, value) ? [] : [`${key} does not hold with the value “${value}”`];
}

function parses(field: z.core.$ZodType, value: unknown): boolean {
  return !('issues' in field['~standard'].validate(value));
}
