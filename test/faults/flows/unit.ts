import type { SubmissionResult } from '../../../shared/contract/views.ts';
import { aDeclaration } from '../../builders/declaration.ts';
import { pdf } from '../../builders/file-bytes.ts';
import { asNamed } from '../../support/attaching.ts';
import { act, attach, decide, draft, save, submit, why } from '../acts.ts';
import type { Flow } from '../flow.ts';

const account = 'submitter';

/** What a unit does. */
export const unitFlows: readonly Flow[] = [
  {
    name: 'submit',
    play: submit,
    ends: 'in-review',
    history: ['created', 'submitted', 'requested'],
  },
  {
    name: 'draft',
    async play(run) {
      await draft(run, {});
      await save(run, {});
      await act(run, 'submit');
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested'],
  },
  {
    name: 'hand in drafts',
    async play(run) {
      const { id, version } = await draft(run, aDeclaration());
      await run.send<{ results: readonly SubmissionResult[] }>({
        account,
        path: '/drafts/submissions',
        body: { drafts: [{ id, version }] },
        isDone: ({ results }) => results.every(({ status }) => status === 200),
      });
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested'],
  },
  {
    name: 'attach',
    async play(run) {
      await draft(run, {});
      const file = await attach(run, { name: '报价.pdf', bytes: pdf(`% ${run.name}`) });
      await save(run, { attachments: [asNamed(file)] });
      await act(run, 'submit');
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested'],
  },
  {
    name: 'remove a file',
    async play(run) {
      await draft(run, aDeclaration());
      const { id } = await attach(run, { name: '报价.pdf', bytes: pdf(`% ${run.name}`) });
      const path = `/projects/${run.project()}/attachments/${id}`;
      await run.send({ account, method: 'DELETE', path });
      await act(run, 'submit');
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested'],
  },
  {
    name: 'return and resubmit',
    async play(run) {
      await submit(run);
      const link = await run.link('reviewer');
      await decide(run, link, { outcome: 'return', comment: why, fields: ['/overview'] });
      await run.told('submitter', 'returned');
      await save(run, { overview: '补充了测算依据。' });
      await act(run, 'submit');
      await run.link('reviewer', 2);
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested', 'decided', 'returned', 'submitted', 'requested'],
  },
  {
    name: 'recall',
    async play(run) {
      await submit(run);
      await run.link('reviewer');
      await act(run, 'recall');
    },
    ends: 'draft',
    history: ['created', 'submitted', 'requested', 'recalled'],
  },
  {
    name: 'withdraw',
    async play(run) {
      await submit(run);
      await run.link('reviewer');
      await act(run, 'withdraw');
    },
    ends: 'withdrawn',
    history: ['created', 'submitted', 'requested', 'withdrawn'],
  },
  {
    name: 'cut and object',
    async play(run) {
      await submit(run);
      const cuts = [{ line: 2, amountFen: 4_000_000, reason: '按上年执行数核定金额' }];
      await decide(run, await run.link('reviewer'), { outcome: 'approve', cuts });
      await run.link('approver');
      const path = `/projects/${run.project()}/objection`;
      await run.send({ account, path, body: { comment: '群众活动的场次不能减少' } });
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested', 'decided', 'requested', 'objected'],
  },
];
