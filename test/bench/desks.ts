import { gzipSync } from 'node:zlib';
import { projectKey } from '../../shared/project/keys.ts';
import { unpacked } from '../../shared/project/stored.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import { budget, check, type Outcome } from './budget.ts';
import { quiet } from './flow.ts';
import { withHttp } from './http.ts';
import { sampleDirectory } from './large-office.ts';
import { npmStart, type Running, temporaryFolder } from './npm-start.ts';
import type { Sizes } from './options.ts';
import { printTable } from './report.ts';
import { median, round } from './statistics.ts';
import { eachOf, openStore, type Store } from './store.ts';
import { placeRequests } from './stored-requests.ts';

const bureauAt = (number: number) => `9153012200000${String(number).padStart(5, '0')}`;
const declarerAt = (number: number) => `9153012300000${String(number).padStart(5, '0')}`;
const deciderAt = (number: number) => `decider-${number}`;

/** The sample, and beside it so many bureaus, each with a unit that it decides for. */
function officeWith(bureaus: number): Directory {
  const sample = sampleDirectory();
  const numbers = Array.from({ length: bureaus }, (_, number) => number);
  return {
    ...sample,
    units: [
      ...sample.units,
      ...numbers.flatMap((number) => [
        {
          id: bureauAt(number),
          name: `财政局${number}（示例）`,
          posts: [
            { post: 'reviewer', holder: deciderAt(number) },
            { post: 'approver', holder: 'approver' },
          ],
        },
        { id: declarerAt(number), name: `单位${number}（示例）`, finance: bureauAt(number) },
      ]),
    ],
    people: [
      ...sample.people,
      ...numbers.map((number) => ({
        id: deciderAt(number),
        name: `审核人${number}（示例）`,
        email: `${deciderAt(number)}@countersign.example`,
        unit: bureauAt(number),
      })),
    ],
  };
}

/** Puts projects that have ended into the store: what the lists find of them. */
async function placeEnded({ database }: Store, like: string, count: number, now: Date): Promise<void> {
  const stored = await database.get(database.projects, projectKey(like));
  if (!stored) throw new Error(`There is no project ${like}`);
  const { stage: _stage, due: _due, dueAt: _dueAt, flow: was, ...rest } = unpacked(stored);
  const flow = { ...(was as object), state: 'approved', approvedFen: 12_345_600 };
  await eachOf(
    Array.from({ length: count }, (_, number) => number),
    16,
    (number) => {
      const id = `2020-${String(number).padStart(8, '0')}`;
      const createdAt = new Date(now.getTime() - (number + 1) * 60_000).toISOString();
      const ended = { id, createdAt, flow, state: 'approved', approvedFen: 12_345_600 };
      return database.put(database.projects, { ...rest, ...projectKey(id), ...ended });
    },
  );
}

interface Row {
  readonly desk: string;
  readonly rows: number;
  readonly 'read units': number;
  readonly ms: number;
  readonly 'KiB compressed': number;
}

/** So often a page is asked for after the first time; the median is told. */
const TIMES = 9;

const pages = {
  'reviewer, waiting': ['reviewer', '/'],
  'reviewer, by amount': ['reviewer', '/?sort=amount'],
  'submitter, waiting': ['submitter', '/'],
  'submitter, under way': ['submitter', '/?tab=mine'],
} as const;

async function readDesks(running: Running): Promise<Row[]> {
  const units = async (): Promise<number> => (await running.metrics()).capacityOf.projects?.read ?? 0;
  return withHttp(running.product, async (http) => {
    const rows: Row[] = [];
    for (const [desk, [account, path]] of Object.entries(pages)) {
      const headers = { authorization: `Bearer ${await running.token(account)}`, accept: 'text/html' };
      await http.send('GET', path, headers);
      await quiet(running);
      const before = await units();
      const times: number[] = [];
      let text = '';
      for (let time = 0; time < TIMES; time++) {
        const reply = await http.send('GET', path, headers);
        if (reply.status !== 200) throw new Error(`${path} got ${reply.status}`);
        times.push(reply.milliseconds);
        text = reply.text;
      }
      // A function's units are known when it has ended.
      await quiet(running);
      rows.push({
        desk,
        rows: Math.max(0, text.split('<tr').length - 2),
        // A program's token is not looked up as a session is.
        'read units': round(((await units()) - before) / TIMES + 1),
        ms: round(median(times), 1),
        'KiB compressed': round(gzipSync(text).byteLength / 1024, 1),
      });
    }
    return rows;
  });
}

/** What a page of a desk costs among all that waits for others, and all that has ended. */
export async function measureDesks({ desks }: Sizes): Promise<Outcome> {
  const { open, people, ended } = desks;
  const own = Math.round(open / people);
  const folder = await temporaryFolder();
  try {
    const now = new Date();
    const store = await openStore(now, { data: folder.path, directory: officeWith(people - 1) });
    const [first = ''] = await placeRequests(store, own, now);
    for (let number = 0; number < people - 1; number++)
      await placeRequests(store, own, now, { id: declarerAt(number), name: `单位${number}（示例）` });
    await placeEnded(store, first, ended, now);
    await store.close();
    const running = await npmStart({ data: folder.path });
    try {
      const rows = await readDesks(running);
      printTable(
        `A page of a desk, with ${open} requests open for ${people} people and ${ended} projects ended`,
        rows.map((row) => ({ ...row })),
      );
      const { deskUnits, deskMs, deskKib } = budget.office;
      const most = (column: 'read units' | 'ms' | 'KiB compressed') =>
        Math.max(...rows.map((row) => row[column]));
      return {
        numbers: rows,
        checks: [
          check('desk: rows of the reviewer’s page', rows[0]?.rows ?? 0, 'least', Math.min(own, 50)),
          check('desk: read units of a page', most('read units'), 'most', deskUnits),
          check('desk: milliseconds of a page', most('ms'), 'most', deskMs),
          check('desk: KiB of a page, compressed', most('KiB compressed'), 'most', deskKib),
        ],
      };
    } finally {
      await running.stop();
    }
  } finally {
    await folder.remove();
  }
}
