import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  besideName,
  besides,
  demandBeside,
  demandRestorable,
  inPlace,
  type Restoring,
  readMoment,
  resumed,
  stopped,
} from '../../../infra/commands/restore-tables.ts';

// DynamoDB's control plane and Lambda's concurrency, as their documentation has them, as far as a restore asks.

interface Table {
  status: string;
  from?: string;
  looks: number;
  protection: boolean;
  stream?: string;
  policy?: string;
  ttl?: string;
  days?: number;
}
interface Backup {
  readonly of: string;
  readonly name: string;
  /** Made by DynamoDB itself when the table was deleted: when, in seconds since 1970. */
  readonly ofDeleted?: number;
  looks: number;
}

let tables: Map<string, Table>;
let backups: Map<string, Backup>;
let limits: Map<string, number>;
let calls: string[];
/** Which call the network fails, counted from 1; none where it is 0. */
let failing = 0;

class Refused extends Error {}
const refuse = (name: string): never => {
  throw new Refused(name);
};

function present(name: string): Table {
  const table = tables.get(name) ?? refuse('ResourceNotFoundException');
  // Each change takes as long as two looks.
  table.looks += 1;
  if (table.looks > 2) {
    if (table.status === 'DELETING') {
      tables.delete(name);
      return refuse('ResourceNotFoundException');
    }
    table.status = 'ACTIVE';
  }
  return table;
}
const active = (name: string): Table => {
  const table = tables.get(name) ?? refuse('ResourceNotFoundException');
  return table.status === 'ACTIVE' ? table : refuse('ResourceInUseException');
};
const made = (from: string): Table => ({ status: 'CREATING', from, looks: 0, protection: false });

type Body = Record<string, never> & Record<string, string>;
const answers: Record<string, (body: Body) => object> = {
  DescribeTable: ({ TableName = '' }) => {
    const { status, from, protection, stream } = present(TableName);
    return {
      Table: {
        TableStatus: status,
        TableArn: `arn:${TableName}`,
        DeletionProtectionEnabled: protection,
        ...(from ? { RestoreSummary: { SourceBackupArn: from, RestoreInProgress: false } } : {}),
        ...(stream ? { StreamSpecification: { StreamEnabled: true }, LatestStreamArn: stream } : {}),
      },
    };
  },
  RestoreTableToPointInTime: ({ SourceTableName = '', TargetTableName = '' }) => {
    active(SourceTableName);
    if (tables.has(TargetTableName)) refuse('TableAlreadyExistsException');
    tables.set(TargetTableName, made(`${SourceTableName}@`));
    return {};
  },
  RestoreTableFromBackup: ({ TargetTableName = '', BackupArn = '' }) => {
    if (tables.has(TargetTableName)) refuse('TableAlreadyExistsException');
    tables.set(TargetTableName, made(BackupArn));
    return {};
  },
  ListBackups: ({ TableName, BackupType = 'USER' }) => ({
    BackupSummaries: [...backups]
      .filter(
        ([, { of, ofDeleted }]) =>
          of === TableName && (ofDeleted !== undefined) === (BackupType === 'SYSTEM'),
      )
      .map(([arn, { name, ofDeleted = 0 }]) => ({
        BackupArn: arn,
        BackupName: name,
        BackupCreationDateTime: ofDeleted,
      })),
  }),
  DescribeContinuousBackups: ({ TableName = '' }) => ({
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: active(TableName).days
        ? {
            PointInTimeRecoveryStatus: 'ENABLED',
            EarliestRestorableDateTime: Date.parse('2026-11-28T00:00:00Z') / 1000,
            LatestRestorableDateTime: Date.parse('2026-11-29T12:00:00Z') / 1000,
          }
        : { PointInTimeRecoveryStatus: 'DISABLED' },
    },
  }),
  CreateBackup: ({ TableName = '', BackupName = '' }) => {
    active(TableName);
    const BackupArn = `backup/${TableName}/${backups.size}`;
    backups.set(BackupArn, { of: TableName, name: BackupName, looks: 0 });
    return { BackupDetails: { BackupArn } };
  },
  DescribeBackup: ({ BackupArn = '' }) => {
    const backup = backups.get(BackupArn) ?? refuse('BackupNotFoundException');
    backup.looks += 1;
    const BackupStatus = backup.looks > 2 ? 'AVAILABLE' : 'CREATING';
    return { BackupDescription: { BackupDetails: { BackupStatus } } };
  },
  UpdateTable: ({ TableName = '', DeletionProtectionEnabled, StreamSpecification }) => {
    const table = active(TableName);
    if (DeletionProtectionEnabled !== undefined) table.protection = Boolean(DeletionProtectionEnabled);
    if (StreamSpecification !== undefined) {
      if (table.stream) refuse('ValidationException');
      table.stream = `arn:${TableName}/stream/new`;
    }
    table.status = 'UPDATING';
    table.looks = 0;
    return {};
  },
  DeleteTable: ({ TableName = '' }) => {
    const table = active(TableName);
    if (table.protection) refuse('ValidationException');
    Object.assign(table, { status: 'DELETING', looks: 0 });
    return {};
  },
  PutResourcePolicy: ({ ResourceArn = '', Policy = '' }) => {
    active(ResourceArn.slice('arn:'.length)).policy = Policy;
    return {};
  },
  UpdateContinuousBackups: ({ TableName = '', PointInTimeRecoverySpecification }) => {
    const { RecoveryPeriodInDays } = PointInTimeRecoverySpecification as unknown as {
      RecoveryPeriodInDays: number;
    };
    active(TableName).days = RecoveryPeriodInDays;
    return {};
  },
  DescribeTimeToLive: ({ TableName = '' }) => ({
    TimeToLiveDescription: { TimeToLiveStatus: active(TableName).ttl ? 'ENABLED' : 'DISABLED' },
  }),
  UpdateTimeToLive: ({ TableName = '', TimeToLiveSpecification }) => {
    const { AttributeName } = TimeToLiveSpecification as unknown as { AttributeName: string };
    const table = active(TableName);
    if (table.ttl) refuse('ValidationException');
    table.ttl = AttributeName;
    return {};
  },
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const target = request.headers['x-amz-target'];
    const ofLambda = /functions\/([^/]+)\/concurrency/.exec(request.url ?? '')?.[1];
    const operation = ofLambda ? `${request.method} ${ofLambda}` : String(target).replace(/^.*\./, '');
    calls.push(operation);
    const text = Buffer.concat(chunks).toString();
    try {
      if (calls.length === failing) refuse('AccessDeniedException');
      if (ofLambda) {
        if (request.method === 'PUT') limits.set(ofLambda, JSON.parse(text).ReservedConcurrentExecutions);
        else limits.delete(ofLambda);
        response.writeHead(request.method === 'PUT' ? 200 : 204).end(request.method === 'PUT' ? '{}' : '');
        return;
      }
      const answer = (answers[operation] ?? (() => refuse('UnknownOperationException')))(JSON.parse(text));
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
    } catch (error) {
      const __type = error instanceof Refused ? error.message : 'InternalServerError';
      response
        .writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
        .end(JSON.stringify({ __type }));
    }
  });
});

