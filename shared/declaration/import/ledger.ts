import type { Field, FormDefinition, PartOf } from '../../forms/definition.ts';
import { fieldAt } from '../../forms/field-at.ts';
import { pointerOf } from '../../forms/pointer.ts';
import type { Words } from '../../values/language.ts';
import { inOneLine } from '../../values/one-line.ts';
import { faultIn, withoutFaults } from '../../values/text.ts';
import type { Declaration } from '../definition.ts';
import type { Inferred, NotPlaced, Placed, SourcePiece } from './imported.ts';
import { notPlacedIn, placesOf } from './not-placed.ts';
import { FIELD, type Piece, type Span, STRUCTURE } from './source/span.ts';

export type Path = readonly PropertyKey[];
type Value = string | number;

const isContainer = (value: unknown): value is Record<PropertyKey, unknown> =>
  typeof value === 'object' && value !== null;

/** Where a value of a draft may stand: its field takes it as it is. */
function fits(field: Field | undefined, value: Value): boolean {
  switch (field?.kind) {
    case 'text':
      return (
        typeof value === 'string' &&
        value.length <= field.maxLength &&
        (field.pattern === undefined || new RegExp(field.pattern, 'u').test(value))
      );
    case 'choice':
      return field.options.some((option) => option.value === value);
    case 'integer':
      return Number.isInteger(value) && Number(value) >= field.min && Number(value) <= field.max;
    case undefined:
    case 'group':
    case 'list':
      return false;
    default:
      return typeof value === 'number' && Number.isFinite(value);
  }
}

/** Whether the rows of a list on the way are not more than the form has. */
function hasRoom(definition: FormDefinition, path: Path): boolean {
  return path.every((part, index) => {
    if (typeof part !== 'number') return true;
    const list = fieldAt(definition, path.slice(0, index));
    return list?.kind === 'list' && part < list.max;
  });
}

const sourceOf = (spans: readonly Span[]): SourcePiece => ({
  text: spans.map(({ text }) => text.trim()).join(' '),
  at: spans[0]?.piece.at ?? {},
  spans: placesOf(spans.map((span) => span.trimmed())),
});

/**
 * The draft as it is made, and the account of its source. Each character of the source goes to one place: a field, the
 * structure of the document, or, where nothing has taken it, what was not placed. So nothing is lost, and nothing stands
 * in two fields.
 */
export class Ledger {
  readonly definition: FormDefinition;
  private readonly draft: Record<PropertyKey, unknown> = {};
  readonly placed: Placed[] = [];
  readonly inferred: Inferred[] = [];
  readonly structure: SourcePiece[] = [];
  private readonly whyLeft = new Map<Piece, Words>();

  constructor(definition: FormDefinition) {
    this.definition = definition;
  }

  /** What stands at a path so far. */
  at(path: Path): unknown {
    return path.reduce<unknown>((value, part) => (isContainer(value) ? value[part] : undefined), this.draft);
  }

  /** The number of the next row of a list. */
  next(path: Path): number {
    const list = this.at(path);
    return Array.isArray(list) ? list.length : 0;
  }

  private canTake(path: Path, value: Value): boolean {
    return (
      this.at(path) === undefined &&
      hasRoom(this.definition, path) &&
      fits(fieldAt(this.definition, path), value)
    );
  }

  private set(path: Path, value: Value): void {
    let container = this.draft;
    for (const [index, part] of path.slice(0, -1).entries()) {
      const below = container[part];
      const made = isContainer(below) ? below : typeof path[index + 1] === 'number' ? [] : {};
      container[part] = made;
      container = made as Record<PropertyKey, unknown>;
    }
    container[path.at(-1) ?? ''] = value;
  }

