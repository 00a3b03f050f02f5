import { type Block, paragraphOf } from './blocks.ts';
import { gridOf, type WordCell, type WordRow } from './word-table.ts';
import { attributeOf, type XmlHandler } from './xml-events.ts';

/** Deleted text, what was moved away, readings above characters, and prompts that nobody has filled in. */
const UNSEEN = new Set(['del', 'moveFrom', 'rt', 'delText', 'instrText']);

const ROOTS = new Set(['document', 'footnotes', 'endnotes']);

/** The boxes and ticks that Word draws with fonts of symbols. */
const SYMBOLS: Readonly<Record<string, string>> = {
  ...{
    'Wingdings:FE': '☑',
    'Wingdings:FD': '☒',
    'Wingdings:FC': '√',
    'Wingdings:A8': '□',
    'Wingdings:6F': '□',
  },
  ...{ 'Wingdings:6E': '■', 'Wingdings 2:52': '☑', 'Wingdings 2:53': '☒', 'Wingdings 2:54': '☒' },
  ...{ 'Wingdings 2:50': '√', 'Wingdings 2:A3': '□', 'Wingdings 2:2A': '□', 'Wingdings 2:51': '☒' },
};

function symbolOf(tag: string): string {
  const code = Number.parseInt(attributeOf(tag, 'char') ?? '', 16);
  if (Number.isNaN(code)) return '';
  const hex = (code & 0xff).toString(16).toUpperCase();
  const known = SYMBOLS[`${attributeOf(tag, 'font')}:${hex}`];
  return known ?? (code >= 0xf000 && code <= 0xf0ff ? '◇' : String.fromCharCode(code));
}

const isOn = (tag: string): boolean => !/^(?:0|false|off)$/.test(attributeOf(tag, 'val') ?? '');

/** What stands in the body, in a cell or in a text box. */
interface Place {
  readonly blocks: Block[];
  /** Of a cell: its lines. */
  readonly lines: string[] | null;
}

interface OpenTable {
  readonly rows: WordRow[];
  readonly inside: Block[];
  cells: WordCell[];
  before: number;
  isDeleted: boolean;
}

interface OpenParagraph {
  text: string;
  listed: boolean;
  /** The number of the list or, where the style numbers, the style's name. */
  list: string;
  depth: number;
}

/** Takes the paragraphs and tables out of the events of a part. A table in a table stands after the one that holds it. */
export class WordBody implements XmlHandler {
  /** Whether the part is one of a Word document. */
  isWord = false;
  private readonly body: Place = { blocks: [], lines: null };
  private readonly places: Place[] = [this.body];
  private readonly tables: OpenTable[] = [];
  private readonly paragraphs: OpenParagraph[] = [];
  private readonly names: string[] = [];
  /** The depth of the outermost element that is not looked into. */
  private unseen = 0;
  private isHidden = false;
  private isPrompt = false;
  private readonly alternatives: number[] = [];
  private taken = 0;
  private count = 0;
  private tableCount = 0;
  private readonly take: (text: string) => string;
  private readonly numbered: ReadonlySet<string>;

  constructor(take: (text: string) => string, numbered: ReadonlySet<string>) {
    this.take = take;
    this.numbered = numbered;
  }

  get blocks(): Block[] {
    return this.body.blocks;
  }

  private inside(name: string): boolean {
    return this.names.at(-2) === name || this.names.at(-3) === name;
  }

  open(name: string, tag: string): void {
    this.isWord ||= this.names.length === 0 && ROOTS.has(name);
    this.names.push(name);
    if (this.unseen > 0) return;
    const isUnseen =
      UNSEEN.has(name) ||
      (name === 'Fallback' && this.taken > (this.alternatives.at(-1) ?? 0)) ||
      (name === 'sdtContent' && this.isPrompt);
    if (isUnseen) this.skip(name);
    else this.begin(name, tag);
  }

  private skip(name: string): void {
    this.unseen = this.names.length;
    const table = this.tables.at(-1);
    if (name === 'del' && this.names.at(-2) === 'trPr' && table) table.isDeleted = true;
    if (name === 'sdtContent') this.isPrompt = false;
  }

