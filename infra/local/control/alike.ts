/** By what calls of functions are alike, however often and in whose name they are made. */
import { crc32 } from 'node:zlib';
import * as z from 'zod';

const text = z.looseObject({ S: z.string() });
const batch = z.array(
  z.looseObject({
    dynamodb: z.looseObject({ NewImage: z.looseObject({ action: text.optional() }).optional() }),
  }),
);
const eventSchema = z.looseObject({
  routeKey: z.string().optional(),
  'detail-type': z.string().optional(),
  Records: batch.optional().catch(undefined),
});

/**
 * What a function was invoked for: the route of a request, the kind of a notice, the events in a batch of the stream;
 * empty where it is always the same.
 * @param isOurs whether a record concerns who asks: a batch may hold what does not
 */
export function causeOf(event: string, isOurs: (record: string) => boolean): string {
  const { routeKey, 'detail-type': notice, Records = [] } = eventSchema.catch({}).parse(JSON.parse(event));
  const actions = Records.filter((record) => isOurs(JSON.stringify(record))).flatMap(
    ({ dynamodb }) => dynamodb.NewImage?.action?.S ?? [],
  );
  return routeKey ?? notice ?? [...new Set(actions)].join('+');
}

// What kind of thing a key names, which is written in capitals before whose: `L#`, `RULES`, `LIST#U#`.
const kindOf = (key: string): string =>
  isShortId(key) ? '' : (/^(?:[A-Z][A-Z-]*(?:#|$))+/.exec(key)?.[0] ?? '');
// Written in Crockford's letters, of which a few ids have no digit: `NYVWKSXA` is whose, `PROGRAMS` a kind.
const isShortId = (key: string): boolean => /^[0-9A-HJKMNP-TV-Z]{8}$/.test(key);

/**
 * What a call of a table is about, without about whose: the tables and indexes, the kinds of its keys, the events that it
 * writes, and its conditions and changes as a checksum.
 */
export function aboutOf(body: string): string {
  if (body === '') return '';
  const things = new Set<string>();
  const wording: string[] = [];
  JSON.parse(body, (name, value: unknown) => {
    if (name === 'TableName' || name === 'IndexName') things.add(String(value));
    else if (name.endsWith('Expression')) wording.push(String(value));
    else if (['pk', 'sk'].includes(name) || name.startsWith(':')) {
      const key = text.safeParse(value).data;
      if (key !== undefined && kindOf(key.S) !== '') things.add(kindOf(key.S));
    } else if (name === 'action') things.add(String(text.safeParse(value).data?.S));
    return value;
  });
  return [...things, ...(wording.length > 0 ? [crc32(wording.join('\n')).toString(16)] : [])].join(' ');
}
