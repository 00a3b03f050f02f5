import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import jsonata from 'jsonata';
import * as z from 'zod';
import { flowDefinition } from '../../infra/constructs/flow-definition.ts';
import { ofType, read, synthesize } from '../infra/template.ts';

type Validate = (definition: object) => { isValid: boolean; errorsText: () => string };
const validate = createRequire(import.meta.url)('asl-validator') as Validate;

const state = z.looseObject({
  Type: z.string(),
  Choices: z.array(z.object({ Condition: z.string(), Next: z.string() })).optional(),
  Default: z.string().optional(),
});
const definitionSchema = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), state) });
type Definition = z.infer<typeof definitionSchema>;

const { service } = synthesize();
const machines = ofType(service, 'AWS::StepFunctions::StateMachine').map((machine) => ({
  id: machine.id,
  properties: machine.properties,
  definition: definitionSchema.parse(JSON.parse(machine.properties.DefinitionString)),
}));
const each = machines.map((machine) => [machine.id, machine] as const);

/** The definition as Step Functions gets it, CloudFormation's placeholders filled in. */
function deployed(definition: object): object {
  const values: Record<string, string> = {
    partition: 'aws',
    requestDecision: 'arn:aws:lambda:eu-central-1:111111111111:function:request-decision:live',
  };
  return JSON.parse(JSON.stringify(definition).replaceAll(/\$\{(\w+)\}/g, (_, name) => values[name] ?? ''));
}

describe('every state machine of the template', () => {
  it('exists for the one form that there is', () => {
    expect(machines.map((machine) => machine.id)).toEqual(['ProjectDeclarationFlow']);
  });

  it.each(each)('%s is valid Amazon States Language', (_, machine) => {
    const result = validate(deployed(machine.definition));
    expect(result.isValid ? '' : result.errorsText()).toBe('');
  });

  it.each(each)('%s has a value for every placeholder, and a placeholder for every value', (_, machine) => {
    const placeholders = [...machine.properties.DefinitionString.matchAll(/\$\{([^}]+)\}/g)].map(
      (match) => match[1],
    );
    expect(new Set(placeholders)).toEqual(new Set(Object.keys(machine.properties.DefinitionSubstitutions)));
  });

  it.each(each)(
    '%s waits with a time-out at every state that waits, and survives it (case 8)',
    (_, machine) => {
      for (const [name, task] of tasksOf(machine.definition)) {
        expect(task.TimeoutSeconds).toBe(30 * 24 * 3600);
        // The input must live on: without Output the error would take its place.
        expect(task.Catch).toContainEqual({
          ErrorEquals: ['States.Timeout'],
          Output: '{% $states.input %}',
          Next: name,
        });
      }
    },
  );

  it.each(each)(
    '%s tries again what may pass, a bounded number of times, and never everything',
    (_, machine) => {
      for (const [, task] of tasksOf(machine.definition)) {
        const [retry, ...more] = z
          .array(z.looseObject({ ErrorEquals: z.array(z.string()), MaxAttempts: z.number() }))
          .parse(task.Retry);
        expect(more).toEqual([]);
        expect(retry?.ErrorEquals).toEqual(
          expect.arrayContaining(['Lambda.TooManyRequestsException', 'RetryLater']),
        );
        expect(retry?.ErrorEquals.filter((error) => error.startsWith('States.'))).toEqual([]);
        expect(retry?.MaxAttempts).toBeLessThanOrEqual(10);
      }
    },
  );

  it.each(each)('%s logs errors without execution data, which holds task tokens', (_, machine) => {
    expect(machine.properties.LoggingConfiguration).toMatchObject({
      Level: 'ERROR',
      IncludeExecutionData: false,
    });
    expect(machine.properties.TracingConfiguration).toEqual({ Enabled: true });
  });
});

