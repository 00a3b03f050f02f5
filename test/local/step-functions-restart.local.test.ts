import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Store } from '../../infra/local/services/step-functions/store.ts';
import { aMoment, Bench, machine, machineArn, tokenTask, until } from './step-functions-fixture.ts';

let bench: Bench;
const open = (...args: ConstructorParameters<typeof Bench>) => {
  bench = new Bench(...args);
  return bench;
};
afterEach(() => bench.close());

const succeed = (token: string, output: unknown = {}) =>
  bench.errorOf('SendTaskSuccess', { taskToken: token, output: JSON.stringify(output) });

describe('what is stored', () => {
  const count = (database: DatabaseSync) =>
    Number(database.prepare('SELECT COUNT(*) AS count FROM changes').get()?.count);

  it('are the steps up to one that waits, at once, with the history of each', async () => {
    open({
      First: { Type: 'Pass', Next: 'Which?' },
      'Which?': { Type: 'Choice', Choices: [{ Condition: '{% true %}', Next: 'Ask' }], Default: 'Ask' },
      Ask: tokenTask({ Next: 'Last', End: undefined }),
      Last: { Type: 'Pass', Next: 'Done' },
      Done: { Type: 'Succeed' },
    });
    const database = new DatabaseSync(bench.database);
    try {
      database.exec(
        'CREATE TABLE changes (step INTEGER); ' +
          'CREATE TRIGGER of_step AFTER UPDATE OF step ON executions BEGIN INSERT INTO changes VALUES (new.step); END',
      );
      await bench.start();
      const { payload, answer } = await bench.invocation(0);
      expect(count(database)).toBe(1);
      answer({ payload: null });
      await aMoment();
      expect(await succeed(payload.token, 'done')).toBeUndefined();
      expect((await bench.ended()).output).toBe('done');
      // That the function returned, the answer, and all that followed from it.
      expect(count(database)).toBe(4);
      expect(database.prepare('SELECT MAX(step) AS steps FROM changes').get()).toEqual({ steps: 8 });
      const entered = database.prepare(
        "SELECT state FROM events WHERE type LIKE '%StateEntered' ORDER BY id",
      );
      expect(entered.all().map(({ state }) => state)).toEqual(['First', 'Which?', 'Ask', 'Last', 'Done']);
    } finally {
      database.close();
    }
  });

  it('a machine that never waits ends by its length', async () => {
    open({
      Round: { Type: 'Pass', Next: 'Again?' },
      'Again?': {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.again %}', Next: 'Round' }],
        Default: 'Done',
      },
      Done: { Type: 'Succeed' },
    });
    expect(await bench.run({ again: true })).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(bench.service.transitions()).toBe(12_501);
  });
});

