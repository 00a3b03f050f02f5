import type { Finding } from '../forms/finding.ts';
import type { Lang } from '../values/language.ts';
import type { FindingView } from './views.ts';

/** Whoever corrects a hundred has been told enough for one round, and an answer stays readable. */
const MOST_FINDINGS = 100;

export interface ListedFindings {
  readonly findings: FindingView[];
  /** How many there are beside these; absent where these are all. */
  readonly moreFindings?: number;
}

const byWeight = (a: Finding, b: Finding): number =>
  Number(b.severity === 'error') - Number(a.severity === 'error');

/** Findings as their reader sees them: a hundred at most, of more than that the errors first. */
export function listFindings(findings: readonly Finding[], lang: Lang): ListedFindings {
  const more = findings.length - MOST_FINDINGS;
  const listed = more > 0 ? findings.toSorted(byWeight).slice(0, MOST_FINDINGS) : findings;
  return {
    findings: listed.map(({ rule, severity, path, message }) => ({
      rule,
      severity,
      path,
      message: message[lang],
    })),
    ...(more > 0 ? { moreFindings: more } : {}),
  };
}
