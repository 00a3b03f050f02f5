/** What the state machine needs to know of a stage. */
export interface FlowStage {
  readonly id: string;
  readonly label: { readonly en: string };
}

/** Known only at deployment: CloudFormation puts them in (DefinitionSubstitutions). */
export type Substitution = 'partition' | 'requestDecision';

const placeholder = (name: Substitution) => `\${${name}}`;

/**
 * Errors that another try may cure: Lambda's own, a runtime that died or ran out of time, and the one by which
 * request-decision asks for another try. Never States.ALL: that would eat the wait's own time-out, and repeat what
 * cannot succeed.
 */
const passingErrors = [
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.Unknown',
  'Sandbox.Timedout',
  'Runtime.ExitError',
  'RetryLater',
];

/**
 * 2 + 4 + 8 + 16 + 32 + 60 + 60 + 60 = 242 s at most, half of it on average with full jitter: longer than a
 * throttled minute, shorter than anyone waits for a mail. After that the execution fails and the sweep resumes the
 * flow from the record, again and again if need be. Each try hands out a new token; the record keeps the newest.
 */
const retry = {
  ErrorEquals: passingErrors,
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxAttempts: 8,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
};

const entrance = 'At which stage?';

/**
 * The Amazon States Language of one workflow: one waiting state per stage, and after each a question that is
 * answered by what the record says. The states sequence and wait; they decide nothing.
 *
 * Executions under way keep the definition they started with, so states may be added or renamed freely; the payload
 * of a request may only grow.
 */
export function flowDefinition(stages: readonly FlowStage[], waitDays: number): object {
  const request = (stage: FlowStage) => `Request ${stage.label.en}`;
  const decided = (stage: FlowStage) =>
    `${stage.label.en.charAt(0).toUpperCase()}${stage.label.en.slice(1)} decided?`;

  // Where the record stands, as choices: the same at the entrance and after every decision.
  const byStage = stages.map((stage) => ({
    Condition: `{% $states.input.state = 'in-review' and $states.input.stage = '${stage.id}' %}`,
    Next: request(stage),
  }));
  const atAnUnknownStage = { Condition: "{% $states.input.state = 'in-review' %}", Next: 'Failed' };

  return {
    Comment: `Asks for the decisions of: ${stages.map((stage) => stage.label.en).join(', ')}`,
    QueryLanguage: 'JSONata',
    StartAt: entrance,
    States: {
      // An execution starts at the first stage, or, resumed from the record, at whichever it has reached.
      [entrance]: {
        Type: 'Choice',
        Choices: stages.map((stage) => ({
          Condition: `{% $states.input.stage = '${stage.id}' %}`,
          Next: request(stage),
        })),
        Default: 'Failed',
      },
      ...Object.fromEntries(
        stages.flatMap((stage) => [
          [request(stage), requestState(stage, waitDays, request(stage), decided(stage))],
          [decided(stage), { Type: 'Choice', Choices: [...byStage, atAnUnknownStage], Default: 'Ended' }],
        ]),
      ),
      Ended: { Type: 'Succeed' },
      Failed: {
        Type: 'Fail',
        Error: "{% $exists($states.input.error) ? $states.input.error : 'UnknownStage' %}",
        Cause: "{% $exists($states.input.cause) ? $states.input.cause : 'The workflow has no such stage' %}",
      },
    },
  };
}

function requestState(stage: FlowStage, waitDays: number, self: string, next: string): object {
  return {
    Type: 'Task',
    Comment: `Waits until the record says that the ${stage.label.en} is decided or closed`,
    Resource: `arn:${placeholder('partition')}:states:::lambda:invoke.waitForTaskToken`,
    Arguments: {
      FunctionName: placeholder('requestDecision'),
      Payload: {
        token: '{% $states.context.Task.Token %}',
        projectId: '{% $states.input.projectId %}',
        revision: '{% $states.input.revision %}',
        stage: stage.id,
        // Together these two order the tokens of one request: entering anew, then trying again.
        enteredAt: '{% $states.context.State.EnteredTime %}',
        retryCount: '{% $states.context.State.RetryCount %}',
      },
    },
    TimeoutSeconds: waitDays * 24 * 60 * 60,
    Retry: [retry],
    Catch: [
      // Nobody answered: ask the record again, with a new token. Without Output the error would replace the input.
      { ErrorEquals: ['States.Timeout'], Output: '{% $states.input %}', Next: self },
      {
        ErrorEquals: ['States.ALL'],
        Output: {
          error: '{% $states.errorOutput.Error %}',
          cause: "{% $exists($states.errorOutput.Cause) ? $states.errorOutput.Cause : '' %}",
        },
        Next: 'Failed',
      },
    ],
    // The answer is { state, stage }, as the record says it.
    Output: '{% $merge([$states.input, $states.result]) %}',
    Next: next,
  };
}
