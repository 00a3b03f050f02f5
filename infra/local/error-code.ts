/** The `code` that Node's own errors carry, such as EEXIST; undefined for everything else. */
export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
