import type { FindingView } from '../../../../shared/contract/views.ts';
import type { FormDefinition } from '../../../../shared/forms/definition.ts';

/** Something is not there yet: no news while somebody writes, and asked for once they mean to hand it in. */
export const isMissing = ({ rule }: Pick<FindingView, 'rule'>): boolean => rule === 'required';

/** R12 says of one amount that it is none. */
const isOfAmountAlone = (rule: string): boolean => !/^R\d/.test(rule) || rule === 'R12';

/**
 * Where a finding is to be put right, as JSON Pointers: its own place first; of a sum that does not come out also the
 * lines that make it.
 * @param isOff whether the lines add up to another amount than the one they are held against
 */
export function placesOf(
  { rule, path }: Pick<FindingView, 'rule' | 'path'>,
  totals: FormDefinition['totals'],
  isOff: boolean,
): readonly string[] {
  const isOfSum = totals !== undefined && isOff && path === totals.against && !isOfAmountAlone(rule);
  return isOfSum ? [path, totals.list] : [path];
}
