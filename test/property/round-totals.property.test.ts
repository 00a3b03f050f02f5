import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { loadProject } from '../../shared/project/load.ts';
import type { ProjectRecord } from '../../shared/project/records.ts';
import { loadCommitted } from '../../shared/project/round-totals.ts';
import type { RulesInForce } from '../../shared/project/rules-in-force.ts';
import type { Database } from '../../shared/store/database.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { shippedCalendar } from '../../shared/values/calendar/calendar.ts';
import type { Command, RefusalCode } from '../../shared/workflow/commands.ts';
import type { Round } from '../../shared/workflow/rounds.ts';
import { aDirectory, by, finance, unit, usual } from '../builders/workflow.ts';
import { openTables, type Tables } from '../support/tables.ts';
import { tries } from '../support/tries.ts';
import { reviewCommand } from './world/moves.ts';

/**
 * What the rounds hold is the sum over the projects in them, after any sequence of commands of any projects, some of
 * them at once, and never more than their ceilings. The tables are the real ones, and so is the door.
 */

const other = { id: '11530121MB1000101G', name: '示例单位二（示例）' };
const units = [unit, other];
const projects = [0, 1, 2, 3] as const;
const START = Date.parse('2026-03-02T01:00:00.000Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A decision can be taken back for a few minutes. */
const MINUTE_MS = 60_000;
const dayOf = (day: number): string => new Date(START + day * DAY_MS).toISOString();

/** Two in turn, for the half of the time both open; the second has a ceiling in all alone, and one that is low. */
const rounds: readonly Round[] = [
  {
    id: 'first',
    budgetYear: 2026,
    kind: 'initial',
    opensAt: dayOf(0),
    closesAt: dayOf(4),
    correctionsUntil: dayOf(7),
    unitCeilingFen: 55_000_000,
    ceilingFen: 85_000_000,
  },
  {
    id: 'second',
    budgetYear: 2026,
    kind: 'supplementary',
    opensAt: dayOf(3),
    closesAt: dayOf(9),
    correctionsUntil: dayOf(12),
    ceilingFen: 45_000_000,
  },
];

let tables: Tables;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());

const kinds = [
  'submit',
  'submit',
  'submit',
  'ask',
  'ask',
  'approve',
  'approve',
  'cut',
  'return',
  'reject',
] as const;
const reopening = ['take-back', 'take-back', 'send-back'] as const;
const move = fc.record({
  project: fc.constantFrom(...projects),
  kind: fc.constantFrom(...kinds, 'ask', 'approve', 'recall', 'withdraw', 'lapse', 'save', ...reopening),
  /** In 万元 for each of three lines. */
  size: fc.constantFrom(5, 10, 15),
  /** Whether the next move comes at the same time. */
  atOnce: fc.boolean(),
  /** How long it is until the next one. */
  pause: fc.constantFrom(12 * HOUR_MS, 12 * HOUR_MS, MINUTE_MS),
});
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

/** One way to everything that can happen, of which some is rare by chance. */
const everywhere: Move[] = [
  ...([
    [1, 'submit', 5],
    [3, 'submit', 15],
    [3, 'submit', 10],
    [3, 'recall'],
    [0, 'submit'],
    [0, 'ask'],
  ] as const),
  ...([
    [0, 'return'],
    [0, 'lapse'],
    [1, 'ask'],
    [1, 'cut'],
    [1, 'ask'],
    [1, 'approve'],
  ] as const),
  ...([
    [2, 'submit'],
    [2, 'ask'],
    [2, 'reject'],
    [3, 'submit'],
    [3, 'withdraw'],
  ] as const),
].map(([project, kind, size = 10]) => ({ project, kind, size, atOnce: false, pause: 12 * HOUR_MS }));

/** A unit fills its round behind a cut, which is then taken back, and one that is sent back. */
const refilled = (after: 'take-back' | 'send-back'): Move[] =>
  (
    [
      [0, 'submit'],
      [0, 'ask'],
      [0, 'cut'],
      [2, 'submit'],
      ...(after === 'send-back' ? ([[0, 'ask']] as const) : []),
      [0, after],
    ] as const
  ).map(([project, kind]) => ({ project, kind, size: 10, atOnce: false, pause: MINUTE_MS }));

const planOf = (size: number) => ({
  plan: ['设备', '培训', '宣传'].map((name) => ({ name, amountFen: size * 1_000_000 })),
});

/** The command that a move comes to for a project; who decides is whom the stage asks. */
function commandOf(
  { project, kind, size }: Move,
  record: ProjectRecord | undefined,
  number: number,
): Command {
  const owner = units[project % 2] ?? unit;
  const cause = { actor: by('maker'), requestId: `${number}` };
  const summary = { title: '示例项目', budgetYear: 2026, requestedFen: size * 3_000_000 };
  const handing = { ...cause, id: `P${project}`, unit: owner, summary, declaration: planOf(size) };
  if (!record) return usual.submit(undefined, 1, handing);
  return reviewCommand(kind, record, number, handing);
}

