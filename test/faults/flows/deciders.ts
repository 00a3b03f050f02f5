import type { DecisionResult, DecisionView } from '../../../shared/contract/views.ts';
import { pdf } from '../../builders/file-bytes.ts';
import { asNamed } from '../../support/attaching.ts';
import { approve, attach, decide, decideSignedIn, submit, why } from '../acts.ts';
import type { Flow } from '../flow.ts';

const account = 'reviewer';
const away = '本周外出培训，请代为办理';

/** What those do who are asked. */
export const deciderFlows: readonly Flow[] = [
  {
    name: 'approve',
    async play(run) {
      await submit(run);
      await approve(run, 'reviewer');
      await approve(run, 'approver');
    },
    ends: 'approved',
    history: ['created', 'submitted', 'requested', 'decided', 'requested', 'decided', 'approved'],
  },
  {
    name: 'reject',
    async play(run) {
      await submit(run);
      await decide(run, await run.link('reviewer'), { outcome: 'reject', comment: why });
    },
    ends: 'rejected',
    history: ['created', 'submitted', 'requested', 'decided', 'rejected'],
  },
  {
    name: 'several at once',
    async play(run) {
      await submit(run);
      await run.link('reviewer');
      const project = run.project();
      const { contentHash } = await run.read<DecisionView>(account, `/projects/${project}/decision`);
      await run.send<{ results: readonly DecisionResult[] }>({
        account,
        path: '/decisions',
        body: { decisions: [{ project, outcome: 'approve', contentHash }] },
        isDone: ({ results }) => results.every(({ status }) => status === 200),
      });
      await run.link('approver');
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested', 'decided', 'requested'],
  },
  {
    name: 'transfer',
    async play(run) {
      await submit(run);
      const link = await run.link('reviewer');
      await run.send({ path: `${link}/transfer`, body: { to: 'reviewer2', comment: away } });
      await run.link('reviewer2');
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested', 'reassigned'],
  },
  {
    name: 'reassign',
    async play(run) {
      await submit(run);
      await run.link('reviewer');
      await run.send({
        account: 'administrator',
        path: `/projects/${run.project()}/reassignment`,
        body: { stage: 'finance-review', to: 'reviewer2', comment: away },
      });
      await run.link('reviewer2');
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested', 'reassigned'],
  },
  {
    name: 'renew',
    async play(run) {
      await submit(run);
      await run.link('reviewer');
      await run.send({ account, path: `/projects/${run.project()}/decision/link` });
      await run.send({ path: `${await run.link('reviewer', 2)}/renew` });
      await run.link('reviewer', 3);
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested', 'link-renewed', 'link-renewed'],
  },
  {
    name: 'signed in',
    async play(run) {
      await submit(run);
      await run.link('reviewer');
      await decideSignedIn(run, 'reviewer', { outcome: 'approve' });
      await run.link('approver');
      const path = `/projects/${run.project()}/decision`;
      await run.send({
        account: 'approver',
        path: `${path}/transfer`,
        body: { to: 'approver2', comment: away },
      });
      await run.link('approver2');
      const minutes = await attach(
        run,
        { name: '会议纪要.pdf', bytes: pdf(`% ${run.name}`) },
        { account: 'approver2', base: `${path}/attachments` },
      );
      await decideSignedIn(run, 'approver2', {
        outcome: 'approve',
        supplied: { minutes: [asNamed(minutes)] },
      });
    },
    ends: 'approved',
    history: [
      ...(['created', 'submitted', 'requested', 'decided', 'requested'] as const),
      ...(['reassigned', 'decided', 'approved'] as const),
    ],
  },
  {
    name: 'back a stage',
    async play(run) {
      await submit(run);
      await approve(run, 'reviewer');
      const back = { outcome: 'return', to: 'previous-stage', comment: why };
      await decide(run, await run.link('approver'), back);
      await run.link('reviewer', 2);
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested', 'decided', 'requested', 'decided', 'requested'],
  },
  {
    name: 'take back',
    // Within ten minutes.
    alone: true,
    async play(run) {
      await submit(run);
      const link = await run.link('reviewer');
      await decide(run, link, { outcome: 'approve' });
      await run.link('approver');
      await run.send({ path: `${link}/take-back` });
      await run.told('approver', 'taken-back');
      await decide(run, link, { outcome: 'approve' });
      await run.link('approver', 2);
    },
    ends: 'in-review',
    history: [
      ...(['created', 'submitted', 'requested', 'decided', 'requested'] as const),
      ...(['taken-back', 'decided', 'requested'] as const),
    ],
  },
];
