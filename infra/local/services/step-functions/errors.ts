/** An error in the sense of the Amazon States Language: a name that Retry and Catch can match, and a cause. */
export class StateError extends Error {
  override readonly name = 'StateError';
  readonly error: string | undefined;
  readonly reason: string | undefined;

  constructor(error: string | undefined, reason: string | undefined) {
    super(`${error ?? 'no error name'}: ${reason ?? 'no cause'}`);
    this.error = error;
    this.reason = reason;
  }
}

/** A definition asks for something that the service, or this interpreter of a subset, does not do. */
export class UnsupportedDefinition extends Error {
  override readonly name = 'UnsupportedDefinition';
}

// These two end an execution whatever its States.ALL says; naming them is the only way to handle them.
const outsideOfAll = new Set(['States.DataLimitExceeded', 'States.Runtime']);

/** Whether a Retry or Catch with these names applies to an error. A nameless failure matches the wildcards only. */
export function matchesError(errorEquals: readonly string[], error: string | undefined): boolean {
  return errorEquals.some((name) => {
    if (name === error) return true;
    if (error !== undefined && outsideOfAll.has(error)) return false;
    if (name === 'States.ALL') return true;
    return name === 'States.TaskFailed' && error !== 'States.Timeout';
  });
}