  /** The text as the field takes it, or undefined where it takes it in no form. */
  private asText(path: Path, value: Value): Value {
    const field = fieldAt(this.definition, path);
    if (typeof value !== 'string' || field?.kind !== 'text') return value;
    const lines = field.multiline === true;
    // A line that a cell has broken goes on without a blank, unless words of letters meet.
    const text = lines
      ? value
      : inOneLine(value.replace(/(?<=[A-Za-z0-9])\s*\n\s*(?=[A-Za-z0-9])/g, ' '), '');
    if (faultIn(text, lines) === null) return text;
    this.remark(path, { zh: '去掉了看不见的字符', en: 'Characters that cannot be seen were left out' });
    return withoutFaults(text);
  }

  /**
   * A value as it is printed. False, and nothing taken, where the field is filled, where it cannot hold the value, or
   * where a part of the source stands in a field already.
   */
  put(path: Path, value: Value, ...from: readonly Span[]): boolean {
    const taken = this.asText(path, value);
    if (!this.canTake(path, taken) || !from.every((span) => span.isFree())) return false;
    this.set(path, taken);
    for (const span of from) span.use(FIELD);
    this.placed.push({ path: pointerOf(path), value: taken, source: sourceOf(from) });
    return true;
  }

  /** A value that several rows have from one place, such as a level from a merged cell. */
  share(path: Path, value: Value, from: Span): boolean {
    if (!this.canTake(path, value)) return false;
    this.set(path, value);
    from.use(FIELD);
    this.placed.push({ path: pointerOf(path), value, source: sourceOf([from]) });
    return true;
  }

  /** A value that is not printed as it now stands; its source may stand in another field as well. */
  infer(path: Path, value: Value, why: Words, ...from: readonly Span[]): boolean {
    const taken = this.asText(path, value);
    if (!this.canTake(path, taken)) return false;
    this.set(path, taken);
    for (const span of from) span.use(FIELD);
    this.inferred.push({
      path: pointerOf(path),
      why,
      value: taken,
      ...(from.length === 0 ? {} : { source: sourceOf(from) }),
    });
    return true;
  }

  /** Something to be said of a value that was put. */
  remark(path: Path, why: Words, ...from: readonly Span[]): void {
    this.inferred.push({
      path: pointerOf(path),
      why,
      ...(from.length === 0 ? {} : { source: sourceOf(from) }),
    });
  }

  /** A heading, a label, the number of an item, what only repeats a field. */
  label(...spans: readonly (Span | undefined)[]): void {
    for (const span of spans) {
      for (const part of span?.free() ?? []) {
        part.use(STRUCTURE);
        this.structure.push(sourceOf([part]));
      }
    }
  }

  /** Why what is left of a piece finds no place; the first to say so knows most. */
  leave(span: Span, why: Words): void {
    if (!this.whyLeft.has(span.piece)) this.whyLeft.set(span.piece, why);
  }

  /** All that was not taken, in its order. */
  notPlaced(pieces: readonly Piece[]): NotPlaced[] {
    return notPlacedIn(pieces, this.whyLeft);
  }

  /**
   * What was placed as it is printed, and what was not: a value that something is to be said of stands with its remark,
   * and a remark on a list of texts is on each of them.
   */
  account(): { placed: Placed[]; inferred: Inferred[] } {
    const isOn = (remark: Inferred, { path }: Placed): boolean =>
      remark.value === undefined && (path === remark.path || path.replace(/\/\d+$/, '') === remark.path);
    const inferred = this.inferred.flatMap((remark): Inferred[] => {
      const own = this.placed.filter((placed) => isOn(remark, placed));
      return own.length === 0 ? [remark] : own.map((placed) => ({ ...placed, why: remark.why }));
    });
    return {
      placed: this.placed.filter((placed) => !this.inferred.some((remark) => isOn(remark, placed))),
      inferred,
    };
  }

  /** The draft's content, in the order of the form's sections. */
  content(): PartOf<Declaration> {
    const keys = this.definition.sections.flatMap(({ fields }) => fields.map(({ key }) => key));
    const entries = Object.entries(this.draft).sort(([a], [b]) => keys.indexOf(a) - keys.indexOf(b));
    // Each value was taken by the definition that the type is made from, which TypeScript cannot see.
    return Object.fromEntries(entries) as PartOf<Declaration>;
  }
}
