import type { Place, Report } from './finding.ts';
import { ChainFollower, type Context, type Expected } from './follow.ts';
import type { ReadEvent } from './read-event.ts';

/** How many events are remembered, to name what was changed in one near them. */
const REMEMBERED = 64;
/** For how many events the changed field is looked for. */
const MOST_NAMED = 20;

export interface AllChains {
  readonly take: (read: ReadEvent, where: Place) => void;
  /** A chain that must be there, whether or not an event of it comes. */
  readonly expect: (chain: string) => void;
  readonly end: () => void;
  readonly chains: () => number;
  readonly events: () => number;
}

/**
 * Follows any number of chains in whatever order their events come: it holds the head of each, and a few events.
 * `expectedOf` says what is known of a chain when its first event comes.
 */
export function followAll(
  expectedOf: (chain: string) => Expected,
  report: Report,
  options: { readonly filtered?: boolean } = {},
): AllChains {
  const followers = new Map<string, ChainFollower>();
  const near: ReadEvent[] = [];
  let named = 0;
  let events = 0;
  const context: Context = {
    report,
    ...options,
    neighbours: () => near,
    mayName: () => {
      named += 1;
      return named <= MOST_NAMED;
    },
  };
  const followerOf = (chain: string): ChainFollower => {
    const known = followers.get(chain);
    if (known) return known;
    const follower = new ChainFollower(chain, expectedOf(chain), context);
    followers.set(chain, follower);
    return follower;
  };
  return {
    take(read, where) {
      near[events % REMEMBERED] = read;
      events += 1;
      followerOf(read.chain).take(read, where);
    },
    expect: followerOf,
    end() {
      for (const follower of followers.values()) follower.end();
    },
    chains: () => followers.size,
    events: () => events,
  };
}
