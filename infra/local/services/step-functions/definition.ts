import * as z from 'zod';

// The declared subset of the Amazon States Language. Every object is strict: a field that is not here is refused at
// load by its name, because ignoring it would run something else than what is deployed.

const comment = z.string().optional();
const template = z.json();
const assign = z.record(
  z.string().regex(/^(?!states$)[A-Za-z_][A-Za-z0-9_]{0,79}$/, 'is not a name that can be assigned'),
  template,
);
const queryLanguage = z.literal('JSONata', 'must be JSONata: JSONPath is not supported').optional();
const expression = z.string().regex(/^\{%[\s\S]*%\}$/, 'must be a JSONata expression {% … %}');
const seconds = z.int().min(1).max(99_999_999);

const common = {
  Comment: comment,
  QueryLanguage: queryLanguage,
  Output: template.optional(),
  Assign: assign.optional(),
};
const onwards = { Next: z.string().optional(), End: z.literal(true).optional() };

// States.ALL and States.TaskFailed aside, names are free: a function's error type, Lambda.Unknown, States.Timeout, …
const errorEquals = z
  .array(z.string().min(1))
  .min(1)
  .refine((names) => names.length === 1 || !names.includes('States.ALL'), 'must name States.ALL alone');

const retrier = z.strictObject({
  Comment: comment,
  ErrorEquals: errorEquals,
  IntervalSeconds: seconds.optional(),
  MaxAttempts: z.int().min(0).max(99_999_999).optional(),
  BackoffRate: z.number().min(1).optional(),
  MaxDelaySeconds: z.int().min(1).max(31_622_399).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
});

const catcher = z.strictObject({
  Comment: comment,
  ErrorEquals: errorEquals,
  Next: z.string(),
  Output: template.optional(),
  Assign: assign.optional(),
});

const choiceRule = z.strictObject({
  Comment: comment,
  Condition: expression,
  Next: z.string(),
  Output: template.optional(),
  Assign: assign.optional(),
});

const task = z.strictObject({
  Type: z.literal('Task'),
  ...common,
  ...onwards,
  Resource: z
    .string()
    .regex(/^arn:aws(-cn)?:states:::lambda:invoke(\.waitForTaskToken)?$/, 'is not a supported integration'),
  // InvocationType, Qualifier and the rest of the call are left out: the flow calls an alias and waits.
  Arguments: z.strictObject({ FunctionName: z.string(), Payload: template.optional() }),
  TimeoutSeconds: z.union([seconds, expression]).optional(),
  Retry: z.array(retrier).refine(allComesLast, 'must have States.ALL last').optional(),
  Catch: z.array(catcher).refine(allComesLast, 'must have States.ALL last').optional(),
});

const choice = z.strictObject({
  Type: z.literal('Choice'),
  ...common,
  Choices: z.array(choiceRule).min(1),
  Default: z.string().optional(),
});

const pass = z.strictObject({ Type: z.literal('Pass'), ...common, ...onwards });

const wait = z.strictObject({
  Type: z.literal('Wait'),
  ...common,
  ...onwards,
  Seconds: z.union([z.int().min(0).max(99_999_999), expression]).optional(),
  Timestamp: z.union([z.iso.datetime({ offset: true }), expression]).optional(),
});

const succeed = z.strictObject({
  Type: z.literal('Succeed'),
  Comment: comment,
  QueryLanguage: queryLanguage,
  Output: template.optional(),
});

const fail = z.strictObject({
  Type: z.literal('Fail'),
  Comment: comment,
  QueryLanguage: queryLanguage,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});

/** The schema of each kind of state, by its Type. */
export const stateSchemas = {
  Task: task,
  Choice: choice,
  Pass: pass,
  Wait: wait,
  Succeed: succeed,
  Fail: fail,
};

/** The schema of a machine around its states. */
export const machineSchema = z.strictObject({
  Comment: comment,
  QueryLanguage: queryLanguage,
  Version: z.literal('1.0').optional(),
  StartAt: z.string(),
  TimeoutSeconds: seconds.optional(),
  States: z.record(z.string().min(1).max(80), z.looseObject({ Type: z.string() })),
});

export type TaskDefinition = z.infer<typeof task>;
export type ChoiceDefinition = z.infer<typeof choice>;
export type PassDefinition = z.infer<typeof pass>;
export type WaitDefinition = z.infer<typeof wait>;
export type SucceedDefinition = z.infer<typeof succeed>;
export type FailDefinition = z.infer<typeof fail>;
export type Retrier = z.infer<typeof retrier>;

function allComesLast(rules: readonly { ErrorEquals: string[] }[]): boolean {
  return rules.every((rule, index) => index === rules.length - 1 || !rule.ErrorEquals.includes('States.ALL'));
}
