import { describe, expect, it } from '@jest/globals';
import { documentsIn } from './samples/documents.tsx';

/** An amount in English is ¥315,000.00. What is typed in 万元 says so on its label, and nowhere else. */

const words = (html: string): string =>
  html
    .replace(/<label[\s\S]*?<\/label>/g, ' ')
    .replace(/<template[\s\S]*?<\/template>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

const pages = documentsIn('en').filter(([name]) =>
  /^(form|project|check|drafts|desk|list|decision|several|timeline|overview|me|requests)/.test(name),
);

describe('a page in English says amounts in one way', () => {
  it.each(pages)('%s', (_, html) => {
    const text = words(html);
    expect([...text.matchAll(/.{0,30}10,000 yuan.{0,10}/g)].map(([found]) => found)).toEqual([]);
    expect([...text.matchAll(/\d\.\d\d (in )?yuan\b/g)].map(([found]) => found)).toEqual([]);
  });
});

describe('a section is numbered as its reader counts', () => {
  it.each([
    ['zh', '三'],
    ['en', '3'],
  ] as const)('in %s', (lang, third) => {
    for (const name of ['form-sample', 'project']) {
      const [, html = ''] = documentsIn(lang).find(([one]) => one === name) ?? [];
      const numerals = [...html.matchAll(/<span class="numeral">([^<]*)<\/span>/g)].map(([, text]) => text);
      expect(numerals.filter((text) => text === third).length).toBeGreaterThan(0);
      expect(numerals.some((text) => /[一二三]/.test(text ?? ''))).toBe(lang === 'zh');
    }
  });
});
