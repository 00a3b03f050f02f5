import * as z from 'zod';
import { once } from '../../values/once.ts';
import { eventSchemas } from '../event.ts';

/**
 * The canonical line of an ordinary event as a pattern, made from its schema. What matches is an event, and in RFC 8785
 * form: it need neither be parsed nor written again, which is most of what verifying costs. What does not match may still
 * be both (texts with other control characters, very large numbers): that is for others to say.
 */

/** A character that JSON does not escape, and that is no half of a surrogate pair. */
const PLAIN = '[^"\\\\\\u0000-\\u001f\\ud800-\\udfff]';
/** Quotes, backslashes and line breaks in the one way in which they are written, and whole surrogate pairs. */
const OTHER = '(?:\\\\["\\\\bfnrt]|[\\ud800-\\udbff][\\udc00-\\udfff])';
const TEXT = `${PLAIN}*(?:${OTHER}${PLAIN}*)*`;
/** Up to fifteen digits: all of them are whole numbers that JavaScript writes as they stand here. */
const POSITIVE = '[1-9]\\d{0,14}';

/** As much of JSON Schema as events need; a keyword that is not named here would be left out of a pattern. */
const node = z.strictObject({
  type: z.enum(['string', 'integer', 'array', 'object']),
  const: z.string().optional(),
  enum: z.array(z.string()).optional(),
  pattern: z.string().optional(),
  maxLength: z.int().optional(),
  minimum: z.number().optional(),
  /** That of all safe whole numbers, which is beyond what a pattern takes. */
  maximum: z.literal(Number.MAX_SAFE_INTEGER).optional(),
  items: z.unknown().optional(),
  minItems: z.literal(1).optional(),
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
  additionalProperties: z.literal(false).optional(),
  // What only people read.
  description: z.string().optional(),
  format: z.string().optional(),
  $schema: z.string().optional(),
});

/** What binds an opinion that stands elsewhere; few events do, and others read those. */
const ELSEWHERE = 'commentHash';

/** What verifying an export wants to know of every event. */
const captured = ['approvedFen', 'chain', 'hash', 'previousHash', 'requestedFen', 'seq'] as const;
type Captured = (typeof captured)[number];

const literal = (value: string): string => `"${value.replaceAll(/[^\w-]/g, '\\$&')}"`;

function integer(minimum: number | undefined): string {
  if (minimum === 1) return POSITIVE;
  if (minimum === 0) return `(?:0|${POSITIVE})`;
  if (minimum === Number.MIN_SAFE_INTEGER) return `(?:0|-?${POSITIVE})`;
  throw new Error(`No pattern is known for whole numbers from ${minimum}`);
}

/** @throws ZodError for a kind of value that no event has had so far */
function patternOf(schema: unknown): string {
  const found = node.parse(schema);
  if (found.const !== undefined) return literal(found.const);
  if (found.enum) return `(?:${found.enum.map(literal).join('|')})`;
  if (found.pattern !== undefined) return `"${found.pattern.replaceAll(/^\^|\$$/g, '')}"`;
  switch (found.type) {
    case 'string':
      return found.maxLength === undefined ? `"${TEXT}"` : `"${PLAIN}{0,${found.maxLength}}"`;
    case 'integer':
      return integer(found.minimum);
    case 'array': {
      const item = patternOf(found.items);
      const list = `${item}(?:,${item})*`;
      return `\\[${found.minItems === undefined ? `(?:${list})?` : list}\\]`;
    }
    case 'object':
      return membersOf(found, patternOf);
  }
}

/** Its members in the order of their keys; commas stand behind what is optional before the first that must be there. */
function membersOf(
  { properties, required }: { properties: Record<string, unknown>; required: readonly string[] },
  patternFor: (schema: unknown, key: string) => string,
): string {
  const keys = Object.keys(properties).sort();
  const first = keys.findIndex((key) => required.includes(key));
  const members = keys.map((key, index) => {
    const member = `${literal(key)}:${patternFor(properties[key], key)}`;
    if (index === first) return member;
    const separated = index < first ? `${member},` : `,${member}`;
    return required.includes(key) ? separated : `(?:${separated})?`;
  });
  return `\\{${members.join('')}\\}`;
}

interface EventPattern {
  readonly pattern: RegExp;
  /** Which of the pattern's groups is which member; undefined for one that the action has not. */
  readonly groups: Readonly<Record<Captured, number | undefined>>;
}

function compile(schema: ReturnType<typeof eventSchemas>[number]): EventPattern {
  const { properties, required } = node.parse(z.toJSONSchema(schema));
  delete properties[ELSEWHERE];
  const own = captured.filter((name) => name in properties);
  const source = membersOf({ properties, required }, (value, key) =>
    captured.some((name) => name === key) ? capturing(patternOf(value)) : patternOf(value),
  );
  return {
    pattern: new RegExp(`^${source}$`),
    groups: Object.fromEntries(
      captured.map((name) => [name, own.includes(name) ? own.indexOf(name) + 1 : undefined]),
    ) as EventPattern['groups'],
  };
}

/** Of a text without its quotes. */
const capturing = (pattern: string): string =>
  pattern.startsWith('"') ? `"(${pattern.slice(1, -1)})"` : `(${pattern})`;

const BEGINS = '{"action":"';
const compiled = new Map<string, EventPattern>();
const schemas = once(
  () => new Map(eventSchemas().map((schema) => [schema.shape.action.value as string, schema])),
);

/** What verifying wants to know of an event at once. */
export interface MatchedEvent {
  readonly chain: string;
  readonly seq: number;
  readonly previousHash: string;
  readonly hash: string;
  readonly says: { readonly requestedFen?: number; readonly approvedFen?: number };
}

/** @returns undefined where the text is not the canonical line of an ordinary event */
export function matchEvent(line: string): MatchedEvent | undefined {
  if (!line.startsWith(BEGINS)) return undefined;
  const action = line.slice(BEGINS.length, line.indexOf('"', BEGINS.length));
  const { pattern, groups } = patternOfAction(action) ?? {};
  const found = pattern?.exec(line);
  if (!found || !groups) return undefined;
  const textOf = (name: Captured): string => found[groups[name] ?? -1] ?? '';
  const amount = (name: 'requestedFen' | 'approvedFen') => {
    const digits = textOf(name);
    return digits === '' ? {} : { [name]: Number(digits) };
  };
  return {
    // A copy: a part of a line would keep the whole piece of the file in memory for as long as its chain is followed.
    chain: JSON.parse(`"${textOf('chain')}"`),
    seq: Number(textOf('seq')),
    previousHash: textOf('previousHash'),
    hash: textOf('hash'),
    says: { ...amount('requestedFen'), ...amount('approvedFen') },
  };
}

function patternOfAction(action: string): EventPattern | undefined {
  const known = compiled.get(action);
  if (known) return known;
  const schema = schemas().get(action);
  if (!schema) return undefined;
  const made = compile(schema);
  compiled.set(action, made);
  return made;
}
