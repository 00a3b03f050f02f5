import type { Words } from '../values/language.ts';
import { minuteOf } from '../values/when.ts';
import type { Refusal, RefusalCode, Urge } from './commands.ts';
import type { Project } from './project.ts';
import { openRequest, stillWaitedFor } from './requesting.ts';
import { type Decision, eventBase, named, refuse } from './result.ts';
import { lastUrged, type NotYet, urgingWaits } from './urged.ts';
import type { World } from './world.ts';

/** Not now, but from a moment on. */
function refuseUntil(refused: RefusalCode, until: Date, { at }: World, why: Words): Refusal {
  const from = until.toISOString();
  return {
    refused,
    detail: {
      zh: `${why.zh}北京时间 ${minuteOf(from, 'zh')} 起可以催办。`,
      en: `${why.en} You can send one from ${minuteOf(from, 'en')} (Beijing time).`,
    },
    retryAfterSeconds: Math.ceil((until.getTime() - Date.parse(at)) / 1000),
  };
}

const reasons: Readonly<Record<NotYet['why'], Words>> = {
  'urged-today': {
    zh: '今天已经催办过，每个工作日可以催办一次。',
    en: 'A reminder was sent today; one can be sent each working day.',
  },
  'offices-closed': {
    zh: '催办在工作日的办公时间内进行。',
    en: 'Reminders are sent during office hours on working days.',
  },
};

/**
 * The unit urges whoever is asked: once on a working day, whatever stages the project passes on it, and while offices
 * are open. It moves nothing else.
 */
export function urge(project: Project, command: Urge, world: World): Decision {
  const { flow } = project;
  if (flow.state !== 'in-review') return refuse('not-in-this-state');
  const open = openRequest(project, flow, world);
  const waitedFor = open ? stillWaitedFor(open.request) : [];
  if (!open || waitedFor.length === 0) return refuse('nobody-asked');
  const now = new Date(world.at);
  const last = lastUrged(project);
  const waits = urgingWaits(world.calendar, last, now);
  if (waits) {
    // A page that did not know of it wanted this very thing: a button pressed twice, or a colleague's.
    const isTwice = waits.why === 'urged-today' && command.seen !== undefined && command.seen !== last;
    return isTwice ? [] : refuseUntil(waits.why, waits.from, world, reasons[waits.why]);
  }
  const { stage, revision } = open.flow;
  const base = eventBase(project, command, world);
  return [{ ...base, action: 'urged', stage, revision, assignees: named(waitedFor) }];
}
