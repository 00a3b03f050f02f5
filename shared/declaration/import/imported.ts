import type { FormDefinition, PartOf } from '../../forms/definition.ts';
import { pointerOf } from '../../forms/pointer.ts';
import type { Declaration } from '../definition.ts';
import type { Inferred, Notes, NotPlaced } from './notes.ts';

/** A value that stands in the draft as it is printed in the source. */
export interface Understood {
  /** JSON Pointer into the declaration. */
  readonly path: string;
  readonly value: string | number;
}

/** What an import makes of a source: a draft's content, and an honest account of it. */
export interface Imported {
  readonly declaration: PartOf<Declaration>;
  readonly understood: readonly Understood[];
  readonly inferred: readonly Inferred[];
  readonly notPlaced: readonly NotPlaced[];
}

/** Every single value below a value, with its path. */
function leavesOf(value: unknown, path: readonly PropertyKey[] = []): Understood[] {
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

export function importedOf(definition: FormDefinition, content: PartOf<Declaration>, notes: Notes): Imported {
  const declaration = inOrder(definition, content);
  return {
    declaration,
    understood: leavesOf(declaration).filter(
      ({ path }) => !notes.inferred.some((remark) => covers(remark, path)),
    ),
    inferred: notes.inferred,
    notPlaced: notes.notPlaced,
  };
}
