import * as z from 'zod';
import type { Answer } from './facts.ts';

/** What services call it that something is not there. */
const notThere = [
  'NotFoundException',
  'ResourceNotFoundException',
  // CloudFormation has no name of its own for a stack that is not there.
  'ValidationError',
];
/** What a resolver says of a host name that nobody has. */
const unknownHost = ['ENOTFOUND', 'ENODATA'];

const reason = z.object({ code: z.string().optional(), message: z.string().optional() });
const named = reason.extend({
  name: z.string().optional(),
  // What failed beneath a `fetch failed`.
  cause: reason.optional().catch(undefined),
});

type Question<T> = () => Promise<Partial<T> | undefined>;

/**
 * Asks a service, and takes every outcome for an answer. A service whose own host name is not found has not said that
 * something is not there: the region is mistyped or has no such service, or nothing is reached from here.
 */
export const ask = <T>(question: Question<T>): Promise<Answer<T>> => answered(question, notThere);

/** Asks after a host name, or at one: that nobody has it is the answer. */
export const askHost = <T>(question: Question<T>): Promise<Answer<T>> => answered(question, unknownHost);

async function answered<T>(question: Question<T>, none: readonly string[]): Promise<Answer<T>> {
  try {
    const found = await question();
    return found === undefined ? { none: true } : { found };
  } catch (error) {
    const { name = 'Error', cause, ...outer } = named.parse(error);
    const code = outer.code ?? cause?.code;
    if (none.some((known) => known === name || known === code)) return { none: true };
    return { failed: `${code ?? name}: ${cause?.message ?? outer.message ?? ''}` };
  }
}
