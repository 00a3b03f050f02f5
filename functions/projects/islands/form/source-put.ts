import { type Control, controlsIn } from './page.ts';
import { nameOf, type Part, textOf, trimmed, words } from './source-pieces.ts';

interface Moves {
  /** @returns why nothing was put in; empty where it was. */
  put(parts: readonly Part[], control: Control): string;
  takeOut(parts: readonly Part[]): void;
}

/** What is chosen of the source, and what can be done with it: all that a mouse can do by dragging. */
export class SourcePut {
  private readonly form: HTMLFormElement;
  private readonly moves: Moves;
  private readonly panel: HTMLElement | null;
  private readonly text: HTMLTextAreaElement | null;
  private readonly select: HTMLSelectElement | null;
  private readonly where: HTMLElement | null;
  private readonly status: HTMLElement | null;
  private parts: readonly Part[] = [];
  private controls: readonly Control[] = [];

  constructor(form: HTMLFormElement, moves: Moves) {
    this.form = form;
    this.moves = moves;
    this.panel = form.querySelector('[data-put]');
    this.text = this.panel?.querySelector('textarea') ?? null;
    this.select = this.panel?.querySelector('select') ?? null;
    this.where = this.panel?.querySelector('[data-in]') ?? null;
    this.status = this.panel?.querySelector('[role="status"]') ?? null;
    if (this.panel) this.panel.hidden = false;
    this.offerFields();
    // To choose a field is no change of the declaration.
    this.panel?.addEventListener('input', (event) => {
      event.stopPropagation();
      // An input method writes without asking.
      if (event.target === this.text && this.text) this.text.value = textOf(this.parts);
    });
    // What the file says is selected here, with a caret, but not changed.
    this.text?.addEventListener('beforeinput', (event) => event.preventDefault());
    this.select?.addEventListener('focus', () => this.offerFields());
    this.panel?.querySelector('[data-do]')?.addEventListener('click', () => {
      const control = this.controls[Number(this.select?.value || Number.NaN)];
      if (control && this.parts.length > 0) this.say(this.moves.put(this.chosen(), control), control);
    });
    this.where?.querySelector('button')?.addEventListener('click', () => {
      const { parts } = this;
      this.moves.takeOut(parts);
      this.choose(parts);
      this.say(words.takenOut);
      this.text?.focus();
    });
  }

  /** @param text why nothing was done, or what was; empty with the field that took it */
  say(text: string, control?: Control): void {
    if (this.status) this.status.textContent = text === '' && control ? words.done(nameOf(control)) : text;
  }

  choose(parts: readonly Part[]): void {
    this.parts = parts;
    if (this.text) this.text.value = textOf(parts);
    this.say('');
    const fields = new Set(
      parts.flatMap(({ piece, from, to }) =>
        piece.marks.filter((mark) => mark.from < to && from < mark.to).flatMap((mark) => mark.fields),
      ),
    );
    const names = [...fields].filter(({ isConnected }) => isConnected).map(nameOf);
    if (!this.where) return;
    this.where.hidden = names.length === 0;
    const name = this.where.querySelector('span');
    if (name) name.textContent = words.placedIn(names.join(words.and));
  }

  /** A field that somebody goes to is the one that a part goes into, and shows what it was read from. */
  atField(control: Control, parts: readonly Part[]): void {
    this.offerFields();
    if (this.select) this.select.value = String(this.controls.indexOf(control));
    if (parts.length > 0) this.choose(parts);
  }

  /** Comes in sight, for hands that chose a part elsewhere on the page. */
  show(): void {
    const fold = this.panel?.closest('details');
    if (fold) fold.open = true;
    this.offerFields();
    this.text?.focus({ preventScroll: true });
    this.text?.setSelectionRange(0, 0);
    this.panel?.scrollIntoView({ block: 'nearest' });
  }

  /** The part of the chosen text that is selected, or all of it. */
  private chosen(): readonly Part[] {
    const { selectionStart: start = 0, selectionEnd: end = 0 } = this.text ?? {};
    if (start === end) return this.parts;
    let at = 0;
    const selected = this.parts.flatMap(({ piece, from, to }): Part[] => {
      const [begin, stop] = [at, at + to - from];
      at = stop + 1;
      const [first, last] = [Math.max(start, begin), Math.min(end, stop)];
      return first < last ? trimmed({ piece, from: from + first - begin, to: from + last - begin }) : [];
    });
    return selected.length > 0 ? selected : this.parts;
  }

  /** The fields as they are now, by their sections. */
  private offerFields(): void {
    const { select } = this;
    if (!select) return;
    const known = this.controls[Number(select.value || Number.NaN)];
    const sections = [...this.form.querySelectorAll<HTMLElement>('[data-section]')];
    this.controls = sections.flatMap((section) => controlsIn(section).filter(({ name }) => name !== ''));
    const numbers = new Map(this.controls.map((control, index) => [control, String(index)]));
    select.replaceChildren(
      ...sections.map((section) => {
        const group = document.createElement('optgroup');
        group.label = section.querySelector('h2')?.textContent ?? '';
        group.append(
          ...controlsIn(section)
            .filter((control) => numbers.has(control))
            .map((control) => new Option(nameOf(control), numbers.get(control))),
        );
        return group;
      }),
    );
    if (known) select.value = numbers.get(known) ?? '';
  }
}
