import * as z from 'zod';
import { type Account, arnOf, type Call, type Context } from '../call.ts';

/** What an operation asks to do; undefined for one that nobody has said it of. */
export type CallsOf = (operation: string, body: unknown) => readonly Call[] | undefined;

/** Calls come over loopback, where nobody listens in: they count as encrypted, as they are there. */
export const secured: Context = { 'aws:securetransport': 'true' };

const one = (action: string, resource: string): readonly Call[] => [{ action, resource, context: secured }];

/** What is malformed asks for nothing: the service refuses it by itself. */
const ofEach = <T>(
  schema: z.ZodType<T>,
  body: unknown,
  calls: (input: T) => readonly Call[],
): readonly Call[] => {
  const parsed = schema.safeParse(body);
  return parsed.success ? calls(parsed.data) : [];
};

const keySchema = z.object({ KeyId: z.string() });

export const kmsCalls =
  (account: Account): CallsOf =>
  (operation, body) =>
    ofEach(keySchema, body, ({ KeyId }) =>
      one(`kms:${operation}`, KeyId.startsWith('arn:') ? KeyId : arnOf(account, 'kms', `key/${KeyId}`)),
    );

const queueSchema = z.object({ QueueUrl: z.string() });

export const sqsCalls =
  (account: Account): CallsOf =>
  (operation, body) =>
    ofEach(queueSchema, body, ({ QueueUrl }) =>
      one(`sqs:${operation}`, arnOf(account, 'sqs', /[^/]*$/.exec(QueueUrl)?.[0] ?? '')),
    );

const secretSchema = z.object({ SecretId: z.string() });

/** Secrets Manager ends a secret's ARN with six characters of its own choice. */
export const secretsCalls =
  (account: Account): CallsOf =>
  (operation, body) =>
    ofEach(secretSchema, body, ({ SecretId }) => {
      const arn = arnOf(account, 'secretsmanager', `secret:${SecretId}-LOCAL1`);
      return one(`secretsmanager:${operation}`, SecretId.startsWith('arn:') ? SecretId : arn);
    });

const machineSchema = z.object({ stateMachineArn: z.string() });
const executionSchema = z.object({ executionArn: z.string() });
const tokenSchema = z.object({ taskToken: z.string() });

/**
 * Whoever answers a task needs the right to its state machine. AWS's table of actions knows no resource for that, but
 * the service names the machine when it refuses, and CDK grants by it.
 * @param machineOfTask the ARN; undefined for a token that was never handed out, which the service itself refuses
 */
export const statesCalls =
  (machineOfTask: (token: string) => string | undefined): CallsOf =>
  (operation, body) => {
    const action = `states:${operation}`;
    switch (operation) {
      case 'StartExecution':
      case 'ListExecutions':
        return ofEach(machineSchema, body, (input) => one(action, input.stateMachineArn));
      case 'DescribeExecution':
      case 'GetExecutionHistory':
      case 'StopExecution':
        return ofEach(executionSchema, body, (input) => one(action, input.executionArn));
      case 'SendTaskSuccess':
      case 'SendTaskFailure':
        return ofEach(tokenSchema, body, ({ taskToken }) => {
          const machine = machineOfTask(taskToken);
          return machine === undefined ? [] : one(action, machine);
        });
      default:
        return undefined;
    }
  };

const mailSchema = z.object({
  FromEmailAddress: z.string(),
  ConfigurationSetName: z.string().optional(),
});

/**
 * SES looks at the sending identity, which is the address where that one was verified by itself, else its domain; and
 * at the configuration set, where the call names one.
 * @param identityOf the identity that a sender's address belongs to
 */
export const sesCalls =
  (account: Account, identityOf: (from: string) => string): CallsOf =>
  (operation, body) =>
    ofEach(mailSchema, body, ({ FromEmailAddress, ConfigurationSetName: set }) => {
      const places = [
        `identity/${identityOf(FromEmailAddress)}`,
        ...(set === undefined ? [] : [`configuration-set/${set}`]),
      ];
      return places.flatMap((place) => one(`ses:${operation}`, arnOf(account, 'ses', place)));
    });
