import * as z from 'zod';
import { LARGE_BODY_BYTES } from '../body-size.ts';
import { HTML } from '../media-types.ts';
import type { ProblemCode } from '../problem-codes.ts';
import type { RouteAnswer, RouteRows } from '../route.ts';
import { movedOn } from './answers.ts';

/** `POST /projects/{id}/attachments` */
export const attachmentBody = z.lazy(() =>
  z.strictObject({
    name: z
      .string()
      .describe('With the end that says its kind. Folders and control characters are taken out'),
    type: z.string().optional().describe('What a browser says of it; the name’s end decides'),
    size: z.int().min(0).describe('Bytes'),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('Of its bytes, lowercase hex'),
  }),
);
export type AttachmentBody = z.infer<typeof attachmentBody>;

const uploadForm = z.lazy(() =>
  z
    .object({
      at: z
        .string()
        .describe(
          'The JSON pointer of the field of files in the draft; empty for what stands in none of them',
        ),
      version: z.string().describe('The version that was read, in place of If-Match'),
      remove: z
        .array(z.string())
        .optional()
        .describe('The ids of attachments to take out of the field instead'),
    })
    .describe('Beside these the file as `file`: it is stored, and stands in the draft'),
);

/** `GET …/attachments/{attachment}` */
export const attachmentQuery = z.lazy(() =>
  z.strictObject({
    preview: z
      .literal('1')
      .optional()
      .describe('To be looked at in place of being saved, where browsers show its kind'),
  }),
);

const listQuery = z.lazy(() =>
  z.strictObject({
    notice: z.enum(['attached', 'removed']).optional().describe('What the page says happened'),
  }),
);

export const begun: RouteAnswer = {
  description: 'The attachment, and the form to send its bytes with',
  schema: 'AttachmentBegun',
  location: true,
};
export const theFile: RouteAnswer = {
  description: 'For programs: the attachment, and the address of its bytes',
  schema: 'AttachmentFile',
};
export const toTheFile: RouteAnswer = {
  description: 'For everybody else: the address of the bytes, which holds for a minute',
  location: true,
};
export const unready = [
  'not-found',
  'attachment-not-ready',
  'files-unavailable',
] as const satisfies readonly ProblemCode[];
export const notTaken = [
  'not-found',
  'not-in-this-state',
  'too-large',
  'invalid-body',
  'files-unavailable',
] as const satisfies readonly ProblemCode[];

/** What posts a file without a script: alone in its form, 4 MB at most. */
export const uploadByForm = { files: { types: [] }, mostBytes: LARGE_BODY_BYTES } as const;

const fn = 'attachments';
const submitters = { roles: ['submitter'] } as const;

export const attachmentRows = {
  'POST /projects/{id}/attachments': {
    fn,
    useCase: 'begin-upload',
    again: 'harmless',
    summary: 'Begin to attach a file to a draft; the same bytes again are the same attachment',
    who: submitters,
    body: attachmentBody,
    form: uploadForm,
    ...uploadByForm,
    answers: { 201: begun, 303: movedOn },
    problems: [...notTaken, 'invalid-declaration', 'version-required', 'stale-version'],
    limits: ['uploads'],
  },
  'GET /projects/{id}/attachments': {
    fn,
    useCase: 'list-attachments',
    summary: 'The attachments of what the reader sees of a project',
    who: 'signed-in',
    programs: true,
    query: listQuery,
    answers: { 200: { description: 'The attachments', schema: 'Attachments', types: [HTML] } },
    problems: ['not-found'],
  },
  'GET /projects/{id}/attachments/{attachment}': {
    fn,
    useCase: 'open-attachment',
    summary: 'An attachment. That an auditor opened it is recorded in their own chain',
    who: 'signed-in',
    programs: true,
    query: attachmentQuery,
    answers: { 200: theFile, 303: toTheFile },
    problems: unready,
    limits: ['exports'],
    records: ['exported'],
  },
  'DELETE /projects/{id}/attachments/{attachment}': {
    fn,
    useCase: 'remove-attachment',
    again: 'told',
    summary: 'Remove an attachment that nothing names',
    who: submitters,
    answers: { 204: { description: 'It is removed' } },
    problems: ['not-found', 'attachment-in-use'],
  },
} as const satisfies RouteRows;
