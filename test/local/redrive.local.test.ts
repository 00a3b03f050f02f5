import { expect, it } from '@jest/globals';
import { connectDynamoDb } from '../../infra/local/services/dynamodb/client.ts';
import { redrive } from '../../infra/local/services/queues/redrive.ts';
import { openRedriver } from '../../infra/local/services/queues/redriver.ts';
import { openStoredMessages } from '../../infra/local/services/queues/stored-messages.ts';
import { functionsOf, hostDatabase, until } from './fixture.ts';

const image = { chain: { S: '2026-AAAA-0001' }, seq: { N: '2' }, action: { S: 'submitted' } };

async function redriven(body: object, answer: unknown = { batchItemFailures: [] }) {
  const calls: { to: string; payload: unknown }[] = [];
  await redrive(JSON.stringify(body), {
    eventAt: async (chain, seq) => (chain === image.chain.S && seq === 2 ? image : undefined),
    invoke: async (to, payload) => {
      calls.push({ to, payload });
      return answer;
    },
  });
  return calls;
}
const event = { chain: image.chain.S, seq: 2 };
const records = {
  Records: [
    expect.objectContaining({
      eventName: 'INSERT',
      dynamodb: expect.objectContaining({ NewImage: image, Keys: { chain: image.chain, seq: image.seq } }),
    }),
  ],
};

it('what a consumer put aside comes to it again, as the stream would bring it', async () => {
  expect(await redriven({ consumer: 'send-mail', ...event, error: 'TypeError' })).toEqual([
    { to: 'send-mail', payload: records },
  ]);
});

it('so does what the host put aside when a function failed, and a call that nobody waited for', async () => {
  const requestContext = { functionArn: 'arn:aws:lambda:x:0:function:advance-flow:live' };
  expect(await redriven({ requestContext, events: [event], DDBStreamBatchInfo: {} })).toEqual([
    { to: requestContext.functionArn, payload: records },
  ]);
  const requestPayload = { detail: { eventType: 'Bounce' } };
  expect(await redriven({ requestContext, requestPayload, responsePayload: {} })).toEqual([
    { to: requestContext.functionArn, payload: requestPayload },
  ]);
});

it.each([
  ['that fails again', { consumer: 'send-mail', ...event }, { batchItemFailures: [{}] }, 'still'],
  ['of an event that is not there', { consumer: 'send-mail', ...event, seq: 9 }, null, 'no event 9'],
  [
    'that names no event',
    { requestContext: { functionArn: 'a' }, DDBStreamBatchInfo: {} },
    null,
    'Lambda’s own',
  ],
])('a message %s stays, and says why', async (_, body, answer, why) => {
  await expect(redriven(body, answer)).rejects.toThrow(why);
});

it('the platform takes up what was asked for by command, once each time', async () => {
  const messages = openStoredMessages(hostDatabase());
  const payload = { detail: {} };
  const body = JSON.stringify({ requestContext: { functionArn: 'mail-events' }, requestPayload: payload });
  messages.add({ id: 'one', queue: 'Unprocessed', body, at: 1 });
  messages.add({ id: 'two', queue: 'Unprocessed', body, at: 2 });
  let fails = true;
  const lambda = functionsOf(() => (fails ? { error: 'TypeError', cause: '{}' } : { payload: null }));
  const said: string[] = [];
  const redriver = openRedriver({
    messages,
    dynamodb: connectDynamoDb('http://127.0.0.1:1'),
    history: 'History',
    lambda,
    report: (line) => void said.push(line),
    everyMs: 10,
  });
  expect([messages.want('one'), messages.want('three')]).toEqual([true, false]);
  await until('it was tried', () => said.length === 1);
  expect(said[0]).toContain('The message one of the queue stays: Error: TypeError');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([lambda.calls.length, messages.all().length]).toEqual([1, 2]);
  fails = false;
  messages.want('one');
  await until('it is gone', () => messages.all().length === 1);
  expect([messages.all()[0]?.id, messages.wanted()]).toEqual(['two', []]);
  await redriver.close();
});