/** What a project takes of its round, said a second time. */
function takenBy({ flow }: ProjectRecord): number {
  if (flow.state === 'approved') return flow.approvedFen;
  return flow.state === 'in-review' ? (flow.approvedFen ?? flow.requestedFen) : 0;
}

const sum = (some: readonly ProjectRecord[]): number => some.reduce((all, one) => all + takenBy(one), 0);

/** @param before what was there before the last moves, some of which asked a stage again on what it had cut */
async function totalsHold(
  database: Database,
  records: readonly ProjectRecord[],
  before: readonly ProjectRecord[],
  reopened: ReadonlySet<string>,
): Promise<void> {
  for (const { id, ceilingFen = 0, unitCeilingFen = ceilingFen } of rounds) {
    const of = (some: readonly ProjectRecord[]) => some.filter(({ round }) => round === id);
    const own = of(records);
    /** Only what is asked again may make a total pass its ceiling, which no other move then makes worse. */
    const most = (ceiling: number, isMeant: (one: ProjectRecord) => boolean): number => {
      const [had, has] = [of(before), own].map((some) => some.filter(isMeant));
      const again = (some: readonly ProjectRecord[] = []) => sum(some.filter((one) => reopened.has(one.id)));
      return Math.max(ceiling, sum(had ?? [])) + Math.max(0, again(has) - again(had));
    };
    for (const { id: unitId } of units) {
      const { allFen, unitFen } = await loadCommitted(database, id, unitId);
      const ofUnit = own.filter((one) => one.unit.id === unitId);
      const sums = { allFen: sum(own), unitFen: sum(ofUnit) };
      expect({ id, unitId, allFen, unitFen }).toEqual({ id, unitId, ...sums });
      expect(allFen).toBeLessThanOrEqual(most(ceilingFen, () => true));
      expect(unitFen).toBeLessThanOrEqual(most(unitCeilingFen, (one) => one.unit.id === unitId));
    }
  }
}

it('the totals of rounds are the sums over their projects, and pass no ceiling', async () => {
  const seen = { done: new Set<string>(), refused: new Set<RefusalCode>() };
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 12, maxLength: 36, size: 'max' }), async (moves) => {
      const database = await tables.fresh();
      let time = START;
      const now = (): Date => new Date(time);
      const rules: RulesInForce = {
        load: async () => ({
          ...{ collectiveThresholdFen: null, codeThresholdFen: null, lapseDays: 60, contact: '' },
          ...{ stages: {}, rounds, notices: [] },
        }),
        calendar: async () => shippedCalendar,
        record: async () => {},
      };
      const directory = {
        ...aDirectory,
        units: [...aDirectory.units, { ...other, finance: finance.id }],
      };
      const cause = { actor: by('administrator', 'administrator'), at: dayOf(0), requestId: 'office' };
      await replaceDirectory(database, await loadDirectory(database), directory, cause);
      const recordOf = async (project: number) => (await loadProject(database, `P${project}`))?.record;
      const take = async (one: Move, number: number) => {
        const command = commandOf(one, await recordOf(one.project), number);
        const result = await changeProject({ database, now, rules }, `P${one.project}`, command);
        if (isRefused(result)) return void seen.refused.add(result.refused);
        for (const { action, reopens, projectId = '' } of result.events) {
          seen.done.add(action);
          if (reopens) reopened.add(projectId);
        }
      };
      let together: Promise<void>[] = [];
      let before: readonly ProjectRecord[] = [];
      const reopened = new Set<string>();
      for (const [number, one] of moves.entries()) {
        together.push(take(one, number + 1));
        if (one.atOnce && number < moves.length - 1) continue;
        await Promise.all(together);
        together = [];
        time += one.pause;
        const records = (await Promise.all(projects.map(recordOf))).flatMap((record) => record ?? []);
        await totalsHold(database, records, before, reopened);
        before = records;
        reopened.clear();
      }
    }),
    { numRuns: tries(25), examples: [[everywhere], [refilled('take-back')], [refilled('send-back')]] },
  );
  // So that the law is not empty.
  expect([...seen.done]).toEqual(
    expect.arrayContaining([
      'submitted',
      'approved',
      'returned',
      'rejected',
      'recalled',
      'withdrawn',
      'lapsed',
      'taken-back',
    ]),
  );
  expect([...seen.refused]).toEqual(expect.arrayContaining(['over-ceiling', 'no-open-round']));
}, 240_000);
