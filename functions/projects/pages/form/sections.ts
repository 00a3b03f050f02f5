import type { FindingView } from '../../../../shared/contract/views.ts';
import type { Field, Section } from '../../../../shared/forms/definition.ts';
import { childOf, isFilled, rowsOf } from '../../../../shared/forms/value-text.ts';

export interface SectionState {
  readonly kind: 'empty' | 'partial' | 'complete' | 'errors' | 'warnings';
  readonly count: number;
}

/** Whether something that is required is not there. Empty rows count only where a list must have one. */
function lacks(field: Field, value: unknown): boolean {
  if (field.kind === 'group') {
    if (!field.required && !isFilled(value)) return false;
    return field.fields.some((child) => lacks(child, childOf(value, child.key)));
  }
  if (field.kind === 'list') {
    const rows = rowsOf(value).filter(isFilled);
    if (rows.length < field.min) return true;
    const { of } = field;
    return (
      of.kind === 'group' &&
      rows.some((row) => of.fields.some((child) => lacks(child, childOf(row, child.key))))
    );
  }
  return field.required === true && !isFilled(value);
}

const belongsTo = (section: Section, path: string): boolean =>
  section.fields.some(({ key }) => path === `/${key}` || path.startsWith(`/${key}/`));

/**
 * How far a section is: what was found there, otherwise whether it is filled in.
 * @param places what is to be put right, at each of its places
 */
export function sectionState(
  section: Section,
  declaration: unknown,
  places: readonly FindingView[],
): SectionState {
  const here = places.filter(({ path }) => belongsTo(section, path));
  const errors = here.filter(({ severity }) => severity === 'error').length;
  if (errors > 0) return { kind: 'errors', count: errors };
  const missing = section.fields.some((field) => lacks(field, childOf(declaration, field.key)));
  const begun = section.fields.some((field) => isFilled(childOf(declaration, field.key)));
  if (missing) return { kind: begun ? 'partial' : 'empty', count: 0 };
  if (here.length > 0) return { kind: 'warnings', count: here.length };
  return { kind: begun ? 'complete' : 'empty', count: 0 };
}
