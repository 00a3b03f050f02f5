import { isRecord } from '../../assembly/is-record.ts';

/** Whether an event fits a pattern, as EventBridge rules and event-source filters write it. */
export type Matches = (event: unknown) => boolean;

type Test = (value: unknown) => boolean;

/** Compiles a pattern; what is not understood is an error now, not an event that never comes. */
export function compilePattern(pattern: unknown): Matches {
  if (!isRecord(pattern)) throw new Error(`${JSON.stringify(pattern)} is no event pattern`);
  const tests = Object.entries(pattern).map(([key, expected]): Matches => {
    if (key === '$or') {
      const options = list(expected).map(compilePattern);
      return (event) => options.some((matches) => matches(event));
    }
    if (!Array.isArray(expected)) {
      const inner = compilePattern(expected);
      // A missing object is looked into as an empty one: `exists: false` deep down must hold there.
      return (event) => inner(member(event, key) ?? {});
    }
    const options = expected.map(compileTest);
    return (event) => {
      const value = member(event, key);
      // An array in the event fits if one of its items does.
      const values = Array.isArray(value) ? value : [value];
      return options.some((test) => values.some(test));
    };
  });
  return (event) => tests.every((matches) => matches(event));
}

function compileTest(expected: unknown): Test {
  if (!isRecord(expected)) return (value) => value === expected;
  const [[operator, argument] = [], ...others] = Object.entries(expected);
  if (operator === undefined || others.length > 0) throw unknownTest(expected);

  switch (operator) {
    case 'prefix':
      return onText(argument, (value, text) => value.startsWith(text));
    case 'suffix':
      return onText(argument, (value, text) => value.endsWith(text));
    case 'equals-ignore-case':
      return onText(argument, (value, text) => value.toLowerCase() === text.toLowerCase());
    case 'exists':
      return (value) => (value !== undefined) === argument;
    case 'anything-but': {
      const tests = (Array.isArray(argument) ? argument : [argument]).map(compileTest);
      return (value) => value !== undefined && !tests.some((test) => test(value));
    }
    case 'numeric':
      return compileNumeric(list(argument));
    default:
      throw unknownTest(expected);
  }
}

function onText(argument: unknown, test: (value: string, text: string) => boolean): Test {
  if (typeof argument !== 'string') throw unknownTest(argument);
  return (value) => typeof value === 'string' && test(value, argument);
}

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** `[">", 0, "<=", 5]`: every comparison must hold. */
function compileNumeric(argument: readonly unknown[]): Test {
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < argument.length; index += 2) {
    const compare = comparisons[String(argument[index])];
    const bound = argument[index + 1];
    if (compare === undefined || typeof bound !== 'number') throw unknownTest(argument);
    tests.push((value) => compare(value, bound));
  }
  // In a stream record a number is text.
  return (value) => {
    const number = typeof value === 'string' && value !== '' ? Number(value) : value;
    return typeof number === 'number' && tests.every((test) => test(number));
  };
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw unknownTest(value);
  return value;
}

function member(event: unknown, key: string): unknown {
  return isRecord(event) ? event[key] : undefined;
}

function unknownTest(test: unknown): Error {
  return new Error(`The event pattern's ${JSON.stringify(test)} is not emulated`);
}
