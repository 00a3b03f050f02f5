import type { Words } from '../../values/language.ts';
import type { ChainHead } from '../chain.ts';
import * as messages from './chain-messages.ts';
import type { Place, Report } from './finding.ts';
import { nameField } from './name-field.ts';
import { digestOrNothing, type ReadEvent } from './read-event.ts';

/** A head that something outside the chain vouches for: the record, or a checkpoint. */
export interface Mark extends ChainHead {
  /** The checkpoint's number; undefined: the project's own record. */
  readonly checkpoint?: number;
}

export interface Expected {
  /** The event before the first one here; undefined where the file may begin anywhere. */
  readonly start?: ChainHead | undefined;
  /** Heads on the way, by number ascending. */
  readonly marks?: readonly Mark[];
  /** Where the chain ends; undefined where the file may end anywhere. */
  readonly end?: Mark | undefined;
}

/** How many events are asked what may have stood in a changed place: those before it, and some that follow. */
const MOST_NEAR = 96;

interface Unnamed {
  readonly read: ReadEvent;
  readonly where: Place;
  /** The hash that the chain had before it. */
  readonly before: string;
  readonly near: ReadEvent[];
}

interface Gap {
  from: number;
  readonly to: number;
}

export interface Follower {
  readonly take: (read: ReadEvent, where: Place) => void;
  readonly end: () => void;
  /** How many events were taken, and where they lead. */
  readonly state: () => { readonly events: number; readonly head: ChainHead | undefined };
}

export interface Context {
  readonly report: Report;
  /** Events near by, of any chain: values that may have stood in a changed place. */
  readonly neighbours: () => readonly ReadEvent[];
  /** Filters left events out on purpose: numbers may be missing. */
  readonly filtered?: boolean;
  /** Naming the field takes thousands of hashes: false when it was done often enough. */
  readonly mayName: () => boolean;
}

