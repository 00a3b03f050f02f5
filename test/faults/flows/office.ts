import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aSecondUnitsDeclaration } from '../../builders/declaration.ts';
import { act, submit } from '../acts.ts';
import type { Flow } from '../flow.ts';
import { type Run, Untrue } from '../run.ts';

const declared: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/import/declaration-2021.extracted.json'), 'utf8'),
);

const account = 'administrator';
const unit = { id: '11530121MB1000101G', name: '示例单位二（示例）', finance: '11530121MB100023X0' };
const successor = '11530121MB1584810X';

/** Puts a unit as it shall stand, over what stands. */
async function putUnit(run: Run, wanted: object): Promise<void> {
  const path = `/directory/units/${unit.id}`;
  const version = await run.etag(account, path);
  await run.send({ account, method: 'PUT', path, body: { ...unit, ...wanted }, version });
}

/** What is recorded in chains of its own; beside it a project, which it leaves alone. */
export const officeFlows: readonly Flow[] = [
  {
    name: 'directory',
    alone: true,
    async play(run) {
      await submit(run);
      const path = '/directory/people/reviewer2';
      const etag = await run.etag(account, path);
      const person = {
        id: 'reviewer2',
        name: `审核人丁（${run.name}）`,
        email: 'reviewer2@countersign.example',
        unit: '11530121MB100023X0',
      };
      await run.send({ account, method: 'PUT', path, body: person, version: etag });
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested'],
  },
  {
    name: 'checkpoint',
    alone: true,
    async play(run) {
      await submit(run);
      await run.send({ account: 'auditor', path: '/history/checkpoints' });
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested'],
  },
  {
    name: 'export',
    async play(run) {
      await submit(run);
      await run.read('auditor', '/history?format=csv');
      await run.read('auditor', `/projects/${run.project()}/evidence`);
    },
    ends: 'in-review',
    history: ['created', 'submitted', 'requested'],
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
    ends: 'in-review',
    history: ['created', 'submitted', 'requested'],
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
    ends: 'in-review',
    history: ['created', 'submitted', 'requested'],
  },
  {
    name: 'merge units',
    // The sweep moves the projects.
    bySchedules: true,
    async play(run) {
      // As the run before may have left it.
      await putUnit(run, { address: `示例路${run.name}` });
      const body = aSecondUnitsDeclaration();
      await run.send({ account: 'submitter2', path: '/forms/project-declaration/submissions', body });
      await run.link('reviewer');
      await putUnit(run, { successor });
      await run.history('created', 'submitted', 'requested', 'unit-changed');
      await act(run, 'withdraw');
    },
    ends: 'withdrawn',
    history: ['created', 'submitted', 'requested', 'unit-changed', 'withdrawn'],
  },
];
