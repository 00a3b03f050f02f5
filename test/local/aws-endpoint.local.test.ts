import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { PurgeQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SMTPServer } from 'smtp-server';
import { createFaults } from '../../infra/local/control/faults.ts';
import { freePort, type Listening, listen } from '../../infra/local/ports.ts';
import { createAwsEndpoint } from '../../infra/local/services/aws-endpoint/aws-endpoint.ts';
import { type MailService, openMail } from '../../infra/local/services/mail/mail.ts';
import { openRelay, type Relay } from '../../infra/local/services/mail/relay.ts';
import { openQueues, type Queues } from '../../infra/local/services/queues/queues.ts';
import { anybody, hostDatabase, resourcesOf, standingClock, until } from './fixture.ts';

const resources = resourcesOf({ Service: { resources: { unprocessed: { Type: 'AWS::SQS::Queue' } } } });
const clock = standingClock();
const faults = createFaults();
const database = hostDatabase();
const started: unknown[] = [];
const relayed: string[] = [];
let server: Listening;
let smtp: SMTPServer;
let relay: Relay;
let mail: MailService;
let queues: Queues;
let ses: SESv2Client;
let sqs: SQSClient;
let sfn: SFNClient;

beforeAll(async () => {
  const smtpPort = await freePort();
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      stream.on('end', () => {
        relayed.push(text);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => void smtp.listen(smtpPort, '127.0.0.1', resolve));
  relay = await openRelay(`smtp://127.0.0.1:${smtpPort}?tls=none`, () => {});
  mail = openMail({
    database,
    durable: async () => {},
    clock,
    relay,
    events: undefined,
    faults,
    region: 'us-east-1',
  });
  queues = openQueues({ resources, database, clock });
  server = await listen(0);
  server.serve(
    createAwsEndpoint(
      [
        {
          target: 'AWSStepFunctions.',
          calls: () => [],
          handle: (operation, body) => {
            started.push([operation, body]);
            return { status: 200, body: {} };
          },
        },
        { target: 'AmazonSQS.', calls: () => [], handle: queues.handle },
        {
          routes: { 'POST /v2/email/outbound-emails': 'SendEmail' },
          calls: () => [],
          handle: (_, body) => mail.send(body),
        },
      ],
      faults,
      anybody.admit,
    ),
  );
  const settings = {
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  ses = new SESv2Client(settings);
  sqs = new SQSClient(settings);
  sfn = new SFNClient(settings);
});
afterAll(async () => {
  for (const client of [ses, sqs, sfn]) client.destroy();
  relay.close();
  await server.close();
  await new Promise<void>((resolve) => smtp.close(resolve));
});

const simple = (subject: string) =>
  new SendEmailCommand({
    FromEmailAddress: 'from@countersign.example',
    Destination: { ToAddresses: ['reviewer@countersign.example'] },
    Content: {
      Simple: {
        Subject: { Data: subject },
        Body: { Text: { Data: '请审核' }, Html: { Data: '<p>请审核</p>' } },
        Headers: [{ Name: 'X-Project', Value: '2021-7K3M' }],
      },
    },
  });

describe('mail', () => {
  it('stays in the mailbox, and goes on to a real server where there is one', async () => {
    const { MessageId } = await ses.send(simple('【待审核】项目'));
    expect(MessageId).toEqual(expect.any(String));
    expect(mail.list()).toEqual([
      {
        to: 'reviewer@countersign.example',
        from: 'from@countersign.example',
        subject: '【待审核】项目',
        text: '请审核',
        html: '<p>请审核</p>',
        headers: { 'X-Project': '2021-7K3M' },
        at: '2026-03-02T08:00:00.000Z',
      },
    ]);
    await until('the relayed mail', () => relayed.length === 1);
    expect(relayed[0]).toContain('X-Project: 2021-7K3M');
  });

  it('can be written by the sender himself', async () => {
    const raw = [
      'From: from@countersign.example',
      'To: approver@countersign.example',
      'Subject: =?UTF-8?B?5a6h5om5?=',
      'X-Own: yes',
      '',
      'Plain text',
    ].join('\r\n');
    const from = mail.count();
    await ses.send(
      new SendEmailCommand({
        FromEmailAddress: 'from@countersign.example',
        Destination: { ToAddresses: ['approver@countersign.example'] },
        Content: { Raw: { Data: Buffer.from(raw) } },
      }),
    );
    expect(mail.list(from)).toMatchObject([
      { to: 'approver@countersign.example', subject: '审批', headers: { 'x-own': 'yes' } },
    ]);
    expect(mail.list(from)[0]?.text.trim()).toBe('Plain text');
  });

  it('without recipient or content is refused as SES does', async () => {
    const count = mail.count();
    const send = (input: object) =>
      ses.send(new SendEmailCommand({ FromEmailAddress: 'a@b.example', Content: {}, ...input }));
    await expect(send({})).rejects.toMatchObject({ name: 'BadRequestException' });
    await expect(send({ Content: simple('x').input.Content, Destination: {} })).rejects.toThrow(
      'no recipient',
    );
    expect(mail.count()).toBe(count);
  });
});

describe('a queue', () => {
  const urlOf = (queue: string) => `http://127.0.0.1:${server.port}/000000000000/${queue}`;

  it('takes a message that the SDK sends, and the SDK finds its checksum right', async () => {
    const { MessageId } = await sqs.send(
      new SendMessageCommand({ QueueUrl: urlOf('unprocessed'), MessageBody: '{"chain":"甲"}' }),
    );
    expect(MessageId).toEqual(expect.any(String));
    expect(queues.list()).toEqual([
      { queue: 'unprocessed', body: '{"chain":"甲"}', at: '2026-03-02T08:00:00.000Z' },
    ]);
    await expect(
      sqs.send(new SendMessageCommand({ QueueUrl: urlOf('other'), MessageBody: 'x' })),
    ).rejects.toMatchObject({
      name: 'QueueDoesNotExist',
    });
    await expect(sqs.send(new PurgeQueueCommand({ QueueUrl: urlOf('unprocessed') }))).rejects.toThrow(
      'PurgeQueue is not emulated on this machine',
    );
  });

  it('of another kind is refused as a destination', () => {
    expect(() => queues.requireArn('arn:aws:s3:::bucket', 'Consumer')).toThrow(
      'Consumer sends to arn:aws:s3:::bucket',
    );
    expect(() => queues.requireArn('arn:aws:sqs:us-east-1:000000000000:other', 'Consumer')).toThrow('other');
  });
});

describe('a call', () => {
  it('of a service that is not emulated fails and says so', async () => {
    const response = await fetch(`http://127.0.0.1:${server.port}/`, {
      method: 'POST',
      headers: { 'x-amz-target': 'TrentService.Encrypt' },
      body: '{}',
    });
    expect([response.status, await response.json()]).toEqual([
      501,
      { __type: 'NotEmulated', message: 'TrentService.Encrypt is not emulated here' },
    ]);
  });

  it('is refused or lost where a test asks for it', async () => {
    const send = () => sfn.send(new SendTaskSuccessCommand({ taskToken: 't', output: '{}' }));
    faults.set({ call: 'SendTaskSuccess', mode: 'refuse', times: 1 });
    faults.set({ call: 'SendTaskSuccess', mode: 'lose', times: 1 });
    await expect(send()).rejects.toThrow('Refused, as asked');
    await send();
    expect(started).toEqual([]);
    await send();
    expect(started).toEqual([['AWSStepFunctions.SendTaskSuccess', { taskToken: 't', output: '{}' }]]);
  });
});
