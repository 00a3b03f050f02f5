/** A command that was called wrongly: nothing was asked of the product. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
