import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verificationOf } from '../../functions/history/verification.ts';
import { s3Archive } from '../../shared/evidence/checkpoints/archive.ts';
import type { HistoryEvent } from '../../shared/history/event.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { type Loaded, loadProject } from '../../shared/project/load.ts';
import { rulesInForce } from '../../shared/project/rules-in-force.ts';
import type { Database } from '../../shared/store/database.ts';
import { appendsOf } from '../../shared/store/history-store.ts';
import type { Command } from '../../shared/workflow/commands.ts';
import { usualSettings } from '../builders/settings.ts';
import { openTables, type Tables } from '../support/tables.ts';

const ID = '2026-WRKS-2345';
const at = '2026-11-25T01:00:00.000Z';
const submitter = { id: 'submitter', name: '经办人甲（示例）', role: 'submitter', via: 'session' } as const;

let tables: Tables;
let database: Database;
let project: Loaded;
beforeAll(async () => {
  tables = await openTables();
  database = await tables.fresh();
  await begin();
  const loaded = await loadProject(database, ID);
  if (!loaded) throw new Error('The project is not there');
  project = loaded;
});
afterAll(() => tables.stop());

/** As every function has it. */
const deps = () => ({
  database,
  now: () => new Date(at),
  rules: rulesInForce(database, usualSettings, () => new Date(at)),
});

async function change(command: Command): Promise<void> {
  const result = await changeProject(deps(), ID, command);
  if (isRefused(result)) throw new Error(result.refused);
}

const begin = (): Promise<void> =>
  change({
    type: 'create',
    id: ID,
    actor: submitter,
    requestId: 'first',
    unit: { id: '11530121MB1584810X', name: '示例单位' },
    form: { id: 'project-declaration', version: 1 },
    summary: { title: '示例项目', budgetYear: 2026, requestedFen: null },
    content: { declaration: {}, unread: {} },
  });

/** Something that happens again and again, and leaves an event each time: a mail that did not arrive. */
const append = (seq: number): Promise<void> =>
  change({
    type: 'report-mail-failure',
    seq,
    recipient: submitter,
    asked: false,
    reason: 'bounced',
    again: false,
  });

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
    const busy = atWork(3, (round) => append(1_000 + round));
    const found = await verificationOf({ database: busy, archive }, project);
    expect(found).toMatchObject({ valid: true, head: { seq: found.events } });
    expect(found.events).toBeGreaterThan(1);
  });

  it('is still broken where an event stands behind the end that the record knows', async () => {
    const loaded = await loadProject(database, ID);
    const { head } = loaded?.record ?? project.record;
    const forged: HistoryEvent = {
      at,
      actor: submitter,
      action: 'withdrawn',
      projectId: ID,
      unit: '11530121MB1584810X',
      revision: 1,
      from: 'draft',
      to: 'withdrawn',
      requestId: 'forged',
      chain: ID,
      seq: head.seq + 1,
      previousHash: head.hash,
      hash: head.hash,
    };
    await database.transact(appendsOf(database, [forged]));
    const found = await verificationOf({ database, archive }, project);
    expect(found).toMatchObject({ valid: false, firstBroken: { seq: head.seq + 1 } });
  });
});
