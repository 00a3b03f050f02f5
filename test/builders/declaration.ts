import type { Declaration } from '../../shared/declaration/definition.ts';
import { form } from '../../shared/declaration/forms/project-declaration.ts';

/** The completed sample declaration, with what a test wants different. */
export function aDeclaration(changes: Partial<Declaration> = {}): Declaration {
  return { ...(structuredClone(form.sample) as Declaration), ...changes };
}
