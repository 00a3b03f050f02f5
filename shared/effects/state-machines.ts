import * as z from 'zod';

/** The setting STATE_MACHINES: a JSON object of form id → ARN of its state machine. */
export const stateMachines = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      // The parser's own message quotes the text; a setting's value is not for logs.
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), z.string().min(1)));
