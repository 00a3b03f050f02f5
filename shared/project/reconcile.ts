import { canonical } from '../history/canonical.ts';
import type { HistoryEvent } from '../history/event.ts';
import { advance } from '../workflow/evolve.ts';
import { nothingYet, type StoredFlow } from '../workflow/flow.ts';
import type { Loaded } from './load.ts';
import { everDecided } from './made-decisions.ts';
import type { Loss } from './retold.ts';

/**
 * Compares a project's record with its chain, after a restore of one table or of both. Pure. The chain is the measure:
 * it is appended to and never changed, so that a record behind it is moved on, and one ahead of it is told.
 */

/** How a record stands to its chain. */
export type Standing =
  | { readonly is: 'whole' }
  /** The record is of an earlier moment: it agrees with the chain up to `upTo`, which ends at `end`. */
  | { readonly is: 'behind'; readonly upTo: number; readonly end: number }
  /** The record knows of events that the chain does not have: nothing makes them up. */
  | { readonly is: 'ahead'; readonly record: number; readonly end: number }
  /** There is no event of it. */
  | { readonly is: 'without-chain' }
  /** What stands in the record does not follow from the chain, at no moment. */
  | { readonly is: 'other' };

/** A flow as its chain tells it up to a number. @throws Error where no event begins a project */
export const flowUpTo = (events: readonly HistoryEvent[], seq: number): StoredFlow =>
  advance(nothingYet, events.slice(0, seq));

const decisionAt = ({ at, by }: { readonly at: string; readonly by: { readonly id: string } }): string =>
  `${at} ${by.id}`;

/**
 * Whether the requests stand as a chain has them: the one that it asks is open and no other, and every decision that it
 * tells of is in one of them and no other.
 */
function agree(events: readonly HistoryEvent[], { requests }: Pick<Loaded, 'requests'>): boolean {
  const flow = advance(nothingYet, events);
  const open = requests.filter(({ status }) => status === 'open');
  const asked = flow.state === 'in-review' ? flow.asked : null;
  const isOpen =
    asked === null
      ? open.length === 0
      : open.length === 1 && open[0]?.stage === asked.stage && open[0]?.revision === asked.revision;
  const told = events.filter(({ action }) => action === 'decided').map(({ at, actor: by }) => ({ at, by }));
  const made = requests.flatMap(everDecided);
  return isOpen && canonical(told.map(decisionAt).sort()) === canonical(made.map(decisionAt).sort());
}

/** Up to which event the requests agree with the chain: the record's own head, or one near it where a restore tore them apart. */
function agreedUpTo(events: readonly HistoryEvent[], loaded: Loaded): number | undefined {
  const { seq } = loaded.record.head;
  const numbers = Array.from({ length: events.length }, (_, index) => index + 1);
  const nearest = [...numbers.filter((one) => one <= seq).reverse(), ...numbers.filter((one) => one > seq)];
  return nearest.find((one) => agree(events.slice(0, one), loaded));
}

/** @param events the whole chain, verified */
export function standingOf(events: readonly HistoryEvent[], loaded: Loaded): Standing {
  const end = events.length;
  if (end === 0) return { is: 'without-chain' };
  const { head, flow } = loaded.record;
  if (head.seq > end) return { is: 'ahead', record: head.seq, end };
  const at = events[head.seq - 1];
  if (at?.hash !== head.hash || canonical(flowUpTo(events, head.seq)) !== canonical(flow))
    return { is: 'other' };
  const upTo = agreedUpTo(events, loaded);
  if (upTo === undefined) return { is: 'other' };
  return upTo === end && head.seq === end ? { is: 'whole' } : { is: 'behind', upTo, end };
}

/** What cannot be made up for, and where. */
export interface Lost {
  readonly what: Loss | 'draft';
  /** Of the event that binds it; absent of a draft, which none does. */
  readonly seq?: number;
}
