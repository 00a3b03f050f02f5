import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually, historyOf, linkFor, submit } from '../support/client.ts';
import { runScript } from '../support/office-server.ts';
import { type Platform, startPlatform } from '../support/platform.ts';

/** `npm run redrive` as for a deployment: by SQS, Lambda and DynamoDB, with an operator's rights, to the real functions. */

let platform: Platform;
let sqs: SQSClient;
let queueUrl: string;
const credentials = { accessKeyId: 'operator', secretAccessKey: 'operator' };
beforeAll(async () => {
  platform = await startPlatform();
  queueUrl = `${platform.control}/000000000000/Unprocessed`;
  sqs = new SQSClient({ endpoint: platform.control, region: 'local', credentials });
});
afterAll(async () => {
  sqs.destroy();
  await platform.stop();
});

const putAside = async (message: object): Promise<string> => {
  const input = { QueueUrl: queueUrl, MessageBody: JSON.stringify(message) };
  return (await sqs.send(new SendMessageCommand(input))).MessageId ?? '';
};
const queue = (...args: string[]) =>
  runScript('infra/queue.ts', [...args, '--queue', queueUrl, '--history', 'History'], {
    AWS_ENDPOINT_URL: platform.control,
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  });
const invocations = async (name: string) => (await platform.metrics()).invocations[name] ?? 0;

it('gives an event of the queue to its function again, and deletes only what was processed', async () => {
  const { id } = await submit(platform);
  await linkFor(platform, 'reviewer', id);
  const [requested] = (await historyOf(platform, id)).filter(({ action }) => action === 'requested');
  const mails = (await platform.messages()).length;
  const before = await invocations('send-mail');

  const done = await putAside({ consumer: 'send-mail', chain: id, seq: requested?.seq, error: 'TypeError' });
  const absent = await putAside({ consumer: 'send-mail', chain: id, seq: 99 });
  // The chain of rules is no project's: this consumer can never process it, and must not put it aside once more.
  const poison = await putAside({ consumer: 'advance-flow', chain: 'rules', seq: 1 });
  const place = await putAside({
    requestContext: { functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:send-mail:live' },
    DDBStreamBatchInfo: { shardId: 'shardId-1' },
  });

  const first = await queue('redrive', done);
  expect(first).toMatchObject({ code: 0, output: `${done} was processed, and is gone\n` });
  expect(await invocations('send-mail')).toBe(before + 1);
  expect((await platform.messages()).length).toBe(mails);

  const rest = await queue('redrive');
  expect(rest.code).toBe(1);
  for (const [one, why] of [
    [absent, `The history has no event 99 of ${id}`],
    [poison, 'It could still not be processed'],
    [place, 'RUNBOOK.md#event-unprocessed'],
  ])
    expect(rest.output).toMatch(new RegExp(`^${one} stays: .*${why}`, 'm'));

  // Nothing is hidden from the next one who looks, and nothing came to it.
  await eventually('the messages are there again', async () => {
    const { output } = await queue('list');
    return output.match(/^\S+ {2}Unprocessed/gm)?.length === 3 ? output : undefined;
  });
  expect(await queue('delete', absent, poison, place, done)).toMatchObject({
    code: 0,
    output: `${absent} is deleted\n${poison} is deleted\n${place} is deleted\n${done} is no message of a queue\n`,
  });
  expect((await queue('redrive')).output).toBe('The queues are empty.\n');
});
