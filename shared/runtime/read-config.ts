import type * as z from 'zod';

/** A function whose environment does not hold what it needs. It names every problem, and never a value. */
class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Parses the environment once, at cold start: a wrong setting fails the deployment's first call, not the
 * hundredth, and all problems are told together.
 */
export function readConfig<Config>(
  schema: z.ZodType<Config>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Config {
  // Read once: a parser made for the schema would cost more than it saves.
  const result = schema.safeParse(env, { jitless: true });
  if (result.success) return result.data;
  // The kind of problem only: a schema's own message could quote the value, and values may be secrets.
  const problems = result.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? '(environment)');
    return `${name}: ${env[name] === undefined ? 'missing' : issue.code}`;
  });
  throw new ConfigError(`The function's environment is wrong. ${[...new Set(problems)].join('; ')}`);
}
