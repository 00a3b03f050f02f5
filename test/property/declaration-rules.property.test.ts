import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { definition } from '../../shared/declaration/definition.ts';
import { form } from '../../shared/declaration/forms/project-declaration.ts';
import { INDICATOR_TREES } from '../../shared/declaration/indicator-tree.ts';
import { retiredRegion } from '../../shared/declaration/region-codes.ts';
import { bracketsAreClosed } from '../../shared/declaration/rules/brackets.ts';
import { declarationRules, ruleBook } from '../../shared/declaration/rules/rules.ts';
import { fieldAt } from '../../shared/forms/field-at.ts';
import { partsOf } from '../../shared/forms/pointer.ts';
import { fenOfWords } from '../../shared/values/amount-in-words.ts';
import { formatDecimal, parseDecimal } from '../../shared/values/decimal.ts';
import { isDocumentNumber, normaliseDocumentNumber } from '../../shared/values/document-number.ts';
import { inWords, MAX_FEN } from '../../shared/values/money.ts';
import { isOrganisationCode } from '../../shared/values/organisation-code.ts';
import { anyDraft } from '../builders/drafts.ts';

describe('the rules', () => {
  it('judge any draft without failing, and point at fields of the form', () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        for (const { path, message, severity } of declarationRules.flatMap((rule) => rule(draft))) {
          expect(fieldAt(definition, partsOf(path))).toBeDefined();
          expect(['error', 'warning']).toContain(severity);
          expect(message.zh).not.toMatch(/undefined|NaN|\[object/);
          expect(message.en).not.toMatch(/undefined|NaN|\[object/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are as sure as their book says, whatever tree the office chose', () => {
    const tree = fc.constantFrom(undefined, 'none of them', ...INDICATOR_TREES.map(({ id }) => id));
    fc.assert(
      fc.property(anyDraft, tree, (draft, indicatorTree) => {
        for (const { id, check, stops, asks } of ruleBook) {
          for (const { rule, severity } of check(draft, { indicatorTree })) {
            expect(rule).toBe(id);
            expect(severity === 'error' ? stops : asks).toBeDefined();
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leave the draft as it is and say the same twice', () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const before = structuredClone(draft);
        const first = form.check(draft);
        expect(form.check(draft)).toEqual(first);
        expect(draft).toEqual(before);
      }),
    );
  });
});

describe('an amount in words', () => {
  it('is read back as the figure', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_FEN }), (fen) => {
        expect(fenOfWords(inWords(fen))).toBe(fen);
        expect(fenOfWords(inWords(fen).replace('人民币', ''))).toBe(fen);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is not another amount', () => {
    const fen = fc.integer({ min: 0, max: MAX_FEN });
    fc.assert(
      fc.property(fen, fen, (one, other) => {
        fc.pre(one !== other);
        expect(fenOfWords(inWords(one))).not.toBe(other);
      }),
    );
  });
});

describe('a decimal', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (value) => {
        expect(parseDecimal(formatDecimal(value))).toBe(value);
      }),
    );
    expect(formatDecimal(0n)).toBe('0');
  });
});

describe('a 文号', () => {
  const issuer = fc.array(fc.constantFrom(...'昆呈政办发复财'), { minLength: 2, maxLength: 12 });
  const year = fc.integer({ min: 1949, max: 2099 });
  const pair = fc.constantFrom('[]', '［］', '()', '（）', '【】', '﹝﹞', '〔〕');
  it('holds in any brackets after normalising, which changes nothing twice', () => {
    fc.assert(
      fc.property(
        issuer,
        year,
        fc.integer({ min: 1, max: 99_999 }),
        pair,
        (chars, of, number, [open, close]) => {
          const normal = normaliseDocumentNumber(`${chars.join('')}${open}${of}${close}${number}号`);
          expect(isDocumentNumber(normal)).toBe(true);
          expect(normaliseDocumentNumber(normal)).toBe(normal);
        },
      ),
    );
  });
});

describe('an organisation code', () => {
  const body = fc.stringMatching(/^[0-9A-Z]{8}$/);
  it('has exactly one check character', () => {
    fc.assert(
      fc.property(body, (eight) => {
        expect([...'0123456789X'].filter((check) => isOrganisationCode(`${eight}${check}`))).toHaveLength(1);
      }),
    );
  });
});

describe('a retired region', () => {
  it('became regions that are in use', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 110_000, max: 659_999 }),
        fc.integer({ min: 2005, max: 2030 }),
        (code, year) => {
          for (const successor of retiredRegion(String(code), year)?.successors ?? []) {
            expect(retiredRegion(successor, year)).toBeNull();
          }
        },
      ),
      { numRuns: 20_000 },
    );
  });
});

describe('brackets', () => {
  const { nested } = fc.letrec<{ nested: string }>((tie) => ({
    nested: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('安全', '生产', '月'),
      fc
        .tuple(fc.constantFrom('（）', '《》', '“”', '【】', '()'), tie('nested'), tie('nested'))
        .map(([[open, close], inner, after]) => `${open}${inner}${close}${after}`),
    ),
  }));
  it('that are closed are in order, and with one taken out are not', () => {
    fc.assert(
      fc.property(nested, fc.nat(), (text, pick) => {
        expect(bracketsAreClosed({ overview: text })).toEqual([]);
        const at = [...text].flatMap((char, index) => (/[（）《》“”【】()]/.test(char) ? index : []));
        fc.pre(at.length > 0);
        const out = at[pick % at.length] ?? 0;
        const open = text.slice(0, out) + text.slice(out + 1);
        expect(bracketsAreClosed({ overview: open })).toHaveLength(1);
      }),
    );
  });
});
