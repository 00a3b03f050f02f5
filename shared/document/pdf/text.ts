import type { Flowing, Taken } from './flowing.ts';
import type { Line } from './lines.ts';
import type { Column, Paper, Style } from './paper.ts';

/** Of a paragraph, no single line stands alone at the foot or the head of a page. */
const TOGETHER = 2;

interface Place {
  readonly above?: number;
  readonly below?: number;
  /** A heading. */
  readonly leads?: boolean;
}

/** How many of so many lines go on a page with room for some. */
function linesThatGo(all: number, room: number, atTop: boolean): number {
  if (room >= all) return all;
  if (atTop) return room;
  const go = Math.min(room, all - TOGETHER);
  return go < TOGETHER ? 0 : go;
}

function flowing(lines: readonly Line[], style: Style, column: Column, place: Place): Flowing {
  const { above = 0, below = 0, leads = false } = place;
  return {
    above,
    below,
    leads,
    take(room, atTop): Taken | null {
      const go = linesThatGo(lines.length, Math.floor(room / style.leading), atTop);
      if (go === 0) return null;
      const rest = lines.slice(go);
      return {
        height: go * style.leading,
        rest: rest.length === 0 ? null : flowing(rest, { ...style, indent: 0 }, column, place),
        draw: (paper, top) => paper.write(lines.slice(0, go), style, column, top),
      };
    },
  };
}

/** A text over the whole width of the page. */
export const textOn = (paper: Paper, text: string, style: Style, place: Place = {}): Flowing =>
  flowing(paper.lines(text, style, paper.column.width), style, paper.column, place);
