import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { definition } from '../../shared/declaration/definition.ts';
import { summaryOf } from '../../shared/forms/form.ts';
import { canonical } from '../../shared/history/canonical.ts';
import { digest } from '../../shared/history/digest.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { loadProject } from '../../shared/project/load.ts';
import { standingOf } from '../../shared/project/reconcile.ts';
import type { ProjectRecord } from '../../shared/project/records.ts';
import { replay } from '../../shared/project/replay.ts';
import { LOST_TOKEN } from '../../shared/project/retold.ts';
import type { RulesInForce } from '../../shared/project/rules-in-force.ts';
import { storedRequest, unpacked } from '../../shared/project/stored.ts';
import type { Database, Item } from '../../shared/store/database.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { eventsOf } from '../../shared/store/history-store.ts';
import { shippedCalendar } from '../../shared/values/calendar/calendar.ts';
import type { Command } from '../../shared/workflow/commands.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { aDirectory, by, finance, unit, usual } from '../builders/workflow.ts';
import { openTables, type Tables } from '../support/tables.ts';
import { tries } from '../support/tries.ts';
import { reviewCommand } from './world/moves.ts';

/**
 * Wherever a restore puts the table of projects back to, a record is moved on by its events to what the door had made of
 * it: the same flow, requests, draft, lists and totals. The tables are the real ones, and so is the door.
 */

const id = 'P1';
const other = { id: '11530121MB1000101G', name: '示例单位二（示例）' };

let tables: Tables;
beforeAll(async () => {
  tables = await openTables();
});
afterAll(() => tables.stop());

const often = ['submit', 'submit', 'ask', 'ask', 'approve', 'approve', 'return'] as const;
const seldom = [
  ...(['cut', 'reject', 'recall', 'withdraw', 'lapse', 'remind', 'urge', 'renew', 'reassign'] as const),
  ...(['take back', 'object', 'move', 'warn', 'mail failed'] as const),
];
const move = fc.constantFrom(...often, ...often, ...seldom);
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never;

/** Ways to all that is rare by chance; the last has a cut, whose details no event holds. */
const everywhere: Move[] = [
  ...(['submit', 'ask', 'renew', 'urge', 'mail failed', 'remind', 'remind', 'return', 'warn'] as const),
  ...([
    'submit',
    'recall',
    'submit',
    'ask',
    'move',
    'approve',
    'take back',
    'approve',
    'ask',
    'approve',
  ] as const),
];
const given: Move[] = ['submit', 'ask', 'reassign', 'withdraw'];
const refused: Move[] = ['submit', 'ask', 'reject'];
const withACut: Move[] = ['submit', 'ask', 'cut', 'object', 'ask', 'approve'];

function commandOf(kind: Move, record: ProjectRecord | undefined, number: number): Command {
  const cause = { actor: by('maker'), requestId: `${number}` };
  const declaration = aDeclaration({ title: `项目 ${number}` });
  const handing = {
    ...{ ...cause, id, unit: record?.unit ?? unit, declaration, contentHash: digest(declaration) },
    summary: summaryOf(definition, declaration),
    form: { id: definition.id, version: definition.version },
  };
  if (!record) return usual.submit(undefined, 1, handing);
  const { revision, ...flow } = record.flow;
  const stage = flow.state === 'in-review' ? flow.stage : 'approval';
  const at = { stage, revision };
  const who = stage === 'approval' ? 'approver' : 'reviewer';
  const person = { id: who, name: who };
  switch (kind) {
    case 'remind':
      return { type: 'remind', ...at };
    case 'urge':
      return { type: 'urge', ...cause };
    case 'renew':
      return { type: 'renew-link', ...cause, actor: by(who, 'reviewer', 'link'), ...at, assignee: person };
    case 'reassign':
      return {
        ...{ type: 'reassign', ...cause, stage, to: 'reviewer2', comment: '原经办人出差，请代为办理此件' },
        actor: by('administrator', 'administrator'),
      };
    case 'take back': {
      const last = flow.deciders.at(-1);
      const actor = by(last?.person ?? '', 'reviewer', 'session');
      return { type: 'take-back', ...cause, actor, stage: last?.stage ?? '', revision };
    }
    case 'object':
      return { type: 'object', ...cause, comment: '核减后无法完成全年印刷任务，请复核' };
    case 'move':
      return { type: 'change-unit', unit: record.unit.id === unit.id ? other : unit };
    case 'warn':
      return { type: 'lapse', revision, warning: 1 };
    case 'mail failed':
      return {
        ...{ type: 'report-mail-failure', seq: number, recipient: person, asked: false, reason: 'bounced' },
        again: false,
        ...at,
      } as Command;
    default:
      return reviewCommand(kind, record, number, handing as never);
  }
}

type Example = [Move[], number, 'whole' | 'record first' | 'record last'];

/** What every run tries; the others are random. */
const examples: Example[] = [
  ...[0, 2, 5, 8, 10, 13, 15].flatMap((back) =>
    (['whole', 'record first', 'record last'] as const).map(
      (written): Example => [everywhere, back, written],
    ),
  ),
  ...[given, refused, withACut].flatMap((moves) => [0, 2].map((back): Example => [moves, back, 'whole'])),
];

const keyOf = ({ pk, sk }: Item): string => `${pk} ${sk}`;

async function everything(client: DynamoDBClient, TableName: string): Promise<Item[]> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return Items.map((item) => unmarshall(item));
}

