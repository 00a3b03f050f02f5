import { listFindings } from '../../shared/contract/list-findings.ts';
import type { DecisionView } from '../../shared/contract/views.ts';
import { changesBetween } from '../../shared/forms/changes.ts';
import { type Cut, findingsWithCuts, totalAfter } from '../../shared/forms/cuts.ts';
import { cutsSoFar, planAfter } from '../../shared/project/cuts-so-far.ts';
import { demandRevision, loadRevision } from '../../shared/project/load.ts';
import { standingOn } from '../../shared/project/made-decisions.ts';
import type { RevisionContent } from '../../shared/project/records.ts';
import { sentBackBy } from '../../shared/project/returned.ts';
import type { Calendar } from '../../shared/values/calendar/calendar.ts';
import { provisionally } from '../../shared/values/working-days.ts';
import type { PlanLine } from '../../shared/workflow/project.ts';
import type { Deps } from './deps.ts';
import type { OpenedRequest } from './opened.ts';
import { statusOf } from './status.ts';

/** What was decided at other stages and counts for this revision, in the order in which it was made. */
const earlierOf = ({ loaded, request }: OpenedRequest): DecisionView['earlier'] =>
  standingOn(loaded, request.revision)
    .filter(({ stage }) => stage !== request.stage)
    .map(({ stage, revision, outcome, at, by, comment, cuts, supplied }) => ({
      stage,
      revision,
      outcome,
      at,
      by: by.name,
      ...(comment === undefined ? {} : { comment }),
      ...(cuts === undefined ? {} : { cuts }),
      ...(supplied === undefined ? {} : { supplied }),
    }));

/** Why the stage is asked again, where it is. */
function sentBackOf({ loaded, request }: OpenedRequest): Pick<DecisionView, 'sentBack'> {
  const back = sentBackBy(loaded, request);
  if (!back) return {};
  const { stage, at, by, comment } = back;
  return { sentBack: { stage, at, by: by.name, ...(comment === undefined ? {} : { comment }) } };
}

/** The hash of what a decision would be on now: what was handed in, with the cuts so far. */
export function contentHashOf({ request, loaded }: OpenedRequest): string {
  const { flow } = loaded.record;
  const isCurrent = flow.state === 'in-review' && flow.revision === request.revision;
  return isCurrent && request.status === 'open' ? flow.shownHash : request.contentHash;
}

/** What a request asks about, which no decision changes. */
export interface AskedAbout {
  readonly revision: RevisionContent;
  /** The one before, of which the unit has changed something. */
  readonly before: RevisionContent | null;
  readonly calendar: Calendar;
}

export async function loadAskedAbout(
  { database, rules }: Deps,
  { loaded, request }: OpenedRequest,
): Promise<AskedAbout> {
  const { id } = loaded.record;
  const [revision, before, calendar] = await Promise.all([
    demandRevision(database, id, request.revision),
    request.revision > 1 ? loadRevision(database, id, request.revision - 1) : null,
    rules.calendar(),
  ]);
  return { revision, before, calendar };
}

/**
 * What whoever is asked sees: the revision that the request is about, whatever has become of it since, with the
 * cuts so far and what the rules find on what they leave.
 */
export const decisionViewOf = async (
  deps: Deps,
  opened: OpenedRequest,
  lang: 'zh' | 'en',
): Promise<DecisionView> => viewOn(deps, opened, await loadAskedAbout(deps, opened), lang);

/** The same on what was read before. */
export function viewOn(
  deps: Deps,
  opened: OpenedRequest,
  { revision, before, calendar }: AskedAbout,
  lang: 'zh' | 'en',
): DecisionView {
  const { request, assignee, loaded, stage, form } = opened;
  const { record } = loaded;
  const cuts = cutsSoFar(loaded, request.revision);
  const { id, name, onBehalfOf } = assignee;
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
    ...provisionally(calendar, request.requestedAt, request.deadline),
    declaration: revision.declaration,
    ...listFindings(findingsWithCuts(form, revision, cuts, record.unit.id), lang),
    changes: before ? changesBetween(form.definition, before.declaration, revision.declaration) : [],
    contentHash: contentHashOf(opened),
    cuts,
    objections: record.objections
      .filter((objection) => objection.revision === request.revision)
      .map(({ at, by, comment }) => ({ at, by: by.name, comment })),
    earlier: earlierOf(opened),
    ...sentBackOf(opened),
  };
}

/** The same with cuts that the holder considers: the amount and the findings are those that they would leave. */
export async function withTried(
  deps: Deps,
  { form }: OpenedRequest,
  view: DecisionView,
  tried: readonly Cut[],
  lang: 'zh' | 'en',
): Promise<DecisionView> {
  const { moreFindings: _, ...rest } = view;
  const { declaration, project } = rest;
  const { unit } = project;
  const cuts = [...view.cuts, ...tried];
  const revision = await demandRevision(deps.database, project.id, project.revision);
  return {
    ...rest,
    project: { ...project, approvedFen: totalAfter(form.definition, declaration, cuts) },
    ...listFindings(findingsWithCuts(form, revision, cuts, unit.id), lang),
  };
}

/** The lines of the plan as the holder sees them: with what the cuts so far have left. */
export const planOf = (
  { form }: OpenedRequest,
  { declaration, cuts }: Pick<DecisionView, 'declaration' | 'cuts'>,
): PlanLine[] => planAfter(form.definition, declaration, cuts);