describe('the flow of the project declaration', () => {
  const definition = machines[0]?.definition ?? { StartAt: '', States: {} };

  it('is the golden one', () => {
    const file = join(import.meta.dirname, 'golden/project-declaration.asl.json');
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, `${JSON.stringify(definition, null, 2)}\n`);
    // Executions under way keep theirs; new ones get this: change it on purpose (UPDATE_GOLDEN=1) and read the diff.
    expect(definition).toEqual(JSON.parse(read(file)));
  });

  it('has its states in the order of the flow', () => {
    expect(Object.keys(definition.States)).toEqual([
      'At which stage?',
      'Request unit sign-off',
      'Unit sign-off decided?',
      'Request finance review',
      'Finance review decided?',
      'Request collective decision',
      'Collective decision decided?',
      'Request approval',
      'Approval decided?',
      'Ended',
      'Failed',
    ]);
  });

  it.each([
    ['At which stage?', { stage: 'finance-review' }, 'Request finance review'],
    ['At which stage?', { stage: 'approval' }, 'Request approval'],
    ['At which stage?', { stage: 'elsewhere' }, 'Failed'],
    ['Finance review decided?', { state: 'in-review', stage: 'approval' }, 'Request approval'],
    ['Finance review decided?', { state: 'in-review', stage: 'finance-review' }, 'Request finance review'],
    ['Finance review decided?', { state: 'returned', stage: null }, 'Ended'],
    ['Finance review decided?', { state: 'rejected', stage: null }, 'Ended'],
    ['Finance review decided?', { state: 'withdrawn', stage: null }, 'Ended'],
    ['Finance review decided?', { state: 'in-review', stage: 'elsewhere' }, 'Failed'],
    ['Approval decided?', { state: 'approved', stage: null }, 'Ended'],
    ['Approval decided?', { state: 'in-review', stage: 'finance-review' }, 'Request finance review'],
  ])('%s with %j leads to %s', async (question, input, next) => {
    expect(await answer(definition, question, input)).toBe(next);
  });

  it('takes six states for a project that two people approve', async () => {
    const answers = [
      { state: 'in-review', stage: 'approval' },
      { state: 'approved', stage: null },
    ];
    expect(await walk(definition, { stage: 'finance-review' }, answers)).toEqual([
      'At which stage?',
      'Request finance review',
      'Finance review decided?',
      'Request approval',
      'Approval decided?',
      'Ended',
    ]);
  });
});

describe('any other list of stages', () => {
  const stage = (id: string, en: string) => ({ id, label: { en } });

  it.each([
    ['one', [stage('approval', 'approval')]],
    ['three', [stage('a', 'first look'), stage('b', 'second look'), stage('c', 'last word')]],
  ])('makes a valid flow too: of %s', async (_, stages) => {
    const definition = definitionSchema.parse(flowDefinition(stages, 30));
    const result = validate(deployed(definition));
    expect(result.isValid ? '' : result.errorsText()).toBe('');

    const answers = [
      ...stages.slice(1).map((next) => ({ state: 'in-review', stage: next.id })),
      { state: 'approved', stage: null },
    ];
    const path = await walk(definition, { stage: stages[0]?.id ?? '' }, answers);
    expect(path).toHaveLength(2 * stages.length + 2);
    expect(path.at(-1)).toBe('Ended');
  });
});

function tasksOf(definition: Definition): [string, z.infer<typeof state>][] {
  const tasks = Object.entries(definition.States).filter(([, one]) => one.Type === 'Task');
  expect(tasks.length).toBeGreaterThan(0);
  return tasks;
}

/** Where a question leads, by the expressions themselves. */
async function answer(definition: Definition, question: string, input: object): Promise<string | undefined> {
  const choice = definition.States[question];
  for (const { Condition, Next } of choice?.Choices ?? []) {
    const expression = /^\{%(.*)%\}$/s.exec(Condition)?.[1] ?? '';
    if (await jsonata(expression).evaluate({}, { states: { input } })) return Next;
  }
  return choice?.Default;
}

/** The states that an execution passes when its requests are answered with these, one after the other. */
async function walk(definition: Definition, input: object, answers: readonly object[]): Promise<string[]> {
  const path = [definition.StartAt];
  const left = [...answers];
  let current = input;
  for (let name = definition.StartAt; definition.States[name]?.Type !== 'Succeed'; ) {
    if (definition.States[name]?.Type === 'Task') {
      current = { ...current, ...left.shift() };
      name = String(definition.States[name]?.Next);
    } else name = (await answer(definition, name, current)) ?? 'Failed';
    path.push(name);
    if (path.length > 20) throw new Error(`No end: ${path.join(' → ')}`);
  }
  return path;
}
