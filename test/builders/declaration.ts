import type { Declaration } from '../../shared/declaration/definition.ts';
import { form } from '../../shared/declaration/forms/project-declaration.ts';

/** The completed sample declaration, with what a test wants different. */
export function aDeclaration(changes: Partial<Declaration> = {}): Declaration {
  return { ...(structuredClone(form.sample) as Declaration), ...changes };
}

/** The same as declared by the second unit of the sample directory. */
export function aSecondUnitsDeclaration(changes: Partial<Declaration> = {}): Declaration {
  const { unit, ...declaration } = aDeclaration();
  return {
    ...declaration,
    unit: { ...unit, name: '示例单位二（示例）', uscc: '11530121MB1000101G' },
    ...changes,
  };
}