describe('after a restart', () => {
  it('a waiting task waits on by its old token, and its function is not invoked again', async () => {
    open({ Ask: tokenTask() });
    await bench.start();
    const { payload, answer } = await bench.invocation(0);
    answer({ payload: null });
    await aMoment();
    bench.restart();
    await aMoment();
    expect(bench.invocations).toHaveLength(1);
    expect(await succeed(payload.token, 'after')).toBeUndefined();
    expect((await bench.ended()).output).toBe('after');
  });

  it('a function that had not returned is invoked again, with the same token', async () => {
    open({ Ask: tokenTask() });
    await bench.start();
    const first = await bench.invocation(0);
    bench.restart();
    const second = await bench.invocation(1);
    expect(second.payload).toEqual(first.payload);
    first.answer({ error: 'Late', cause: 'of the process that died' });
    await aMoment();
    expect(await succeed(first.payload.token, 'once')).toBeUndefined();
    expect((await bench.ended()).output).toBe('once');
  });

  it('a deadline stays where it was, and one that passed meanwhile is acted upon', async () => {
    open({ Ask: tokenTask({ TimeoutSeconds: 100 }) });
    await bench.start({}, 'early');
    await bench.invocation(0);
    bench.clock.advance(60);
    bench.restart();
    await bench.invocation(1);
    await bench.start({}, 'later');
    await bench.invocation(2);
    bench.clock.advance(39);
    await aMoment();
    expect(bench.execution('early').status).toBe('RUNNING');
    bench.service.close();
    bench.clock.advance(1);
    bench.service = bench.open();
    bench.service.resume();
    expect(await bench.ended('early')).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(bench.execution('later').status).toBe('RUNNING');
  });

  it('a Wait state and a delay before a retry do not begin again', async () => {
    open({
      Rest: { Type: 'Wait', Seconds: 50, Next: 'Ask' },
      Ask: tokenTask({ Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 50 }] }),
    });
    await bench.start();
    bench.clock.advance(49);
    bench.restart();
    bench.clock.advance(1);
    (await bench.invocation(0)).answer({ error: 'E', cause: '' });
    await aMoment();
    bench.clock.advance(49);
    bench.restart();
    await aMoment();
    expect(bench.invocations).toHaveLength(1);
    bench.clock.advance(1);
    expect((await bench.invocation(1)).payload.retryCount).toBe(1);
  });

  it('variables, input and the pinned definition are still there', async () => {
    const last = (text: string) => ({
      Set: { Type: 'Pass', Assign: { v: '{% $states.input.a %}' }, Next: 'Ask' },
      Ask: tokenTask({ End: undefined, Next: 'Last' }),
      Last: {
        Type: 'Pass',
        Output: { text, v: '{% $v %}', start: '{% $states.context.Execution.Input %}' },
        End: true,
      },
    });
    open(last('old'));
    await bench.start({ a: 1 }, 'old');
    const { token } = (await bench.invocation(0)).payload;
    bench.definition = machine(last('new'));
    bench.restart();
    bench.restart();
    // The function is asked once more, by the last of them.
    await bench.invocation(1);
    expect(await succeed(token)).toBeUndefined();
    expect((await bench.ended('old')).output).toEqual({ text: 'old', v: 1, start: { a: 1 } });
    const asked = bench.invocations.length;
    await bench.start({ a: 2 }, 'new');
    expect(await succeed((await bench.invocation(asked)).payload.token)).toBeUndefined();
    expect((await bench.ended('new')).output).toEqual({ text: 'new', v: 2, start: { a: 2 } });
  });

  it('a definition of the template stays checked, though nothing began by it; another one is forgotten', () => {
    open({ Only: { Type: 'Succeed' } });
    const kept = () => {
      const database = new DatabaseSync(bench.database);
      const bodies = database.prepare('SELECT body FROM definitions').all();
      database.close();
      return bodies.map(({ body }) => body);
    };
    const [first] = [bench.definition];
    bench.restart();
    expect(kept()).toEqual([first]);
    const checked = new DatabaseSync(bench.database);
    checked.exec("UPDATE definitions SET body = 'as it was checked'");
    checked.close();
    bench.restart();
    // Neither checked nor kept anew.
    expect(kept()).toEqual(['as it was checked']);
    bench.definition = machine({ Other: { Type: 'Succeed' } });
    bench.restart();
    expect(kept()).toEqual([bench.definition]);
  });

  it('an execution goes on although its machine is gone from the template', async () => {
    open({ Ask: tokenTask() });
    await bench.start();
    const { token } = (await bench.invocation(0)).payload;
    bench.definition = machine({ Other: { Type: 'Succeed' } });
    bench.restart();
    expect(await succeed(token, 1)).toBeUndefined();
    expect(await bench.ended()).toMatchObject({ status: 'SUCCEEDED', output: 1 });
  });

  it('executions that ended 90 days ago are forgotten, with their names and tokens', async () => {
    open({ Ask: tokenTask() });
    await bench.start();
    const { token } = (await bench.invocation(0)).payload;
    await succeed(token);
    await bench.ended();
    bench.clock.advance(90 * 86_400 - 1);
    bench.restart();
    expect(bench.service.list()).toHaveLength(1);
    expect(await succeed(token)).toBe('TaskTimedOut');
    bench.clock.advance(2);
    bench.restart();
    expect(bench.service.list()).toHaveLength(0);
    expect(await succeed(token)).toBe('TaskDoesNotExist');
    await bench.start();
    expect((await bench.invocation(1)).payload.token).not.toBe(token);
  });
});

