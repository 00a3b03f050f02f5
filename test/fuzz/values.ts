import fc from 'fast-check';
import type { Schema } from './openapi-document.ts';

/** What people and attackers put where a text is expected. */
const hostileTexts = [
  '',
  ' ',
  '\u0000',
  '\u200b\u200b',
  '\u202e元05.13',
  '\ud800',
  '\uffff',
  '\u001b[31m',
  'a\r\nb',
  '../../etc/passwd',
  '/title/x',
  '/plan/0/amountFen',
  '__proto__',
  'constructor',
  "=cmd|' /C calc'!A0",
  'a;=1+1',
  '<script>alert(1)</script>',
  '1e309',
  '-0',
  '0,15',
  '1.234.567',
  '9999999999999999999',
  '0999-12-31',
  '9999-12-31',
  '2026-02-30',
  '2026-11-28T00:00:00Z',
  '%00',
  '%',
  '%e4%b8',
  '。）',
  '🧨'.repeat(50),
  'é'.normalize('NFD'),
  'x'.repeat(5_000),
] as const;

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
);

const nested = (depth: number): unknown => (depth === 0 ? 0 : { a: [nested(depth - 1)] });

/** JSON of any shape. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  hostileText,
  fc.constantFrom<unknown>(
    null,
    [],
    {},
    -1,
    0.5,
    2 ** 53,
    1e300,
    nested(200),
    Array.from({ length: 2_000 }, (_, index) => index),
    Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`key${index}`, index])),
    JSON.parse('{"__proto__":{"polluted":true}}'),
  ),
);

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);
const list = (value: unknown): readonly Schema[] => (Array.isArray(value) ? (value as Schema[]) : []);

function textOf({ pattern, format, minLength, maxLength }: Schema): fc.Arbitrary<string> {
  if (format === 'date') return fc.constantFrom('2026-03-18', '2026-01-01', '1900-01-01', '2999-12-31');
  if (format === 'date-time') return fc.constantFrom('2026-03-18T02:00:00Z', '2026-03-18T10:00:00+08:00');
  const source = text(pattern);
  // What the library cannot make (it looks ahead, or names classes of Unicode) is left to the words below.
  if (source !== undefined && !/\(\?[=!<]|\\p/.test(source))
    return fc.stringMatching(new RegExp(source, 'u'));
  const least = number(minLength, 0);
  const words = fc.constantFrom('应急演练', '请补充第三项支出的测算依据和标准', 'A review of the plan');
  const most = Math.min(number(maxLength, 200), 200);
  return fc.oneof(words, fc.string({ unit: 'grapheme', minLength: least, maxLength: Math.max(least, most) }));
}

/** Values that a schema allows, as far as the fuzzer understands it; what it does not is taken as anything. */
export function valuesBy(
  schema: Schema,
  schemas: Readonly<Record<string, Schema>>,
  depth = 0,
): fc.Arbitrary<unknown> {
  const inner = (one: Schema): fc.Arbitrary<unknown> => valuesBy(one, schemas, depth + 1);
  const reference = text(schema.$ref)?.split('/').at(-1);
  if (reference !== undefined) return inner(schemas[reference] ?? {});
  if (depth > 8) return fc.constant(null);
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  const choices = [...list(schema.anyOf), ...list(schema.oneOf)];
  if (choices.length > 0) return fc.oneof(...choices.map(inner));
  switch (schema.type) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.integer({ min: number(schema.minimum, 0), max: Math.min(number(schema.maximum, 1e9), 1e13) });
    case 'number':
      return fc.double({ min: number(schema.minimum, 0), max: number(schema.maximum, 1e6), noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      const items = inner((schema.items ?? {}) as Schema);
      const least = number(schema.minItems, 0);
      return fc.array(items, { minLength: least, maxLength: least + 4 });
    }
    case 'object': {
      const properties = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
      const required = (schema.required ?? []) as string[];
      const shape = Object.fromEntries(properties.map(([name, one]) => [name, inner(one)]));
      return fc.record(shape, { requiredKeys: required.filter((name) => name in shape) });
    }
    default:
      return hostileJson;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Puts something else at one place of a value: `where` (0 to 1, one step each) leads there. */
export function spoil(value: unknown, where: readonly number[], other: unknown): unknown {
  const [step = 0, ...further] = where;
  if (Array.isArray(value) && value.length > 0 && further.length > 0) {
    const at = Math.floor(step * value.length);
    return value.map((one, index) => (index === at ? spoil(one, further, other) : one));
  }
  if (isObject(value) && further.length > 0) {
    const names = Object.keys(value);
    const name = names[Math.floor(step * (names.length + 1))];
    if (name === undefined) return { ...value, unknown: other };
    return { ...value, [name]: spoil(value[name], further, other) };
  }
  return other;
}
