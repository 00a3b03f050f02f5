import * as z from 'zod';

/** What pages post form-encoded, field by field. What is read of it is held against the JSON body's own schema. */

const declaration =
  'Beside these the fields of the form itself, by their paths: `unit.name`, `plan.0.amountFen`';
const intent = z
  .string()
  .optional()
  .describe('What a button asks for: `check`, or a change of rows such as `add:/plan`');
const idempotencyKey = z.string().optional().describe('The same call twice has one effect');
const version = z.string().describe('The version that was read, in place of If-Match');

export const submissionForm = z.object({ idempotencyKey }).catchall(z.string()).describe(declaration);
export const draftForm = z
  .object({
    form: z.string(),
    idempotencyKey,
    intent,
    copyOf: z
      .string()
      .optional()
      .describe("An approved project of the own unit: the draft begins as next year's"),
  })
  .catchall(z.string())
  .describe(declaration);
export const saveForm = z.object({ version, intent }).catchall(z.string()).describe(declaration);
export const submitForm = z
  .object({ version, form: z.string().optional().describe('There where the fields come along') })
  .catchall(z.string())
  .describe(declaration);
export const versionForm = z.object({ version });
export const draftsForm = z.object({
  draft: z.array(z.string()).describe('Each as `2021-7K3M-9QXD 3`: the draft, and the version that was seen'),
});
export const commentForm = z.object({ comment: z.string() });
export const reassignmentForm = z.object({ stage: z.string(), to: z.string(), comment: z.string() });
export const decisionForm = z
  .object({
    outcome: z.enum(['approve', 'return', 'reject', 'preview']).describe('`preview` decides nothing'),
    contentHash: z.string(),
    comment: z.string().optional(),
    code: z.string().optional(),
    fields: z.array(z.string()).optional().describe('JSON Pointers, several in one value divided by blanks'),
  })
  .catchall(z.string())
  .describe('Beside these `cut.0.amount` and `cut.0.reason` for each line, and `supplied.…`');
export const emptyForm = z.object({});
