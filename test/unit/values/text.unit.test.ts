import { describe, expect, it } from '@jest/globals';
import {
  faultIn,
  faultWords,
  lettersOf,
  normalIn,
  normalText,
  saysSomething,
  shownLine,
  shownText,
  withoutFaults,
} from '../../../shared/values/text.ts';
import { FAR_FROM_LINEAR, growthOf } from '../../support/growth.ts';

const nameOf = (char: string): string =>
  `U+${char.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
const named = (chars: readonly string[]): [string, string][] => chars.map((char) => [nameOf(char), char]);

const controls = ['\0', '\u0007', '\u001B', '\u007F', '\u0085', '\u009F'];
const turning = [...'\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069'];
const noCharacters = ['\uFDD0', '\uFDEF', '\uFFFE', '\uFFFF', '\u{1FFFE}', '\u{10FFFF}', '\uD800', '\uDC00'];
const fillers = ['\u115F', '\u1160', '\u3164', '\uFFA0', '\u17B4', '\u034F', '\u2061', '\u{E0041}', '\uFFF9'];

describe('a text', () => {
  it.each(named([...controls, ...turning, ...noCharacters, ...fillers, '\uFFFD']))(
    'holds no %s',
    (name, char) => {
      const text = `前${char}后`;
      expect(faultIn(text, true)).toEqual({ codePoint: char.codePointAt(0), position: 2 });
      expect(faultWords({ codePoint: char.codePointAt(0) ?? 0, position: 2 }).zh).toContain(
        `第 2 个字符（${name}）`,
      );
      expect(shownText(text)).toBe('前\uFFFD后');
      expect(withoutFaults(text)).toBe('前后');
    },
  );

  it.each([
    ['Chinese with the shape of a character chosen', '葛\u{E0100}'],
    ['Persian', 'می\u200Cخواهم'],
    ['a family', '👨\u200D👩\u200D👧'],
    ['a heart', '❤\uFE0F'],
    ['Hebrew', 'שלום'],
    ['Hangul', '한국어'],
    ['what stands above the first plane', '𠮷'],
    ['blanks', 'a\u00A0b\u3000c'],
    ['braille', '⠓⠊'],
  ])('may hold %s', (_, text) => {
    expect(faultIn(text, false)).toBeNull();
    expect(shownText(text)).toBe(text);
  });

  it('has lines only where its field has', () => {
    expect(faultIn('一\n二', true)).toBeNull();
    expect(faultIn('一\n二', false)).toEqual({ codePoint: 10, position: 2 });
    expect(faultWords({ codePoint: 10, position: 2 }, { zh: '项目名称', en: 'Title' })).toEqual({
      zh: '项目名称只能写一行',
      en: 'Title takes one line only',
    });
  });

  it('comes in as NFC, with LF, blanks for tabs, and nothing for what has no width', () => {
    expect(normalText('e\u0301\r\n一\r二\u2028三\tx')).toBe('é\n一\n二\n三 x');
    expect(normalText('预\u200B算\uFEFF金\u2060额\u00AD')).toBe('预算金额');
    expect(normalIn({ 'a\tb': ['e\u0301', '\r\n'], n: 1 })).toEqual({ 'a\tb': ['é', '\n'], n: 1 });
    expect(normalIn({ title: '预\t算', plan: [{ amountFen: 1 }] })).toEqual({
      title: '预 算',
      plan: [{ amountFen: 1 }],
    });
  });

  it('is nothing where it shows nothing, and keeps what joins or shapes something', () => {
    for (const text of ['\u200D', '\uFE0F\uFE0F', '\u200C\u200D', '\u2800', '\u{E0100}', '\u180B'])
      expect(normalText(text)).toBe('');
    expect(normalText(' \u200D\n\u2800')).toBe(' \n');
    for (const text of ['می\u200Cخواهم', '👨\u200D👩\u200D👧', '❤\uFE0F', '⠓\u2800⠊', '   ', '\n'])
      expect(normalText(text)).toBe(text);
  });

  it('has thirty marks on a character at most', () => {
    const marks = (count: number) => '\u0317'.repeat(count);
    expect(normalText(`一${marks(30)}二`)).toBe(`一${marks(30)}二`);
    expect(normalText(`一${marks(31)}二${marks(99)}`)).toBe(`一${marks(30)}二${marks(30)}`);
    // Whichever marks these are.
    const kept: string[] = [];
    for (let code = 0x300; code <= 0x1efff; code += 1) {
      const char = String.fromCodePoint(code);
      const before = char.repeat(32);
      if (/\p{M}/u.test(char) && normalText(`a${before}`).length >= `a${before}`.normalize('NFC').length)
        kept.push(code.toString(16));
    }
    expect(kept).toEqual([]);
  });

  it('costs no more than it is long', async () => {
    const growth = await growthOf((part) => `a${'\u0315\u0300'.repeat(60_000 * part)}`, normalText);
    expect(growth).toBeLessThan(FAR_FROM_LINEAR);
  });

  it('says something with one letter or digit of any script', () => {
    for (const text of ['一', '7', '७', 'é', 'ا', '한', '𠮷', '……a']) expect(saysSomething(text)).toBe(true);
    for (const text of [
      '',
      ' \u3000',
      '。。',
      '—',
      '\u200B',
      '\u3164',
      '\u115F\u1160',
      '\uFFA0',
      '\u2800',
      '👍',
      '\u0301',
    ])
      expect(saysSomething(text)).toBe(false);
    expect(lettersOf('第 2 项：\u3164单价𠮷')).toEqual(['第', '2', '项', '单', '价', '𠮷']);
  });

  it('is shown as it is but for what may not stand in it, whichever character that is', () => {
    const wrong: string[] = [];
    for (let code = 0; code <= 0xffff; code += 1) {
      const char = String.fromCharCode(code);
      // Lines and tabs stay; a carriage return begins a line.
      const asItIs = char === '\t' || faultIn(char, true) === null || char === '\uFFFD';
      const shown = char === '\r' ? '\n' : asItIs ? char : '\uFFFD';
      if (shownText(`一${char}a`) !== `一${shown}a`) wrong.push(code.toString(16));
    }
    expect(wrong).toEqual([]);
    expect(shownText('𠮷\u{E0001}👍🏽\r\n')).toBe('𠮷\uFFFD👍🏽\n');
  });

  it('is one line in a subject, whatever is stored', () => {
    expect(shownLine('一\r\n二\t三\u2028四\u202E')).toBe('一 二 三 四\uFFFD');
  });
});
