/**
 * How the platform starts and answers with many projects in its folder, and what each GET route then reads:
 * `npm run many-projects -- [--large]`, with 100 and 10,000 projects, with `--large` also 100,000, which are
 * near a million events. One project that was approved by the product is copied, row by row, under other numbers, with
 * its execution: so many projects of one unit and one approver are the worst that lists can meet. It takes some 50 KB of
 * disk for each, and minutes. It fails where a route or the start reads more than with fewer projects.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { approveThrough, clientOf, decideBy, linkFor, passTime, submit } from '../support/client.ts';
import { startPlatform } from '../support/platform.ts';
import { budget } from './budget.ts';
import { temporaryFolder } from './npm-start.ts';
import { processTree } from './processes.ts';
import { bounded, unitsOfRoutes } from './routes.ts';
import { median, round } from './statistics.ts';

const { values } = parseArgs({ options: { large: { type: 'boolean', default: false } } });
const sizes = values.large ? [100, 10_000, 100_000] : [100, 10_000];
const ROUNDS = 9;
/** As much may a start read more than with fewer projects: a template or a log that has just come to be. */
const START_SPREAD_MB = 5;

/** One approved project of which nothing is due any more. */
async function aProjectIn(data: string): Promise<string> {
  const platform = await startPlatform({ data });
  const id = await approveThrough(platform);
  await passTime(platform, 10 * 60);
  await platform.stop();
  return id;
}

/** Under the numbers from `from` to `to`. */
function copyAll(data: string, id: string, from: number, to: number): void {
  copyRows(join(data, 'dynamodb.sqlite'), id, from, to);
  copyExecutions(join(data, 'executions.sqlite'), id, from, to);
}

/** Copies what the interpreter keeps of a project for months after its end. */
function copyExecutions(file: string, id: string, from: number, to: number): void {
  const database = new DatabaseSync(file);
  const columns = database
    .prepare('PRAGMA table_info(executions)')
    .all()
    .map(({ name }) => String(name))
    .filter((name) => name !== 'id');
  const values = columns.map((name) =>
    name === 'arn' || name === 'name' ? `replace(t.${name}, '${id}', '${id}-copy-' || n.i)` : `t.${name}`,
  );
  database.exec(
    `WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${to})
     INSERT INTO executions (${columns.join(', ')}) SELECT ${values.join(', ')} FROM n,
     (SELECT * FROM executions WHERE instr(name, '${id}') = 1 AND instr(name, '-copy-') = 0 LIMIT 1) t`,
  );
  database.close();
}

/** Copies all rows of a project in all tables of the embedded database. */
function copyRows(file: string, id: string, from: number, to: number): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA synchronous = OFF; BEGIN');
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 1) <> '_'")
    .all()
    .map(({ name }) => String(name))
    .filter((name) => !name.startsWith('sqlite_'));
  const another = `substr('${id}', 1, 5) || printf('%04d-%04d', n.i / 10000, n.i % 10000)`;
  for (const table of tables) {
    const columns = database
      .prepare(`PRAGMA table_info("${table}")`)
      .all()
      .map(({ name, type }) => ({ name: String(name), isText: type === 'TEXT' }));
    const values = columns.map(({ name, isText }) =>
      isText ? `replace(t.${name}, '${id}', ${another})` : `t.${name}`,
    );
    database.exec(
      `WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i < ${to})
       INSERT OR IGNORE INTO "${table}" SELECT ${values.join(', ')} FROM "${table}" t, n
       WHERE instr(t.item_json, '${id}') > 0`,
    );
  }
  database.exec('COMMIT');
  database.close();
}

type Measured = Awaited<ReturnType<typeof measure>>;

