import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { portOf } from '../../infra/local/ports.ts';
import { openExecutions } from '../../shared/effects/executions.ts';
import { keptSecret } from '../../shared/effects/mail/secret.ts';
import { openTransport } from '../../shared/effects/mail/transport.ts';
import { s3Archive } from '../../shared/evidence/checkpoints/archive.ts';
import { kmsSigner } from '../../shared/evidence/checkpoints/signer.ts';
import { openDatabase } from '../../shared/store/database.ts';

/** A service that takes connections and says nothing, as one behind a broken network does. */
let hung: Server;
const open = new Set<Socket>();
const before = { ...process.env };

beforeAll(async () => {
  hung = createServer((socket) => void open.add(socket.on('error', () => {})));
  await new Promise<void>((resolve) => hung.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${portOf(hung)}`;
  const kinds = ['DYNAMODB', 'KMS', 'S3', 'SECRETS_MANAGER', 'SFN', 'SESV2', 'SQS'];
  for (const kind of kinds) process.env[`AWS_ENDPOINT_URL_${kind}`] = endpoint;
  Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
});
afterAll(() => {
  process.env = before;
  for (const socket of open) socket.destroy();
  hung.close();
});

const mail = { to: 'a@b.cn', subject: 's', text: 't', html: 'h', reference: 'r' };
const settings = { MAIL_FROM: 'c@d.cn', MAIL_CONFIGURATION_SET: 'set', SMTP_SECRET: 'secret' };

it('a service that hangs costs whoever calls it less than the 15 s that a function has to answer', async () => {
  const database = openDatabase({ PROJECTS_TABLE: 'Projects' });
  const smtp = openTransport({ ...settings, MAIL_TRANSPORT: 'smtp' }, async () => {
    return `smtp://127.0.0.1:${portOf(hung)}?tls=none`;
  });
  const calls: Readonly<Record<string, () => Promise<unknown>>> = {
    'a read of the table': () => database.get('Projects', { pk: 'a', sk: 'b' }),
    'a query': () => database.query({ TableName: 'Projects' }),
    'a transaction': () => database.transact([{ Put: { TableName: 'Projects', Item: { pk: 'a' } } }]),
    'Step Functions': () => openExecutions({}).complete('token', { state: 's', stage: null }),
    SES: () => openTransport({ ...settings, MAIL_TRANSPORT: 'ses' })(mail),
    SMTP: () => smtp(mail),
    S3: () => s3Archive('bucket').read(1),
    KMS: () => kmsSigner('key').sign('00'),
    'the secret': () => keptSecret('secret')(),
  };
  const started = performance.now();
  const ended = await Promise.all(
    Object.entries(calls).map(async ([name, call]) => {
      const error: unknown = await call().then(
        () => 'answered',
        (reason: unknown) => reason,
      );
      const seconds = (performance.now() - started) / 1000;
      return { name, error: error instanceof Error ? error.name : error, inTime: seconds < 14.5 };
    }),
  );
  const silent = (name: string) => ({ name, error: 'StorageSilent', inTime: true });
  const late = (name: string) => ({ name, error: 'TimeoutError', inTime: true });
  expect(ended).toEqual([
    silent('a read of the table'),
    silent('a query'),
    silent('a transaction'),
    late('Step Functions'),
    late('SES'),
    { name: 'SMTP', error: 'Error', inTime: true },
    late('S3'),
    late('KMS'),
    late('the secret'),
  ]);
}, 30_000);
