import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { submit } from '../acts.ts';
import type { Flow } from '../flow.ts';

const declared: unknown = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/import/declaration-2021.extracted.json'), 'utf8'),
);

/** What is recorded in chains of its own; beside it a project, which it leaves alone. */
export const officeFlows: readonly Flow[] = [
  {
    name: 'directory',
    alone: true,
    async play(run) {
      await submit(run);
      const path = '/directory/people/reviewer2';
      const account = 'administrator';
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
];
