import { AsyncLocalStorage } from 'node:async_hooks';
import * as z from 'zod';
import { digest } from '../history/digest.ts';
import { ConditionRefused, type Database, type Write } from './database.ts';
import { callKey } from './keys.ts';

/**
 * Calls whose sender named them by a key. The record of such a call rides in the transaction of the change that it asks
 * for, so that there is one exactly where the change was made: the same call again finds it, and is told so.
 */

const record = z.object({
  bodyHash: z.string(),
  made: z.string().optional(),
  version: z.int().optional(),
});

/**
 * A client that has not heard an answer tries again within minutes; a day also covers one that queues. Until the table has
 * let go of a record it counts: a clock that jumps ahead must not make a second project of one call.
 */
const KEPT_SECONDS = 24 * 60 * 60;

export interface KeyedCall {
  /** Who calls what, by which key: it is stored hashed, and names nobody. */
  readonly named: {
    readonly person: string;
    readonly route: string;
    /** Its parameters. */
    readonly path: Readonly<Record<string, string>>;
    readonly key: string;
  };
  readonly body: unknown;
  readonly at: Date;
}

const inHand = new AsyncLocalStorage<KeyedCall>();

const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);

/**
 * The record of the call that is worked on, for the transaction of its change; none of a call without a key.
 * @param led to what it leads: what of its answer can be told again when things have gone on
 */
export function callWrites(database: Database, led: Pick<EarlierCall, 'made' | 'version'> = {}): Write[] {
  const call = inHand.getStore();
  if (!call) return [];
  return [
    {
      name: 'call',
      Put: {
        TableName: database.projects,
        Item: {
          ...callKey(digest(call.named)),
          bodyHash: digest(call.body),
          ...led,
          expiresAt: seconds(call.at) + KEPT_SECONDS,
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
  ];
}

/** A call that was carried out. */
export interface EarlierCall {
  readonly isSameBody: boolean;
  /** The id of what it made, where it made something. */
  readonly made?: string | undefined;
  /** The version that it led to, where what it changed has versions by number. */
  readonly version?: number | undefined;
}

async function earlierCall(database: Database, call: KeyedCall): Promise<EarlierCall | null> {
  const item = await database.get(database.projects, callKey(digest(call.named)));
  if (item === undefined) return null;
  const { bodyHash, ...led } = record.parse(item);
  return { isSameBody: bodyHash === digest(call.body), ...led };
}

/** What a function's way in does about calls with a key. */
export interface Calls {
  /** Works on a call: the door that changes something for it takes its record along, whatever lies between. */
  workingOn<T>(call: KeyedCall, work: () => Promise<T>): Promise<T>;
  /** What an earlier call by the same key came to; null where none was carried out. */
  earlier(call: KeyedCall): Promise<EarlierCall | null>;
  /** Whether a change was refused because a call by its key has been carried out. */
  isCarriedOut(error: unknown): boolean;
}

export const openCalls = (database: Database): Calls => ({
  workingOn: (call, work) => inHand.run(call, work),
  earlier: (call) => earlierCall(database, call),
  isCarriedOut: (error) => error instanceof ConditionRefused && error.writes.includes('call'),
});
