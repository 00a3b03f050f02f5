import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { projectKey } from '../../shared/project/keys.ts';
import { listPage } from '../../shared/project/list-pages.ts';
import { type Subtotals, totalsOfFinance, totalsOfUnit } from '../../shared/project/list-totals.ts';
import { type ListedLine, listOf } from '../../shared/project/listed-line.ts';
import { loadProject } from '../../shared/project/load.ts';
import type { ProjectRecord } from '../../shared/project/records.ts';
import type { RulesInForce } from '../../shared/project/rules-in-force.ts';
import { unpacked } from '../../shared/project/stored.ts';
import { allListedUnderWay } from '../../shared/project/under-way.ts';
import type { Database } from '../../shared/store/database.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { shippedCalendar } from '../../shared/values/calendar/calendar.ts';
import type { Command } from '../../shared/workflow/commands.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import { aDirectory, by, finance, unit, usual } from '../builders/workflow.ts';
import { openTables, type Tables } from '../support/tables.ts';
import { tries } from '../support/tries.ts';
import { reviewCommand } from './world/moves.ts';

/**
 * The lists hold every project once for its unit and, once it was handed in, once for the unit that decides on it; their
 * totals are the sums over them, after any sequence of commands of any projects, some at once, while the office changes
 * and while an earlier version writes records that know of no lists. The tables are the real ones, and so is the door.
 */

const other = { id: '11530121MB1000101G', name: '示例单位二（示例）' };
const otherFinance = { id: '11530102MB10002074', name: '另一财政局（示例）' };
const units = [unit, other];
const finances = [finance.id, otherFinance.id];
const projects = [0, 1, 2, 3] as const;
const idOf = (project: number): string => `P${project}`;

let tables: Tables;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());

const often = ['submit', 'submit', 'submit', 'ask', 'ask', 'approve', 'approve', 'cut', 'return'] as const;
const seldom = [
  'create',
  'save',
  'reject',
  'recall',
  'withdraw',
  'lapse',
  'move',
  'list',
  'restart',
] as const;
/** What happens beside the commands: another unit decides, and an earlier version writes. */
const around = ['office', 'forget'] as const;
const move = fc.record({
  project: fc.constantFrom(...projects),
  kind: fc.constantFrom(...often, ...seldom, ...around),
  /** In 万元 for each of three lines. */
  size: fc.constantFrom(5, 10, 15),
  year: fc.constantFrom(2026, 2027),
  /** Whether the next move comes at the same time. */
  atOnce: fc.boolean(),
});
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

/** One way to everything that can happen, of which some is rare by chance. */
const steps: readonly (readonly [Move['project'], Move['kind'], Move['size']?, Move['year']?])[] = [
  [0, 'create'],
  [0, 'submit'],
  [0, 'ask'],
  [0, 'cut'],
  [0, 'office'],
  [0, 'ask'],
  [0, 'approve'],
  [1, 'submit'],
  [1, 'ask'],
  [1, 'return'],
  [1, 'save', 15, 2027],
  [1, 'submit', 15, 2027],
  [1, 'recall'],
  [2, 'submit'],
  [2, 'forget'],
  [2, 'ask'],
  [2, 'reject'],
  [0, 'move'],
  [3, 'submit'],
  [3, 'forget'],
  [3, 'list'],
  [3, 'list'],
  [3, 'withdraw'],
];
const everywhere: Move[] = steps.map(([project, kind, size = 10, year = 2026]) => ({
  ...{ project, kind, size, year },
  atOnce: kind === 'list',
}));

function commandOf(
  { project, kind, size, year }: Move,
  record: ProjectRecord | undefined,
  number: number,
): Command | undefined {
  const owner = units[project % 2] ?? unit;
  const cause = { actor: by('maker'), requestId: `${number}` };
  const summary = { title: `项目 ${number}`, budgetYear: year, requestedFen: size * 3_000_000 };
  const plan = ['设备', '培训', '宣传'].map((name) => ({ name, amountFen: size * 1_000_000 }));
  const handing = { ...cause, id: idOf(project), unit: owner, summary, declaration: { plan } };
  if (!record) return kind === 'create' ? usual.create(handing) : usual.submit(undefined, 1, handing);
  switch (kind) {
    case 'move':
      return { type: 'change-unit', unit: record.unit.id === unit.id ? other : unit };
    case 'restart':
      return { type: 'restart-flow', attempt: record.attempt };
    case 'list':
      return { type: 'list' };
    case 'create':
    case 'office':
    case 'forget':
      return undefined;
    default:
      return reviewCommand(kind, record, number, handing);
  }
}

/** A record as an earlier version writes it. */
async function forget(database: Database, id: string): Promise<void> {
  const item = await database.get(database.projects, projectKey(id));
  if (!item) return;
  const { listed: _, listing: __, finance: ___, oneLine: ____, ...rest } = unpacked(item);
  await database.put(database.projects, rest);
}

const everything = async (
  database: Database,
  list: string,
  underWay?: readonly ListedLine[],
): Promise<readonly ListedLine[]> => {
  const lists = [{ list, ...(underWay ? { underWay } : {}) }];
  const query = { lists, filters: {}, titleOf: () => '', order: 'newest' as const, limit: 100 };
  return (await listPage(database, query)).lines;
};

/** What a project counts for, said a second time. */
function countedOf({ flow }: ProjectRecord) {
  const counts = flow.state === 'approved' || flow.state === 'in-review';
  const asked = flow.requestedFen ?? 0;
  return { asked, left: counts ? (flow.approvedFen ?? asked) : 0 };
}

