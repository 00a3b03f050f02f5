import { Problem } from '../../shared/contract/problem.ts';
import type { attachmentRows } from '../../shared/contract/routes/attachments.ts';
import type { Handlers } from '../../shared/http/endpoint.ts';
import type { Deps } from './deps.ts';

const notYet = async (): Promise<never> => {
  throw new Problem('not-found');
};

/** This function's part of the contract at the edge. */
export const attachmentHandlers = (_: Deps): Handlers<typeof attachmentRows> => ({
  'POST /projects/{id}/attachments': notYet,
  'GET /projects/{id}/attachments': notYet,
  'GET /projects/{id}/attachments/{attachment}': notYet,
  'DELETE /projects/{id}/attachments/{attachment}': notYet,
});
