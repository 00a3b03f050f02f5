import type * as z from 'zod';
import type { Words } from '../../values/language.ts';
import { canonical } from '../canonical.ts';
import { digest, sha256 } from '../digest.ts';
import { type HistoryEvent, historyEvent } from '../event.ts';
import { type MatchedEvent, matchEvent } from './event-pattern.ts';

/** An event as it was found, with the hash that its content has in truth. */
export interface ReadEvent {
  readonly chain: string;
  readonly seq: number;
  readonly previousHash: string;
  /** The hash that it carries. */
  readonly hash: string;
  /** The hash that its content has. */
  readonly computed: string;
  /** All its members as found. */
  readonly members: Readonly<Record<string, unknown>>;
  /** Undefined where the members are not those of an event. */
  readonly event: HistoryEvent | undefined;
  /** What the end of an export sums up, and what stands elsewhere. */
  readonly says: Partial<Pick<HistoryEvent, 'requestedFen' | 'approvedFen' | 'commentHash'>>;
  /** Why it is no event, or not written as one must be. */
  readonly flaw?: { readonly message: Words; readonly field?: string };
}

/** Nothing that a chain could be followed by. */
export interface Unreadable {
  readonly message: Words;
}

export const isUnreadable = (read: ReadEvent | Unreadable): read is Unreadable => !('computed' in read);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a text is the RFC 8785 form of the value that was parsed from it. */
function isCanonical(text: string, value: unknown): boolean {
  try {
    return canonical(value) === text;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

const noEvent: Words = { zh: '不是一条历史事件', en: 'this is no event of a history' };
const notCanonical: Words = {
  zh: '不是规范形式（RFC 8785）',
  en: 'it is not in canonical form (RFC 8785)',
};

function flawOf(error: z.ZodError): NonNullable<ReadEvent['flaw']> {
  const [issue] = error.issues;
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const field = [...(issue?.path ?? []), ...unknown].map(String).join('.');
  return {
    message: { zh: `字段 ${field} 不符合事件的格式`, en: `its field ${field} is not as events have it` },
    field,
  };
}

/** What can be followed even where it is no proper event. */
function followable(members: Record<string, unknown>, computed: string): ReadEvent | Unreadable {
  const { chain, seq, previousHash, hash } = members;
  const result = historyEvent.safeParse(members);
  if (result.success) {
    const event = result.data;
    return {
      chain: event.chain,
      seq: event.seq,
      previousHash: event.previousHash,
      hash: event.hash,
      computed,
      members,
      event,
      says: event,
    };
  }
  const flaw = flawOf(result.error);
  if (typeof chain !== 'string' || typeof seq !== 'number' || !Number.isSafeInteger(seq) || seq < 1)
    return { message: { zh: `${noEvent.zh}：${flaw.message.zh}`, en: `${noEvent.en}: ${flaw.message.en}` } };
  return {
    chain,
    seq,
    // What is no text fits no hash; and asked for one, an object may throw.
    previousHash: typeof previousHash === 'string' ? previousHash : '',
    hash: typeof hash === 'string' ? hash : '',
    computed,
    members,
    event: undefined,
    says: {},
    flaw,
  };
}

/** The digest of what may have no canonical form: then it fits no hash. */
export function digestOrNothing(value: unknown): string {
  try {
    return digest(value);
  } catch (error) {
    if (error instanceof TypeError) return '';
    throw error;
  }
}

/** An event from the table: any value may stand there. */
export function readItem(item: unknown): ReadEvent | Unreadable {
  if (!isObject(item)) return { message: noEvent };
  const { hash: _, ...rest } = item;
  return followable(item, digestOrNothing(rest));
}

// Required members sort before and after `hash`, so it has neighbours; and in an event no other object has a member of
// that name. A quote inside a string has a backslash before it: these characters are the member itself.
const BEFORE_HASH = ',"hash":"';
const HASH_LENGTH = 64;

// An event stays under a kilobyte; what is a hundred times as long is none, and must not keep the reader busy.
export const LONGEST_LINE = 100_000;

/** An event from its line in a file. */
export function readLine(text: string): ReadEvent | Unreadable {
  if (text.length > LONGEST_LINE) return { message: { zh: '行过长', en: 'this line is too long' } };
  try {
    return readShortLine(text);
  } catch (error) {
    // Brackets in brackets, as deep as the line is long.
    if (error instanceof RangeError) return { message: noEvent };
    throw error;
  }
}

/** An ordinary event, of which hardly anybody asks for more than what binds it: the rest is parsed where it is. */
class OrdinaryEvent implements ReadEvent {
  readonly chain: string;
  readonly seq: number;
  readonly previousHash: string;
  readonly hash: string;
  readonly computed: string;
  readonly says: ReadEvent['says'];
  private readonly text: string;

  constructor(text: string, { chain, seq, previousHash, hash, says }: MatchedEvent) {
    const at = text.indexOf(BEFORE_HASH);
    this.computed = sha256(text.slice(0, at) + text.slice(at + BEFORE_HASH.length + HASH_LENGTH + 1));
    this.chain = chain;
    this.seq = seq;
    this.previousHash = previousHash;
    // Whoever keeps it keeps no part of the text, and with it the piece of the file.
    this.hash = hash === this.computed ? this.computed : hash;
    this.says = says;
    this.text = text;
  }

  get members(): ReadEvent['members'] {
    return JSON.parse(this.text);
  }

  get event(): HistoryEvent {
    return historyEvent.parse(this.members);
  }
}

function readShortLine(text: string): ReadEvent | Unreadable {
  const ordinary = matchEvent(text);
  return ordinary ? new OrdinaryEvent(text, ordinary) : readOtherLine(text);
}

/** What a pattern does not know. @internal */
export function readOtherLine(text: string): ReadEvent | Unreadable {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return { message: { zh: '不是 JSON', en: 'this is no JSON' } };
    throw error;
  }
  if (!isObject(value)) return { message: noEvent };
  const read = readItem(value);
  if (isUnreadable(read) || isCanonical(text, value)) return read;
  return { ...read, flaw: { message: notCanonical } };
}
