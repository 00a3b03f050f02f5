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
export class ChainFollower {
  private readonly chain: string;
  private readonly expected: Expected;
  private readonly context: Context;
  private readonly marks: readonly Mark[];
  private at: ChainHead | undefined;
  private events = 0;
  private nextMark = 0;
  /** The event before, whose content did not fit; what follows tells more about it. */
  private open: Omit<Unnamed, 'near'> | undefined;
  /** Events of which a member was changed; what comes later in the chain may tell which. */
  private readonly unnamed: Unnamed[] = [];
  private readonly gaps: Gap[] = [];
  /** What the event before hashes to, where it carries another hash: that has been told. */
  private computedBefore: string | undefined;

  constructor(chain: string, expected: Expected, context: Context) {
    this.chain = chain;
    this.expected = expected;
    this.context = context;
    this.marks = expected.marks ?? [];
    this.at = expected.start;
  }

  take(read: ReadEvent, where: Place): void {
    this.events += 1;
    this.settle(read.previousHash);
    for (const { near } of this.unnamed) if (near.length < MOST_NEAR) near.push(read);
    const before = this.at;
    const isWhole = read.computed === read.hash;
    const next = before && before.seq + 1;
    if (!isWhole && next && read.seq !== next && fitsAs(read, next)) {
      this.found('changed', where, messages.changed('seq', next), next, { field: 'seq' });
      this.computedBefore = read.computed;
      this.at = { seq: next, hash: read.hash };
      return;
    }
    const follows = this.inPlace(read, where);
    if (isWhole && read.flaw)
      this.found(
        'malformed',
        where,
        read.flaw.message,
        read.seq,
        read.flaw.field ? { field: read.flaw.field } : {},
      );
    if (!isWhole) this.open = { read, where, before: before?.hash ?? '' };
    if (!follows) {
      this.settle(undefined);
      return;
    }
    if (read.chain !== this.chain) this.found('put-in', where, messages.otherChain(read.chain), read.seq);
    const isNext = before !== undefined && read.seq === before.seq + 1;
    if (isNext && isWhole && read.previousHash !== before.hash && !this.isRepaired(read))
      this.found('re-hashed', where, messages.brokenLink(before.seq), read.seq);
    if (read.chain === this.chain) this.marked(read, where);
    this.computedBefore = read.computed;
    this.at = { seq: read.seq, hash: read.hash };
  }

  end(): void {
    const last = this.expected.end;
    this.settle(last?.seq === this.at?.seq ? last?.hash : undefined);
    for (const one of this.unnamed) this.tellChanged(one);
    if (!this.context.filtered)
      for (const { from, to } of this.gaps)
        this.found('removed', {}, messages.removed(from, to), from, to > from ? { to } : {});
    this.ending();
  }

  /** Tells what is wrong with the event that was left open. `claims`: the hash that the chain goes on with. */
  private settle(claims: string | undefined): void {
    if (!this.open) return;
    const { read, where, before } = this.open;
    this.open = undefined;
    if (claims === read.computed && claims !== read.hash)
      this.found('changed', where, messages.changed('hash'), read.seq, { field: 'hash' });
    else if (this.context.mayName())
      this.unnamed.push({ read, where, before, near: [...this.context.neighbours()] });
    else this.tellChanged({ read, where, before, near: [] });
  }

  private tellChanged({ read, where, before, near }: Unnamed): void {
    const named = near.length > 0 ? nameField(read, near, before) : undefined;
    if (named?.field === 'seq' && typeof named.was === 'number') {
      this.found('swapped', where, messages.renumbered(named.was), read.seq, { field: 'seq' });
      return;
    }
    const field = named?.field ?? read.flaw?.field;
    const what = named ? messages.changed(named.field, named.was) : messages.changed(field);
    this.found('changed', where, what, read.seq, field ? { field } : {});
  }

  private marked(read: ReadEvent, where: Place): void {
    let mark = this.marks[this.nextMark];
    while (mark && mark.seq <= read.seq) {
      if (mark.seq === read.seq && mark.hash !== read.hash && mark.hash !== read.computed)
        this.found('re-hashed', where, messages.otherThanSigned(mark), read.seq, checkpointOf(mark));
      this.nextMark += 1;
      mark = this.marks[this.nextMark];
    }
  }

  /** Whether the event stands where it belongs; what stands elsewhere is named and not followed. */
  private inPlace(read: ReadEvent, where: Place): boolean {
    const next = (this.at?.seq ?? read.seq - 1) + 1;
    if (read.seq > next) {
      this.gaps.push({ from: next, to: read.seq - 1 });
      return true;
    }
    if (read.seq === next) return true;
    const gap = this.gaps.findIndex(({ from, to }) => from <= read.seq && read.seq <= to);
    const { from = 0, to = 0 } = this.gaps[gap] ?? {};
    if (gap < 0) {
      this.found('duplicated', where, messages.twice(), read.seq);
    } else {
      this.gaps.splice(
        gap,
        1,
        ...[
          { from, to: read.seq - 1 },
          { from: read.seq + 1, to },
        ].filter((one) => one.from <= one.to),
      );
      this.found('swapped', where, messages.outOfOrder(this.at?.seq ?? 0), read.seq);
    }
    return false;
  }

  /** The event before carries a false hash, and this one the true one. */
  private isRepaired(read: ReadEvent): boolean {
    return read.previousHash === this.computedBefore;
  }

  private ending(): void {
    const last = this.expected.end;
    if (!last) return;
    const seq = this.at?.seq ?? 0;
    if (seq < last.seq) {
      const kind = this.events === 0 ? 'omitted' : 'cut-off';
      const to = last.seq > seq + 1 ? { to: last.seq } : {};
      const what = this.events === 0 ? messages.omitted(last) : messages.cutOff(seq, last);
      this.found(kind, {}, what, seq + 1, { ...to, ...checkpointOf(last) });
    } else if (seq > last.seq) {
      this.found('put-in', {}, messages.beyond(last), last.seq + 1, checkpointOf(last));
    } else if (this.at && this.at.hash !== last.hash && this.computedBefore !== last.hash) {
      this.found('re-hashed', {}, messages.otherThanSigned(last), seq, checkpointOf(last));
    }
  }

  private found(
    kind: Parameters<Report>[0]['kind'],
    place: Place,
    message: Words,
    seq: number,
    more: Place = {},
  ): void {
    this.context.report({ kind, ...place, chain: this.chain, seq, ...more, message });
  }
}

/** Whether an event stands where it belongs and only its number is another. */
const fitsAs = ({ members: { hash, ...rest } }: ReadEvent, seq: number): boolean =>
  digestOrNothing({ ...rest, seq }) === hash;

const checkpointOf = ({ checkpoint }: Mark): Place => (checkpoint === undefined ? {} : { checkpoint });
