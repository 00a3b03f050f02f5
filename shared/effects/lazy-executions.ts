import type { Executions } from './executions.ts';

/** Step Functions, whose client is loaded with the first call: most calls of a function that could need it do not. */
export function lazyExecutions(machines: Readonly<Record<string, string>>): Executions {
  let opened: Promise<Executions> | undefined;
  const open = (): Promise<Executions> => {
    opened ??= import('./executions.ts').then(({ openExecutions }) => openExecutions(machines));
    return opened;
  };
  return {
    start: async (form, input) => (await open()).start(form, input),
    status: async (form, input) => (await open()).status(form, input),
    complete: async (token, result) => (await open()).complete(token, result),
  };
}