const sumOf = (subtotals: readonly Subtotals[]) => {
  const all = subtotals.flatMap(({ finance: of, budgetYear, states, stages }) => [
    ...states.map((one) => ({ key: `${of} ${budgetYear} ${one.state}`, ...one })),
    ...stages.map((one) => ({ key: `${of} ${budgetYear} at ${one.stage}`, ...one })),
  ]);
  return Object.fromEntries(
    all
      .map(({ key, projects: n, requestedFen, leftFen }) => [key, [n, requestedFen, leftFen]] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
};

function expectedSums(records: readonly ProjectRecord[]) {
  const sums = new Map<string, readonly number[]>();
  for (const record of records) {
    if (!record.listing) continue;
    const { flow } = record;
    const own = countedOf(record);
    for (const of of [flow.state, ...(flow.state === 'in-review' ? [`at ${flow.stage}`] : [])]) {
      const key = `${record.finance ?? '-'} ${record.listing.budgetYear} ${of}`;
      const [n = 0, asked = 0, left = 0] = sums.get(key) ?? [];
      sums.set(key, [n + 1, asked + own.asked, left + own.left]);
    }
  }
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function listsHold(database: Database, records: readonly ProjectRecord[]): Promise<void> {
  const ids = (some: readonly { readonly id: string }[]) => some.map(({ id }) => id).sort();
  for (const { id } of units) {
    const own = records.filter((one) => one.unit.id === id);
    const underWay = await allListedUnderWay(database, id);
    const lines = await everything(database, listOf.unit(id), underWay);
    expect(ids(lines)).toEqual(ids(own));
    for (const line of lines) {
      const record = own.find((one) => one.id === line.id);
      expect(line.state).toBe(record?.flow.state);
    }
    expect(sumOf(await totalsOfUnit(database, id, underWay))).toEqual(expectedSums(own));
  }
  for (const id of finances) {
    const decided = records.filter((one) => one.listing && one.finance === id);
    expect(ids(await everything(database, listOf.finance(id)))).toEqual(ids(decided));
  }
  expect(sumOf(await totalsOfFinance(database))).toEqual(expectedSums(records));
}

it('lists hold each project where it belongs, and their totals are the sums over them', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 12, maxLength: 36, size: 'max' }), async (moves) => {
      const database = await tables.fresh();
      let time = Date.parse('2026-03-02T01:00:00.000Z');
      const now = (): Date => new Date(time);
      const rules: RulesInForce = {
        load: async () => ({
          ...{ collectiveThresholdFen: null, codeThresholdFen: null, lapseDays: 60, contact: '' },
          ...{ stages: {}, rounds: [], notices: [] },
        }),
        calendar: async () => shippedCalendar,
        record: async () => {},
      };
      let decidedBy = 0;
      const office = (): Directory => ({
        ...aDirectory,
        units: [
          ...aDirectory.units.map((one) =>
            one.id === unit.id ? { ...one, finance: finances[decidedBy] ?? finance.id } : one,
          ),
          { ...other, finance: finance.id },
          { ...otherFinance, posts: aDirectory.units.find(({ id }) => id === finance.id)?.posts ?? [] },
        ],
      });
      const settle = async () => {
        const cause = { actor: by('administrator', 'administrator'), at: now().toISOString() };
        const before = await loadDirectory(database);
        await replaceDirectory(database, before, office(), { ...cause, requestId: `office-${time}` });
      };
      await settle();
      const recordOf = async (project: number) => (await loadProject(database, idOf(project)))?.record;
      const send = async (project: number, command: Command) => {
        const result = await changeProject({ database, now, rules }, idOf(project), command);
        if (!isRefused(result)) for (const { action } of result.events) seen.add(action);
      };
      const take = async (one: Move, number: number) => {
        if (one.kind === 'office') {
          decidedBy = 1 - decidedBy;
          return settle();
        }
        if (one.kind === 'forget') return forget(database, idOf(one.project));
        const command = commandOf(one, await recordOf(one.project), number);
        if (command) await send(one.project, command);
      };
      let together: Promise<void>[] = [];
      for (const [number, one] of moves.entries()) {
        // Neither the office nor an earlier version waits for a twin.
        const isAlone = around.some((kind) => kind === one.kind);
        if (isAlone) {
          await Promise.all(together);
          together = [];
        }
        together.push(take(one, number + 1));
        if (one.atOnce && !isAlone && number < moves.length - 1) continue;
        await Promise.all(together);
        together = [];
        time += 12 * 3_600_000;
      }
      // What an earlier version wrote last is listed as the sweep does it; twice at once, and once.
      const unlisted = await Promise.all(projects.map(recordOf));
      await Promise.all(
        unlisted.flatMap((record, project) =>
          record && record.listed === undefined
            ? [send(project, { type: 'list' }), send(project, { type: 'list' })]
            : [],
        ),
      );
      const records = await Promise.all(projects.map(recordOf));
      await listsHold(
        database,
        records.flatMap((record) => record ?? []),
      );
    }),
    { numRuns: tries(25), examples: [[everywhere]] },
  );
  // So that the law is not empty.
  expect([...seen]).toEqual(
    expect.arrayContaining([
      ...['submitted', 'decided', 'approved', 'returned', 'rejected'],
      ...['recalled', 'withdrawn', 'unit-changed'],
    ]),
  );
}, 240_000);
