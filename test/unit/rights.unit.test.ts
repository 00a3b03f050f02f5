import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { rightsIn } from '../support/rights.ts';

const folder = mkdtempSync(join(tmpdir(), 'rights-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const arn = (rest: string) => `arn:aws:${rest.split(':')[0]}:us-east-1:000000000000:${rest.split(':')[1]}`;
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const queue = arn('sqs:Unprocessed');
const table = arn('dynamodb:table/History');
const writer = {
  role: 'Writer',
  has: [
    policy(
      { Effect: 'Allow', Action: ['sqs:SendMessage', 'sqs:DeleteMessage'], Resource: queue },
      { Effect: 'Allow', Action: 'dynamodb:UpdateItem', Resource: [table] },
      { Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' },
    ),
  ],
};
const denial = {
  guarded: table,
  by: policy({ Effect: 'Deny', Principal: '*', Action: 'dynamodb:UpdateItem', Resource: '*' }),
};
const call = (asks: string, on: string, allowed: boolean) => ({
  role: 'Writer',
  session: 'arn:aws:sts::000000000000:assumed-role/Writer/writer',
  asks,
  on,
  context: {},
  allowed,
});

async function judged(...lines: readonly object[]) {
  const file = join(folder, `${lines.length}.ndjson`);
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return rightsIn(file);
}

describe('the rights of a run', () => {
  it('are what was granted, used and refused', async () => {
    const sent = call('sqs:SendMessage', queue, true);
    expect(await judged(writer, denial, sent, sent, call('dynamodb:UpdateItem', table, false))).toEqual({
      denied: ['Writer dynamodb:UpdateItem table/History'],
      unused: ['Writer dynamodb:UpdateItem table/History', 'Writer sqs:DeleteMessage Unprocessed'],
      disputed: [],
      calls: 2,
    });
  });

  it('are disputed where another evaluator says something else', async () => {
    const wrong = [call('sqs:ReceiveMessage', queue, true), call('dynamodb:UpdateItem', table, true)];
    expect((await judged(writer, denial, ...wrong, call('sqs:SendMessage', queue, false))).disputed).toEqual([
      'Writer dynamodb:UpdateItem table/History: ExplicitlyDenied',
      'Writer sqs:ReceiveMessage Unprocessed: ImplicitlyDenied',
      'Writer sqs:SendMessage Unprocessed: Allowed',
    ]);
  });

  it('to read the secret of the relay are excepted for those alone who send when another fails', async () => {
    const named = (name: string) => arn('secretsmanager:secret').replace(/secret$/, `secret:${name}-??????`);
    const reader = (role: string, name: string) => ({
      role,
      has: [policy({ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: named(name) })],
    });
    const all = [
      reader('SendMailRole', 'countersign/relay'),
      reader('SweepRole', 'countersign/relay'),
      reader('SweepRole', 'another'),
    ];
    expect((await judged(...all)).unused).toEqual([
      'SendMailRole secretsmanager:GetSecretValue secret:countersign/relay-??????',
      'SweepRole secretsmanager:GetSecretValue secret:another-??????',
    ]);
  });
});
