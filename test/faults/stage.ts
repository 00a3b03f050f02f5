import { rm } from 'node:fs/promises';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { reconcileTables } from '../../infra/commands/reconcile-tables.ts';
import { type TableNames, useDatabase } from '../../infra/commands/tables.ts';
import type { Blow, Call, Place } from '../../infra/local/control/struck-calls.ts';
import { type Database, openDatabase } from '../../shared/store/database.ts';
import { rulesKey } from '../../shared/store/keys.ts';
import { databaseAddressOf, databaseOf } from '../support/database-of.ts';
import { type Message, type Platform, startPlatform } from '../support/platform.ts';

/** A platform on which flows are played, one beside the other, and what one sees of it around the product. */
export interface Stage {
  platform(): Platform;
  database(): Database;
  /** Every mail so far, oldest first. */
  mails(): Promise<readonly Message[]>;
  /** Lets six minutes pass, for whatever waits for the sweep: at most once in a while, whoever asks. */
  nudge(): Promise<void>;
  /** Lets so many seconds pass. */
  pass(seconds: number): Promise<void>;
  /** Begins a run, with the blow that shall fall in it. */
  begin(run: string, options: { alone: boolean; blow?: (Place & { kind: Blow }) | undefined }): Promise<void>;
  about(run: string): Promise<{ readonly calls: readonly Call[]; readonly struck: boolean }>;
  end(run: string): Promise<void>;
  /** Starts the platform again from its folder, if it is dead. */
  revive(): Promise<void>;
  /** How often it was found dead. */
  deaths(): number;
  /** Ends it, and starts it from its folder. */
  restart(): Promise<void>;
  /** What is wrong with any chain or record: none where all verify, and each state follows from its events. */
  broken(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** How the product names projects. */
const projectIds = String.raw`\b\d{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b`;
// Sweeps look at what an event left behind five minutes later.
const nudgeSeconds = 6 * 60;
// A sweep must have had its time before the next: otherwise a late effect would look like a lost one.
const betweenNudgesMs = 4_000;

const env = {
  // What is played is never limited by how often one person may do it.
  COUNTERSIGN_LIMIT_FACTOR: '1000',
  // Who looks at one platform's database (`useDatabase`) starts the next with a database of its own.
  AWS_ENDPOINT_URL_DYNAMODB: '',
};

async function tablesOf(platform: Platform): Promise<TableNames> {
  const client = await databaseOf(platform);
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  client.destroy();
  const named = (part: string) => TableNames.find((name) => name.includes(part)) ?? '';
  return { PROJECTS_TABLE: named('Projects'), HISTORY_TABLE: named('History') };
}

/** One after the other: where a client finds its database is a variable of the whole process. */
const inTurn = (() => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
})();

export async function openStage(): Promise<Stage> {
  let platform = await startPlatform({ env });
  const abandon = () => void process.kill(platform.pid, 'SIGTERM');
  process.once('exit', abandon);
  const { data, port } = platform;
  const tables = await tablesOf(platform);
  let database: Database;
  const look = (): Promise<void> =>
    inTurn(async () => {
      useDatabase(await databaseAddressOf(platform));
      database = openDatabase(tables);
      // With its first call a client has found its address.
      await database.get(tables.PROJECTS_TABLE, rulesKey);
    });
  await look();
  const askOnce = async <T>(path: string, body?: object): Promise<T> => {
    const init = body && {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    };
    const answer = await fetch(`${platform.control}${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  /** A host that dies of a fault meanwhile is asked again when it is back: what is asked here may come twice. */
  const ask = async <T>(path: string, body?: object): Promise<T> => {
    try {
      return await askOnce(path, body);
    } catch (error) {
      // So `fetch` says that a connection broke.
      if (!(error instanceof TypeError)) throw error;
      await reviveOnce();
      return askOnce(path, body);
    }
  };
  const mails: Message[] = [];
  let reading: Promise<void> | undefined;
  const readMails = async (): Promise<void> => {
    mails.push(...(await ask<Message[]>(`/messages?from=${mails.length}`)));
  };
  let nudged = 0;
  let deaths = 0;
  let reviving: Promise<void> | undefined;
  const startAgain = async (): Promise<void> => {
    await platform.kill();
    platform = await startPlatform({ env, data, port });
    await look();
  };
  const isUp = (): Promise<boolean> => fetch(`${platform.control}/clock`).then(Boolean, () => false);
  const revive = async (): Promise<void> => {
    if (await isUp()) return;
    deaths += 1;
    await startAgain();
  };
  const reviveOnce = async (): Promise<void> => {
    reviving ??= revive().finally(() => {
      reviving = undefined;
    });
    await reviving;
  };

  return {
    platform: () => platform,
    database: () => database,
    async mails() {
      reading ??= readMails().finally(() => {
        reading = undefined;
      });
      await reading;
      return mails;
    },
    async nudge() {
      if (performance.now() - nudged < betweenNudgesMs) return;
      nudged = performance.now();
      await platform.advance(nudgeSeconds);
    },
    pass: (seconds) => platform.advance(seconds),
    async begin(run, { alone, blow }) {
      // A host whose database was killed too often has ended by itself.
      await reviveOnce();
      await ask('/runs', { run, owns: projectIds, alone, blow });
    },
    about: (run) => ask(`/runs?run=${run}`),
    async end(run) {
      // One that is dead knows of no run any more.
      if (await isUp()) await ask('/runs', { run, over: true });
    },
    revive: reviveOnce,
    deaths: () => deaths,
    restart: startAgain,
    broken: () =>
      inTurn(async () => {
        useDatabase(await databaseAddressOf(platform));
        const { found } = await reconcileTables(tables, { repairs: false });
        return found.map(({ chain, found: what }) => `${chain}: ${JSON.stringify(what)}`);
      }),
    async close() {
      process.off('exit', abandon);
      await platform.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
}
