import { parseOrdinal } from '../../values/chinese-number.ts';
import type { Paragraph } from './source/blocks.ts';
import type { Span } from './source/span.ts';

/** The items of a list, numbered in whatever style, or not at all. */

export interface Item {
  /** Its lines, without its number. */
  readonly spans: readonly Span[];
  readonly text: string;
  readonly number?: Span;
  /** What leads to the list: `完成以下工作：` */
  readonly leads?: boolean;
}

interface Style {
  readonly name: string;
  /** The number of the item is its first group. */
  readonly pattern: string;
}

const HAN = '[一二三四五六七八九十]{1,3}';
const STYLES: readonly Style[] = [
  // A decimal number and a date do not begin an item.
  { name: '1.', pattern: '([0-9]{1,3})(?:[.](?![0-9])|[.](?=[0-9]{4}[年./-]|[0-9]{1,2}月)|[、])\\s*' },
  { name: '(1)', pattern: '\\(([0-9]{1,3})\\)\\s*' },
  { name: '1)', pattern: '([0-9]{1,3})\\)\\s*' },
  { name: '(一)', pattern: `\\((${HAN})\\)[、.]?\\s*` },
  { name: '一、', pattern: `(${HAN})[、.]\\s*` },
  { name: '一是', pattern: `(${HAN})(?:是|要)(?:要)?\\s*` },
  { name: '目标1', pattern: `目标\\s*([0-9]{1,2}|${HAN})\\s*[:.、]\\s*` },
  { name: '第一', pattern: `第(${HAN})[,、:.]\\s*` },
  { name: '①', pattern: '([①-⑳⑴-⒇⒈-⒛㈠-㈩])[、.]?\\s*' },
];
const BEGINS = STYLES.map(({ name, pattern }) => ({ name, pattern: new RegExp(`^${pattern}`) }));

interface Marker {
  readonly style: string;
  readonly order: number;
  readonly span: Span;
}

const CIRCLED = ['①', '⑴', '⒈', '㈠'] as const;
function orderOf(printed: string): number {
  const code = printed.codePointAt(0) ?? 0;
  for (const first of CIRCLED) {
    const order = code - (first.codePointAt(0) ?? 0) + 1;
    if (order >= 1 && order <= 20) return order;
  }
  return parseOrdinal(printed) ?? 0;
}

/** The number that a line begins with. */
function markerOf(span: Span): Marker | null {
  for (const { name, pattern } of BEGINS) {
    const match = span.match(pattern);
    if (match) return { style: name, order: orderOf(match.plain(1)), span: match.whole };
  }
  return null;
}

const ENUMERATED =
  /^(\d{1,2}|[一二三四五六七八九十]{1,2})、(\d{1,2}|[一二三四五六七八九十]{1,2})(?:、(?:\d{1,2}|[一二三四五六七八九十]{1,2}))*(?:月|季度|[日号年级期批组楼])/;

/** `7、8月`, `一、二季度`: one number after the other; `1、2月` where another line is numbered `2、` is a list's. */
export function isEnumerated(plain: string): boolean {
  const [, one, next] = ENUMERATED.exec(plain) ?? [];
  return one !== undefined && next !== undefined && orderOf(next) === orderOf(one) + 1;
}

/** The number that a line begins with, unless it may be the first of an enumeration and no other line is beside it. */
function markersOf(lines: readonly Paragraph[]): (Marker | null)[] {
  const markers = lines.map(({ span, listed }): Marker | null =>
    listed ? { style: 'listed', order: 0, span: span.slice(0, 0) } : markerOf(span),
  );
  const isBeside = (own: Marker): boolean =>
    markers.some((other) => other?.style === own.style && Math.abs(other.order - own.order) === 1);
  return markers.map((marker, index) =>
    marker && isEnumerated(lines[index]?.span.plain ?? '') && !isBeside(marker) ? null : marker,
  );
}

/** A line without the number at its beginning. */
export function withoutNumber(span: Span): { readonly rest: Span; readonly number?: Span } {
  const marker = isEnumerated(span.plain) ? null : markerOf(span);
  if (!marker || marker.span.to >= span.to) return { rest: span };
  return { rest: span.slice(marker.span.to - span.from), number: marker.span };
}

