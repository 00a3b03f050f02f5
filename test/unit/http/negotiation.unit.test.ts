import { describe, expect, it } from '@jest/globals';
import { acceptsGzip, langOf, mediaOf, preferredLang } from '../../../shared/http/negotiation.ts';
import { readCookies } from '../../../shared/identity/cookies.ts';

describe('what a client accepts', () => {
  it.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8', 'html'],
    ['application/json', 'json'],
    ['application/problem+json', 'json'],
    ['*/*', 'json'],
    ['text/csv', 'csv'],
    ['application/x-ndjson', 'ndjson'],
    ['text/html;q=0.5, application/json', 'json'],
    ['text/html;q=0, application/json;q=0.1', 'json'],
    ['TEXT/HTML', 'html'],
    ['image/png', 'json'],
    ['constructor', 'json'],
    [';q=x,,;', 'json'],
    ['', 'json'],
    [undefined, 'json'],
  ])('%s is %s', (header, media) => {
    expect(mediaOf(header)).toBe(media);
  });

  it.each([
    ['gzip, deflate, br', true],
    ['gzip;q=0', false],
    ['br', false],
    [undefined, false],
  ])('Accept-Encoding %s takes gzip: %s', (header, takes) => {
    expect(acceptsGzip(header)).toBe(takes);
  });
});

describe('languages', () => {
  it.each([
    ['zh-CN', 'zh'],
    ['en', 'en'],
    ['EN-gb', 'en'],
    ['zh_TW', 'zh'],
    ['de', undefined],
    ['english', undefined],
    [undefined, undefined],
  ])('%s is %s', (tag, lang) => {
    expect(langOf(tag)).toBe(lang);
  });

  it.each([
    ['de, en;q=0.8, zh;q=0.9', 'zh'],
    ['en-US,en;q=0.9', 'en'],
    ['*', undefined],
    [undefined, undefined],
  ])('of %s the first of ours is %s', (header, lang) => {
    expect(preferredLang(header)).toBe(lang);
  });
});

describe('cookies', () => {
  it('keeps the first of a name, values with "=" whole, and leaves out what is no cookie', () => {
    const cookies = readCookies(['a=1', 'b=x=y', 'a=2', 'nothing', '=value', '__proto__=z']);
    expect([...cookies]).toEqual([
      ['a', '1'],
      ['b', 'x=y'],
      ['__proto__', 'z'],
    ]);
  });
});
