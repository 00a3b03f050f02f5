import type { Words } from '../../values/language.ts';
import type { Findings } from './finding.ts';

export interface Verdict {
  readonly subject: 'project' | 'period' | 'bundle' | 'export';
  readonly holds: boolean;
  readonly findings: Findings;
  /** What was looked at. */
  readonly facts: readonly Words[];
  /** What this verification does not show. */
  readonly notes: readonly Words[];
}

export const verdictOf = (
  subject: Verdict['subject'],
  findings: Findings,
  facts: readonly Words[],
  notes: readonly Words[],
): Verdict => ({ subject, holds: findings.count === 0, findings, facts, notes });
