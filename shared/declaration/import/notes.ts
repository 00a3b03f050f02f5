import type { FormDefinition, PartOf } from '../../forms/definition.ts';
import { fieldAt } from '../../forms/field-at.ts';
import { pointerOf } from '../../forms/pointer.ts';
import type { Words } from '../../values/language.ts';
import { inOneLine } from '../../values/one-line.ts';
import { faultIn, withoutFaults } from '../../values/text.ts';
import type { Declaration } from '../definition.ts';
import type { Imported, Inferred, NotPlaced, Placed } from './imported.ts';

/** What an import of JSON says of itself beside the draft it makes. */
export class Notes {
  readonly inferred: Inferred[] = [];
  readonly notPlaced: NotPlaced[] = [];

  infer(path: readonly PropertyKey[], why: Words): void {
    this.inferred.push({ path: pointerOf(path), why });
  }

  leave(text: string, why: Words, line?: number): void {
    this.notPlaced.push({ text, why, ...(line === undefined ? {} : { at: { line } }) });
  }
}

/** Every single value below a value, with its path. */
function leavesOf(value: unknown, path: readonly PropertyKey[] = []): Placed[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ path: pointerOf(path), value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, [...path, key]));
}

/** A remark on a list of texts is on each of them; one on a table is on its columns, not on its cells. */
const covers = (remark: Inferred, path: string): boolean =>
  path === remark.path || path.replace(/\/\d+$/, '') === remark.path;

/** Order of the form's sections, so that lists read as the document does. */
const inOrder = (definition: FormDefinition, declaration: PartOf<Declaration>): PartOf<Declaration> => {
  const keys = definition.sections.flatMap(({ fields }) => fields.map(({ key }) => key));
  const entries = Object.entries(declaration).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => keys.indexOf(a) - keys.indexOf(b)));
};

/** Texts as the form takes them: its line ends are blanks in a field of one line, and what no text may hold goes. */
function asTexts(
  definition: FormDefinition,
  value: unknown,
  path: readonly PropertyKey[],
  notes: Notes,
): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => asTexts(definition, item, [...path, index], notes));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([key, child]) => [key, asTexts(definition, child, [...path, key], notes)]),
    );
  if (typeof value !== 'string') return value;
  const field = fieldAt(definition, path);
  const lines = field?.kind === 'text' && field.multiline === true;
  const text = lines ? value : inOneLine(value);
  if (faultIn(text, lines) === null) return text;
  notes.infer(path, { zh: '去掉了看不见的字符', en: 'Characters that cannot be seen were left out' });
  return withoutFaults(text);
}

export function importedOf(definition: FormDefinition, content: PartOf<Declaration>, notes: Notes): Imported {
  const declaration = asTexts(definition, inOrder(definition, content), [], notes) as PartOf<Declaration>;
  return {
    declaration,
    placed: leavesOf(declaration).filter(
      ({ path }) => !notes.inferred.some((remark) => covers(remark, path)),
    ),
    inferred: notes.inferred,
    notPlaced: notes.notPlaced,
    structure: [],
    source: [],
  };
}
