import type { Words } from '../values/language.ts';

/**
 * What a rule found in a declaration. `path` is a JSON Pointer; `rule` is `R1` … `R38`, or `required`,
 * `shape`, `length` for what the form's own schema says. Errors block submission, warnings travel with the
 * revision.
 */
export interface Finding {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly path: string;
  readonly message: Words;
}

export const hasErrors = (findings: readonly Finding[]): boolean =>
  findings.some((finding) => finding.severity === 'error');
