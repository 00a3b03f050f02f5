import { inOneLine } from '../../../../shared/values/one-line.ts';
import { type Mark, put, release } from '../../pages/form/marks.ts';
import { announceChange, type Control } from './page.ts';
import { SourceList } from './source-list.ts';
import {
  draw,
  isControl,
  type Part,
  type Piece,
  pieceOf,
  selectedIn,
  textOf,
  words,
} from './source-pieces.ts';
import { SourcePut } from './source-put.ts';

const CURRENT = 'current';

/**
 * The source beside the form: a field shows where it was read, a part of the source shows its field, parts go into
 * fields and out again. Each character has one place at every moment; what has none is listed.
 */
export function startSource(form: HTMLFormElement): void {
  const box = form.querySelector<HTMLElement>('[data-source-text]');
  if (box) new Source(form, box);
}

class Source {
  private readonly form: HTMLFormElement;
  private readonly box: HTMLElement;
  private readonly pieces: ReadonlyMap<Element, Piece>;
  private readonly list: SourceList;
  private readonly panel: SourcePut;
  private dragged: readonly Part[] = [];

  constructor(form: HTMLFormElement, box: HTMLElement) {
    this.form = form;
    this.box = box;
    const elements = [...box.querySelectorAll<HTMLElement>('[data-piece]')];
    this.pieces = new Map(elements.map((element) => [element, pieceOf(element)]));
    this.list = new SourceList(form, [...this.pieces.values()], (part) => {
      this.panel.choose([part]);
      this.panel.show();
    });
    this.panel = new SourcePut(form, {
      put: (parts, control) => this.put(parts, control),
      takeOut: (parts) => this.takeOut(parts),
    });
    for (const piece of this.pieces.values()) draw(piece);
    this.list.draw();
    this.followFields();
    this.followSource();
    this.followDrags();
  }

  private followFields(): void {
    this.form.addEventListener('focusin', ({ target }) => {
      if (isControl(target) && target.name !== '') this.showSourceOf(target);
    });
    this.form.addEventListener('input', ({ target }) => {
      if (isControl(target)) {
        if (target.value.trim() === '') this.update(this.pieces.values(), (field) => field === target);
        return;
      }
      // A row that went, came back or moved takes its parts with it.
      for (const piece of this.pieces.values())
        if (piece.marks.some(({ fields }) => fields.length > 0)) draw(piece);
      this.list.draw();
    });
  }

