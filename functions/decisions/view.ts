import { changesBetween } from '../../shared/forms/changes.ts';
import { inLanguage } from '../../shared/http/problem.ts';
import type { DecisionView } from '../../shared/project/views.ts';
import { loadRevision } from '../../shared/store/project-store.ts';
import { isExpired, type OpenedLink, type Parts } from './open-link.ts';

function statusOf(parts: Parts, opened: OpenedLink): DecisionView['status'] {
  const { request, link } = opened;
  if (request.status !== 'open') return request.status;
  if (!request.assignees.some((assignee) => assignee.id === link.assignee.id)) return 'reassigned';
  return isExpired(parts, opened) ? 'expired' : 'open';
}

/** What the holder of a link sees: the revision that the request is about, whatever has become of it since. */
export async function decisionViewOf(
  parts: Parts,
  opened: OpenedLink,
  lang: 'zh' | 'en',
): Promise<DecisionView> {
  const { request, link, loaded, stage, form } = opened;
  const { record } = loaded;
  const [revision, before] = await Promise.all([
    loadRevision(parts.database, record.id, request.revision),
    request.revision > 1 ? loadRevision(parts.database, record.id, request.revision - 1) : null,
  ]);
  if (!revision) throw new Error(`Revision ${request.revision} of ${record.id} is not there`);
  const { id, name, onBehalfOf } = link.assignee;
  const { decision } = request;
  return {
    project: {
      id: record.id,
      title: request.title,
      unit: record.unit,
      revision: request.revision,
      requestedFen: request.requestedFen,
      approvedFen: record.flow.state === 'approved' ? record.flow.approvedFen : null,
    },
    stage: stage.id,
    status: statusOf(parts, opened),
    assignee: { id, name, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) },
    deadline: request.deadline,
    declaration: revision.declaration,
    findings: inLanguage(revision.findings, lang),
    changes: before ? changesBetween(form.definition, before.declaration, revision.declaration) : [],
    contentHash: request.contentHash,
    ...(decision
      ? {
          decision: {
            outcome: decision.outcome,
            at: decision.at,
            by: decision.by.name,
            ...(decision.comment === undefined ? {} : { comment: decision.comment }),
          },
        }
      : {}),
  };
}
