import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openStepFunctions } from '../../infra/local/services/step-functions/step-functions.ts';
import { fakeClock, invokeResource, machine, machineArn, tokenTask } from './step-functions-fixture.ts';

function load(definition: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'step-functions-'));
  try {
    openStepFunctions({
      database: join(folder, 'executions.sqlite'),
      machines: [{ arn: machineArn, name: 'Approval', definition }],
      invoke: async () => ({ payload: null }),
      clock: fakeClock(),
      onEnd: () => {},
    }).close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const end = { End: { Type: 'Succeed' } };
const only = (state: object) => machine({ Only: state });

describe('at load', () => {
  it('takes every field of the subset', () => {
    load(
      machine(
        {
          Ask: tokenTask({
            Comment: 'asks',
            QueryLanguage: 'JSONata',
            TimeoutSeconds: '{% $max([1, $states.input.s]) %}',
            Output: '{% $merge([$states.input, $states.result]) %}',
            Assign: { a: '{% $states.result.a %}' },
            Retry: [
              {
                Comment: 'passing errors',
                ErrorEquals: ['Lambda.Unknown', 'Lambda.TooManyRequestsException'],
                IntervalSeconds: 1,
                MaxAttempts: 0,
                BackoffRate: 1.5,
                MaxDelaySeconds: 60,
                JitterStrategy: 'FULL',
              },
            ],
            Catch: [
              {
                ErrorEquals: ['States.ALL'],
                Next: 'Choose',
                Output: '{% $states.errorOutput %}',
                Assign: { e: 1 },
              },
            ],
            End: undefined,
            Next: 'Choose',
          }),
          Choose: {
            Type: 'Choice',
            Choices: [
              {
                Comment: 'c',
                Condition: '{% $exists($a) and $states.input.list[x = 1].y = 2 %}',
                Next: 'Rest',
              },
            ],
            Default: 'Bad',
          },
          Rest: { Type: 'Wait', Timestamp: '2026-01-01T00:00:00Z', Next: 'End' },
          Bad: { Type: 'Fail', Error: 'E', Cause: '{% $states.input.why %}' },
          ...end,
        },
        { Comment: 'all of it', TimeoutSeconds: 9, Version: '1.0' },
      ),
    );
    load(machine({ Ask: tokenTask({ Resource: 'arn:aws-cn:states:::lambda:invoke.waitForTaskToken' }) }));
  });

  it('takes a machine whose states each say that they are JSONata', () => {
    const states = { Only: { Type: 'Succeed', QueryLanguage: 'JSONata' } };
    load(JSON.stringify({ StartAt: 'Only', States: states }));
  });

  it.each<[string, string, string]>([
    [
      'JSONPath machines',
      JSON.stringify({ StartAt: 'E', States: { E: end.End } }),
      'field "QueryLanguage": must be JSONata',
    ],
    [
      'JSONPath states',
      only({ Type: 'Pass', QueryLanguage: 'JSONPath', End: true }),
      'State "Only": field "QueryLanguage": must be JSONata',
    ],
    [
      'JSONPath fields',
      only({ Type: 'Pass', ResultPath: '$.x', End: true }),
      'State "Only": field "ResultPath" is not supported',
    ],
    [
      'Parallel',
      only({ Type: 'Parallel', Branches: [], End: true }),
      'State "Only": field "Type": Parallel is not supported',
    ],
    ['Map', only({ Type: 'Map', End: true }), 'State "Only": field "Type": Map is not supported'],
    [
      'HeartbeatSeconds',
      only(tokenTask({ HeartbeatSeconds: 5 })),
      'State "Only": field "HeartbeatSeconds" is not supported',
    ],
    [
      'TimeoutSecondsPath',
      only(tokenTask({ TimeoutSecondsPath: '$.t' })),
      'State "Only": field "TimeoutSecondsPath" is not supported',
    ],
    [
      'Credentials',
      only(tokenTask({ Credentials: {} })),
      'State "Only": field "Credentials" is not supported',
    ],
    [
      'unknown fields in Arguments',
      only(tokenTask({ Arguments: { FunctionName: 'f', InvocationType: 'Event' } })),
      'State "Only": field "Arguments.InvocationType" is not supported',
    ],
    [
      'unknown fields in Retry',
      only(tokenTask({ Retry: [{ ErrorEquals: ['E'], Interval: 3 }] })),
      'State "Only": field "Retry.0.Interval" is not supported',
    ],
    [
      'unknown fields of the machine',
      machine(end, { Timeout: 3 }),
      'The state machine: field "Timeout" is not supported',
    ],
    [
      'other integrations',
      only(tokenTask({ Resource: 'arn:aws:states:::sqs:sendMessage' })),
      'State "Only": field "Resource": is not a supported integration',
    ],
    [
      'functions as Resource',
      only(tokenTask({ Resource: 'arn:aws:lambda:eu-west-1:1:function:f' })),
      'State "Only": field "Resource"',
    ],
    ['a time-out of zero', only(tokenTask({ TimeoutSeconds: 0 })), 'State "Only": field "TimeoutSeconds"'],
    [
      'States.ALL beside others',
      only(tokenTask({ Retry: [{ ErrorEquals: ['States.ALL', 'E'] }] })),
      'State "Only": field "Retry.0.ErrorEquals": must name States.ALL alone',
    ],
    [
      'States.ALL before others',
      only(tokenTask({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['E'] }] })),
      'State "Only": field "Retry": must have States.ALL last',
    ],
    [
      'BackoffRate below 1',
      only(tokenTask({ Retry: [{ ErrorEquals: ['E'], BackoffRate: 0.5 }] })),
      'State "Only": field "Retry.0.BackoffRate"',
    ],
    [
      'a missing target',
      only({ Type: 'Pass', Next: 'Nowhere' }),
      'State "Only", field "Next": there is no state "Nowhere"',
    ],
    [
      'a missing target of a catcher',
      only(tokenTask({ Catch: [{ ErrorEquals: ['E'], Next: 'Nowhere' }] })),
      'State "Only", field "Catch[0].Next": there is no state "Nowhere"',
    ],
    ['a missing start', machine(end, { StartAt: 'Nowhere' }), 'Field "StartAt": there is no state "Nowhere"'],
    [
      'neither Next nor End',
      only({ Type: 'Pass' }),
      'State "Only": needs one of the fields "Next" and "End"',
    ],
    [
      'Seconds and Timestamp',
      only({ Type: 'Wait', Seconds: 1, Timestamp: '2026-01-01T00:00:00Z', End: true }),
      'State "Only": needs one of the fields "Seconds" and "Timestamp"',
    ],
    [
      'assigning to $states',
      only({ Type: 'Pass', Assign: { states: 1 }, End: true }),
      'State "Only": field "Assign.states"',
    ],
    [
      'a condition that is no expression',
      machine({ Only: { Type: 'Choice', Choices: [{ Condition: 'true', Next: 'End' }] }, ...end }),
      'State "Only": field "Choices.0.Condition": must be a JSONata expression',
    ],
    [
      'expressions that do not parse',
      only({ Type: 'Pass', Output: '{% $states.input. %}', End: true }),
      'State "Only", field "Output": not a JSONata expression',
    ],
    [
      '$eval',
      only({ Type: 'Pass', Output: "{% $eval('1') %}", End: true }),
      'State "Only", field "Output": $eval is not available',
    ],
    [
      '$$',
      only({ Type: 'Pass', Output: { a: { b: ['{% $$.x %}'] } }, End: true }),
      'State "Only", field "Output".a.b[0]: $$ is not available',
    ],
    [
      '$ at the top',
      only({ Type: 'Pass', Output: '{% $count($) %}', End: true }),
      'State "Only", field "Output": $ has no meaning',
    ],
    [
      'bare names',
      only({ Type: 'Pass', Output: '{% input.x %}', End: true }),
      'State "Only", field "Output": the name "input" stands alone',
    ],
    [
      '$states.result in Arguments',
      only(tokenTask({ Arguments: { FunctionName: 'f', Payload: '{% $states.result %}' } })),
      'State "Only", field "Arguments.Payload": $states.result is not available here',
    ],
    [
      '$states.errorOutput outside Catch',
      only(tokenTask({ Output: '{% $states.errorOutput %}' })),
      'State "Only", field "Output": $states.errorOutput is not available here',
    ],
    [
      '$states.result in a catcher',
      machine({
        Only: tokenTask({ Catch: [{ ErrorEquals: ['E'], Next: 'End', Output: '{% $states.result %}' }] }),
        ...end,
      }),
      '$states.result is not available here',
    ],
    ['what only asl-validator sees', machine({ Only: { Type: 'Pass', Next: 'Only' } }), 'asl-validator: '],
  ])('refuses %s', (_what, definition, message) => {
    expect(() => load(definition)).toThrow(message);
    expect(() => load(definition)).toThrow('State machine Approval cannot run here.');
  });

  it('lets $ and bare names be where they have a context', () => {
    const output = {
      step: '{% $states.input.list.(name) %}',
      predicate: '{% $states.input.list[name = "x" and $.y = 1] %}',
      sorted: '{% $states.input.list^(>amount).amount %}',
      grouped: '{% $states.input.list{kind: $sum(amount)} %}',
      lambda: '{% $map($states.input.list, function($v) { $v.amount }) %}',
      transform: '{% $states.input ~> |list|{"seen": true}| %}',
    };
    load(only({ Type: 'Pass', Output: output, End: true }));
  });

  it('does not take a definition for an expression of a function that is refused elsewhere', () => {
    load(
      only({
        Type: 'Task',
        Resource: invokeResource,
        Arguments: { FunctionName: 'f', Payload: { text: '$eval' } },
        End: true,
      }),
    );
  });
});