  private begin(name: string, tag: string): void {
    const paragraph = this.paragraphs.at(-1);
    const cell = this.tables.at(-1)?.cells.at(-1);
    const table = this.tables.at(-1);
    switch (name) {
      case 'p':
        this.count += 1;
        this.paragraphs.push({ text: '', listed: false, list: '', depth: 0 });
        break;
      case 'tbl':
        this.tables.push({ rows: [], inside: [], cells: [], before: 0, isDeleted: false });
        break;
      case 'tr':
        if (table) Object.assign(table, { cells: [], before: 0, isDeleted: false });
        break;
      case 'tc':
        table?.cells.push({ text: '', columns: 1, continues: false });
        this.places.push({ blocks: [], lines: [] });
        break;
      case 'txbxContent':
        this.places.push({ blocks: [], lines: null });
        break;
      case 'AlternateContent':
        this.alternatives.push(this.taken);
        break;
      case 'gridSpan':
        if (cell) cell.columns = Math.max(1, Number.parseInt(attributeOf(tag, 'val') ?? '', 10) || 1);
        break;
      case 'gridBefore':
        if (table) table.before = Math.min(63, Number.parseInt(attributeOf(tag, 'val') ?? '', 10) || 0);
        break;
      case 'vMerge':
        if (cell) cell.continues = attributeOf(tag, 'val') !== 'restart';
        break;
      case 'numId':
        if (paragraph && this.inside('pPr')) {
          const id = attributeOf(tag, 'val') ?? '';
          Object.assign(paragraph, { listed: id !== '0', list: id });
        }
        break;
      case 'ilvl':
        if (paragraph && this.inside('pPr'))
          paragraph.depth = Math.max(0, Number.parseInt(attributeOf(tag, 'val') ?? '', 10) || 0);
        break;
      case 'pStyle':
        if (paragraph && this.numbered.has(attributeOf(tag, 'val') ?? ''))
          Object.assign(paragraph, { listed: true, list: `style ${attributeOf(tag, 'val')}` });
        break;
      case 'r':
        this.isHidden = false;
        break;
      case 'vanish':
        if (this.inside('r')) this.isHidden = isOn(tag);
        break;
      case 'showingPlcHdr':
        this.isPrompt = isOn(tag);
        break;
      case 'checkBox':
        this.add('□');
        break;
      case 'checked':
        if (this.inside('checkBox') && isOn(tag) && paragraph)
          paragraph.text = paragraph.text.replace(/□$/, '☑');
        break;
      case 'br':
      case 'cr':
        this.add('\n');
        break;
      case 'tab':
        if (this.names.at(-2) === 'r') this.add(' ');
        break;
      case 'noBreakHyphen':
        this.add('-');
        break;
      case 'sym':
        this.add(symbolOf(tag));
        break;
    }
  }

  private add(text: string): void {
    const paragraph = this.paragraphs.at(-1);
    if (!paragraph || this.isHidden) return;
    paragraph.text += text;
    this.taken += text.trim().length;
  }

  text(text: string): void {
    if (this.unseen === 0 && this.names.at(-1) === 't') this.add(text);
  }

  close(name: string): void {
    const depth = this.names.length;
    this.names.pop();
    if (this.unseen === depth) this.unseen = 0;
    else if (this.unseen === 0) this.end(name);
  }

  private end(name: string): void {
    switch (name) {
      case 'p':
        this.endParagraph();
        break;
      case 'tc':
        this.endCell();
        break;
      case 'tr':
        this.endRow();
        break;
      case 'tbl':
        this.endTable();
        break;
      case 'txbxContent':
        this.endTextBox();
        break;
      case 'AlternateContent':
        this.alternatives.pop();
        break;
    }
  }

  private endParagraph(): void {
    const paragraph = this.paragraphs.pop();
    const place = this.places.at(-1);
    if (!paragraph || !place) return;
    const text = this.take(paragraph.text);
    if (place.lines) {
      place.lines.push(text.trim());
      return;
    }
    // A line end inside a paragraph separates what reads as lines.
    for (const [part, line] of text.split('\n').entries()) {
      if (line.trim() === '') continue;
      const listed = paragraph.listed && part === 0;
      const list = { id: paragraph.list, depth: paragraph.depth };
      place.blocks.push(paragraphOf(line, this.count, { listed, ...(listed ? { list } : {}) }));
    }
  }

  private endCell(): void {
    const place = this.places.pop();
    const table = this.tables.at(-1);
    const cell = table?.cells.at(-1);
    if (!place || !table || !cell) return;
    cell.text = (place.lines ?? []).join('\n').trim();
    table.inside.push(...place.blocks);
  }

  private endRow(): void {
    const table = this.tables.at(-1);
    if (table && !table.isDeleted) table.rows.push({ before: table.before, cells: table.cells });
  }

  private endTable(): void {
    const table = this.tables.pop();
    const place = this.places.at(-1);
    if (!table || !place) return;
    this.tableCount += 1;
    const grid = gridOf(table.rows, this.tableCount, this.count);
    place.blocks.push(grid, ...table.inside);
  }

  private endTextBox(): void {
    const box = this.places.pop();
    const place = this.places.at(-1);
    if (!box || !place) return;
    if (place.lines)
      place.lines.push(
        ...box.blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.span.text] : [])),
      );
    place.blocks.push(...box.blocks.filter((block) => place.lines === null || block.kind === 'table'));
  }
}