/** Follows one chain, event by event, and remembers only where it is. */
export function follow(chain: string, expected: Expected, context: Context): Follower {
  const { report, filtered = false } = context;
  const { end: last, marks = [] } = expected;
  let at: ChainHead | undefined = expected.start;
  let events = 0;
  let nextMark = 0;
  /** The event before, whose content did not fit; what follows tells more about it. */
  let open: Omit<Unnamed, 'near'> | undefined;
  /** Events of which a member was changed; what comes later in the chain may tell which. */
  const unnamed: Unnamed[] = [];
  const gaps: Gap[] = [];

  const found = (
    kind: Parameters<Report>[0]['kind'],
    place: Place,
    what: Words,
    seq: number,
    more: Place = {},
  ): void => report({ kind, ...place, chain, seq, ...more, message: what });

  /** Tells what is wrong with the event that was left open. `claims`: the hash that the chain goes on with. */
  function settle(claims: string | undefined): void {
    if (!open) return;
    const { read, where, before } = open;
    open = undefined;
    if (claims === read.computed && claims !== read.hash)
      found('changed', where, messages.changed('hash'), read.seq, { field: 'hash' });
    else if (context.mayName()) unnamed.push({ read, where, before, near: [...context.neighbours()] });
    else tellChanged({ read, where, before, near: [] });
  }

  function tellChanged({ read, where, before, near }: Unnamed): void {
    const named = near.length > 0 ? nameField(read, near, before) : undefined;
    if (named?.field === 'seq' && typeof named.was === 'number') {
      found('swapped', where, messages.renumbered(named.was), read.seq, { field: 'seq' });
      return;
    }
    const field = named?.field ?? read.flaw?.field;
    const what = named ? messages.changed(named.field, named.was) : messages.changed(field);
    found('changed', where, what, read.seq, field ? { field } : {});
  }

  function marked(read: ReadEvent, where: Place): void {
    let mark = marks[nextMark];
    while (mark && mark.seq <= read.seq) {
      if (mark.seq === read.seq && mark.hash !== read.hash && mark.hash !== read.computed)
        found('re-hashed', where, messages.otherThanSigned(mark), read.seq, checkpointOf(mark));
      nextMark += 1;
      mark = marks[nextMark];
    }
  }

  /** Whether the event stands where it belongs; what stands elsewhere is named and not followed. */
  function inPlace(read: ReadEvent, where: Place): boolean {
    const next = (at?.seq ?? read.seq - 1) + 1;
    if (read.seq > next) {
      gaps.push({ from: next, to: read.seq - 1 });
      return true;
    }
    if (read.seq === next) return true;
    const gap = gaps.findIndex(({ from, to }) => from <= read.seq && read.seq <= to);
    const { from = 0, to = 0 } = gaps[gap] ?? {};
    if (gap < 0) {
      found('duplicated', where, messages.twice(), read.seq);
    } else {
      gaps.splice(
        gap,
        1,
        ...[
          { from, to: read.seq - 1 },
          { from: read.seq + 1, to },
        ].filter((one) => one.from <= one.to),
      );
      found('swapped', where, messages.outOfOrder(at?.seq ?? 0), read.seq);
    }
    return false;
  }

  function take(read: ReadEvent, where: Place): void {
    events += 1;
    settle(read.previousHash);
    for (const { near } of unnamed) if (near.length < MOST_NEAR) near.push(read);
    const before = at;
    const isWhole = read.computed === read.hash;
    const next = before && before.seq + 1;
    if (!isWhole && next && read.seq !== next && fitsAs(read, next)) {
      found('changed', where, messages.changed('seq', next), next, { field: 'seq' });
      computedBefore = read.computed;
      at = { seq: next, hash: read.hash };
      return;
    }
    const follows = inPlace(read, where);
    if (isWhole && read.flaw)
      found(
        'malformed',
        where,
        read.flaw.message,
        read.seq,
        read.flaw.field ? { field: read.flaw.field } : {},
      );
    if (!isWhole) open = { read, where, before: before?.hash ?? '' };
    if (!follows) {
      settle(undefined);
      return;
    }
    if (read.chain !== chain) found('put-in', where, messages.otherChain(read.chain), read.seq);
    const isNext = before !== undefined && read.seq === before.seq + 1;
    if (isNext && isWhole && read.previousHash !== before.hash && !isRepaired(read))
      found('re-hashed', where, messages.brokenLink(before.seq), read.seq);
    if (read.chain === chain) marked(read, where);
    computedBefore = read.computed;
    at = { seq: read.seq, hash: read.hash };
  }

  /** The event before carries a false hash, and this one the true one: that has been told. */
  let computedBefore: string | undefined;
  const isRepaired = (read: ReadEvent): boolean => read.previousHash === computedBefore;

  function ending(): void {
    if (!last) return;
    const seq = at?.seq ?? 0;
    if (seq < last.seq) {
      const kind = events === 0 ? 'omitted' : 'cut-off';
      const to = last.seq > seq + 1 ? { to: last.seq } : {};
      const what = events === 0 ? messages.omitted(last) : messages.cutOff(seq, last);
      found(kind, {}, what, seq + 1, { ...to, ...checkpointOf(last) });
    } else if (seq > last.seq) {
      found('put-in', {}, messages.beyond(last), last.seq + 1, checkpointOf(last));
    } else if (at && at.hash !== last.hash && computedBefore !== last.hash) {
      found('re-hashed', {}, messages.otherThanSigned(last), seq, checkpointOf(last));
    }
  }

  return {
    take,
    end: () => {
      settle(last?.seq === at?.seq ? last?.hash : undefined);
      for (const one of unnamed) tellChanged(one);
      if (!filtered)
        for (const { from, to } of gaps)
          found('removed', {}, messages.removed(from, to), from, to > from ? { to } : {});
      ending();
    },
    state: () => ({ events, head: at }),
  };
}

/** Whether an event stands where it belongs and only its number is another. */
const fitsAs = ({ members: { hash, ...rest } }: ReadEvent, seq: number): boolean =>
  digestOrNothing({ ...rest, seq }) === hash;

const checkpointOf = ({ checkpoint }: Mark): Place => (checkpoint === undefined ? {} : { checkpoint });
