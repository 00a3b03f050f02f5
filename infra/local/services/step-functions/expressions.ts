import jsonata, { type Expression } from 'jsonata';
import { type Readable, refusalOf } from './check-expression.ts';
import { StateError, UnsupportedDefinition } from './errors.ts';
import { registerFunctions } from './functions.ts';

/** What an expression sees: `states` and the execution's variables. */
export type Scope = Readonly<Record<string, unknown>>;

/** A field of a definition, compiled once; evaluated for each visit of its state. */
export type Template = (scope: Scope) => unknown;

// JSONata runs on the host's only thread, in microtasks: an endless expression would stop everything, so it is cut off.
const guard = { timeout: 1000, stack: 1000 };

const delimited = /^\{%([\s\S]*)%\}$/;

/**
 * Compiles a field: strings of the form `{% … %}` anywhere in it are expressions, all else stands for itself.
 * @param where names the state and field in refusals and evaluation errors
 * @param readable the parts of `$states` that this field may read beside input and context
 */
export function compileTemplate(value: unknown, where: string, readable: readonly Readable[] = []): Template {
  const compiled = compile(value, where, new Set(readable));
  return compiled ?? (() => value);
}

/** As compileTemplate, for an object whose members are bound to names (`Assign`). */
export function compileMembers(
  members: Readonly<Record<string, unknown>>,
  where: string,
  readable: readonly Readable[],
): (scope: Scope) => Promise<Record<string, unknown>> {
  const templates = Object.entries(members).map(
    ([name, value]) => [name, compileTemplate(value, `${where}.${name}`, readable)] as const,
  );
  return async (scope) => {
    const values: Record<string, unknown> = {};
    for (const [name, template] of templates) values[name] = await template(scope);
    return values;
  };
}

// Undefined means: nothing to evaluate in here, use the value as it stands.
function compile(value: unknown, where: string, readable: ReadonlySet<Readable>): Template | undefined {
  if (typeof value === 'string') return compileString(value, where, readable);
  if (Array.isArray(value)) return compileArray(value, where, readable);
  if (typeof value === 'object' && value !== null) return compileObject(value, where, readable);
  return undefined;
}

function compileString(text: string, where: string, readable: ReadonlySet<Readable>): Template | undefined {
  const source = delimited.exec(text)?.[1];
  if (source === undefined) return undefined;
  const expression = parse(source, where);
  const refusal = refusalOf(expression.ast(), readable);
  if (refusal !== undefined)
    throw new UnsupportedDefinition(`${where}: ${refusal} in the expression ${text}`);
  registerFunctions(expression);
  return async (scope) => {
    const result = await evaluate(expression, scope, where);
    if (result === undefined || typeof result === 'function') {
      throw new StateError(
        'States.QueryEvaluationError',
        `${where}: the expression ${text} returned nothing (undefined).`,
      );
    }
    return result;
  };
}

function compileArray(
  items: readonly unknown[],
  where: string,
  readable: ReadonlySet<Readable>,
): Template | undefined {
  const templates = items.map((item, index) => compile(item, `${where}[${index}]`, readable));
  if (templates.every((template) => template === undefined)) return undefined;
  return async (scope) => {
    const values: unknown[] = [];
    for (const [index, item] of items.entries()) {
      const template = templates[index];
      values.push(template === undefined ? item : await template(scope));
    }
    return values;
  };
}

function compileObject(value: object, where: string, readable: ReadonlySet<Readable>): Template | undefined {
  const members = Object.entries(value).map(
    ([name, member]) => [name, member, compile(member, `${where}.${name}`, readable)] as const,
  );
  if (members.every(([, , template]) => template === undefined)) return undefined;
  return async (scope) => {
    const values: Record<string, unknown> = {};
    for (const [name, member, template] of members) values[name] = template ? await template(scope) : member;
    return values;
  };
}

function parse(source: string, where: string): Expression {
  try {
    return jsonata(source, guard);
  } catch (error) {
    throw new UnsupportedDefinition(
      `${where}: not a JSONata expression: ${source.trim()} (${messageOf(error)})`,
    );
  }
}

async function evaluate(expression: Expression, scope: Scope, where: string): Promise<unknown> {
  try {
    return await expression.evaluate(undefined, scope);
  } catch (error) {
    throw new StateError('States.QueryEvaluationError', `${where}: ${messageOf(error)}`);
  }
}

// JSONata throws plain objects with a code and a message, not Errors.
function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}
