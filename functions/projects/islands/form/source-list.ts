import { isOpen, type Part, type Piece, words } from './source-pieces.ts';

/** What found no place, as a list that follows what is put in and taken out. */
export class SourceList {
  private readonly pieces: readonly Piece[];
  private readonly choose: (part: Part) => void;
  private readonly list: HTMLElement | null;
  private readonly title: HTMLElement | null;
  private readonly badge: HTMLElement | null;
  private readonly left: HTMLElement | null;
  /** Why a piece found no place, as the server said. */
  private readonly why = new Map<Piece, string>();
  /** Lines of what the page does not show. */
  private readonly unseen: readonly Element[];

  constructor(form: HTMLFormElement, pieces: readonly Piece[], choose: (part: Part) => void) {
    this.pieces = pieces;
    this.choose = choose;
    this.list = form.querySelector('[data-open-list]');
    this.title = form.querySelector('[data-open-title]');
    this.badge = form.querySelector('[data-count="open"]');
    this.left = form.querySelector('[data-open-left]');
    const byId = new Map(pieces.map((piece) => [piece.element.id, piece]));
    const lines = [...(this.list?.querySelectorAll<HTMLElement>('[data-open]') ?? [])];
    const piecesOf = ({ dataset }: HTMLElement) =>
      (dataset.open ?? '').split(' ').flatMap((piece) => byId.get(`src-${piece}`) ?? []);
    for (const line of lines)
      for (const piece of piecesOf(line))
        this.why.set(piece, line.querySelector('[data-why]')?.textContent ?? '');
    this.unseen = lines.filter((line) => piecesOf(line).length === 0);
  }

  /** What is open, together where it is of one row of a table. */
  private groups(): Part[][] {
    const groups: Part[][] = [];
    let row: Element | null = null;
    for (const piece of this.pieces) {
      const open = piece.marks.filter(isOpen).map(({ from, to }): Part => ({ piece, from, to }));
      if (open.length === 0) continue;
      const own = piece.element.closest('tr');
      if (own && own === row) groups.at(-1)?.push(...open);
      else if (own) groups.push(open);
      else groups.push(...open.map((part) => [part]));
      row = own;
    }
    return groups;
  }

  draw(): void {
    const groups = this.groups();
    const count = groups.length + this.unseen.length;
    this.list?.replaceChildren(...groups.map((parts) => this.line(parts)), ...this.unseen);
    if (this.title) this.title.hidden = count === 0;
    if (this.badge) this.badge.textContent = words.notPlaced(count);
    if (this.left) this.left.textContent = words.openLeft(count);
  }

  private line(parts: readonly Part[]): HTMLLIElement {
    const line = document.createElement('li');
    for (const part of parts) {
      const text = part.piece.text.slice(part.from, part.to);
      const quote = document.createElement('q');
      quote.textContent = text;
      const button = document.createElement('button');
      Object.assign(button, { type: 'button', className: 'quiet', textContent: words.chooseShort });
      button.setAttribute('aria-label', `${words.chooseShort} ${text}`);
      button.addEventListener('click', () => this.choose(part));
      line.append(quote, ' ', button, ' ');
    }
    const [first] = parts;
    const why = first && this.why.get(first.piece);
    if (why) {
      const note = document.createElement('span');
      Object.assign(note, { className: 'soft', textContent: why });
      line.append(note);
    }
    return line;
  }
}
