import type { DeskItem, ProjectLine } from '../../../shared/contract/views.ts';
import type { ListedLine } from '../../../shared/project/listed-line.ts';
import type { Decided } from '../../../shared/project/own-decisions.ts';
import type { OwnWaiting } from '../../../shared/project/own-waiting.ts';
import type { UnderWay } from '../../../shared/project/under-way.ts';
import type { Calendar } from '../../../shared/values/calendar/calendar.ts';
import { provisionally } from '../../../shared/values/working-days.ts';

/** What a line is looked at by. */
export interface Today {
  /** UTC */
  readonly now: string;
  readonly calendar: Calendar;
}

/** By when a decision is asked that was asked for at a moment. */
const due = ({ now, calendar }: Today, requestedAt: string, deadline: string) => ({
  deadline,
  overdue: deadline < now,
  ...provisionally(calendar, requestedAt, deadline),
});

const nothingDue = { deadline: null, overdue: false } as const;
const nobodyAsked = { asked: null, onBehalfOf: null, undelivered: false, urgedAt: null } as const;

/** A request that asks the reader. */
export function toDecide(
  { projectId, requestedAt, deadline, undeliveredAt, ...line }: OwnWaiting,
  today: Today,
): DeskItem {
  const { findings, onBehalfOf, urgedAt, ...facts } = line;
  return {
    ...facts,
    project: projectId,
    state: 'in-review',
    ...due(today, requestedAt, deadline),
    findings: findings ?? null,
    actions: ['decide'],
    since: requestedAt,
    asked: null,
    onBehalfOf: onBehalfOf ?? null,
    undelivered: undeliveredAt !== undefined,
    urgedAt: urgedAt ?? null,
    outcome: null,
  };
}

/** What the reader's unit has in review or works on. */
export function ofUnit({ projectId, asked, findings, urgedAt, ...facts }: UnderWay, today: Today): DeskItem {
  const isAsked = asked !== undefined && asked.names.length > 0;
  return {
    ...facts,
    project: projectId,
    approvedFen: null,
    ...(asked ? due(today, asked.requestedAt, asked.deadline) : nothingDue),
    findings: findings ?? null,
    actions: facts.state === 'in-review' ? (isAsked ? ['urge'] : []) : ['save'],
    asked: isAsked ? { names: asked.names, since: asked.requestedAt } : null,
    onBehalfOf: null,
    undelivered: asked?.undelivered ?? false,
    urgedAt: urgedAt ?? null,
    outcome: null,
  };
}

/** What is in review with others, as its reader may see it. */
export function elsewhere(line: ListedLine): DeskItem {
  const { id, title, maskedTitle, unit, budgetYear, stage, revision, requestedFen, leftFen, at } = line;
  return {
    ...{ unit, budgetYear, revision, requestedFen },
    project: id,
    title: maskedTitle ?? title,
    state: 'in-review',
    stage: stage ?? null,
    approvedFen: leftFen === requestedFen ? null : leftFen,
    ...nothingDue,
    ...nobodyAsked,
    findings: null,
    actions: [],
    since: at,
    outcome: null,
  };
}

/** A project of the reader's unit that has ended. */
export function ended({ id, createdAt: _, ...line }: ProjectLine, unit: DeskItem['unit']): DeskItem {
  return {
    ...line,
    project: id,
    unit,
    stage: null,
    ...nothingDue,
    ...nobodyAsked,
    findings: null,
    actions: [],
    since: null,
    outcome: null,
  };
}

/** What the reader has decided. */
export function decided({ event, asked }: Decided): DeskItem {
  const { projectId, unit, budgetYear = null, stage, revision, outcome, requestedFen, approvedFen } = event;
  return {
    project: projectId,
    title: asked?.title ?? '',
    unit: { id: unit, name: asked?.unitName ?? '' },
    budgetYear,
    state: null,
    stage,
    revision,
    requestedFen,
    approvedFen: approvedFen ?? null,
    ...nothingDue,
    ...nobodyAsked,
    findings: null,
    actions: [],
    since: event.at,
    onBehalfOf: event.actor.onBehalfOf ?? null,
    outcome,
  };
}
