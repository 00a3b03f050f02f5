import { listFindings } from '../../shared/contract/list-findings.ts';
import type { DecisionView } from '../../shared/contract/views.ts';
import { changesBetween } from '../../shared/forms/changes.ts';
import { type Cut, totalAfter, withCuts } from '../../shared/forms/cuts.ts';
import { cutsSoFar, planAfter } from '../../shared/project/cuts-so-far.ts';
import { loadRevision } from '../../shared/project/load.ts';
import { provisionally } from '../../shared/values/working-days.ts';
import type { PlanLine } from '../../shared/workflow/project.ts';
import type { Deps } from './deps.ts';
import type { OpenedLink } from './open-link.ts';
import { statusOf } from './status.ts';

/** What was decided on this revision at other stages, in the order in which it was made. */
const earlierOf = ({ loaded, request }: OpenedLink): DecisionView['earlier'] =>
  loaded.requests
    .filter((one) => one.revision === request.revision && one.stage !== request.stage)
    .flatMap(({ stage, decisions }) => decisions.map((decision) => ({ stage, decision })))
    .sort((a, b) => (a.decision.at < b.decision.at ? -1 : 1))
    .map(({ stage, decision: { outcome, at, by, comment, supplied } }) => ({
      stage,
      outcome,
      at,
      by: by.name,
      ...(comment === undefined ? {} : { comment }),
      ...(supplied === undefined ? {} : { supplied }),
    }));

/** The hash of what a decision would be on now: what was handed in, with the cuts so far. */
export function contentHashOf({ request, loaded }: OpenedLink): string {
  const { flow } = loaded.record;
  const isCurrent = flow.state === 'in-review' && flow.revision === request.revision;
  return isCurrent && request.status === 'open' ? flow.shownHash : request.contentHash;
}

/**
 * What the holder of a link sees: the revision that the request is about, whatever has become of it since, with the
 * cuts so far and what the rules find on what they leave.
 */
export async function decisionViewOf(
  deps: Deps,
  opened: OpenedLink,
  lang: 'zh' | 'en',
): Promise<DecisionView> {
  const { request, link, loaded, stage, form } = opened;
  const { record } = loaded;
  const [revision, before] = await Promise.all([
    loadRevision(deps.database, record.id, request.revision),
    request.revision > 1 ? loadRevision(deps.database, record.id, request.revision - 1) : null,
  ]);
  if (!revision) throw new Error(`Revision ${request.revision} of ${record.id} is not there`);
  const cuts = cutsSoFar(loaded, request.revision);
  const { id, name, onBehalfOf } = link.assignee;
  const { flow } = record;
  return {
    project: {
      id: record.id,
      title: request.title,
      unit: record.unit,
      revision: request.revision,
      requestedFen: request.requestedFen,
      approvedFen:
        cuts.length > 0 ? totalAfter(form.definition, revision.declaration, cuts) : flow.approvedFen,
    },
    stage: stage.id,
    status: statusOf(deps, opened),
    assignee: { id, name, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) },
    deadline: request.deadline,
    ...provisionally(await deps.rules.calendar(), request.requestedAt, request.deadline),
    declaration: revision.declaration,
    // The revision's own findings were stored with it; what a cut leaves is checked anew.
    ...listFindings(
      cuts.length > 0
        ? form.check(withCuts(form, revision.declaration, cuts), record.unit.id)
        : revision.findings,
      lang,
    ),
    changes: before ? changesBetween(form.definition, before.declaration, revision.declaration) : [],
    contentHash: contentHashOf(opened),
    cuts,
    objections: record.objections
      .filter((objection) => objection.revision === request.revision)
      .map(({ at, by, comment }) => ({ at, by: by.name, comment })),
    earlier: earlierOf(opened),
  };
}

/** The same with cuts that the holder considers: the amount and the findings are those that they would leave. */
export function withTried(
  { form }: OpenedLink,
  view: DecisionView,
  tried: readonly Cut[],
  lang: 'zh' | 'en',
): DecisionView {
  const { moreFindings: _, ...rest } = view;
  const { declaration, project } = rest;
  const { unit } = project;
  const cuts = [...view.cuts, ...tried];
  return {
    ...rest,
    project: { ...project, approvedFen: totalAfter(form.definition, declaration, cuts) },
    ...listFindings(form.check(withCuts(form, declaration, cuts), unit.id), lang),
  };
}

/** The lines of the plan as the holder sees them: with what the cuts so far have left. */
export const planOf = (
  { form }: OpenedLink,
  { declaration, cuts }: Pick<DecisionView, 'declaration' | 'cuts'>,
): PlanLine[] => planAfter(form.definition, declaration, cuts);