const ENDS = /[。；;：:！!？?）)”]$/;

/** A paragraph that was broken into lines is one again; where a line ends like a sentence, the break stays. */
export const joined = (texts: readonly string[]): string =>
  texts.reduce((whole, text) => {
    if (whole === '') return text;
    return ENDS.test(whole.slice(-1)) ? `${whole}\n${text}` : whole + text;
  }, '');

const itemOf = (spans: readonly Span[], marker: Marker | null): Item => {
  const [first, ...more] = spans;
  const own = first && marker ? first.slice(marker.span.to - first.from) : first;
  const lines = own === undefined ? more : [own, ...more];
  return {
    spans: lines,
    text: joined(lines.map(({ text }) => text.trim())),
    ...(marker ? { number: marker.span } : {}),
  };
};

/** Beyond this a line is no list; and to look for its numbers would take long. */
const LONGEST = 20_000;

/** `一是…；二是…`, `1.…；2.…` within one line, numbered from the first on. */
function itemsInLine(span: Span): Item[] | null {
  if (span.to - span.from > LONGEST) return null;
  for (const { pattern } of STYLES) {
    const markers = span
      .matchAll(new RegExp(`(?<=^|[;。:,\\s])${pattern}`))
      .map((match) => ({ start: match.start, order: orderOf(match.plain(1)), span: match.whole }));
    let next = 1;
    const taken = markers.filter(({ order }) => order === next && ++next > 0);
    const [first] = taken;
    if (taken.length < 2 || first === undefined) continue;
    const lead = span.slice(0, first.start).trimmed();
    if (!lead.isEmpty && !/[:。]$/.test(lead.plain)) continue;
    const items = taken.map((marker, index) => {
      const to = taken[index + 1]?.start ?? span.to - span.from;
      return itemOf([span.slice(marker.start, to).trimmed()], { style: '', order: 0, span: marker.span });
    });
    return lead.isEmpty ? items : [{ spans: [lead], text: lead.text, leads: true }, ...items];
  }
  return null;
}

/** `2.312座公厕` as the second of a list `1.`, `2.`: not the number 2.312. */
function looseMarker(span: Span, style: string, next: number): Marker | null {
  const match = style === '1.' && next > 1 ? span.match(/^([0-9]{1,2})[.](?=[0-9]+[\u4E00-\u9FFF])/) : null;
  return match && Number(match.plain(1)) === next ? { style, order: next, span: match.whole } : null;
}

/** The items of a section. Where nothing is numbered, every line is one. */
export function listItems(lines: readonly Paragraph[]): Item[] {
  const [only, second] = lines;
  const markers = markersOf(lines);
  if (only && !second) return itemsInLine(only.span) ?? [itemOf([only.span], markers[0] ?? null)];
  const style = markers.find((marker) => marker !== null)?.style;
  if (style === undefined) return lines.map(({ span }) => itemOf([span], null));
  const sequential = isSequential(markers.filter((marker) => marker?.style === style));
  const groups: { spans: Span[]; marker: Marker | null }[] = [];
  let next = 1;
  for (const [index, { span }] of lines.entries()) {
    // `2.312座`: in a list that counts up so far, a number of its own right behind the second's.
    const loose: Marker | null = markers[index] ? null : looseMarker(span, style, next);
    const marker: Marker | null = markers[index] ?? loose;
    const begins = marker?.style === style && (!sequential || marker.order === next);
    if (begins) next += 1;
    const last = groups.at(-1);
    if (begins || last === undefined) groups.push({ spans: [span], marker: begins ? marker : null });
    else last.spans.push(span);
  }
  return groups.map(({ spans, marker }, index) => {
    const item = itemOf(spans, marker);
    const leads = index === 0 && marker === null && groups.length > 1 && /[:：]$/.test(item.text);
    return leads ? { ...item, leads } : item;
  });
}

/** Whether the numbers count up from one: then a line with another number belongs to the item before it. */
function isSequential(markers: readonly (Marker | null)[]): boolean {
  let next = 1;
  for (const marker of markers) if (marker?.order === next) next += 1;
  return next > 1 && markers[0]?.order === 1;
}
