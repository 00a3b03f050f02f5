import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { keepOpinion } from '../../functions/decisions/canned.ts';
import type { Database } from '../../shared/store/database.ts';
import {
  areOpinionsOvertaken,
  loadOwnOpinions,
  saveOwnOpinions,
} from '../../shared/store/own-opinions-store.ts';
import { openTables, type Tables } from '../support/tables.ts';

/** One's own canned opinions: whoever writes them has read those that they replace. */

let tables: Tables;
let database: Database;
beforeAll(async () => {
  tables = await openTables();
});
beforeEach(async () => {
  database = await tables.fresh();
});
afterAll(() => tables.stop());

const stored = () => loadOwnOpinions(database, 'reviewer');
const save = (before: string[], after: string[]) => saveOwnOpinions(database, 'reviewer', before, after);

it('are replaced over those that were read, also over none and over none any more', async () => {
  await save([], ['同意']);
  await save(['同意'], ['同意', '阅']);
  await save(['同意', '阅'], []);
  await save([], ['依据充分']);
  expect(await stored()).toEqual(['依据充分']);
});

it.each([
  ['none', []],
  ['others', ['阅']],
  ['the same in another order', ['阅', '同意']],
])('stay as they are where %s were read', async (_, before) => {
  await save([], ['同意', '阅']);
  const refused = await save(before, ['依据充分']).catch((error: unknown) => error);
  expect([areOpinionsOvertaken(refused), await stored()]).toEqual([true, ['同意', '阅']]);
});

it('all stay that are kept with decisions at the same moment', async () => {
  const kept = ['甲', '乙', '丙'];
  await Promise.all(kept.map((one) => keepOpinion({ database }, 'reviewer', one)));
  expect((await stored()).toSorted()).toEqual(kept.toSorted());
});
