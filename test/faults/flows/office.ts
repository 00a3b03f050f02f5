import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { submit } from '../acts.ts';
import type { Flow } from '../flow.ts';
import { Untrue } from '../run.ts';

const declared: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/import/declaration-2021.extracted.json'), 'utf8'),
);

const account = 'administrator';
const unit = { id: '11530121MB1000101G', name: '示例单位二（示例）' };

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
];
