import * as z from 'zod';

/** A call refused as the service refuses it; clients tell errors apart by the name alone. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Reads the body of a call. Unknown members are ignored, as the service ignores them. */
export function parseCall<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new CallError('ValidationException', z.prettifyError(result.error));
}
