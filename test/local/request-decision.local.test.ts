import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { requestDecision } from '../../functions/request-decision/request-decision.ts';
import type { StageResult } from '../../shared/effects/executions.ts';
import { digest } from '../../shared/history/digest.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { loadProject } from '../../shared/project/load.ts';
import { rulesInForce } from '../../shared/project/rules-in-force.ts';
import type { Database } from '../../shared/store/database.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { snapshotOf } from '../../shared/store/directory/snapshot.ts';
import type { Command } from '../../shared/workflow/commands.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { sampleDirectory as directory } from '../builders/sample-directory.ts';
import { usualSettings } from '../builders/settings.ts';
import { openTables, type Tables } from '../support/tables.ts';

const ID = '2026-WRKS-2345';
const AT = '2026-03-18T02:00:00.000Z';
const now = () => new Date(AT);
const reviewer = { id: 'reviewer', name: '审核人丙（示例）', role: 'reviewer', via: 'link' } as const;
const approver = { id: 'approver', name: '审批人戊（示例）', role: 'approver', via: 'link' } as const;
const REVIEW = { stage: 'finance-review', revision: 1 } as const;
const APPROVAL = { stage: 'approval', revision: 1 } as const;

let tables: Tables;
let database: Database;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());

async function change(command: Command): Promise<void> {
  const deps = { database, now, rules: rulesInForce(database, usualSettings, now) };
  const known = command.type === 'submit' ? { known: null } : {};
  const result = await changeProject(deps, ID, command, known);
  if (isRefused(result)) throw new Error(`${command.type}: ${result.refused}`);
}

async function approve(at: typeof REVIEW | typeof APPROVAL, requestId: string): Promise<void> {
  const loaded = await loadProject(database, ID);
  const contentHash = loaded?.record.flow.shownHash ?? '';
  const actor = at === REVIEW ? reviewer : approver;
  await change({ type: 'decide', ...at, actor, requestId, outcome: 'approve', contentHash, proof: 'link' });
}
const takeBack = (requestId: string) => change({ type: 'take-back', ...REVIEW, actor: reviewer, requestId });

/** What the flow was told by each token. */
let told: [token: string, result: StageResult][];
const executions = {
  start: () => Promise.reject(new Error('Nothing starts here')),
  status: () => Promise.reject(new Error('Nobody looks here')),
  complete: async (token: string, result: StageResult) => {
    told.push([token, result]);
    return true;
  },
};

/** The flow asks at a stage; while it is answered, after `reads` reads of the project, something else happens. */
async function asks(
  stage: string,
  token: string,
  {
    enteredAt = AT,
    after,
  }: { enteredAt?: string; after?: { reads: number; happens: () => Promise<void> } } = {},
): Promise<void> {
  let reads = 0;
  const watched: Database = {
    ...database,
    async query(input) {
      const isProject = JSON.stringify(input.ExpressionAttributeValues).includes(`P#${ID}`);
      if (isProject && after && reads++ === after.reads) await after.happens();
      return database.query(input);
    },
  };
  const deps = { database: watched, now, rules: rulesInForce(database, usualSettings, now), executions };
  await requestDecision(deps, { token, projectId: ID, revision: 1, stage, enteredAt, retryCount: 0 });
}

beforeEach(async () => {
  told = [];
  database = await tables.fresh();
  const actor = { id: 'administrator', name: 'administrator', role: 'administrator', via: 'bearer' } as const;
  await replaceDirectory(database, snapshotOf(database), directory, { actor, at: AT, requestId: 'office' });
  const declaration = { ...aDeclaration() };
  await change({
    type: 'submit',
    id: ID,
    unit: { id: '11530121MB1584810X', name: '昆明市呈贡区应急管理局' },
    actor: { id: 'submitter', name: '经办人甲（示例）', role: 'submitter', via: 'session' },
    requestId: 'submission',
    form: { id: 'project-declaration', version: 1 },
    summary: { title: '示例项目', budgetYear: 2026, requestedFen: 31_500_000 },
    contentHash: digest(declaration),
    declaration,
    findings: [],
  });
  await asks('finance-review', 'review');
  await approve(REVIEW, 'first');
});

it('ends the wait of a stage that was left when it was asked and is there again when it looks', async () => {
  await takeBack('back');
  await asks('approval', 'approval', { after: { reads: 2, happens: () => approve(REVIEW, 'second') } });
  expect(told).toEqual([['approval', { state: 'in-review', stage: 'approval' }]]);

  // Where it goes round to, it is asked.
  await asks('approval', 'again');
  expect((await loadProject(database, ID))?.requests).toContainEqual(
    expect.objectContaining({ ...APPROVAL, status: 'open', token: 'again' }),
  );
  expect(told).toHaveLength(1);
});

it('ends the wait of a stage that was left meanwhile', async () => {
  await takeBack('back');
  await asks('approval', 'approval');
  expect(told).toEqual([['approval', { state: 'in-review', stage: 'finance-review' }]]);
});

it('waits with the newer token where it is asked twice', async () => {
  await asks('approval', 'one');
  await asks('approval', 'two', { enteredAt: '2026-03-18T02:00:01.000Z' });
  expect(told).toEqual([]);
  expect((await loadProject(database, ID))?.requests).toContainEqual(
    expect.objectContaining({ ...APPROVAL, status: 'open', token: 'two' }),
  );
});

it('ends the wait where a decision that read the older token landed first', async () => {
  await asks('approval', 'one');
  await asks('approval', 'two', {
    enteredAt: '2026-03-18T02:00:01.000Z',
    after: { reads: 2, happens: () => approve(APPROVAL, 'final') },
  });
  expect(told).toEqual([['two', { state: 'approved', stage: null }]]);
});
