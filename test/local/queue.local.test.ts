import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openHostDatabase } from '../../infra/local/host-database.ts';
import { openQueues } from '../../infra/local/services/queues/queues.ts';
import { openStoredMessages } from '../../infra/local/services/queues/stored-messages.ts';
import { runScript } from '../support/office-server.ts';
import { hostDatabase, resourcesOf, standingClock, temporaryFolder } from './fixture.ts';

const folder = temporaryFolder();
const resources = resourcesOf({
  Service: {
    resources: {
      Unprocessed: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 14 * 86_400 } },
      Usual: { Type: 'AWS::SQS::Queue' },
    },
  },
});
const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
const daySeconds = 86_400;

it('a message stays for as long as the template says, or for four days, as on the real service', () => {
  const clock = standingClock();
  const queues = openQueues({ resources, database: hostDatabase(), clock });
  const left = () => queues.list().map(({ queue }) => queue);
  queues.sendToArn(arnOf('Unprocessed'), '{}');
  queues.sendToArn(arnOf('Usual'), '{}');
  clock.advance(4 * daySeconds);
  expect(left()).toEqual(['Unprocessed', 'Usual']);
  clock.advance(1);
  expect(left()).toEqual(['Unprocessed']);
  clock.advance(10 * daySeconds);
  expect(left()).toEqual([]);
});

it('messages are listed and deleted by command, while a host has the folder', async () => {
  const database = openHostDatabase(join(folder, 'host.sqlite'));
  const queues = openQueues({ resources, database, clock: standingClock() });
  const run = (...args: string[]) => runScript('infra/queue.ts', [...args, '--data', folder]);
  expect(await run('list')).toMatchObject({ code: 0, output: 'The queues are empty.\n' });
  queues.sendToArn(arnOf('Unprocessed'), '{"chain":"甲","seq":2}');
  queues.sendToArn(arnOf('Unprocessed'), '{"chain":"乙","seq":3}');
  const { output } = await run('list');
  const [, id = ''] =
    /^(\S+) {2}Unprocessed {2}2026-03-02T08:00:00\.000Z\n {4}\{"chain":"甲","seq":2\}$/m.exec(output) ?? [];
  expect(await run('delete', id, 'other')).toMatchObject({
    code: 0,
    output: `${id} is deleted\nother is no message of a queue\n`,
  });
  expect(queues.list().map(({ body }) => body)).toEqual(['{"chain":"乙","seq":3}']);
  expect(await run('redrive', 'all', 'other')).toMatchObject({ code: 0 });
  expect(await run('redrive', 'other')).toMatchObject({
    code: 0,
    output: 'other is no message of a queue\n',
  });
  expect(openStoredMessages(database).wanted()).toHaveLength(1);
  // Of one server is what is named; where that was mistyped, it is not AWS that was meant.
  expect(await runScript('infra/queue.ts', ['list', '--settings', join(folder, 'mistyped.json')])).toEqual({
    code: 1,
    output: expect.stringMatching(/^\S+mistyped\.json cannot be read: .*\n$/),
  });
  for (const wrong of [['delete'], ['list', id], []]) expect(await run(...wrong)).toMatchObject({ code: 1 });
  database.close();
});
