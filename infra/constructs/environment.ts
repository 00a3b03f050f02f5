import type * as z from 'zod';

/** The environment that satisfies a function's `config.ts`: its keys, with values as text. */
export type EnvironmentOf<Schema extends z.ZodObject> = {
  readonly [Key in keyof z.input<Schema>]: string;
};

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
  ];
  if (problems.length > 0)
    throw new Error(`The environment of ${name} does not hold: ${problems.join('; ')}`);
}

function acceptsAbsence(field: z.core.$ZodType): boolean {
  return parses(field, undefined);
}

function valueProblems(key: string, field: z.core.$ZodType, value: string | undefined): string[] {
  if (value === undefined || value.includes('${Token[')) return [];
  return parses(field, value) ? [] : [`${key} does not hold with the value “${value}”`];
}

function parses(field: z.core.$ZodType, value: unknown): boolean {
  return !('issues' in field['~standard'].validate(value));
}
