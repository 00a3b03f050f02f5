import type { HistoryEvent } from '../../../../shared/history/event.ts';
import type { Loaded } from '../../../../shared/project/load.ts';
import type { ProjectRecord, RequestRecord } from '../../../../shared/project/records.ts';
import { anEvent, type OfProject, type Wanted } from '../../../builders/events.ts';

const at = '2021-11-11T02:00:00.000Z';
const hash = 'a'.repeat(64);

const submitter = { id: 'submitter', name: '经办人甲（示例）' };
const reviewer = { id: 'reviewer', name: '审核人丙（示例）' };
export const secondReviewer = { id: 'reviewer2', name: "O'Neil & <Sons>" };

/** A request at the finance review that was cut, with a comment that a careless letter would break on. */
const aRequest: RequestRecord = {
  projectId: '2021-7K3M-9QXD',
  revision: 1,
  stage: 'finance-review',
  assignees: [reviewer, secondReviewer],
  status: 'open',
  requestedAt: at,
  deadline: '2021-11-18T10:00:00.000Z',
  contentHash: hash,
  title: '示例项目',
  unitName: '示例单位',
  requestedFen: 31_500_000,
  token: 'token',
  tokenOrder: '1',
  calendar: '2021',
  steps: 0,
  dueAt: at,
  decisions: [
    {
      outcome: 'approve',
      at,
      by: { ...reviewer, role: 'reviewer', via: 'link' },
      contentHash: hash,
      proof: 'link',
      comment: '第三项按 "上年" 执行数核定，<5% & 不含税\n其余同意',
      cuts: [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }],
    },
  ],
};

const facts = {
  revision: 1,
  requestedFen: 31_500_000,
  approvedFen: 30_500_000,
  contentHash: hash,
  shownHash: hash,
  authors: [submitter.id],
  deciders: [],
};

export type Flow = ProjectRecord['flow'];

/** A review that goes on, of what earlier cuts have left. */
export const inReview: Flow = { ...facts, state: 'in-review', stage: 'approval', asked: null };
export const standing = (state: Exclude<Flow['state'], 'in-review'>, revision = 1): Flow => ({
  ...facts,
  state,
  revision,
});

export const aProject = (flow: Flow, request: Partial<RequestRecord> = {}): Loaded => ({
  record: {
    id: aRequest.projectId,
    form: 'project-declaration',
    formVersion: 1,
    version: 3,
    unit: { id: '12330100MB0000000X', name: '示例单位 "A" & <B>' },
    title: "示例项目 'O > 1' <b>&amp;</b>",
    budgetYear: 2022,
    requestedFen: 31_500_000,
    createdAt: at,
    savedAt: at,
    editors: [submitter.id],
    submittedBy: submitter,
    objections: [],
    flow,
    head: { seq: 9, hash },
    attempt: 1,
  },
  requests: [{ ...aRequest, ...request }],
});

/** An event of the request. */
export const event = <Name extends OfProject>(action: Name, more: Wanted<Name> = {}): HistoryEvent =>
  anEvent(aRequest.projectId, 4, action, at, {
    actor: { ...reviewer, role: 'reviewer', via: 'link' },
    ...more,
  });
