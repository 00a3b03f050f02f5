import { type RulesInForce, rulesInForce } from '../../shared/project/rules-in-force.ts';
import { consumed, resetMeter } from '../../shared/runtime/meter.ts';
import { type Database, openDatabase } from '../../shared/store/database.ts';
import { replaceDirectory } from '../../shared/store/directory/save.ts';
import { snapshotOf } from '../../shared/store/directory/snapshot.ts';
import type { Directory } from '../../shared/workflow/directory.ts';
import { usualSettings } from '../builders/settings.ts';
import { openBareDatabase } from './bare-database.ts';
import { sampleDirectory } from './large-office.ts';
import { round } from './statistics.ts';

/** The names that the template gives its tables on one machine. */
const tables = { PROJECTS_TABLE: 'Projects', HISTORY_TABLE: 'History' } as const;

/** What something asked of the database. */
export interface Used {
  readonly calls: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly ms: number;
}

/** The product's own store over a database that was started for the bench. */
export interface Store {
  readonly database: Database;
  readonly endpoint: string;
  /** As each function has them. */
  readonly rules: RulesInForce;
  /** Runs something alone, and tells what it used by the product's own meter. */
  used(work: () => Promise<unknown>): Promise<Used>;
  close(): Promise<void>;
}

/** The same database, which tells how often it was called. */
function counting(database: Database): { database: Database; calls: () => number } {
  let calls = 0;
  const counted = <Args extends unknown[], Answer>(call: (...args: Args) => Answer) => {
    return (...args: Args): Answer => {
      calls += 1;
      return call(...args);
    };
  };
  return {
    calls: () => calls,
    database: {
      projects: database.projects,
      history: database.history,
      get: counted(database.get),
      query: counted(database.query),
      put: counted(database.put),
      update: counted(database.update),
      delete: counted(database.delete),
      transact: counted(database.transact),
    },
  };
}

/** Sets variables of this process, and returns how to take them back. */
function setEnvironment(variables: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  };
}

interface StoreOptions {
  /** A folder of the caller's, where the store stays. */
  readonly data?: string;
  /** The sample directory, unless there is another. */
  readonly directory?: Directory;
}

/** Opens the store as a function does, with a directory in it. `at` is the time of its first event. */
export async function openStore(
  at: Date,
  { data, directory = sampleDirectory() }: StoreOptions = {},
): Promise<Store> {
  const bare = await openBareDatabase(data);
  // As a function finds them; the SDK asks when it is first called.
  const restore = setEnvironment({
    AWS_ENDPOINT_URL_DYNAMODB: bare.endpoint,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  const { database, calls } = counting(openDatabase(tables));
  const cause = {
    actor: { id: 'administrator', name: '管理员辛（示例）', role: 'administrator', via: 'bearer' },
    at: at.toISOString(),
    requestId: 'bench',
  } as const;
  await replaceDirectory(database, snapshotOf(database), directory, cause);
  return {
    database,
    endpoint: bare.endpoint,
    rules: rulesInForce(database, usualSettings, () => at),
    async used(work) {
      const before = calls();
      resetMeter();
      const started = performance.now();
      await work();
      const ms = round(performance.now() - started, 1);
      const { readUnits, writeUnits } = consumed();
      return {
        calls: calls() - before,
        readUnits: round(readUnits),
        writeUnits: round(writeUnits),
        ms,
      };
    },
    async close() {
      restore();
      await bare.close();
    },
  };
}

/** Does something for each item, so many at once. */
export async function eachOf<T>(
  items: Iterable<T>,
  atOnce: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let one = left.next(); !one.done; one = left.next()) await work(one.value);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
