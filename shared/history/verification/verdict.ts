import type { Findings, Says } from './finding.ts';

export interface Verdict {
  readonly subject: 'project' | 'period' | 'bundle' | 'export';
  readonly holds: boolean;
  readonly findings: Findings;
  /** What was looked at. */
  readonly facts: readonly Says[];
  /** What this verification does not show. */
  readonly notes: readonly Says[];
}

export const verdictOf = (
  subject: Verdict['subject'],
  findings: Findings,
  facts: readonly Says[],
  notes: readonly Says[],
): Verdict => ({ subject, holds: findings.count === 0, findings, facts, notes });
