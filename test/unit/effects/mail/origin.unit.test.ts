import { describe, expect, it } from '@jest/globals';
import {
  digestOriginOf,
  digestTagsOf,
  originOf,
  referenceOf,
  tagsOf,
} from '../../../../shared/effects/mail/origin.ts';

const origin = { chain: '2021-7K3M-9QXD', seq: 3, person: 'zhang.san@office.example' };

/** As SES gives them back: each a list, with its own beside them. */
const returned = (tags: Readonly<Record<string, string>>) => ({
  'ses:configuration-set': ['countersign'],
  ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
});

describe('the tags of a mail', () => {
  it.each(['reviewer', 'zhang.san@office.example', 'a_b-c', 'A'.repeat(64)])(
    'name the person %s in letters that SES takes',
    (person) => {
      const tags = tagsOf({ ...origin, person });
      for (const text of Object.entries(tags).flat()) expect(text).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
      expect(originOf(returned(tags))).toEqual({ ...origin, person });
    },
  );

  it.each([
    ['none', {}],
    ['only SES’s own', { 'ses:configuration-set': ['x'] }],
    ['a number that is none', { ...returned(tagsOf(origin)), seq: ['x'] }],
    ['two values', { ...returned(tagsOf(origin)), seq: ['1', '2'] }],
  ])('that are not ours name nothing: %s', (_, tags) => {
    expect(originOf(tags)).toBeNull();
  });
});

it('the tags of a digest name it and its person, and no event', () => {
  const digest = { digest: '0123456789abcdef', person: origin.person };
  const tags = digestTagsOf(digest);
  for (const text of Object.entries(tags).flat()) expect(text).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
  expect(digestOriginOf(returned(tags))).toEqual(digest);
  expect(originOf(returned(tags))).toBeNull();
  expect(digestOriginOf(returned(tagsOf(origin)))).toBeNull();
});

describe('the reference in the header', () => {
  it('is the same whenever the same event is mailed to the same person, and for no other', () => {
    expect(referenceOf(origin)).toBe('2021-7K3M-9QXD-3-zhang.san@office.example');
    expect(referenceOf({ ...origin })).toBe(referenceOf(origin));
    expect(referenceOf({ ...origin, seq: 4 })).not.toBe(referenceOf(origin));
  });
});
