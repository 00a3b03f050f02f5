import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  GetExecutionHistoryCommand,
  InvalidToken,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Bench, executionArn, machineArn, midnight, tokenTask } from './step-functions-fixture.ts';

let bench: Bench;
let server: Server;
let client: SFNClient;

beforeEach(async () => {
  bench = new Bench({ Ask: tokenTask() });
  server = createServer(async (request, response) => {
    const body: unknown = JSON.parse(await text(request));
    const answer = await bench.service.handle(String(request.headers['x-amz-target']), body);
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = new SFNClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
  bench.close();
});

const start = (name: string, input = '{"a":1}') =>
  client.send(new StartExecutionCommand({ stateMachineArn: machineArn, name, input }));

describe('the AWS client', () => {
  it('starts, describes and completes an execution', async () => {
    const started = await start('one');
    expect(started).toMatchObject({ executionArn: executionArn('one'), startDate: new Date(midnight) });
    const { token } = (await bench.invocation(0)).payload;
    await client.send(new SendTaskSuccessCommand({ taskToken: token, output: '{"state":"approved"}' }));
    await bench.ended();
    expect(
      await client.send(new DescribeExecutionCommand({ executionArn: executionArn('one') })),
    ).toMatchObject({
      executionArn: executionArn('one'),
      stateMachineArn: machineArn,
      name: 'one',
      status: 'SUCCEEDED',
      startDate: new Date(midnight),
      stopDate: new Date(midnight),
      input: '{"a":1}',
      output: '{"state":"approved"}',
    });
  });

  it('starts under the same name harmlessly while it runs on the same input, and never again', async () => {
    const first = await start('one');
    bench.clock.advance(5);
    expect(await start('one')).toMatchObject({
      executionArn: first.executionArn,
      startDate: first.startDate,
    });
    expect(bench.service.list()).toHaveLength(1);
    await expect(start('one', '{"a":2}')).rejects.toBeInstanceOf(ExecutionAlreadyExists);
    const { token } = (await bench.invocation(0)).payload;
    await client.send(new SendTaskSuccessCommand({ taskToken: token, output: '{}' }));
    await bench.ended();
    await expect(start('one')).rejects.toBeInstanceOf(ExecutionAlreadyExists);
  });

  it('starts without name and input', async () => {
    const { executionArn: arn } = await client.send(
      new StartExecutionCommand({ stateMachineArn: machineArn }),
    );
    expect(arn).toMatch(/:execution:Approval:[0-9a-f-]{36}$/);
    expect(bench.service.list()).toMatchObject([{ input: {} }]);
  });

  it.each(['a b', 'a/b', 'a:b', 'a\u0007', 'x'.repeat(81), '甲{乙}'])(
    'is refused the name %j',
    async (name) => {
      await expect(start(name)).rejects.toMatchObject({ name: 'InvalidName' });
    },
  );

  it('may use the letters of every language in a name', async () => {
    await start('2021-7K3M-9QXD-r1-a1_甲.x');
  });

  it('is told the names of errors', async () => {
    const described = client.send(new DescribeExecutionCommand({ executionArn: executionArn('none') }));
    await expect(described).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    const unknown = new StartExecutionCommand({ stateMachineArn: `${machineArn}X`, name: 'one' });
    await expect(client.send(unknown)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    await expect(start('one', '{no')).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    const large = JSON.stringify('x'.repeat(262_144));
    await expect(start('one', large)).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
    const forged = new SendTaskSuccessCommand({ taskToken: 'forged', output: '{}' });
    await expect(client.send(forged)).rejects.toBeInstanceOf(InvalidToken);
    await expect(
      client.send(new ListExecutionsCommand({ stateMachineArn: machineArn, maxResults: 1001 })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('fails a task, and is told when it is over', async () => {
    await start('one');
    const { token } = (await bench.invocation(0)).payload;
    await client.send(new SendTaskFailureCommand({ taskToken: token, error: 'E', cause: 'c' }));
    expect(await bench.ended()).toMatchObject({ status: 'FAILED', error: 'E', cause: 'c' });
    const again = new SendTaskFailureCommand({ taskToken: token, error: 'E' });
    await expect(client.send(again)).rejects.toBeInstanceOf(TaskTimedOut);
    const described = await client.send(new DescribeExecutionCommand({ executionArn: executionArn('one') }));
    expect(described).toMatchObject({ status: 'FAILED', error: 'E', cause: 'c' });
  });

  it('stops an execution, once', async () => {
    await start('one');
    await bench.invocation(0);
    bench.clock.advance(3);
    const stop = new StopExecutionCommand({
      executionArn: executionArn('one'),
      error: 'Stopped',
      cause: 'by hand',
    });
    expect((await client.send(stop)).stopDate).toEqual(new Date(midnight + 3000));
    bench.clock.advance(3);
    expect((await client.send(stop)).stopDate).toEqual(new Date(midnight + 3000));
    expect(bench.execution()).toMatchObject({ status: 'ABORTED', error: 'Stopped', cause: 'by hand' });
    expect(bench.ends).toMatchObject([{ status: 'ABORTED' }]);
  });

  it('lists executions, newest first, by page and status', async () => {
    for (const name of ['one', 'two', 'three']) await start(name);
    await client.send(new StopExecutionCommand({ executionArn: executionArn('two') }));
    const list = async (more: object) => {
      const { executions, nextToken } = await client.send(
        new ListExecutionsCommand({ stateMachineArn: machineArn, ...more }),
      );
      return { names: executions?.map(({ name }) => name), nextToken };
    };
    expect(await list({})).toEqual({ names: ['three', 'two', 'one'], nextToken: undefined });
    expect((await list({ statusFilter: 'ABORTED' })).names).toEqual(['two']);
    const { names, nextToken } = await list({ maxResults: 2 });
    expect(names).toEqual(['three', 'two']);
    expect((await list({ maxResults: 2, nextToken })).names).toEqual(['one']);
  });

  it('reads the history', async () => {
    await start('one');
    const { token } = (await bench.invocation(0)).payload;
    await client.send(new SendTaskFailureCommand({ taskToken: token, error: 'E', cause: 'c' }));
    await bench.ended();
    const { events } = await client.send(
      new GetExecutionHistoryCommand({ executionArn: executionArn('one') }),
    );
    expect(events).toMatchObject([
      { id: 1, previousEventId: 0, type: 'ExecutionStarted', timestamp: new Date(midnight) },
      { id: 2, previousEventId: 1, type: 'TaskStateEntered', stateEnteredEventDetails: { name: 'Ask' } },
      { id: 3, type: 'TaskFailed', taskFailedEventDetails: { error: 'E', cause: 'c' } },
      { id: 4, type: 'ExecutionFailed', executionFailedEventDetails: { error: 'E', cause: 'c' } },
    ]);
  });
});
