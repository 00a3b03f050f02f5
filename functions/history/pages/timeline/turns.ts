import type { HistoryEvent } from '../../../../shared/history/event.ts';
import type { Calendar } from '../../../../shared/values/calendar/calendar.ts';
import { workingDaysBetween } from '../../../../shared/values/office-time.ts';

/** A turn of a project's way: a stage is asked and decides, or the unit revises. */
export interface Turn {
  readonly by: 'stage' | 'unit';
  /** The stage that was asked; undefined where the unit revises. */
  readonly stage: string | undefined;
  readonly revision: number;
  /** The number of the event that began it. */
  readonly seq: number;
  readonly from: string;
  /** When it ended, UTC; null while it is waited for. */
  readonly to: string | null;
  readonly deadline: string | undefined;
  /** Decisions, in a stage where all must approve several; or that the unit handed in again, recalled or withdrew. */
  readonly ends: readonly HistoryEvent[];
  /** What happened meanwhile: reminders, escalations, others asked, objections, the unit's urging. */
  readonly marks: readonly HistoryEvent[];
}

interface Running {
  by: Turn['by'];
  stage: string | undefined;
  revision: number;
  seq: number;
  from: string;
  to: string | null;
  deadline: string | undefined;
  ends: HistoryEvent[];
  marks: HistoryEvent[];
}

const ENDS: ReadonlySet<string> = new Set(['recalled', 'withdrawn', 'lapsed']);
const MARKS: ReadonlySet<string> = new Set([
  'reminded',
  'urged',
  'escalated',
  'deadline-changed',
  'reassigned',
  'rerouted',
  'objected',
  'mail-failed',
]);

/** The turns of a project since it was handed in, from its events, oldest first. */
export function turnsOf(events: readonly HistoryEvent[]): Turn[] {
  const turns: Running[] = [];
  let current: Running | undefined;
  let revision = 1;
  const begin = (event: HistoryEvent, by: Turn['by']) => {
    current = {
      ...{ by, stage: by === 'stage' ? event.stage : undefined, revision, seq: event.seq, from: event.at },
      ...{ to: null, deadline: event.deadline, ends: [], marks: [] },
    };
    turns.push(current);
  };
  const end = (event: HistoryEvent) => {
    if (current === undefined) return;
    current.ends.push(event);
    current.to = event.at;
    current = undefined;
  };
  for (const event of events) {
    const { action } = event;
    if (action === 'submitted') {
      end(event);
      revision = event.revision;
    } else if (action === 'requested') {
      begin(event, 'stage');
    } else if (action === 'decided' && current !== undefined) {
      if (event.next !== undefined || event.outcome !== 'approve') end(event);
      // Where all must approve, the others are waited for; `approved` ends the last turn of all.
      else current.ends.push(event);
    } else if (action === 'approved' && current !== undefined) {
      current.to = event.at;
      current = undefined;
    } else if (ENDS.has(action)) {
      end(event);
    } else if (MARKS.has(action)) {
      current?.marks.push(event);
      if (current && action === 'deadline-changed') current.deadline = event.deadline;
    }
    if (action === 'taken-back') {
      // What was asked in between ends unanswered, and the stage goes on.
      end(event);
      begin(event, 'stage');
    }
    if (action === 'returned' || action === 'recalled') {
      revision += 1;
      begin(event, 'unit');
    }
  }
  return turns;
}

/** How long a turn took until a moment, in working days. */
export const tookUntil = ({ from }: Turn, until: string, calendar: Calendar): number =>
  workingDaysBetween(calendar, from, until);

export const remindersIn = ({ marks }: Turn): number =>
  marks.filter(({ action }) => action === 'reminded' || action === 'escalated').length;
