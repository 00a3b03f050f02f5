import { MASK } from './fields.ts';
import type { Found } from './finding.ts';

// RFC 5322's atoms with their dots. A name in another script may be a mailbox, too.
const ATOM = /[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]/;
const LETTER = /[\p{L}\p{N}]/u;
const DOMAIN = /\s?(?:\[|[\p{L}\p{N}-]+[.。][\p{L}\p{N}])/uy;

/** Where the local part begins that ends before `end`; `end` where there is none. */
function localPart(text: string, end: number): number {
  if (text.charAt(end - 1) === '"') return Math.max(text.lastIndexOf('"', end - 2), 0);
  const part = ATOM.test(text.charAt(end - 1)) ? ATOM : LETTER;
  let start = end;
  while (start > 0 && part.test(text.charAt(start - 1))) start -= 1;
  return start;
}

/** Mail addresses; the domain stays. Outward from each @: a pattern would look at a long text again and again. */
export function* mailboxes(text: string): Iterable<Found> {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    DOMAIN.lastIndex = at + 1;
    if (!DOMAIN.test(text)) continue;
    const end = /\s/.test(text.charAt(at - 1)) ? at - 1 : at;
    const start = localPart(text, end);
    const first = text.slice(start, end).replace('"', '');
    const shown = /^[^*]./.test(first) ? `${first.charAt(0)}${MASK}` : MASK;
    if (start < end) yield { start, end, shown };
  }
}
