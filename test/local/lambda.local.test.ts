import { readFileSync, writeFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createFaults } from '../../infra/local/control/faults.ts';
import { openAsyncInvoke } from '../../infra/local/services/lambda/async-invoke.ts';
import { readFunctions } from '../../infra/local/services/lambda/functions.ts';
import { type Lambda, openLambda } from '../../infra/local/services/lambda/lambda.ts';
import { openQueues } from '../../infra/local/services/queues/queues.ts';
import { bundle, hostDatabase, resourcesOf, standingClock, temporaryFolder, until } from './fixture.ts';

const folder = temporaryFolder();
const sources: Record<string, string> = {
  echo: 'export const handler = async (event, context) => ({ event, context, left: context.getRemainingTimeInMillis() })',
  environment: 'export const handler = async () => ({ ...process.env })',
  sleeps:
    'export const handler = (event) => new Promise((done) => setTimeout(() => done("slept"), event.ms))',
  spins: 'export const handler = () => { for (;;); }',
  throws: 'export const handler = async () => { throw new RangeError("too far") }',
  large: 'export const handler = async (event) => "x".repeat(event.size)',
  leaks:
    'const kept = []; export const handler = async () => { for (;;) kept.push(new Array(100_000).fill({})) }',
  exits: 'export const handler = async () => process.exit(3)',
  broken: 'throw new Error("cannot load")',
  counts: 'let count = 0; export const handler = async () => (count += 1)',
  held: `import { existsSync } from 'node:fs'; let count = 0;
    export const handler = async (event) => { count += 1;
      while (event.until && !existsSync(event.until)) await new Promise((done) => setTimeout(done, 5));
      return count }`,
  logs: `export const handler = async () => {
    console.log('plain'); console.error('to stderr');
    process.stdout.write(JSON.stringify({ code: 'COMPLETED', readUnits: 1.5, writeUnits: 4 }) + '\\n');
  }`,
  clock:
    'export const handler = async () => ({ now: Date.now(), made: new Date().getTime(), fixed: new Date(5).getTime() })',
  priority: `import { readlinkSync } from 'node:fs'; import { getPriority } from 'node:os';
    export const handler = async () => getPriority(Number(readlinkSync('/proc/thread-self').split('/').at(-1)))`,
  overlaps: `import { readFileSync, writeFileSync, existsSync } from 'node:fs'; let busy = false;
    export const handler = async (event) => { if (busy) return 'overlap'; busy = true;
      await new Promise((done) => setTimeout(done, 30)); busy = false; return 'alone' }`,
};

/** The template's functions, from one bundle each. */
function template(extra: Record<string, object> = {}) {
  const assets: Record<string, string> = {};
  const functions = Object.entries(sources).map(([name, source]) => {
    assets[`${name}.zip`] = bundle(folder, name, source);
    return [
      name,
      {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { S3Key: `${name}.zip` },
          Handler: 'index.handler',
          Runtime: 'nodejs24.x',
          Timeout: 1,
          MemorySize: 64,
          Environment: { Variables: { TABLE: 'Projects', AWS_REGION: 'eu-west-1' } },
          ...extra[name],
        },
      },
    ];
  });
  return resourcesOf(
    {
      Service: {
        resources: {
          ...Object.fromEntries(functions),
          unprocessed: { Type: 'AWS::SQS::Queue' },
          config: {
            Type: 'AWS::Lambda::EventInvokeConfig',
            Properties: {
              FunctionName: { Ref: 'throws' },
              Qualifier: 'live',
              MaximumRetryAttempts: 1,
              DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['unprocessed', 'Arn'] } } },
            },
          },
        },
      },
    },
    assets,
  );
}