  private followSource(): void {
    this.box.addEventListener('click', (event) => {
      const selected = selectedIn(this.pieces.values());
      const part = this.partAt(event.target);
      if (!part || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      // What ends in a click was the selecting of a text.
      if (selected.length > 0) return;
      this.panel.choose([part]);
      const field = this.markOf(part)?.fields.find(({ isConnected }) => isConnected);
      if (field) reveal(field);
      else if (event.target instanceof HTMLButtonElement) this.panel.show();
    });
    document.addEventListener('selectionchange', () => {
      const selected = selectedIn(this.pieces.values());
      if (selected.length > 0) this.panel.choose(selected);
    });
  }

  private followDrags(): void {
    this.box.addEventListener('dragstart', (event) => {
      const own = event.target instanceof HTMLButtonElement ? this.partAt(event.target) : undefined;
      this.dragged = own ? [own] : selectedIn(this.pieces.values());
      event.dataTransfer?.setData('text/plain', textOf(this.dragged));
    });
    this.box.addEventListener('dragend', () => {
      this.dragged = [];
    });
    const fieldAt = ({ target }: Event): Control | null =>
      this.dragged.length > 0 && isControl(target) && target.name !== '' ? target : null;
    this.form.addEventListener('dragover', (event) => {
      if (fieldAt(event)) event.preventDefault();
    });
    this.form.addEventListener('drop', (event) => {
      const field = fieldAt(event);
      if (!field) return;
      event.preventDefault();
      const parts = this.dragged;
      // The handle goes with what was open: the end of the drag would not be told.
      this.dragged = [];
      this.panel.say(this.put(parts, field), field);
    });
  }

  /** The mark that an element of the source is of. */
  private partAt(target: EventTarget | null): Part | undefined {
    const node = target instanceof Element ? target.closest('.mark') : null;
    const piece = node?.parentElement ? this.pieces.get(node.parentElement) : undefined;
    const nodes: (Node | null)[] = [...(node?.parentElement?.childNodes ?? [])];
    const mark = piece?.marks[nodes.indexOf(node)];
    return piece && mark ? { piece, from: mark.from, to: mark.to } : undefined;
  }

  private markOf({ piece, from, to }: Part): Mark<Control> | undefined {
    return piece.marks.find((mark) => mark.from === from && mark.to === to);
  }

  private showSourceOf(control: Control): void {
    for (const node of this.box.querySelectorAll(`.${CURRENT}`)) node.classList.remove(CURRENT);
    const parts = [...this.pieces.values()].flatMap((piece) =>
      piece.marks.flatMap((mark, index): { part: Part; node: ChildNode | undefined }[] =>
        mark.fields.includes(control)
          ? [{ part: { piece, from: mark.from, to: mark.to }, node: piece.element.childNodes[index] }]
          : [],
      ),
    );
    const nodes = parts.flatMap(({ node }) => (node instanceof HTMLElement ? [node] : []));
    for (const node of nodes) node.classList.add(CURRENT);
    const [first] = nodes;
    if (first) scrollWithin(this.box, first);
    this.panel.atField(
      control,
      parts.map(({ part }) => part),
    );
  }

  /** @returns what became of it, for people. */
  private put(parts: readonly Part[], control: Control): string {
    const text = textOf(parts);
    const takes = valueFor(control, text);
    if (typeof takes !== 'string') return takes.refused;
    const adds = takesMore(control);
    if (hasNoRoom(control, adds ? control.value + takes : takes)) return words.noRoom;
    this.takeOut(parts);
    // The old content of a field that holds one value goes, and its source is open again.
    if (!adds) this.update(this.pieces.values(), (field) => field === control);
    control.value = adds ? control.value + takes : takes;
    for (const { piece, from, to } of parts) piece.marks = put(piece.text, piece.marks, from, to, control);
    this.changed(
      control,
      parts.map(({ piece }) => piece),
    );
    control.parentElement?.querySelector('.origin')?.remove();
    reveal(control);
    return '';
  }

  private takeOut(parts: readonly Part[]): void {
    for (const { piece, from, to } of parts)
      for (const mark of piece.marks.filter((one) => one.from < to && from < one.to))
        this.takeMark(piece, mark);
  }

  /** Out of a text only its own words; a value that says something else goes whole, with all that it was made of. */
  private takeMark(piece: Piece, mark: Mark<Control>): void {
    const text = piece.text.slice(mark.from, mark.to);
    for (const field of mark.fields) {
      const isPart = takesMore(field) && field.value.includes(text) && field.value.trim() !== text.trim();
      field.value = isPart ? field.value.replace(text, () => '') : '';
      if (!isPart) field.parentElement?.querySelector('.origin')?.remove();
      if (isPart) this.update([piece], (one, of) => one === field && of.from === mark.from);
      else this.update(this.pieces.values(), (one) => one === field);
      announceChange(field);
    }
  }

  /** What is in no field any more is open, on the page too. */
  private update(pieces: Iterable<Piece>, isGone: (field: Control, mark: Mark<Control>) => boolean): void {
    for (const piece of pieces) {
      if (!piece.marks.some((mark) => mark.fields.some((field) => isGone(field, mark)))) continue;
      piece.marks = release(piece.text, piece.marks, isGone);
      draw(piece);
    }
    this.list.draw();
  }

  private changed(control: Control, pieces: readonly Piece[]): void {
    for (const piece of pieces) draw(piece);
    this.list.draw();
    announceChange(control);
  }
}

/** A text goes behind what stands there; other fields hold one value. */
const takesMore = (control: Control): boolean =>
  control instanceof HTMLTextAreaElement ||
  (control instanceof HTMLInputElement && !control.classList.contains('num'));

/** A text as a field takes it. */
function valueFor(control: Control, text: string): string | { readonly refused: string } {
  if (control instanceof HTMLTextAreaElement) return text;
  const line = inOneLine(text).trim();
  if (control instanceof HTMLInputElement) return line;
  const bare = line.replace(/\s/g, '');
  const options = [...control.options].filter(({ value }) => value !== '');
  const option = options.find(({ label, value }) => label.replace(/\s/g, '') === bare || value === bare);
  return option?.value ?? { refused: words.noOption };
}

const hasNoRoom = (control: Control, value: string): boolean =>
  !(control instanceof HTMLSelectElement) && control.maxLength >= 0 && value.length > control.maxLength;

/** Brings a field in sight, out of whatever is folded over it. */
function reveal(control: Control): void {
  for (let fold = control.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null)
    fold.open = true;
  control.focus({ preventScroll: true });
  control.scrollIntoView({ block: 'center' });
}

/** Scrolls the box alone: the field that was chosen must stay in sight. */
function scrollWithin(box: HTMLElement, node: HTMLElement): void {
  const [outer, inner] = [box.getBoundingClientRect(), node.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom)
    box.scrollTop += inner.top - outer.top - (box.clientHeight - inner.height) / 2;
}
