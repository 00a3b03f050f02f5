import { describe, expect, it } from '@jest/globals';
import { form } from '../../../shared/declaration/forms/project-declaration.ts';
import { findingsWithCuts } from '../../../shared/forms/cuts.ts';
import type { Finding } from '../../../shared/forms/finding.ts';
import { aDeclaration } from '../../builders/declaration.ts';

const declaration = { ...aDeclaration() };
const unit = aDeclaration().unit.uscc;
const findings = form.check(declaration, unit);
/** 12,345 元 are left of the third line: no multiple of 100 元, and another share of the whole. */
const cut = { line: 2, amountFen: 1_234_500, reason: '压减（示例）' };
const withCut = (stored: readonly Finding[]) =>
  findingsWithCuts(form, { declaration, findings: stored }, [cut], unit);
const at = (found: readonly Finding[], rule: string) => found.filter((finding) => finding.rule === rule);

describe('what is found in a revision', () => {
  it('is what was stored with it, to the letter, while nothing is cut', () => {
    const stored: Finding[] = [
      { rule: 'R99', severity: 'warning', path: '/title', message: { zh: '旧', en: 'old' } },
    ];
    expect(findingsWithCuts(form, { declaration, findings: stored }, [], unit)).toBe(stored);
  });

  it('is, with a cut, what the rules find in what is left', () => {
    const left = withCut(findings);
    expect(at(left, 'R13').map(({ path }) => path)).toEqual(['/plan/2/amountFen']);
    expect(at(left, 'R22')).not.toEqual(at(findings, 'R22'));
    expect(at(left, 'R28')).toEqual(at(findings, 'R28'));
  });

  it('keeps what a rule of its time said, and is told nothing that a later rule would say of it', () => {
    const old: Finding = {
      rule: 'R26',
      severity: 'warning',
      path: '/activities/1/content',
      message: { zh: '旧', en: 'old' },
    };
    const left = withCut([old, ...findings.filter(({ rule }) => rule !== 'R28')]);
    expect(left).toContain(old);
    expect(at(left, 'R28')).toEqual([]);
    expect(at(left, 'R13')).toHaveLength(1);
  });
});