/** What a restore leaves: all of that moment, and no more; but what was handed in is written once and kept. */
async function putBack(client: DynamoDBClient, database: Database, moment: readonly Item[]) {
  const had = new Set(moment.map(keyOf));
  for (const item of await everything(client, database.projects))
    if (!had.has(keyOf(item)) && !/^(C|B)#/.test(keyOf(item)))
      await database.delete(database.projects, { pk: item.pk, sk: item.sk });
  for (const item of moment) await database.put(database.projects, item);
}

/** A total without what came and went again: it counts nothing. */
const counted = (item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== 0));

/** All that stands there, but what no event says: numbers that leap, tokens, whom a failed mail missed, and the times of looks. */
const asEventsTell = (items: readonly Item[]) =>
  items
    .filter(({ pk }) => !String(pk).startsWith('FAILED'))
    .map((item) => {
      const isRequest = String(item.sk).startsWith('REQUEST#');
      const whole = unpacked(item);
      const { version: _v, attempt: _a, listed: _l, dueAt: _d, ...rest } = whole;
      const isProject = String(item.sk) === 'PROJECT';
      if (String(item.pk).startsWith('TOTALS#')) return canonical(counted(item));
      const told = isProject ? rest : isRequest ? { ...whole, token: '', tokenOrder: '' } : item;
      return canonical(
        JSON.parse(JSON.stringify(told, (_, value) => (value instanceof Uint8Array ? [...value] : value))),
      );
    })
    .filter((text) => !/^\{"pk":"[^"]*","sk":"[^"]*"\}$/.test(text))
    .sort();

/** Of requests what the flow goes by: a half-written one may lack how often it reminded. */
const decidedIn = (items: readonly Item[]) =>
  items
    .map(storedRequest)
    .map(({ stage, revision, status, decisions }) =>
      canonical(JSON.parse(JSON.stringify({ stage, revision, status, decisions }))),
    )
    .sort();

it('a record is moved on by its events to what the door had made of it', async () => {
  const client = new DynamoDBClient({});
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(move, { minLength: 4, maxLength: 22, size: 'max' }),
      fc.nat(),
      fc.constantFrom<Example[2]>('whole', 'whole', 'record first', 'record last'),
      async (moves, back, written) => {
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
        const cause = {
          actor: by('administrator', 'administrator'),
          at: now().toISOString(),
          requestId: 'o',
        };
        const office = { ...aDirectory, units: [...aDirectory.units, { ...other, finance: finance.id }] };
        await replaceDirectory(database, await loadDirectory(database), office, cause);

        const moments: { readonly seq: number; readonly items: Item[] }[] = [];
        for (const [number, kind] of moves.entries()) {
          const before = await loadProject(database, id);
          // Sooner than a decision could not be taken back any more; later than a step of waiting is due.
          time += kind === 'remind' || kind === 'warn' || kind === 'lapse' ? 20 * 86_400_000 : 60_000;
          const result = await changeProject(
            { database, now, rules },
            id,
            commandOf(kind, before?.record, number + 1),
          );
          if (isRefused(result) || result.events.length === 0) continue;
          for (const { action } of result.events) seen.add(action);
          moments.push({ seq: result.record.head.seq, items: await everything(client, database.projects) });
        }
        const last = moments.at(-1);
        const moment = moments[back % Math.max(1, moments.length)];
        if (!last || !moment) return;
        await putBack(client, database, moment.items);
        // A restore may find a transaction half written: the record of the next moment, or all of it but the record.
        const torn = written === 'whole' ? undefined : moments[moments.indexOf(moment) + 1];
        const isRecord = ({ sk }: Item): boolean => sk === 'PROJECT';
        const isOwn = ({ pk, sk }: Item): boolean => pk === `P#${id}` && String(sk).startsWith('REQUEST#');
        for (const item of torn?.items ?? [])
          if (written === 'record first' ? isRecord(item) : isOwn(item))
            await database.put(database.projects, item);

        const events = await eventsOf(database, id);
        const loaded = await loadProject(database, id);
        if (!loaded) throw new Error('There was a record at every moment');
        const standing = standingOf(events, loaded);
        if (moment === last) return expect(standing).toEqual({ is: 'whole' });
        if (!torn) expect(standing).toEqual({ is: 'behind', upTo: moment.seq, end: last.seq });
        if (standing.is !== 'behind') return expect(standing).toEqual({ is: 'whole' });
        const lost = events.find(({ seq, detailsHash }) => seq > standing.upTo && detailsHash !== undefined);
        const replayed = await replay({ database, rules }, loaded, events, standing.upTo);
        if ('what' in replayed) return expect(replayed).toEqual({ what: 'details', seq: lost?.seq });
        await replayed.write();
        const all = await everything(client, database.projects);
        const compared = (items: readonly Item[]) =>
          torn ? decidedIn(items.filter(isOwn)) : asEventsTell(items);
        expect(compared(all)).toEqual(compared(last.items));
        const after = await loadProject(database, id);
        expect(after && standingOf(events, after)).toEqual({ is: 'whole' });
        // A flow whose token is lost begins anew, under a name that no execution has had.
        const open = after?.requests.find(({ status }) => status === 'open');
        if (open?.token === LOST_TOKEN.token) expect(after?.record.attempt).toBeGreaterThan(100);
      },
    ),
    {
      numRuns: examples.length + tries(24),
      examples,
    },
  );
  client.destroy();
  // So that the law is not empty.
  expect([...seen]).toEqual(
    expect.arrayContaining([
      ...['submitted', 'requested', 'decided', 'approved', 'returned', 'rejected', 'recalled', 'withdrawn'],
      ...[
        'link-renewed',
        'urged',
        'reminded',
        'reassigned',
        'taken-back',
        'objected',
        'unit-changed',
        'mail-failed',
      ],
    ]),
  );
}, 240_000);
