import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OwnChoices } from '../../../shared/contract/routes/me.ts';
import type { ProgramView } from '../../../shared/contract/views.ts';
import { changePerson, decide, submit, submitForSecondUnit, secondUnit as unit, why } from '../acts.ts';
import type { Flow } from '../flow.ts';
import { Untrue } from '../run.ts';

const declared: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/import/declaration-2021.extracted.json'), 'utf8'),
);

const account = 'administrator';

const reason = '年度审计抽查需要核对';
// What is sent to it comes back; with a label it is another each time.
const bouncing = (label: string): string => `bounce+${label}@simulator.amazonses.com`;

/** The project beside it, which is asked about and nothing more. */
const leftAlone = { ends: 'in-review', history: ['created', 'submitted', 'requested'] } as const;

/** What is recorded in chains of its own; beside it a project, which most of it leaves alone. */
export const officeFlows: readonly Flow[] = [
  {
    name: 'directory',
    alone: true,
    async play(run) {
      await submit(run);
      await changePerson(run, 'reviewer2', { name: `审核人丁（${run.name}）` });
    },
    ...leftAlone,
  },
  {
    name: 'settings',
    alone: true,
    async play(run) {
      await submit(run);
      const path = '/settings';
      const version = await run.etag(account, path);
      await run.send({ account, method: 'PUT', path, body: { contact: `财政局 ${run.name}` }, version });
    },
    ...leftAlone,
  },
  {
    name: 'personal settings',
    alone: true,
    async play(run) {
      await submit(run);
      const own = { account: 'approver2', path: '/me' };
      const version = await run.etag(own.account, own.path);
      const { language, absences } = await run.read<OwnChoices>(own.account, own.path);
      const body = { language, mail: 'each', absences, opinions: [`同意（${run.name}）`] };
      await run.send({ ...own, method: 'PUT', body, version });
    },
    ...leftAlone,
  },
  {
    name: 'program',
    alone: true,
    async play(run) {
      await submit(run);
      const path = '/directory/programs';
      const program = { name: `财务系统 ${run.name}`, role: 'submitter', person: 'submitter' };
      const { id } = await run.send<ProgramView>({
        account,
        path,
        body: { ...program, until: '2026-12-31' },
      });
      await run.send({ account, path: `${path}/${id}/renew`, body: { until: '2027-01-31' } });
      await run.send({ account, path: `${path}/${id}/revoke` });
    },
    ...leftAlone,
  },
  {
    name: 'correct an address',
    alone: true,
    // What SES's simulator tells of a mail is told once here, and by the real one until it is taken.
    spares: ['host-killed'],
    async play(run) {
      await changePerson(run, 'submitter2', { email: bouncing(run.name) });
      await submitForSecondUnit(run);
      await decide(run, await run.link('reviewer'), { outcome: 'reject', comment: why });
      await run.history('created', 'submitted', 'requested', 'decided', 'rejected', 'mail-failed');
      const email = 'submitter2@countersign.example';
      await changePerson(run, 'submitter2', { email });
      await run.until('the mail to the right address', async () =>
        (await run.mails()).some(({ to }) => to === email),
      );
    },
    ends: 'rejected',
    history: ['created', 'submitted', 'requested', 'decided', 'rejected', 'mail-failed'],
  },
  {
    name: 'checkpoint',
    alone: true,
    async play(run) {
      await submit(run);
      await run.send({ account: 'auditor', path: '/history/checkpoints' });
    },
    ...leftAlone,
  },
  {
    name: 'export',
    async play(run) {
      await submit(run);
      await run.read('auditor', '/history?format=csv');
      const path = `/projects/${run.project()}`;
      await run.read('auditor', `${path}/evidence`);
      await run.send({ account: 'auditor', path: `${path}/unmask`, body: { comment: reason } });
      await run.send({ account: 'auditor', path: `${path}/evidence`, body: { contents: 'yes', reason } });
    },
    ...leftAlone,
  },
  {
    name: 'import',
    async play(run) {
      await submit(run);
      await run.send({
        account: 'submitter',
        path: '/forms/project-declaration/imports',
        body: declared,
      });
    },
    ...leftAlone,
  },
  {
    name: 'import a table',
    alone: true,
    async play(run) {
      await submit(run);
      const address = `示例路${run.name}`;
      const csv = `单位代码,单位名称,办公地址\n${unit.id},${unit.name},${address}\n`;
      const { hash } = await run.send<{ hash: string }>({ account, path: '/directory/imports', csv });
      await run.send({ account, path: `/directory/imports/${hash}` });
      const now = await run.read<{ address?: string }>(account, `/directory/units/${unit.id}`);
      if (now.address !== address)
        throw new Untrue(`The table was applied, and the address is ${now.address}`);
    },
    ...leftAlone,
  },
];
