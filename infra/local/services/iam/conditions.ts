import * as z from 'zod';
import type { Context } from './call.ts';
import { wildcard } from './pattern.ts';

/** Whether a statement's conditions hold for a call. */
export type Holds = (context: Context) => boolean;

/**
 * The condition keys that the host knows the values of, in lower case, and for which actions. A statement that asks
 * for anything else ends the start: read as absent, a key would make an allow deny and a deny allow.
 */
const keys: Readonly<Record<string, { readonly of: RegExp; readonly isList?: true }>> = {
  'aws:securetransport': { of: /^(?!sts:)/ },
  'aws:sourceaccount': { of: /^sts:AssumeRole$/ },
  'dynamodb:leadingkeys': {
    of: /^dynamodb:(GetItem|PutItem|UpdateItem|DeleteItem|ConditionCheckItem)$/,
    isList: true,
  },
  // Of calls that another service makes for itself: nobody here makes any, and a statement on them allows nothing.
  'events:managedby': { of: /^events:/ },
  // Of other actions than these there is none, here as there.
  's3:if-none-match': { of: /^s3:/ },
  's3:tlsversion': { of: /^s3:/ },
};

type Compare = (wanted: string) => (value: string) => boolean;

const equals: Compare = (wanted) => (value) => value === wanted;

/** The operators that templates use; they compare with one value, and hold if one of the wanted ones fits. */
const operators: Readonly<Record<string, Compare>> = {
  Bool: (wanted) => equals(wanted.toLowerCase()),
  NumericLessThan: (wanted) => (value) => Number(value) < Number(wanted),
  StringEquals: equals,
  StringLike: (wanted) => wildcard(wanted),
};

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const list = z.union([scalar.transform((one) => [one]), z.array(scalar).nonempty()]);
/** Operator → key → what is wanted. */
export const conditionSchema = z.record(z.string(), z.record(z.string(), list)).default({});

/**
 * Compiles the conditions of a statement: all of them have to hold.
 * @throws Error for an operator or a key that is not known, and for a key that one of the actions does not have
 */
export function compileConditions(
  conditions: z.infer<typeof conditionSchema>,
  actions: readonly string[],
): Holds {
  const all = Object.entries(conditions).flatMap(([operator, byKey]) =>
    Object.entries(byKey).map(([key, wanted]) => compile(operator, key, wanted, actions)),
  );
  return (context) => all.every((holds) => holds(context));
}

function compile(
  operator: string,
  name: string,
  wanted: readonly string[],
  actions: readonly string[],
): Holds {
  const key = name.toLowerCase();
  const known = keys[key];
  if (known === undefined) throw new Error(`the condition key ${name} is not known`);
  const stranger = actions.find((action) => !known.of.test(action));
  if (stranger !== undefined) throw new Error(`the condition key ${name} is not known for ${stranger}`);
  if (wanted.some((value) => value.includes('${'))) throw new Error('policy variables are not known');

  if (operator === 'Null') {
    const absent = wanted.map((value) => value.toLowerCase() === 'true');
    return (context) => absent.includes(context[key] === undefined);
  }
  const [, forAll, base = ''] = /^(ForAllValues:)?(.+)$/.exec(operator) ?? [];
  const compare = operators[base];
  if (compare === undefined) throw new Error(`the condition operator ${operator} is not known`);
  if ((forAll !== undefined) !== (known.isList === true))
    throw new Error(`${operator} does not fit ${name}: ForAllValues is for keys with several values`);
  const fits = wanted.map(compare);
  const one = (value: string): boolean => fits.some((matches) => matches(value));
  return (context) => {
    const value = context[key];
    // Of no value all fit, but no value fits.
    if (value === undefined) return forAll !== undefined;
    return typeof value === 'string' ? one(value) : value.every(one);
  };
}
