import { type EventOf, type HistoryEvent, historyEvent } from '../../shared/history/event.ts';
import type { OfficeMark } from '../../shared/history/vocabulary.ts';

const HASH = '0'.repeat(64);
const UNIT = '11530121MB1584810X';

const person = (id: string, role: HistoryEvent['actor']['role'], via: HistoryEvent['actor']['via']) => ({
  id,
  name: `${id}（示例）`,
  role,
  via,
});

export const actors = {
  submitter: person('submitter', 'submitter', 'session'),
  reviewer: person('reviewer', 'reviewer', 'link'),
  approver: person('approver', 'approver', 'link'),
  system: person('flow', 'system', 'system'),
};

const revision = 1;
const atReview = { stage: 'finance-review', revision };
const asked = { ...atReview, assignees: [{ id: actors.reviewer.id, name: actors.reviewer.name }] };
const endOf = <To extends string>(to: To) => ({ revision, from: 'in-review', to }) as const;

/** What the actions of a project have, where a test does not say it. */
const usual = {
  created: { revision, to: 'draft' },
  submitted: {
    ...{ next: 'finance-review', revision, from: 'draft', to: 'in-review' },
    ...{ requestedFen: 31_500_000, contentHash: HASH },
  },
  requested: asked,
  reminded: asked,
  escalated: asked,
  'deadline-changed': { ...asked, deadline: '2026-11-17T10:00:00.000Z', calendar: 'chinese-days 1.5.7 (2)' },
  reassigned: { ...asked, comment: '转办' },
  rerouted: { ...asked, joined: asked.assignees, left: [], directory: 2, day: '2021-11-11' },
  'unit-changed': { formerUnit: '11530121015118880A', directory: 3 },
  objected: { revision, comment: '请复核' },
  urged: asked,
  'mail-failed': asked,
  lapsed: { revision, from: 'returned', to: 'lapsed' },
  'link-renewed': asked,
  decided: { ...atReview, outcome: 'approve', requestedFen: 31_500_000, contentHash: HASH },
  'taken-back': { ...asked, approvals: [], reopens: { contentHash: HASH } },
  approved: { ...endOf('approved'), stage: 'approval', approvedFen: 31_500_000 },
  returned: { ...endOf('returned'), ...atReview },
  rejected: { ...endOf('rejected'), ...atReview },
  recalled: endOf('draft'),
  withdrawn: endOf('withdrawn'),
} as const;
export type OfProject = keyof typeof usual;

/** What a test wants of an event; `undefined` takes a member away that the action may lack. */
export type Wanted<Name extends OfProject> = {
  [Key in keyof EventOf<Name>]?: EventOf<Name>[Key] | undefined;
};

/** An event of a project, as a history would hold it; its hashes are not those of a chain. */
export function anEvent<Name extends OfProject>(
  projectId: string,
  seq: number,
  action: Name,
  at: string,
  more: Wanted<Name> = {},
): HistoryEvent {
  const members = {
    ...usual[action],
    chain: projectId,
    projectId,
    seq,
    at,
    action,
    actor: actors.submitter,
    unit: UNIT,
    budgetYear: 2027,
    requestId: `${projectId}-${seq}`,
    previousHash: HASH,
    hash: HASH,
    ...more,
  };
  const present = Object.entries(members).filter(([, value]) => value !== undefined);
  return historyEvent.parse(Object.fromEntries(present));
}

const HOUR_MS = 3_600_000;
const later = (at: string, hours: number): string =>
  new Date(Date.parse(at) + Math.round(hours * HOUR_MS)).toISOString();

/** A small generator of its own, so that a sample is the same on every machine and every day. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export const sampleUnits: readonly (readonly [id: string, name: string])[] = [
  [UNIT, '昆明市呈贡区应急管理局'],
  ['11530121015118880A', '呈贡区教育体育局（示例）'],
  ['11530121015118881B', '呈贡区水务局（示例）'],
  ['11530121015118882C', '呈贡区乌龙街道办事处社区综合服务中心（示例）'],
];

/** Two years' work of four units in small: returns, cuts, rejections, delegates, quick, late and nightly decisions. */
export function sampleHistory(projects = 60): HistoryEvent[] {
  const next = numbersFrom(20_261_109);
  const events: HistoryEvent[] = [];
  for (let index = 0; index < projects; index++) {
    const [unit = UNIT] = sampleUnits[Math.floor(next() * sampleUnits.length)] ?? [];
    const id = `2027-${String(index).padStart(4, '0')}-TEST`;
    const start = new Date(Date.UTC(2025, 11, 1) + Math.floor(next() * 355) * 24 * HOUR_MS + 2 * HOUR_MS);
    const requestedFen = Math.round(next() * 60) * 1_000_000 + 2_500_000;
    let seq = 0;
    let at = start.toISOString();
    const add = <Name extends OfProject>(action: Name, more: Partial<EventOf<Name>> = {}) => {
      seq += 1;
      events.push(anEvent(id, seq, action, at, { unit, ...more }));
    };
    add('created');
    add('submitted', { revision: 1, requestedFen, to: 'in-review' });
    for (const stage of ['finance-review', 'approval']) {
      const asked = at;
      const deadline = later(asked, 7 * 24);
      add('requested', { actor: actors.system, stage, deadline, revision: 1 });
      const wait = next() < 0.06 ? 0.005 : next() ** 3 * 190 + 0.4;
      at = later(asked, wait);
      const chance = next();
      const outcome = chance < 0.12 ? 'return' : chance < 0.18 ? 'reject' : 'approve';
      const who = stage === 'approval' ? actors.approver : actors.reviewer;
      const actor = next() < 0.15 ? { ...who, onBehalfOf: '他人（示例）', onBehalfOfId: 'other' } : who;
      const approvedFen =
        requestedFen - (next() < 0.4 ? Math.round(requestedFen * 0.00000008) * 1_000_000 : 0);
      const decided = {
        actor,
        stage,
        outcome,
        revision: 1,
        requestedFen,
        requestedAt: asked,
        deadline,
        // Somebody's mailbox or post was changed while they were asked.
        ...(index % 20 === 7
          ? { marks: [index < 30 ? 'mailbox-changed' : 'post-given'] as OfficeMark[] }
          : {}),
        // Some were approved from a list, several at once.
        ...(index % 25 === 3 && outcome === 'approve' ? { together: 4 } : {}),
      } as const;
      add('decided', outcome === 'approve' ? { ...decided, approvedFen } : decided);
      if (outcome === 'return') add('returned', { actor, to: 'returned' });
      if (outcome === 'reject') add('rejected', { actor, to: 'rejected' });
      if (outcome !== 'approve') break;
      if (stage === 'approval') add('approved', { actor, requestedFen, approvedFen, to: 'approved' });
    }
  }
  return events.sort((a, b) => (a.at < b.at ? -1 : 1));
}
