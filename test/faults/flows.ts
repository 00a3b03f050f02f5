import type { ProjectView } from '../../shared/contract/views.ts';
import type { Action } from '../../shared/history/event.ts';
import type { ProjectStateName } from '../../shared/history/vocabulary.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { decide, type Run } from './run.ts';

/** One way through the product, from its first call to what must be true at its end. */
export interface Flow {
  readonly name: string;
  /** Nothing is played beside it: it has no time that the others' sweeps could take, or what it does concerns everybody. */
  readonly alone?: true;
  /** What schedules do is part of it. */
  readonly bySchedules?: true;
  readonly play: (run: Run) => Promise<unknown>;
  /** The state of its project at the end, and the history, whole. */
  readonly ends: ProjectStateName;
  readonly history: readonly Action[];
}

const form = 'project-declaration';
const submitter = { account: 'submitter' };
const why = '请补充第三项支出的测算依据和标准';

const submit = (run: Run) =>
  run.send({ ...submitter, path: `/forms/${form}/submissions`, body: aDeclaration() });

const approve = async (run: Run, account: string) =>
  decide(run, await run.link(account), { outcome: 'approve' });

/** What a unit does with its project, over the version that stands. */
async function act(run: Run, what: 'submit' | 'recall' | 'withdraw') {
  const { version } = await run.read<ProjectView>('submitter', `/projects/${run.project()}`);
  return run.send({ ...submitter, path: `/projects/${run.project()}/${what}`, version });
}

async function save(run: Run, changes: object) {
  const path = `/projects/${run.project()}`;
  const { version } = await run.read<ProjectView>('submitter', path);
  const body = { declaration: { ...aDeclaration(), ...changes } };
  return run.send({ ...submitter, method: 'PUT', path, body, version });
}

export const flows: readonly Flow[] = [
  {
    name: 'submit',
    play: submit,
    ends: 'in-review',
    history: ['created', 'submitted', 'requested'],
  },
  {
    name: 'draft',
    async play(run) {
      await run.send({ ...submitter, path: '/projects', body: { form, declaration: {} } });
      await save(run, {});
      await save(run, { overview: '补充了测算依据。' });
      await act(run, 'submit');
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested'],
  },
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
    name: 'return and resubmit',
    async play(run) {
      await submit(run);
      const link = await run.link('reviewer');
      await decide(run, link, { outcome: 'return', comment: why, fields: ['/overview'] });
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
      const body = { comment: '群众活动的场次不能减少' };
      await run.send({ ...submitter, path: `/projects/${run.project()}/objection`, body });
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested', 'decided', 'requested', 'objected'],
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
    name: 'take back',
    alone: true,
    async play(run) {
      await submit(run);
      const link = await run.link('reviewer');
      await decide(run, link, { outcome: 'approve' });
      await run.link('approver');
      await run.send({ path: `${link}/take-back` });
      await approve(run, 'reviewer');
      await run.link('approver', 2);
    },
    ends: 'in-review',
    history: [
      ...(['created', 'submitted', 'requested', 'decided', 'requested', 'taken-back'] as const),
      ...(['decided', 'requested'] as const),
    ],
  },
];
