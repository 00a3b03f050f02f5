import type { Words } from '../values/language.ts';
import { placesChanged } from './changes.ts';
import { namesField } from './check.ts';
import type { FormDefinition } from './definition.ts';
import type { Finding } from './finding.ts';
import type { Reading } from './form-data.ts';
import { putAt, valueAt } from './pointer.ts';

/**
 * The part of a declaration that a return opens: JSON Pointers; a pointer opens all below it. Without any, the whole
 * form is open.
 */
export type Scope = readonly string[];

/**
 * What the pointers of a return open: those that name a field of what was handed in. Earlier releases took others as
 * well; they open nothing, and shut nothing.
 */
export const scopeOf = (definition: FormDefinition, handedIn: unknown, pointers: readonly string[]): Scope =>
  pointers.filter((pointer) => namesField(definition, handedIn, pointer));

/** Whether a field may be changed. */
export const covers = (scope: Scope, path: string): boolean =>
  scope.length === 0 || scope.some((pointer) => path === pointer || path.startsWith(`${pointer}/`));

const FROZEN: Words = {
  zh: '退回时未指定修改此项，内容应与上次申报一致',
  en: 'The return does not name this field: it stays as it was handed in',
};

/** What was changed outside the scope of a return, as findings. A return names rows by where they stood. */
export const frozenFindings = (
  definition: FormDefinition,
  scope: Scope,
  handedIn: unknown,
  declaration: unknown,
): Finding[] =>
  placesChanged(definition, handedIn, declaration)
    .filter(({ earlier }) => !covers(scope, earlier))
    .map(({ path }) => ({ rule: 'frozen', severity: 'error', path, message: FROZEN }));

/** What a page posted, with everything outside the scope as it was handed in: a page does not send frozen fields. */
export function withinScope(scope: Scope, handedIn: Record<string, unknown>, posted: Reading): Reading {
  if (scope.length === 0) return posted;
  return {
    declaration: scope.reduce(
      (declaration, pointer) => putAt(declaration, pointer, valueAt(posted.declaration, pointer)),
      handedIn,
    ),
    unread: Object.fromEntries(Object.entries(posted.unread).filter(([path]) => covers(scope, path))),
  };
}
