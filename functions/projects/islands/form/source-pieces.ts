import { fieldId } from '../../../../shared/forms/places.ts';
import { type Mark, type MarkKind, marksOf } from '../../pages/form/marks.ts';
import { importWords } from '../../words/imports.ts';
import { type Control, lang } from './page.ts';

export const words = importWords[lang];

/** A line or a cell of the source on the page. */
export interface Piece {
  readonly element: HTMLElement;
  readonly text: string;
  marks: readonly Mark<Control>[];
}

/** Characters of a piece. */
export interface Part {
  readonly piece: Piece;
  readonly from: number;
  readonly to: number;
}

export const textOf = (parts: readonly Part[]): string =>
  parts.map(({ piece, from, to }) => piece.text.slice(from, to)).join('\n');

export const isControl = (element: unknown): element is Control =>
  element instanceof HTMLInputElement ||
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLSelectElement;

const kinds: readonly MarkKind[] = ['placed', 'inferred', 'open'];

/** What the server wrote: the marks of a piece are its child nodes. */
export function pieceOf(element: HTMLElement): Piece {
  const text = element.textContent;
  let at = 0;
  const uses = [...element.childNodes].flatMap((node): Mark<Control>[] => {
    const from = at;
    at += node.textContent?.length ?? 0;
    const { kind: said, fields = '' } = node instanceof HTMLElement ? node.dataset : {};
    const kind = kinds.find((one) => one === said);
    if (!kind) return [];
    const controls = fields.split(' ').map((path) => document.getElementById(fieldId(path)));
    return [{ from, to: at, kind, fields: controls.filter(isControl) }];
  });
  return { element, text, marks: marksOf(text.length, uses) };
}

/** Whether it stands in a field now: a row may have been taken away, and may come back. */
const standsIn = ({ fields }: Mark<Control>): Control[] => fields.filter(({ isConnected }) => isConnected);

export const isOpen = (mark: Mark<Control>): boolean =>
  mark.kind === 'open' || (mark.fields.length > 0 && standsIn(mark).length === 0);

/** Writes the marks of a piece anew, one node for each. */
export const draw = ({ element, text, marks }: Piece): void =>
  element.replaceChildren(
    ...marks.map((mark): Node => {
      const part = text.slice(mark.from, mark.to);
      if (mark.kind === 'quiet') return document.createTextNode(part);
      const fields = standsIn(mark);
      const [first] = fields;
      const node = document.createElement(first ? 'a' : 'span');
      node.className = 'mark';
      node.dataset.kind = isOpen(mark) ? 'open' : mark.kind;
      if (node instanceof HTMLAnchorElement && first) {
        const names = fields.map(nameOf).join(words.and);
        node.href = `#${first.id}`;
        node.draggable = false;
        node.title = mark.kind === 'inferred' ? words.inferredIn(names) : words.placedIn(names);
      }
      if (isOpen(mark)) node.append(handleOf(part));
      node.append(part);
      return node;
    }),
  );

/** By which an open part is dragged, or chosen without a mouse. It holds no text: what is selected is the source's. */
function handleOf(part: string): HTMLButtonElement {
  const handle = document.createElement('button');
  Object.assign(handle, { type: 'button', className: 'handle', draggable: true });
  handle.setAttribute('aria-label', words.choose(part));
  return handle;
}

/** `支出 2 · 金额`: what a field is called on the page. */
export function nameOf(control: Control): string {
  const row = control.closest('.row')?.querySelector('.row-title')?.textContent;
  const label = control.labels?.[0]?.cloneNode(true);
  if (label instanceof HTMLElement)
    for (const beside of label.querySelectorAll('.unit, .star')) beside.remove();
  const name = label?.textContent?.trim() ?? '';
  return row === undefined || row === null || row === name ? name : `${row} · ${name}`;
}

/** Where a place in the page is in its piece, in UTF-16 units. */
function offsetIn({ element }: Piece, node: Node, offset: number): number {
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(node, offset);
  return before.toString().length;
}

/** What of the source is selected, piece by piece. */
export function selectedIn(pieces: Iterable<Piece>): Part[] {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return [];
  const range = selection.getRangeAt(0);
  return [...pieces].flatMap((piece): Part[] => {
    const { element, text } = piece;
    if (!range.intersectsNode(element)) return [];
    const from = element.contains(range.startContainer)
      ? offsetIn(piece, range.startContainer, range.startOffset)
      : 0;
    const to = element.contains(range.endContainer)
      ? offsetIn(piece, range.endContainer, range.endOffset)
      : text.length;
    return trimmed({ piece, from, to });
  });
}

/** Without blanks at its ends; nothing where it is only blanks. */
export function trimmed({ piece, from, to }: Part): Part[] {
  const part = piece.text.slice(from, to);
  const start = from + part.length - part.trimStart().length;
  const end = start + part.trim().length;
  return start < end ? [{ piece, from: start, to: end }] : [];
}