describe('while the disk has not taken what led there', () => {
  const held = () => {
    let release = () => {};
    const durable = new Promise<void>((resolve) => {
      release = resolve;
    });
    const disk = jest.spyOn(Store.prototype, 'durable').mockReturnValue(durable);
    return () => {
      disk.mockRestore();
      release();
    };
  };

  it('no call is answered, and no function invoked', async () => {
    open({ Ask: tokenTask() });
    const release = held();
    let isAnswered = false;
    const started = bench.start().then(() => {
      isAnswered = true;
    });
    await aMoment();
    expect([bench.execution().currentState, isAnswered, bench.invocations.length]).toEqual(['Ask', false, 0]);
    release();
    await started;
    const { token } = (await bench.invocation(0)).payload;

    const releaseAgain = held();
    let isTaken = false;
    const answered = succeed(token).then(() => {
      isTaken = true;
    });
    await aMoment();
    expect([bench.execution().status, isTaken, bench.ends.length]).toEqual(['SUCCEEDED', false, 0]);
    releaseAgain();
    await answered;
    await until(() => bench.ends.length === 1);
  });
});

describe('when the process is killed', () => {
  const service = join(import.meta.dirname, '../../infra/local/services/step-functions/step-functions.ts');
  // Starts executions, answers half of the tokens, and says what it was told was done; then it is killed.
  const script = `
    import { writeSync } from 'node:fs';
    const { openStepFunctions } = await import(${JSON.stringify(service)});
    const [database, definition] = process.argv.slice(1);
    const say = (line) => writeSync(1, line + '\\n');
    const service = openStepFunctions({
      database, clock: { now: Date.now, advance() {}, onAdvance() {} }, onEnd() {},
      machines: [{ arn: ${JSON.stringify(machineArn)}, name: 'Approval', definition }],
      invoke: async (arn, { token, name }) => {
        if (Number(name) % 2 === 0) {
          const { status } = await service.handle('x.SendTaskSuccess', { taskToken: token, output: '"' + name + '"' });
          if (status === 200) say('answered ' + name);
        }
        return { payload: null };
      },
    });
    service.resume();
    for (let name = 0; ; name += 1) {
      const { status } = await service.handle('x.StartExecution', { stateMachineArn: ${JSON.stringify(machineArn)}, name: String(name) });
      if (status === 200) say('started ' + name);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }`;

  it('nothing that was acknowledged is lost, and what waited waits on', async () => {
    const ask = tokenTask({
      Arguments: {
        FunctionName: 'arn:ask',
        Payload: { token: '{% $states.context.Task.Token %}', name: '{% $states.context.Execution.Name %}' },
      },
    });
    open({ Ask: ask }, { clock: { now: Date.now, advance: () => {}, onAdvance: () => {} } });
    bench.service.close();
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', script, bench.database, bench.definition],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let said = '';
    child.stdout.on('data', (data) => {
      said += data;
    });
    await until(() => said.split('\n').length > 200);
    child.kill('SIGKILL');
    await once(child, 'close');

    bench.service = bench.open();
    bench.service.resume();
    const names = (word: string) =>
      [...said.matchAll(new RegExp(`^${word} (\\d+)$`, 'gm'))].map((match) => String(match[1]));
    for (const name of names('answered')) {
      expect(await bench.ended(name)).toMatchObject({ status: 'SUCCEEDED', output: name });
    }
    const open_ = names('started').filter((name) => Number(name) % 2 === 1);
    expect(open_.length).toBeGreaterThan(20);
    for (const name of open_)
      expect(bench.execution(name)).toMatchObject({ status: 'RUNNING', currentState: 'Ask' });
  });
});
