import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { form } from '../../../../shared/declaration/forms/project-declaration.ts';
import { ruleBook } from '../../../../shared/declaration/rules/rules.ts';
import { aDeclaration } from '../../../builders/declaration.ts';
import { examples, RULE_BOOK, ruleBookPage } from '../../../support/rule-book.ts';

describe('the book of rules', () => {
  it('is the page beside them', () => {
    expect(readFileSync(RULE_BOOK, 'utf8')).toBe(ruleBookPage());
  });

  it('has every rule once, in the order of the numbers, and no example of another', () => {
    const ids = ruleBook.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1))));
    expect(ids).toEqual([...new Set(ids)]);
    expect(Object.keys(examples)).toEqual(ids);
  });

  it.each(ruleBook.map((rule) => [rule.id, rule] as const))('%s says what its examples show', (id, rule) => {
    const shows = examples[id];
    const said = (severity: 'error' | 'warning') =>
      rule.check(shows?.[severity]?.in ?? {}).filter((finding) => finding.severity === severity);
    for (const [severity, words] of [
      ['error', rule.stops],
      ['warning', rule.asks],
    ] as const) {
      expect(words === undefined).toBe(shows?.[severity] === undefined);
      expect(said(severity).length > 0).toBe(words !== undefined);
      for (const finding of said(severity)) expect(finding.rule).toBe(id);
    }
    expect(rule.check(shows?.passes.in ?? {})).toEqual([]);
  });

  it.each(['name', 'title', 'content'])('quotes nothing where there is no %s to quote', (key) => {
    const shown = [aDeclaration(), ...Object.values(examples).flatMap((one) => [one.error, one.warning])];
    const drafts = shown.flatMap((one) => (one && 'in' in one ? [one.in] : one ? [one] : []));
    for (const left of ['', undefined] as const)
      for (const draft of drafts)
        for (const { message } of form.check(without(draft, key, left)))
          expect(`${message.zh}${message.en}`).not.toMatch(/“”|""/);
  });
});

/** A value with one key emptied, or taken out, wherever it stands. */
function without(value: unknown, key: string, left: '' | undefined): unknown {
  if (Array.isArray(value)) return value.map((one) => without(one, key, left));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      if (name !== key) return [[name, without(inner, key, left)]];
      return left === undefined ? [] : [[name, left]];
    }),
  );
}
