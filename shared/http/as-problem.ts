import { Problem } from '../contract/problem.ts';
import { errorFields, log } from '../runtime/log.ts';
import { Busy, ContentTooLarge, StorageSilent, StorageUnavailable } from '../store/errors.ts';

function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Busy) return new Problem('conflict', { cause: error });
  if (error instanceof StorageUnavailable)
    return new Problem('storage-unavailable', { headers: { 'retry-after': '60' }, cause: error });
  if (error instanceof StorageSilent) return new Problem('storage-silent', { cause: error });
  if (error instanceof ContentTooLarge) return new Problem('too-large', { cause: error });
  return new Problem('internal', { cause: error });
}

/** Whatever was thrown, as a problem. What nobody foresaw is logged whole, and answered with nothing of it. */
export function asProblem(error: unknown): Problem {
  const problem = problemOf(error);
  if (problem.code === 'storage-silent') log.warn('STORAGE_SILENT', errorFields(problem.cause));
  if (problem.code === 'internal') log.error('UNEXPECTED', errorFields(problem.cause ?? problem));
  return problem;
}