let restoring: Restoring;
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const client = {
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
  };
  restoring = {
    dynamodb: new DynamoDBClient(client),
    lambda: new LambdaClient(client),
    tables: { PROJECTS_TABLE: 'Projects', HISTORY_TABLE: 'History' },
    functions: ['Sweep', 'SendMail'],
    at: new Date('2026-11-29T02:00:00.000Z'),
    policy: '{"Version":"2012-10-17"}',
    timeToLiveAttribute: 'expiresAt',
    recoveryDays: 35,
    pauseMs: 0,
  };
});
afterAll(() => {
  restoring.dynamodb.destroy();
  restoring.lambda.destroy();
  server.close();
});
beforeEach(() => {
  const whole = { status: 'ACTIVE', looks: 9, protection: true, days: 35 };
  tables = new Map([
    ['Projects', { ...whole, ttl: 'expiresAt' }],
    ['History', { ...whole, stream: 'arn:History/stream/old', policy: '{}' }],
  ]);
  backups = new Map();
  limits = new Map();
  calls = [];
  failing = 0;
});

const take = async (steps: ReturnType<typeof inPlace>) => {
  for (const { run } of steps) await run();
};
const beside = { projects: 'Projects-at-20261129T020000Z', history: 'History-at-20261129T020000Z' };

describe('the moment of a restore', () => {
  const now = new Date('2026-11-30T02:00:00Z');
  const read = (text: string) => readMoment(text, now, 35).toISOString();

  it('has its zone, and is one that the tables can be put back to', () => {
    expect(read('2026-11-29T02:00:00Z')).toBe('2026-11-29T02:00:00.000Z');
    expect(read('2026-11-29T10:00:00+08:00')).toBe('2026-11-29T02:00:00.000Z');
    // What was restored beside at the last moment is still put in place.
    expect(readMoment('2026-10-01T02:00:00Z', now, undefined).getUTCMonth()).toBe(9);
  });

  // Of the second, another machine would make another moment.
  it.each([
    'yesterday',
    '2026-11-29T10:00:00',
    '2026-11-29',
    '2026-12-01T02:00:00Z',
    '2026-10-01T02:00:00Z',
    '',
  ])('is not %j', (text) => {
    expect(() => read(text)).toThrow(/^--at takes a time/);
  });
});