/** What each route reads at each size, and those that read more at one than at the one before. */
function growthOf(measured: readonly Measured[]) {
  const routes = [...(measured[0]?.units.keys() ?? [])];
  const at = (index: number, route: string): number => measured[index]?.units.get(route) ?? Number.NaN;
  const rows = routes.map((route) => ({
    route,
    ...Object.fromEntries(measured.map(({ projects, units }) => [projects, units.get(route) ?? Number.NaN])),
  }));
  const growing = routes.filter((route) =>
    measured.some(
      (_, index) =>
        // What is bounded has met its bound when it is measured the second time.
        index > (bounded.has(route) ? 1 : 0) &&
        !(at(index, route) - at(index - 1, route) <= budget.routes.spreadUnits),
    ),
  );
  return { rows, growing };
}

async function measure(data: string, id: string, projects: number) {
  const begun = performance.now();
  const platform = await startPlatform({ data });
  const startSeconds = round((performance.now() - begun) / 1000);
  const processes = processTree(platform.pid);
  const start = {
    startSeconds,
    startProcessorMs: processes.reduce((sum, one) => sum + one.processorMs, 0),
    startReadMb: round(
      processes.reduce((sum, one) => sum + one.readMb, 0),
      1,
    ),
  };
  const [submitter, reviewer, auditor] = await Promise.all(
    ['submitter', 'reviewer', 'auditor'].map((account) => clientOf(platform, account)),
  );
  const times: Record<string, number[]> = {};
  const timed = async (name: string, work: () => Promise<unknown>) => {
    const started = performance.now();
    await work();
    times[name] = [...(times[name] ?? []), performance.now() - started];
  };
  for (let n = 0; n <= ROUNDS; n += 1) {
    await timed('submit', () =>
      submit(platform).then(async ({ id: made }) => {
        const link = await linkFor(platform, 'reviewer', made);
        await timed('decide', () =>
          decideBy(platform, link, { outcome: 'reject', comment: '示例项目，不予支持，请另行申报' }),
        );
      }),
    );
    await timed('project', () => submitter?.get(`/projects/${id}`) ?? Promise.resolve());
    await timed('desk', () => submitter?.get('/') ?? Promise.resolve());
    await timed('desk, done', () => reviewer?.get('/?tab=done') ?? Promise.resolve());
    await timed('list', () => auditor?.get('/projects') ?? Promise.resolve());
    await timed('history', () => auditor?.get('/history') ?? Promise.resolve());
  }
  const { id: open } = await submit(platform);
  const link = await linkFor(platform, 'reviewer', open);
  const units = await unitsOfRoutes(platform, { id, open, token: link.split('/').at(-1) ?? '' });
  // As many are open when it is measured again.
  await decideBy(platform, link, { outcome: 'reject', comment: '示例项目，不予支持，请另行申报' });
  await platform.stop();
  const size = statSync(join(data, 'dynamodb.sqlite')).size;
  const medians = Object.entries(times).map(([name, all]) => [name, round(median(all.slice(1)))] as const);
  const told = { projects, fileMb: Math.round(size / 1e6), ...start, ...Object.fromEntries(medians) };
  return { projects, times: told, units };
}

const folder = await temporaryFolder();
try {
  const id = await aProjectIn(folder.path);
  let there = 1;
  const measured: Measured[] = [];
  for (const projects of sizes) {
    copyAll(folder.path, id, there, projects - 1);
    there = projects;
    measured.push(await measure(folder.path, id, projects));
  }
  console.log('Milliseconds (median); submit until the reviewer has the mail');
  console.table(measured.map(({ times }) => times));
  const { rows, growing } = growthOf(measured);
  console.log('Read units of one answer, by the number of projects');
  console.table(rows);
  if (growing.length > 0) {
    console.error(`They read more than with fewer projects: ${growing.join(', ')}`);
    process.exitCode = 1;
  }
  const reads = measured.map(({ times }) => times.startReadMb);
  if (reads.some((read, index) => read > (reads[index - 1] ?? read) + START_SPREAD_MB)) {
    console.error(`A start reads more than with fewer projects, MB: ${reads.join(', ')}`);
    process.exitCode = 1;
  }
} finally {
  await folder.remove();
}
