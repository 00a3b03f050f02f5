import { setTimeout as pause } from 'node:timers/promises';
import {
  type BackupSummary,
  CreateBackupCommand,
  DeleteTableCommand,
  DescribeBackupCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ListBackupsCommand,
  PutResourcePolicyCommand,
  RestoreTableFromBackupCommand,
  RestoreTableToPointInTimeCommand,
  type TableDescription,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteFunctionConcurrencyCommand,
  type LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { Words } from '../../shared/values/language.ts';
import type { TableNames } from './tables.ts';
import { UsageError } from './usage-error.ts';

/**
 * A restore of both tables into their own names, as a list of steps. Each looks first what is there already: stopped
 * anywhere, the same command goes on. DynamoDB restores into a new table alone, and a table that is restored comes
 * without policy, stream, time to live, recovery and protection.
 */

export interface Restoring {
  readonly dynamodb: DynamoDBClient;
  readonly lambda: LambdaClient;
  readonly tables: TableNames;
  /** The physical names of all functions of the deployment. */
  readonly functions: readonly string[];
  /** The moment: UTC. */
  readonly at: Date;
  /** The policy of History, as JSON. */
  readonly policy: string;
  readonly timeToLiveAttribute: string;
  readonly recoveryDays: number;
  /** How long it waits between two looks. */
  readonly pauseMs: number;
}

const dayMs = 86_400_000;
const withZone = z.iso.datetime({ offset: true });

/**
 * Reads a moment to restore to. Asked before anything is stopped: without its zone a time would be one of wherever the
 * command runs, hours away, and DynamoDB would refuse a moment that it has not when nobody can work any more.
 *
 * @param mostDays how far back; undefined where the tables of that moment lie beside the present ones already
 * @throws UsageError in words
 */
export function readMoment(text: string, now: Date, mostDays: number | undefined): Date {
  if (!withZone.safeParse(text).success)
    throw new UsageError(`--at takes a time with its zone, such as 2026-11-29T02:00:00Z: ${text}`);
  const at = new Date(text);
  const days = (now.getTime() - at.getTime()) / dayMs;
  if (days < 0 || (mostDays !== undefined && days > mostDays))
    throw new UsageError(
      `--at takes a time that is over ${mostDays === undefined ? '' : `and not by more than ${mostDays} days `}(it is ${now.toISOString()}): ${text}`,
    );
  return at;
}

interface Step {
  readonly says: Words;
  run(): Promise<unknown>;
}

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

async function described(
  { dynamodb }: Pick<Restoring, 'dynamodb'>,
  TableName: string,
): Promise<TableDescription | undefined> {
  try {
    return (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}

/** Waits until a table, with its indexes, can be used; or is gone. */
async function until(restoring: Restoring, table: string, wanted: 'ACTIVE' | 'GONE'): Promise<void> {
  for (;;) {
    const found = await described(restoring, table);
    const status = found === undefined ? 'GONE' : found.TableStatus;
    const isBuilt =
      found?.GlobalSecondaryIndexes?.every(({ IndexStatus }) => IndexStatus === 'ACTIVE') ?? true;
    if (status === wanted && isBuilt) return;
    await pause(restoring.pauseMs);
  }
}

const stampOf = (at: Date): string => `${at.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

/** Beside the table, by its moment: `History-at-20261129T020000Z`. */
export const besideName = (table: string, at: Date): string => `${table}-at-${stampOf(at)}`;

/** Nobody writes: neither people nor the flow, nor the schedule, nor what reads the stream. */
export const stopped = ({ lambda, functions }: Pick<Restoring, 'lambda' | 'functions'>): Step[] => [
  {
    says: { zh: `停用全部 ${functions.length} 个函数`, en: `Stop all ${functions.length} functions` },
    run: async () => {
      for (const FunctionName of functions)
        await lambda.send(
          new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }),
        );
    },
  },
];

export const resumed = ({ lambda, functions }: Pick<Restoring, 'lambda' | 'functions'>): Step[] => [
  {
    says: { zh: `恢复全部 ${functions.length} 个函数`, en: `Start all ${functions.length} functions again` },
    run: async () => {
      for (const FunctionName of functions)
        await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
    },
  },
];

const tablesOf = ({ tables }: Restoring): readonly string[] => [tables.PROJECTS_TABLE, tables.HISTORY_TABLE];

/** What DynamoDB keeps by itself of a table with recovery that somebody deleted, as it was just before: the newest. */
async function keptOfDeleted({ dynamodb }: Restoring, TableName: string): Promise<string | undefined> {
  const { BackupSummaries = [] } = await dynamodb.send(
    new ListBackupsCommand({ TableName, BackupType: 'SYSTEM' }),
  );
  const at = ({ BackupCreationDateTime }: BackupSummary): number => BackupCreationDateTime?.getTime() ?? 0;
  return BackupSummaries.toSorted((one, other) => at(other) - at(one))[0]?.BackupArn;
}

/**
 * Before anything is stopped: DynamoDB has that moment of both tables. Its latest is some minutes ago, its earliest when
 * the table was made, where that is not long ago.
 * @throws UsageError in words
 */
export async function demandRestorable(restoring: Restoring): Promise<void> {
  const { dynamodb, at } = restoring;
  for (const TableName of tablesOf(restoring)) {
    if (await described(restoring, besideName(TableName, at))) continue;
    if ((await described(restoring, TableName)) === undefined) {
      if (await keptOfDeleted(restoring, TableName)) continue;
      throw new UsageError(`There is neither a table ${TableName} nor a backup of it. Nothing was stopped.`);
    }
    const { ContinuousBackupsDescription: kept } = await dynamodb.send(
      new DescribeContinuousBackupsCommand({ TableName }),
    );
    const { EarliestRestorableDateTime: from, LatestRestorableDateTime: to } =
      kept?.PointInTimeRecoveryDescription ?? {};
    if (from === undefined || to === undefined)
      throw new UsageError(`${TableName} has no point-in-time recovery. Nothing was stopped.`);
    if (at < from || at > to)
      throw new UsageError(
        `${TableName} can be put back to a moment from ${from.toISOString()} to ${to.toISOString()}, and not to ${at.toISOString()}. Nothing was stopped.`,
      );
  }
}

/** Before anything is stopped: both tables of that moment lie beside the present ones. @throws UsageError in words */
export async function demandBeside(restoring: Restoring): Promise<void> {
  for (const table of tablesOf(restoring)) {
    const name = besideName(table, restoring.at);
    if ((await described(restoring, name)) === undefined && (await backupOf(restoring, name)) === undefined)
      throw new UsageError(
        `There is no table ${name}: give the moment that was restored beside, or restore this one with the same command without --replace. Nothing was stopped.`,
      );
  }
}

/** Puts both tables beside the present ones, as they were. Nothing of what is there is touched. */
export const besides = (restoring: Restoring): Step[] =>
  tablesOf(restoring).map((table) => {
    const beside = besideName(table, restoring.at);
    return {
      says: { zh: `按时刻恢复到 ${beside}`, en: `Restore to ${beside}` },
      run: async () => {
        if ((await described(restoring, beside)) === undefined) await restoredTo(restoring, table, beside);
        await until(restoring, beside, 'ACTIVE');
      },
    };
  });

/** A table that is gone has no moments any more, only its last one. */
async function restoredTo(restoring: Restoring, table: string, beside: string): Promise<void> {
  const { dynamodb, at } = restoring;
  if ((await described(restoring, table)) === undefined)
    await dynamodb.send(
      new RestoreTableFromBackupCommand({
        TargetTableName: beside,
        BackupArn: await keptOfDeleted(restoring, table),
      }),
    );
  else
    await dynamodb.send(
      new RestoreTableToPointInTimeCommand({
        SourceTableName: table,
        TargetTableName: beside,
        RestoreDateTime: at,
      }),
    );
}

/** A backup is of one restore: that of an earlier one is none of what stands there now. */
const backupName = ({ at }: Restoring): string => `restore-${stampOf(at)}`;

async function backupOf(restoring: Restoring, table: string): Promise<string | undefined> {
  const { BackupSummaries = [] } = await restoring.dynamodb.send(
    new ListBackupsCommand({ TableName: table }),
  );
  return BackupSummaries.find((one) => one.BackupName === backupName(restoring))?.BackupArn;
}

/** A backup that can be restored; the same one, where it was made before. */
async function backedUp(restoring: Restoring, table: string): Promise<string> {
  const { dynamodb, pauseMs } = restoring;
  const made =
    (await backupOf(restoring, table)) ??
    (await dynamodb.send(new CreateBackupCommand({ TableName: table, BackupName: backupName(restoring) })))
      .BackupDetails?.BackupArn;
  for (;;) {
    const { BackupDescription } = await dynamodb.send(new DescribeBackupCommand({ BackupArn: made }));
    if (made !== undefined && BackupDescription?.BackupDetails?.BackupStatus === 'AVAILABLE') return made;
    await pause(pauseMs);
  }
}

const isFrom = (table: TableDescription | undefined, backup: string): boolean =>
  table?.RestoreSummary?.SourceBackupArn === backup;

/** The table of a moment in place of the present one, of which a backup stays. */
async function replaced(restoring: Restoring, table: string): Promise<void> {
  const { dynamodb, at } = restoring;
  const source = await backedUp(restoring, besideName(table, at));
  const present = await described(restoring, table);
  if (present !== undefined && !isFrom(present, source)) {
    await backedUp(restoring, table);
    if (present.TableStatus !== 'DELETING') {
      if (present.DeletionProtectionEnabled)
        await dynamodb.send(new UpdateTableCommand({ TableName: table, DeletionProtectionEnabled: false }));
      await until(restoring, table, 'ACTIVE');
      await dynamodb.send(new DeleteTableCommand({ TableName: table }));
    }
    await until(restoring, table, 'GONE');
  }
  if ((await described(restoring, table)) === undefined)
    await dynamodb.send(new RestoreTableFromBackupCommand({ TargetTableName: table, BackupArn: source }));
  await until(restoring, table, 'ACTIVE');
}

/** What every table here has. */
async function keptSafe(restoring: Restoring, table: string): Promise<void> {
  const { dynamodb, recoveryDays } = restoring;
  await dynamodb.send(
    new UpdateContinuousBackupsCommand({
      TableName: table,
      PointInTimeRecoverySpecification: {
        PointInTimeRecoveryEnabled: true,
        RecoveryPeriodInDays: recoveryDays,
      },
    }),
  );
  if ((await described(restoring, table))?.DeletionProtectionEnabled) return;
  await dynamodb.send(new UpdateTableCommand({ TableName: table, DeletionProtectionEnabled: true }));
  await until(restoring, table, 'ACTIVE');
}

async function ending({ dynamodb, timeToLiveAttribute }: Restoring, TableName: string): Promise<void> {
  const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
  const status = TimeToLiveDescription?.TimeToLiveStatus;
  if (status === 'ENABLED' || status === 'ENABLING') return;
  const TimeToLiveSpecification = { Enabled: true, AttributeName: timeToLiveAttribute };
  await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
}

async function streaming(restoring: Restoring, TableName: string): Promise<void> {
  const table = await described(restoring, TableName);
  if (table?.StreamSpecification?.StreamEnabled) return;
  await restoring.dynamodb.send(
    new UpdateTableCommand({
      TableName,
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  await until(restoring, TableName, 'ACTIVE');
}

/** Puts what was restored in the place of the present tables, with all that a restored one lacks. */
export function inPlace(restoring: Restoring): Step[] {
  const { tables, dynamodb, policy } = restoring;
  const { PROJECTS_TABLE, HISTORY_TABLE } = tables;
  return [
    ...tablesOf(restoring).map((table) => ({
      says: { zh: `换上 ${table}`, en: `Put it in place of ${table}` },
      run: () => replaced(restoring, table),
    })),
    {
      says: { zh: '历史表：任何人不得改写', en: 'History: nobody rewrites it' },
      run: async () => {
        const ResourceArn = (await described(restoring, HISTORY_TABLE))?.TableArn;
        await dynamodb.send(new PutResourcePolicyCommand({ ResourceArn, Policy: policy }));
      },
    },
    {
      says: { zh: '历史表：事件流', en: 'History: its stream' },
      run: () => streaming(restoring, HISTORY_TABLE),
    },
    {
      says: { zh: '项目表：到期自动清理', en: 'Projects: what ends by itself' },
      run: () => ending(restoring, PROJECTS_TABLE),
    },
    ...tablesOf(restoring).map((table) => ({
      says: { zh: `${table}：按时刻恢复与防删除`, en: `${table}: recovery and protection` },
      run: () => keptSafe(restoring, table),
    })),
  ];
}

/** The stream that History has now. */
export const streamOf = async (restoring: Restoring): Promise<string> =>
  (await described(restoring, restoring.tables.HISTORY_TABLE))?.LatestStreamArn ?? '';
