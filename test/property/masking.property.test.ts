import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { form } from '../../shared/declaration/forms/project-declaration.ts';
import { maskTelephone } from '../../shared/values/masking/fields.ts';
import { maskFor } from '../../shared/values/masking/mask.ts';
import { formatWan, formatYuan, MAX_FEN } from '../../shared/values/money.ts';
import { newProjectId } from '../../shared/values/project-id.ts';
import { aDeclaration } from '../builders/declaration.ts';
import { chineseDay, code, compactDay, day, documentNumber, personal } from '../builders/numbers.ts';

const mask = maskFor({ names: [], telephones: [] });

/** A text as it is compared: a number without what it was grouped with. */
const bare = (text: string): string => text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
const holds = (text: string, number: string): boolean =>
  number.includes('@') ? text.includes(number) : bare(text).includes(number);

const surroundings = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('电话：', '（', '请联系', '1、', '￭', '；', '\n', 'tel', '。', '号'),
);
/** A number is the whole of its digits, and what stands beside an amount says that it is one. */
const apart = (before: string, after: string): boolean =>
  !/[\p{N}¥￥+.,，]\s*$/u.test(before) && !/^[\s]*[\p{N}元万亿百千xXｘＸ.．,，]/u.test(after);

describe('personal data', () => {
  it('is never shown in full, whatever stands around it', () => {
    fc.assert(
      fc.property(surroundings, personal, surroundings, (before, { number, written }, after) => {
        fc.pre(apart(before, after));
        expect(holds(mask(`${before}${written}${after}`), number)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is masked twice as it is masked once', () => {
    fc.assert(
      fc.property(surroundings, personal, surroundings, (before, { written }, after) => {
        const once = mask(`${before}${written}${after}`);
        expect(mask(once)).toBe(once);
      }),
    );
  });

  it('leaves no telephone number of seven digits or more in a field of telephones', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\d\s()+-]{0,30}$/), (text) => {
        expect(maskTelephone(text)).not.toMatch(/\d(?:[\s().-]{0,3}\d){6,}/);
      }),
    );
  });
});

describe('what is no personal data is never masked by accident', () => {
  const words = fc.constantFrom('', '根据', '共', '：', '（', ' ', '，', '等');
  const stays = (value: fc.Arbitrary<string>) =>
    fc.assert(
      fc.property(words, value, words, (before, text, after) => {
        const whole = `${before}${text}${after}`;
        expect(mask(whole)).toBe(whole);
      }),
      { numRuns: 1_000 },
    );
  const fen = fc.nat(MAX_FEN);

  it('unified social credit codes, also of digits alone', () => stays(code));
  it('document numbers', () => stays(documentNumber));
  it('numbers of projects', () => stays(fc.integer({ min: 2000, max: 2099 }).map(newProjectId)));
  it('days', () =>
    stays(
      fc.oneof(
        day.map((date) => date.toISOString().slice(0, 10)),
        day.map((date) => date.toISOString()),
        day.map(chineseDay),
        fc.tuple(day, day).map((days) => days.map(compactDay).join(' 至 ')),
      ),
    ));
  it('amounts', () =>
    stays(
      fc.oneof(
        fen.map((value) => `${formatYuan(value)}元`),
        fen.map(formatYuan),
        fen.map((value) => formatYuan(value).replaceAll(',', '')),
        fen.map((value) => `${formatWan(value)}万元`),
        fc.nat(MAX_FEN / 100).map((value) => `${value}元`),
        fc.nat(MAX_FEN / 100).map((value) => `¥${value}`),
      ),
    ));
});

/** Every place of a value that holds a text. */
function withText(value: unknown, text: string): unknown {
  if (typeof value === 'string') return text;
  if (Array.isArray(value)) return value.map((item) => withText(item, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withText(item, text)]));
}

const textsOf = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsOf)
      : [];

describe('R35: a declaration', () => {
  const name = fc
    .array(fc.constantFrom(...'赵钱孙李周吴郑王'), { minLength: 2, maxLength: 4 })
    .map((all) => all.join(''));

  it('hides what is personal in whichever of its texts it stands', () => {
    fc.assert(
      fc.property(personal, ({ number, written }) => {
        const declaration = Object.fromEntries(
          Object.entries(aDeclaration()).map(([key, value]) => [key, withText(value, `甲${written}乙`)]),
        );
        const shown = form.masked(declaration, maskFor(form.personalData(declaration)));
        expect(textsOf(shown).filter((text) => holds(text, number))).toEqual([]);
      }),
    );
  });

  it('hides its person and its telephone wherever they stand', () => {
    fc.assert(
      fc.property(name, fc.stringMatching(/^[1-9]\d{7}$/), (legalRepresentative, phone) => {
        const unit = { ...aDeclaration().unit, legalRepresentative, phone };
        const results = `由${[...legalRepresentative].join(' ')}负责，电话${phone}`;
        const declaration = { ...aDeclaration({ unit, title: `${legalRepresentative}的项目`, results }) };
        const shown = JSON.stringify(form.masked(declaration, maskFor(form.personalData(declaration))));
        expect(bare(shown)).not.toContain(legalRepresentative);
        expect(shown).not.toContain(phone);
      }),
    );
  });
});