let lambda: Lambda;
const said: string[] = [];
function open(
  options: {
    idleMs?: number;
    limit?: number;
    waits?: { heldMs: number; longestMs: number };
    mostThreads?: number;
    answering?: string[];
    extra?: Record<string, object>;
  } = {},
) {
  const faults = createFaults();
  const clockOffset = new SharedArrayBuffer(8);
  const resources = template(options.extra);
  lambda = openLambda({
    functions: readFunctions(resources),
    faults,
    clockOffset,
    logs: folder,
    credentialsOf: () => ({}),
    environment: { AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' },
    report: (line) => void said.push(line),
    ...options,
  });
  return { faults, clockOffset, resources };
}
afterEach(() => lambda.close());

const ok = (payload: unknown) => ({ payload });
const fails = (error: string) => ({ error, cause: expect.any(String) });

describe('an invocation', () => {
  it('gives the function its event and context, and its answer back as JSON', async () => {
    open();
    const result = await lambda.invoke('arn:aws:lambda:us-east-1:000000000000:function:echo:live', {
      a: 1,
      gone: undefined,
    });
    expect(result).toEqual(
      ok({
        event: { a: 1 },
        left: expect.any(Number),
        context: expect.objectContaining({
          functionName: 'echo',
          invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:echo:live',
          memoryLimitInMB: '64',
          awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        }),
      }),
    );
  });

  it('sees the template’s variables over the host’s, and nothing of this machine', async () => {
    open();
    process.env.ONLY_HERE = 'secret';
    const result = await lambda.invoke('environment', {});
    delete process.env.ONLY_HERE;
    expect(result).toEqual(
      ok(
        expect.objectContaining({
          TABLE: 'Projects',
          AWS_REGION: 'eu-west-1',
          AWS_LAMBDA_FUNCTION_NAME: 'environment',
          AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1',
        }),
      ),
    );
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux(
    'takes the processor behind those whose answers somebody waits for, where none waits for its own',
    async () => {
      open({ answering: ['arn:aws:lambda:us-east-1:000000000000:function:priority:live'] });
      const awaited = await lambda.invoke('priority', {});
      await lambda.close();
      open({ answering: [] });
      expect([awaited, await lambda.invoke('priority', {})]).toEqual([
        ok(getPriority()),
        ok(getPriority() + 5),
      ]);
    },
  );

  it('that outlasts its time-out is ended, even in an endless loop, and the next one runs', async () => {
    open();
    expect(await lambda.invoke('sleeps', { ms: 3000 })).toEqual(fails('Sandbox.Timedout'));
    expect(await lambda.invoke('sleeps', { ms: 1 })).toEqual(ok('slept'));
    expect(await lambda.invoke('spins', {})).toEqual(fails('Sandbox.Timedout'));
    expect(said.at(-1)).toContain('spins failed: Sandbox.Timedout: Task timed out after 1.00 seconds');
  });

  it.each([
    ['throws', 'RangeError'],
    ['exits', 'Runtime.ExitError'],
    ['broken', 'Error'],
    ['leaks', 'Runtime.ExitError'],
  ])('of a function that %s fails with %s', async (name, error) => {
    open({ extra: { leaks: { Timeout: 30 } } });
    expect(await lambda.invoke(name, {})).toEqual(fails(error));
  });

  it('tells the error as Step Functions passes it on', async () => {
    open();
    const result = await lambda.invoke('throws', {});
    expect('cause' in result && JSON.parse(result.cause)).toEqual({
      errorType: 'RangeError',
      errorMessage: 'too far',
      trace: expect.arrayContaining(['RangeError: too far']),
    });
  });

  it('answers 6 MB at most, and takes 6 MB at most', async () => {
    open();
    const limit = 6 * 1024 * 1024;
    expect(await lambda.invoke('large', { size: limit + 1 })).toEqual(fails('Function.ResponseSizeTooLarge'));
    expect(await lambda.invoke('large', { size: limit - 2 })).toHaveProperty('payload');
    expect(await lambda.invoke('echo', 'x'.repeat(limit))).toEqual(fails('Lambda.RequestTooLargeException'));
  });

  it('lives in the host’s time', async () => {
    const { clockOffset } = open();
    await lambda.invoke('clock', {});
    new Float64Array(clockOffset)[0] = 86_400_000;
    const result = await lambda.invoke('clock', {});
    const tomorrow = Date.now() + 86_400_000;
    const { now, made, fixed } = (result as { payload: { now: number; made: number; fixed: number } })
      .payload;
    expect(Math.abs(now - tomorrow)).toBeLessThan(5000);
    expect(Math.abs(made - tomorrow)).toBeLessThan(5000);
    expect(fixed).toBe(5);
  });

  it('leaves its lines in the function’s log, and their capacity in the metrics', async () => {
    open();
    await lambda.invoke('logs', {});
    await lambda.invoke('throws', {});
    const lines = (name: string) =>
      readFileSync(join(folder, `${name}.ndjson`), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    expect(lines('logs')).toEqual([
      expect.objectContaining({ message: 'plain', level: 'INFO', requestId: expect.any(String) }),
      expect.objectContaining({ message: 'to stderr' }),
      { code: 'COMPLETED', readUnits: 1.5, writeUnits: 4 },
    ]);
    expect(lines('throws').at(-1)).toMatchObject({
      level: 'ERROR',
      errorType: 'RangeError',
      message: 'too far',
    });
    expect(lambda.metrics()).toMatchObject({
      capacity: { read: 1.5, write: 4 },
      capacityOf: { logs: { read: 1.5, write: 4 }, throws: { read: 0, write: 0 } },
      invocations: { logs: 1, throws: 1, echo: 0 },
      failures: { logs: 0, throws: 1 },
    });
  });
});

describe('a function’s threads', () => {
  it('take one invocation at a time, as many at once as the limit, and the rest waits', async () => {
    open({ limit: 2, waits: { heldMs: 60_000, longestMs: 1 } });
    const running = Array.from({ length: 8 }, () => lambda.invoke('overlaps', {}));
    expect(lambda.metrics().underWay).toBe(8);
    expect(await Promise.all(running)).toEqual(Array(8).fill(ok('alone')));
    expect(lambda.metrics().underWay).toBe(0);
    expect(lambda.metrics().workers.overlaps).toBe(2);
  });

  it('are one that is at work, until it has held somebody up for long', async () => {
    open({ waits: { heldMs: 500, longestMs: 60_000 }, extra: { held: { Timeout: 30 } } });
    const until = join(folder, 'released');
    const held = lambda.invoke('held', { until });
    const behind = lambda.invoke('held', {});
    expect(lambda.metrics().workers.held).toBe(1);
    expect(await behind).toEqual(ok(1));
    expect(lambda.metrics().workers.held).toBe(2);
    writeFileSync(until, '');
    expect(await held).toEqual(ok(1));
    // Two are there, and one of them does it all.
    const quick = Array.from({ length: 6 }, () => lambda.invoke('held', {}));
    expect(await Promise.all(quick)).toEqual([2, 3, 4, 5, 6, 7].map(ok));
  });

  it('are two at once behind a call that has run for long, as one whose service hangs', async () => {
    open({ waits: { heldMs: 100, longestMs: 60_000 }, extra: { held: { Timeout: 30 } } });
    const until = join(folder, 'released later');
    const held = lambda.invoke('held', { until });
    await pause(150);
    expect(lambda.metrics().workers.held).toBe(1);
    const behind = lambda.invoke('held', {});
    expect(lambda.metrics().workers.held).toBe(2);
    expect(await behind).toEqual(ok(1));
    writeFileSync(until, '');
    expect(await held).toEqual(ok(1));
  });

  it('are kept warm, and end when idle', async () => {
    open({ idleMs: 300 });
    expect(await lambda.invoke('counts', {})).toEqual(ok(1));
    expect(await lambda.invoke('counts', {})).toEqual(ok(2));
    await until('the thread has ended', () => lambda.metrics().workers.counts === 0);
    expect(await lambda.invoke('counts', {})).toEqual(ok(1));
  });

  it('obey reserved concurrency', async () => {
    open({ limit: 2, extra: { overlaps: { ReservedConcurrentExecutions: 1 } } });
    await Promise.all([lambda.invoke('overlaps', {}), lambda.invoke('overlaps', {})]);
    expect(lambda.metrics().workers.overlaps).toBe(1);
  });

  const workers = () => Object.fromEntries(Object.entries(lambda.metrics().workers).filter(([, n]) => n > 0));

  it('are as many over all functions as there may be: the one that rests longest goes for a new one', async () => {
    open({ mostThreads: 2 });
    await lambda.invoke('counts', {});
    await lambda.invoke('echo', {});
    expect(await lambda.invoke('counts', {})).toEqual(ok(2));
    await lambda.invoke('environment', {});
    expect(workers()).toEqual({ counts: 1, environment: 1 });
    expect(await lambda.invoke('counts', {})).toEqual(ok(3));
  });

  it('wait for no other function, and for each other where there are enough', async () => {
    open({ mostThreads: 2 });
    const slow = Promise.all(['sleeps', 'counts'].map((name) => lambda.invoke(name, { ms: 500 })));
    const others = Array.from({ length: 3 }, () => lambda.invoke('overlaps', {}));
    expect(workers()).toEqual({ sleeps: 1, counts: 1, overlaps: 1 });
    expect(await Promise.all(others)).toEqual(Array(3).fill(ok('alone')));
    expect(workers()).toEqual({ sleeps: 1, counts: 1, overlaps: 1 });
    await slow;
  });
});

describe('a call that waits for its turn', () => {
  const patient = (waitMs = 10_000) => {
    const gone = new AbortController();
    return { waitMs, gone: gone.signal, go: () => gone.abort() };
  };
  const throttled = fails('Lambda.TooManyRequestsException');

  it('is withdrawn when its caller goes, or has waited long enough, and never happens', async () => {
    open({ limit: 1 });
    await lambda.invoke('counts', {});
    const caller = patient();
    const busy = lambda.invoke('sleeps', { ms: 600 });
    const [left, tooLong] = [
      lambda.invoke('sleeps', { ms: 1 }, caller),
      lambda.invoke('sleeps', { ms: 1 }, patient(50)),
    ];
    caller.go();
    expect(await Promise.all([left, tooLong])).toEqual([throttled, throttled]);
    expect(lambda.metrics().invocations.sleeps).toBe(1);
    expect(await busy).toEqual(ok('slept'));
    // Those who wait without a caller wait as long as it takes; who has begun is not withdrawn.
    const begun = patient();
    const running = lambda.invoke('sleeps', { ms: 200 }, begun);
    const kept = lambda.invoke('sleeps', { ms: 1 });
    begun.go();
    expect(await Promise.all([running, kept])).toEqual([ok('slept'), ok('slept')]);
  });

  it('is refused at once where two hundred wait already', async () => {
    open({ limit: 1 });
    const finished: unknown[] = [];
    lambda.onFinished((one) => void finished.push(one));
    const running = lambda.invoke('sleeps', { ms: 300 });
    const waiting = Array.from({ length: 200 }, () => lambda.invoke('sleeps', { ms: 0 }, patient()));
    const started = performance.now();
    expect(await lambda.invoke('sleeps', { ms: 0 }, patient())).toEqual(throttled);
    expect(performance.now() - started).toBeLessThan(100);
    expect(finished).toEqual([expect.objectContaining({ failed: false, throttled: true })]);
    expect(await running).toEqual(ok('slept'));
    expect(new Set((await Promise.all(waiting)).map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify(ok('slept'))]),
    );
  });
});

describe('a template’s function', () => {
  it('of another runtime fails by name when it is used, not before', async () => {
    open({ extra: { echo: { Runtime: 'python3.13' } } });
    const result = await lambda.invoke('echo', {});
    expect(result).toEqual(fails('Runtime.NotEmulated'));
    expect('cause' in result && result.cause).toContain('echo: runtime python3.13 is not emulated');
  });

  it('with more than 4 KB of environment is refused, as Lambda does', () => {
    const environment = { Environment: { Variables: { LARGE: 'x'.repeat(4100) } } };
    expect(() => readFunctions(template({ echo: environment }))).toThrow('echo: its environment is');
    open();
  });

  it('that does not exist is an error that names it', async () => {
    open();
    await expect(lambda.invoke('nobody', {})).rejects.toThrow('no function nobody');
  });
});

describe('faults', () => {
  it('fail an invocation before or after it has run, as often as asked', async () => {
    const { faults } = open();
    faults.set({ function: 'counts', when: 'before', times: 1 });
    faults.set({ function: 'counts', when: 'after', times: 1 });
    expect(await lambda.invoke('counts', {})).toEqual(fails('Lambda.ServiceException'));
    expect(await lambda.invoke('counts', {})).toEqual(fails('Lambda.ServiceException'));
    // It ran once: after the second fault, not at the first.
    expect(await lambda.invoke('counts', {})).toEqual(ok(2));
  });

  it('hold an invocation back', async () => {
    const { faults } = open();
    await lambda.invoke('counts', {});
    faults.set({ function: 'counts', holdMs: 200, times: 1 });
    const started = performance.now();
    await lambda.invoke('counts', {});
    expect(performance.now() - started).toBeGreaterThan(190);
  });
});

describe('an event that nobody waits for', () => {
  it('is retried as configured, then kept in the queue', async () => {
    const { resources } = open();
    const queues = openQueues({ resources, database: hostDatabase(), clock: standingClock() });
    const invoke = openAsyncInvoke({ resources, lambda, queues, report: () => {} });
    await invoke('throws', { detail: 1 });
    expect(lambda.metrics().invocations.throws).toBe(2);
    expect(queues.list()).toHaveLength(1);
    expect(JSON.parse(queues.list()[0]?.body ?? '')).toMatchObject({ requestPayload: { detail: 1 } });
  });
});
