import { digest } from '../../shared/history/digest.ts';
import type { EventBody } from '../../shared/history/event.ts';

/** Three projects and the rules, over a November: small enough to be read, with everything that events bind. */

const who = {
  submitter: { id: 'submitter', name: '经办人甲（示例）', role: 'submitter', via: 'session' },
  reviewer: { id: 'reviewer', name: '审核人丙（示例）', role: 'reviewer', via: 'link' },
  approver: { id: 'approver', name: '审批人戊（示例）', role: 'approver', via: 'link' },
  system: { id: 'flow', name: 'Countersign', role: 'system', via: 'system' },
} as const;

export const sampleDeclaration = {
  unit: { name: '示例单位' },
  plan: [{ name: '编印', amountFen: 31_500_000 }],
};
export const sampleDetails = { cuts: [{ line: 0, amountFen: 30_500_000, reason: '按上年执行数核定' }] };
export const sampleRules = { calendar: '2021-1', thresholdFen: 100_000_000 };

function project(id: string, day: number): EventBody[] {
  const at = (hour: number, minute = 0): string =>
    new Date(Date.UTC(2021, 10, day, hour, minute)).toISOString();
  const about = { projectId: id, unit: '11530121MB1584810X', budgetYear: 2021, revision: 1 };
  const contentHash = digest(sampleDeclaration);
  return [
    { ...about, at: at(1), actor: who.submitter, action: 'created', to: 'draft', requestId: `${id}-1` },
    {
      ...about,
      at: at(1, 30),
      actor: who.submitter,
      action: 'submitted',
      from: 'draft',
      to: 'in-review',
      next: 'finance-review',
      requestedFen: 31_500_000,
      contentHash,
      requestId: `${id}-2`,
    },
    {
      ...about,
      at: at(1, 31),
      actor: who.system,
      action: 'requested',
      stage: 'finance-review',
      assignees: [{ id: 'reviewer', name: who.reviewer.name }],
      requestId: `${id}-3`,
    },
    {
      ...about,
      at: at(6),
      actor: who.reviewer,
      action: 'decided',
      stage: 'finance-review',
      outcome: 'approve',
      next: 'approval',
      requestedFen: 31_500_000,
      approvedFen: 30_500_000,
      contentHash,
      detailsHash: digest(sampleDetails),
      comment: '同意，"编印"一项核减。',
      requestId: `${id}-4`,
    },
    {
      ...about,
      at: at(8),
      actor: who.approver,
      action: 'decided',
      stage: 'approval',
      outcome: 'approve',
      requestedFen: 31_500_000,
      approvedFen: 30_500_000,
      contentHash,
      requestId: `${id}-5`,
    },
    {
      ...about,
      at: at(8),
      actor: who.approver,
      action: 'approved',
      from: 'in-review',
      to: 'approved',
      approvedFen: 30_500_000,
      requestId: `${id}-5`,
    },
  ];
}

export const projects = ['2021-AAAA-AAAA', '2021-BBBB-BBBB', '2021-CCCC-CCCC'] as const;

export const sampleBodies: ReadonlyMap<string, readonly EventBody[]> = new Map([
  [projects[0], project(projects[0], 2)],
  [projects[1], project(projects[1], 4)],
  [projects[2], project(projects[2], 9)],
  [
    'rules',
    [
      {
        at: '2021-11-01T00:00:00.000Z',
        actor: who.system,
        action: 'workflow-changed',
        detailsHash: digest(sampleRules),
        requestId: 'rules-1',
      },
    ],
  ],
]);

/** After the first day, in the middle of the third project, and at the end. */
export const sampleStops = [
  '2021-11-01T12:00:00.000Z',
  '2021-11-03T00:00:00.000Z',
  '2021-11-09T04:00:00.000Z',
  '2021-11-30T16:00:00.000Z',
];
