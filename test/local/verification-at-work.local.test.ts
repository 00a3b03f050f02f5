import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verificationOf } from '../../functions/history/verification.ts';
import { s3Archive } from '../../shared/evidence/checkpoints/archive.ts';
import type { EventBody } from '../../shared/history/event.ts';
import { changeProject, isRefused, type Loaded, loadProject } from '../../shared/project/change.ts';
import type { Database } from '../../shared/store/database.ts';
import { appendOf } from '../../shared/store/history-store.ts';
import { openTables, type Tables } from '../support/tables.ts';

const ID = '2026-WRKS-2345';
const at = '2026-11-25T01:00:00.000Z';
const body = (requestId: string): EventBody => ({
  at,
  actor: { id: 'submitter', name: '经办人甲（示例）', role: 'submitter', via: 'session' },
  action: 'created',
  projectId: ID,
  requestId,
});

let tables: Tables;
let database: Database;
let project: Loaded;
beforeAll(async () => {
  tables = await openTables();
  database = await tables.fresh();
  await append('first');
  const loaded = await loadProject(database, ID);
  if (!loaded) throw new Error('The project is not there');
  project = loaded;
});
afterAll(() => tables.stop());

/** Appends to the project's chain as every change does: with the record, in one transaction. */
async function append(requestId: string): Promise<void> {
  const result = await changeProject(database, ID, requestId, (loaded) => ({
    record: loaded?.record ?? {
      id: ID,
      form: 'project-declaration',
      formVersion: 1,
      version: 1,
      unit: { id: '11530121MB1584810X', name: '示例单位' },
      title: '示例项目',
      budgetYear: 2026,
      requestedFen: null,
      createdAt: at,
      savedAt: at,
      editors: ['submitter'],
      objections: [],
      flow: {
        state: 'draft',
        revision: 1,
        requestedFen: null,
        approvedFen: null,
        contentHash: null,
        shownHash: null,
        authors: ['submitter'],
        deciders: [],
      },
      attempt: 1,
    },
    events: [body(requestId)],
  }));
  if (isRefused(result)) throw new Error(result.refused);
}

/** The database, in which something happens right before its history is read: so many times. */
function atWork(times: number, happens: (round: number) => Promise<void>): Database {
  let left = times;
  return {
    ...database,
    async query(input) {
      const readsChain = input.TableName === database.history && input.IndexName === undefined;
      if (readsChain && left > 0) {
        left -= 1;
        await happens(left);
      }
      return database.query(input);
    },
  };
}

const archive = s3Archive('never asked');

describe('a project at work while it is verified', () => {
  it('is read again until record and chain are of one moment, and holds', async () => {
    const busy = atWork(3, (round) => append(`meanwhile-${round}`));
    const found = await verificationOf({ database: busy, archive }, project);
    expect(found).toMatchObject({ valid: true, head: { seq: found.events } });
    expect(found.events).toBeGreaterThan(1);
  });

  it('is still broken where an event stands behind the end that the record knows', async () => {
    const loaded = await loadProject(database, ID);
    const { head } = loaded?.record ?? project.record;
    const forged = {
      ...body('forged'),
      chain: ID,
      seq: head.seq + 1,
      previousHash: head.hash,
      hash: head.hash,
    };
    await database.transact([appendOf(database, forged)]);
    const found = await verificationOf({ database, archive }, project);
    expect(found).toMatchObject({ valid: false, firstBroken: { seq: head.seq + 1 } });
  });
});
