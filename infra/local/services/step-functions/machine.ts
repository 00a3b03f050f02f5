import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import * as z from 'zod';
import { machineSchema, stateSchemas } from './definition.ts';
import { UnsupportedDefinition } from './errors.ts';
import type { State } from './state.ts';
import { compileChoice } from './states/choice.ts';
import { compileFail, compileSucceed } from './states/end.ts';
import { compilePass } from './states/pass.ts';
import { compileTask } from './states/task.ts';
import { compileWait } from './states/wait.ts';

/** A definition, compiled: every expression parsed, every state by its name. */
export interface Machine {
  readonly startAt: string;
  readonly timeoutSeconds: number | undefined;
  state(name: string): State;
}

/** The name under which a definition is kept; an execution holds on to the one it started with. */
export function definitionHash(definition: string): string {
  return createHash('sha256').update(definition).digest('hex');
}

/** Compiles a definition and refuses, by state and field, what lies outside the subset. */
export function compileMachine(definition: string): Machine {
  const parsed = parse(machineSchema, JSON.parse(definition), 'The state machine');
  // A machine's language is JSONPath unless it says otherwise; then each of its states has to.
  const common = parsed.QueryLanguage ?? 'JSONPath';
  const states = new Map(
    Object.entries(parsed.States).map(([name, raw]) => [
      name,
      compileState(name, { QueryLanguage: common, ...raw }),
    ]),
  );
  checkTargets(parsed.StartAt, parsed.States, states);
  return {
    startAt: parsed.StartAt,
    timeoutSeconds: parsed.TimeoutSeconds,
    state(name) {
      const state = states.get(name);
      if (state === undefined) throw new Error(`The definition has no state "${name}"`);
      return state;
    },
  };
}

const verdictSchema = z.object({
  isValid: z.boolean(),
  errorsText: z.custom<() => string>((value) => typeof value === 'function'),
});

/**
 * Asks asl-validator too, which knows rules beyond single fields. It costs 50 ms and 17 MB to load: callers need it
 * once per definition, not at each start.
 */
export function validateMachine(definition: string): void {
  // A CommonJS function as module.exports; loaded on use, and synchronously, because opening the service is.
  const validate: unknown = createRequire(import.meta.url)('asl-validator');
  if (typeof validate !== 'function') throw new Error('asl-validator exports no function');
  const verdict = verdictSchema.parse(validate(JSON.parse(definition)));
  if (!verdict.isValid) throw new UnsupportedDefinition(`asl-validator: ${verdict.errorsText()}`);
}

function compileState(name: string, raw: { Type: string; QueryLanguage: unknown }): State {
  const where = `State "${name}"`;
  switch (raw.Type) {
    case 'Task':
      return compileTask(name, onwards(parse(stateSchemas.Task, raw, where), where));
    case 'Choice':
      return compileChoice(name, parse(stateSchemas.Choice, raw, where));
    case 'Pass':
      return compilePass(name, onwards(parse(stateSchemas.Pass, raw, where), where));
    case 'Wait': {
      const wait = onwards(parse(stateSchemas.Wait, raw, where), where);
      if ((wait.Seconds === undefined) === (wait.Timestamp === undefined)) {
        throw new UnsupportedDefinition(`${where}: needs one of the fields "Seconds" and "Timestamp"`);
      }
      return compileWait(name, wait);
    }
    case 'Succeed':
      return compileSucceed(name, parse(stateSchemas.Succeed, raw, where));
    case 'Fail':
      return compileFail(name, parse(stateSchemas.Fail, raw, where));
    default:
      throw new UnsupportedDefinition(`${where}: field "Type": ${raw.Type} is not supported`);
  }
}

function onwards<T extends { Next?: string | undefined; End?: true | undefined }>(
  state: T,
  where: string,
): T {
  if ((state.Next === undefined) === (state.End === undefined)) {
    throw new UnsupportedDefinition(`${where}: needs one of the fields "Next" and "End"`);
  }
  return state;
}

// Every state name that a definition mentions stands under one of these fields.
const targetFields = new Set(['Next', 'Default']);

function checkTargets(startAt: string, raw: unknown, states: ReadonlyMap<string, State>): void {
  if (!states.has(startAt))
    throw new UnsupportedDefinition(`Field "StartAt": there is no state "${startAt}"`);
  for (const [name, state] of Object.entries(z.record(z.string(), z.unknown()).parse(raw))) {
    for (const [field, target] of targetsOf(state)) {
      if (!states.has(target)) {
        throw new UnsupportedDefinition(`State "${name}", field "${field}": there is no state "${target}"`);
      }
    }
  }
}

const rulesSchema = z.array(z.object({ Next: z.string() })).catch([]);

function targetsOf(state: unknown): [string, string][] {
  const fields = z.record(z.string(), z.unknown()).parse(state);
  const own = Object.entries(fields).filter(
    (entry): entry is [string, string] => targetFields.has(entry[0]) && typeof entry[1] === 'string',
  );
  const inRules = ['Choices', 'Catch'].flatMap((field) =>
    rulesSchema
      .parse(fields[field])
      .map((rule, index): [string, string] => [`${field}[${index}].Next`, rule.Next]),
  );
  return [...own, ...inRules];
}

function parse<T>(schema: z.ZodType<T>, value: unknown, where: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new UnsupportedDefinition(
    result.error.issues.map((issue) => `${where}: ${describe(issue)}`).join('\n'),
  );
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `field "${[...issue.path, key].join('.')}" is not supported`).join(', ');
  }
  return `field "${issue.path.join('.')}": ${issue.message}`;
}
