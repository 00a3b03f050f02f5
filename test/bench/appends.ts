import { link } from '../../shared/history/chain.ts';
import type { EventBody } from '../../shared/history/event.ts';
import { changeProject, isRefused } from '../../shared/project/change.ts';
import { projectKey, sentKey } from '../../shared/project/keys.ts';
import type { Database } from '../../shared/store/database.ts';
import { appendsOf } from '../../shared/store/history-store.ts';
import { appendToChain, headOf, readerChain, recordReading } from '../../shared/store/system-chain.ts';
import { budget, check, type Outcome } from './budget.ts';
import { printTable } from './report.ts';
import { round } from './statistics.ts';
import { eachOf, openStore, type Store, type Used } from './store.ts';
import { laidToRest, placeRequest } from './stored-requests.ts';

const AT = '2026-03-02T04:00:00.000Z';
const auditor = { id: 'auditor', name: '审计员庚（示例）', role: 'auditor', via: 'session' } as const;

/** A transaction takes a hundred writes; one of them is the record. */
const AT_A_TIME = 90;

const assignee = { id: 'reviewer', name: '审核人丙（示例）' };
const at = { stage: 'finance-review', revision: 1 };

/** Asks for a fresh link, as its person does. */
async function renewLink({ database, rules }: Store, projectId: string): Promise<void> {
  const changed = await changeProject({ database, rules, now: () => new Date(AT) }, projectId, {
    type: 'renew-link',
    actor: { ...assignee, role: 'reviewer', via: 'link' },
    requestId: `${projectId}-${Math.random()}`,
    ...at,
    assignee,
  });
  if (isRefused(changed)) throw new Error(`${projectId} was refused: ${changed.refused}`);
}

/** Makes a project's chain as long as years of it, faster than years would: many events in one transaction. */
async function growChain(database: Database, projectId: string, count: number): Promise<void> {
  const head = await headOf(database, projectId);
  const event: EventBody = {
    at: AT,
    actor: { ...assignee, role: 'reviewer', via: 'link' },
    action: 'link-renewed',
    projectId,
    unit: '11530121MB1584810X',
    budgetYear: 2026,
    ...at,
    assignees: [assignee],
    requestId: `${projectId}-${Math.random()}`,
  };
  const events = link(
    projectId,
    head,
    Array.from({ length: count }, () => event),
  );
  const { seq, hash } = events.at(-1) ?? head;
  await database.transact([
    {
      name: 'record',
      Update: {
        TableName: database.projects,
        Key: projectKey(projectId),
        UpdateExpression: 'SET #head = :head',
        ExpressionAttributeNames: { '#head': 'head' },
        ExpressionAttributeValues: { ':head': { seq, hash } },
      },
    },
    ...appendsOf(database, events),
  ]);
}

const reading = {
  actor: auditor,
  action: 'exported',
  scope: '/history?limit=500',
  count: 500,
  at: AT,
} as const;

const readAgain = (database: Database): Promise<unknown> =>
  recordReading(database, { ...reading, requestId: `read-${Math.random()}` });

/** A chain that grows by the product's own code, and how the next event is put to it. */
interface Growing {
  readonly name: string;
  length(): Promise<number>;
  grow(count: number): Promise<unknown>;
  append(): Promise<unknown>;
}

async function projectChain(store: Store): Promise<Growing> {
  const { database } = store;
  const id = await placeRequest(store, new Date(AT));
  return {
    name: 'a project',
    length: async () => (await headOf(database, id)).seq,
    grow: (count) => growChain(database, id, count),
    append: () => renewLink(store, id),
  };
}

const ownChain = ({ database }: Store): Growing => {
  const chain = readerChain(auditor.id);
  return {
    name: 'a reader',
    length: async () => (await headOf(database, chain)).seq,
    grow: (count) =>
      appendToChain(
        database,
        chain,
        Array.from({ length: count }, () => ({ ...reading, requestId: 'grown' })),
      ),
    append: () => readAgain(database),
  };
};

interface Row extends Used {
  readonly chain: string;
  readonly length: number;
}

async function appendAt(store: Store, chain: Growing, length: number): Promise<Row> {
  for (let missing = length - (await chain.length()); missing > 0; missing -= AT_A_TIME)
    await chain.grow(Math.min(missing, AT_A_TIME));
  return { chain: chain.name, length: await chain.length(), ...(await store.used(() => chain.append())) };
}

/** The mails that one project can have had: each leaves a mark beside its record, which no change reads. */
const MARKS = [10, 100, 1_000] as const;

/** Not of the chain, but beside it: what a change costs beside the marks of so many sent mails. */
async function withMarks(store: Store): Promise<Row[]> {
  const { database } = store;
  const rows: Row[] = [];
  for (const marks of MARKS) {
    const id = await placeRequest(store, new Date(AT));
    await eachOf(Array.from({ length: marks }).keys(), 16, (seq) =>
      database.put(database.projects, { ...sentKey(id, seq + 4), at: AT }),
    );
    await laidToRest(database, id, new Date(AT));
    const used = await store.used(() => renewLink(store, id));
    rows.push({ chain: 'a project', length: marks, ...used });
  }
  return rows;
}

/** What the next event of a chain costs, by the length of the chain. */
export async function measureAppends(lengths: readonly number[]): Promise<Outcome> {
  const store = await openStore(new Date(AT));
  try {
    const chains = [await projectChain(store), ownChain(store)];
    const rows: Row[] = [];
    for (const chain of chains) for (const length of lengths) rows.push(await appendAt(store, chain, length));
    printTable(
      'Appending the next event to a chain',
      rows.map((row) => ({ ...row })),
    );
    const marked = await withMarks(store);
    printTable(
      'Of it: a project whose record lies beside so many marks of sent mails',
      marked.map(({ length, calls, readUnits, writeUnits }) => ({
        mails: length,
        calls,
        readUnits,
        writeUnits,
      })),
    );
    const longest = Math.max(...lengths);
    const { appendSpreadUnits } = budget.history;
    const checks = chains.flatMap(({ name }) => {
      const own = rows.filter(({ chain }) => chain === name);
      const spreadOf = (value: (row: Row) => number): number =>
        round(Math.max(...own.map(value)) - Math.min(...own.map(value)));
      const what = `append to the chain of ${name}, to ${longest} events`;
      return [
        check(
          `${what}: spread of units`,
          spreadOf((row) => row.readUnits + row.writeUnits),
          'most',
          appendSpreadUnits,
        ),
        check(
          `${what}: spread of calls`,
          spreadOf(({ calls }) => calls),
          'most',
          0,
        ),
      ];
    });
    const ofMarks = marked.map(({ readUnits }) => readUnits);
    const grown = check(
      `a change beside ${Math.max(...MARKS)} marks of sent mails: spread of read units`,
      round(Math.max(...ofMarks) - Math.min(...ofMarks)),
      'most',
      0,
    );
    return { numbers: { rows, marked }, checks: [...checks, grown] };
  } finally {
    await store.close();
  }
}
