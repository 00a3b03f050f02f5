import type { Declaration } from '../../shared/forms/definitions/project-declaration.ts';
import { form } from '../../shared/forms/definitions/project-declaration.ts';

/** The completed sample declaration, with what a test wants different. */
export function aDeclaration(changes: Partial<Declaration> = {}): Declaration {
  return { ...(structuredClone(form.sample) as Declaration), ...changes };
}