describe('a restore', () => {
  it('stops the functions, and puts both tables beside the present ones, which it leaves alone', async () => {
    const before = structuredClone(tables);
    await take([...stopped(restoring), ...besides(restoring)]);
    expect([...limits]).toEqual([
      ['Sweep', 0],
      ['SendMail', 0],
    ]);
    expect(besideName('Projects', restoring.at)).toBe(beside.projects);
    expect([...tables.keys()].sort()).toEqual(
      [beside.history, beside.projects, 'History', 'Projects'].sort(),
    );
    // How often it was looked at is no change.
    for (const name of ['Projects', 'History'])
      expect({ ...tables.get(name), looks: 9 }).toEqual(before.get(name));
    await take(resumed(restoring));
    expect(limits.size).toBe(0);
  });

  it('is refused before anything is stopped, where DynamoDB has not that moment of a table', async () => {
    await demandRestorable(restoring);
    for (const at of ['2026-11-27T23:59:59Z', '2026-11-29T12:00:01Z'])
      await expect(demandRestorable({ ...restoring, at: new Date(at) })).rejects.toThrow(
        /^Projects can be put back to a moment from 2026-11-28T00:00:00.000Z to .*Nothing was stopped\.$/,
      );
    const history = tables.get('History');
    if (history) history.days = 0;
    await expect(demandRestorable(restoring)).rejects.toThrow(/^History has no point-in-time recovery/);
    tables.delete('History');
    await expect(demandRestorable(restoring)).rejects.toThrow(
      /^There is neither a table History nor a backup/,
    );
  });

  it('of another moment than was restored beside is refused before anything is stopped', async () => {
    await take(besides(restoring));
    await demandBeside(restoring);
    const at = new Date('2026-11-29T02:00:01Z');
    await expect(demandBeside({ ...restoring, at })).rejects.toThrow(
      /^There is no table Projects-at-20261129T020001Z/,
    );
    await take(inPlace(restoring));
    // Somebody removed what lay beside; the backup of it is what it goes on with.
    tables.delete(beside.projects);
    await demandBeside(restoring);
  });

  it('of a table that somebody deleted takes what DynamoDB kept of it', async () => {
    tables.delete('History');
    for (const [name, ofDeleted] of [
      ['older', 1],
      ['newest', 3],
      ['old', 2],
    ] as const)
      backups.set(name, { of: 'History', name: 'History$DeletedTableBackup', looks: 9, ofDeleted });
    await demandRestorable(restoring);
    await take([...stopped(restoring), ...besides(restoring)]);
    expect(tables.get(beside.history)?.from).toBe('newest');
    expect(tables.get(beside.projects)?.from).toBe('Projects@');
    await take(inPlace(restoring));
    expect(tables.get('History')).toMatchObject({ stream: 'arn:History/stream/new', protection: true });
  });

  it('puts them in place with all that a restored table lacks, and keeps a backup of what was there', async () => {
    // What an earlier restore kept is no backup of what stands there now.
    backups.set('earlier', { of: 'History', name: 'restore-20260101T000000Z', looks: 9 });
    await take([...besides(restoring), ...inPlace(restoring)]);
    expect([...backups.values()].map(({ of }) => of).sort()).toEqual(
      [beside.history, beside.projects, 'History', 'History', 'Projects'].sort(),
    );
    expect(tables.get('Projects')).toMatchObject({
      from: expect.stringContaining(beside.projects),
      ...{ protection: true, ttl: 'expiresAt', days: 35 },
    });
    expect(tables.get('History')).toMatchObject({
      from: expect.stringContaining(beside.history),
      ...{ protection: true, stream: 'arn:History/stream/new', policy: restoring.policy, days: 35 },
    });
  });

  it('is the same wherever it was stopped and begun again; nothing is restored or backed up twice', async () => {
    await take([...besides(restoring), ...inPlace(restoring)]);
    const [whole, all, saved] = [structuredClone(tables), calls.length, backups.size];
    const settled = (some: Map<string, Table>) =>
      [...some]
        .map(([name, { looks: _, status: __, from, ...rest }]) => ({
          name,
          ...rest,
          from: from?.replace(/\d+$/, ''),
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    for (let at = 1; at <= all; at += 5) {
      const fresh = { status: 'ACTIVE', looks: 9, protection: true, days: 35 };
      tables = new Map([
        ['Projects', { ...fresh, ttl: 'expiresAt' }],
        ['History', { ...fresh, stream: 'arn:History/stream/old', policy: '{}' }],
      ]);
      backups = new Map();
      calls = [];
      failing = at;
      await expect(take([...besides(restoring), ...inPlace(restoring)])).rejects.toThrow();
      failing = 0;
      await take([...besides(restoring), ...inPlace(restoring)]);
      expect(settled(tables)).toEqual(settled(whole));
      expect(backups.size).toBe(saved);
    }
  });
});
