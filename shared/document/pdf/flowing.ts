import type { Paper } from './paper.ts';

/** What is set from top to bottom, on as many pages as it takes. All measures are points. */
export interface Flowing {
  /** Left free above it, except at the top of a page. */
  readonly above: number;
  readonly below: number;
  /** It leads what follows, and stays on one page with its beginning. */
  readonly leads: boolean;
  /**
   * The beginning of it that fits into a room.
   * @param atTop on a page with nothing else: what would rather stay together is parted where it must be
   * @returns null where not even its least part fits
   */
  take(room: number, atTop: boolean): Taken | null;
}

export interface Taken {
  readonly height: number;
  /** What goes on the next page. */
  readonly rest: Flowing | null;
  draw(paper: Paper, top: number): void;
}

/** Whether an item fits, and with it the beginning of what it leads. */
function fits(items: readonly Flowing[], index: number, room: number): boolean {
  const item = items[index];
  if (item === undefined) return true;
  const taken = item.take(room, false);
  if (taken === null || !item.leads) return taken !== null;
  return fits(items, index + 1, room - taken.height - item.below - (items[index + 1]?.above ?? 0));
}

/**
 * Sets items one after the other.
 * @throws where a part that cannot be divided is higher than a page
 */
export function setOnPages(items: readonly Flowing[], paper: Paper): void {
  const { top, bottom } = paper;
  paper.turn();
  let y = top;
  for (const [index, item] of items.entries()) {
    const begin = y === top ? y : y + item.above;
    if (y !== top && item.leads && !fits(items, index, bottom - begin)) {
      paper.turn();
      y = top;
    } else y = begin;
    for (let rest: Flowing | null = item; rest !== null; ) {
      const taken: Taken | null = rest.take(bottom - y, y === top);
      if (taken === null && y === top) throw new Error('A part of the document is higher than a page');
      taken?.draw(paper, y);
      y += taken?.height ?? 0;
      rest = taken === null ? rest : taken.rest;
      if (rest !== null) {
        paper.turn();
        y = top;
      }
    }
    y += item.below;
  }
}
