import type { DecisionResult, DecisionView } from '../../../shared/contract/views.ts';
import { approve, decide, submit, why } from '../acts.ts';
import type { Flow } from '../flow.ts';

const account = 'reviewer';

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
      const body = { to: 'reviewer2', comment: '本周外出培训，请代为办理' };
      await run.send({ path: `${link}/transfer`, body });
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
      await run.link('reviewer', 2);
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested', 'link-renewed'],
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
