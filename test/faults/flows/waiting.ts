import type { OwnChoices } from '../../../shared/contract/routes/me.ts';
import type { Unit } from '../../../shared/workflow/directory.ts';
import { act, decide, secondUnit, submit, submitForSecondUnit, why } from '../acts.ts';
import type { Flow } from '../flow.ts';
import type { Run } from '../run.ts';

const asked = ['created', 'submitted', 'requested'] as const;

async function chooseMail(run: Run, account: string, mail: OwnChoices['mail']): Promise<void> {
  const path = '/me';
  const version = await run.etag(account, path);
  const { language, absences } = await run.read<OwnChoices>(account, path);
  await run.send({ account, method: 'PUT', path, body: { language, mail, absences }, version });
}

/** Merges the second unit into another; without one it stands for itself again. */
async function merge(run: Run, successor?: string): Promise<void> {
  const account = 'administrator';
  const path = `/directory/units/${secondUnit.id}`;
  const version = await run.etag(account, path);
  const { successor: _, ...unit } = await run.read<Unit>(account, path);
  const body = { ...unit, ...(successor === undefined ? {} : { successor }) };
  await run.send({ account, method: 'PUT', path, body, version });
}

/** What happens by itself while somebody waits. */
export const waitingFlows: readonly Flow[] = [
  {
    name: 'remind and escalate',
    bySchedules: true,
    async play(run) {
      await submit(run);
      await run.link('reviewer');
      await run.days(1, ...asked, 'reminded', 'reminded', 'escalated');
      await run.told('approver', 'escalated');
      await act(run, 'withdraw');
    },
    ends: 'withdrawn',
    history: [...asked, 'reminded', 'reminded', 'escalated', 'withdrawn'],
  },
  {
    name: 'lapse',
    bySchedules: true,
    async play(run) {
      await submit(run);
      await decide(run, await run.link('reviewer'), { outcome: 'return', comment: why });
      await run.days(4, ...asked, 'decided', 'returned', 'reminded', 'reminded', 'lapsed');
    },
    ends: 'lapsed',
    history: [...asked, 'decided', 'returned', 'reminded', 'reminded', 'lapsed'],
  },
  {
    name: 'urge',
    bySchedules: true,
    async play(run) {
      // Offices are open then, and stay so.
      await run.nextMorning();
      await submit(run);
      await run.link('reviewer');
      await run.send({ account: 'submitter', path: `/projects/${run.project()}/urge` });
      await act(run, 'withdraw');
    },
    ends: 'withdrawn',
    history: [...asked, 'urged', 'withdrawn'],
  },
  {
    name: 'digest',
    bySchedules: true,
    async play(run) {
      await chooseMail(run, 'reviewer', 'daily');
      await submit(run);
      await run.history(...asked);
      await run.digest('reviewer');
      await chooseMail(run, 'reviewer', 'each');
      await act(run, 'withdraw');
    },
    ends: 'withdrawn',
    history: [...asked, 'withdrawn'],
  },
  {
    name: 'merge',
    bySchedules: true,
    async play(run) {
      await submitForSecondUnit(run);
      await run.link('reviewer');
      await merge(run, '11530121MB1584810X');
      await run.history(...asked, 'unit-changed');
      await merge(run);
      await act(run, 'withdraw');
    },
    ends: 'withdrawn',
    history: [...asked, 'unit-changed', 'withdrawn'],
  },
];
