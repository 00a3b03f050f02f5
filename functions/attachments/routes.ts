import type { attachmentRows } from '../../shared/contract/routes/attachments.ts';
import type { Answer, Handlers } from '../../shared/http/endpoint.ts';
import { openOwnProject, openProject } from '../../shared/project/open-project.ts';
import type { Deps } from './deps.ts';
import { listPage } from './list-attachments.tsx';
import { openAttachment } from './open-attachment.ts';
import { postAttachment } from './post-attachment.ts';
import { removeUnnamed } from './remove-attachment.ts';

const removed: Answer = { status: 204 };

/** This function's part of the contract at the edge. */
export const attachmentHandlers = (deps: Deps): Handlers<typeof attachmentRows> => ({
  'POST /projects/{id}/attachments': {
    lookUp: async (head) => {
      const opened = await openOwnProject(deps, head);
      return (call) => postAttachment(deps, call, opened);
    },
  },
  'GET /projects/{id}/attachments': async (call) =>
    listPage(deps, call, await openProject(deps, call), { notice: call.query.notice }),
  'GET /projects/{id}/attachments/{attachment}': (call) => openAttachment(deps, call),
  'DELETE /projects/{id}/attachments/{attachment}': {
    lookUp: async (head) => {
      const opened = await openOwnProject(deps, head);
      return async ({ path }) => {
        await removeUnnamed(deps, opened, path.attachment ?? '');
        return removed;
      };
    },
    again: async () => removed,
  },
});
