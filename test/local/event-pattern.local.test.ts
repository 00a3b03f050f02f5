import { describe, expect, it } from '@jest/globals';
import { compilePattern } from '../../infra/local/services/streams/event-pattern.ts';

const record = {
  eventName: 'INSERT',
  dynamodb: { NewImage: { action: { S: 'submitted' }, seq: { N: '3' } } },
  tags: ['a', 'b'],
  none: null,
};

describe('an event pattern', () => {
  it.each([
    ['an exact value', { eventName: ['INSERT'] }, true],
    ['one of several values', { eventName: ['MODIFY', 'INSERT'] }, true],
    ['another value', { eventName: ['REMOVE'] }, false],
    ['a value deep down', { dynamodb: { NewImage: { action: { S: ['submitted'] } } } }, true],
    [
      'all of its fields',
      { eventName: ['INSERT'], dynamodb: { NewImage: { action: { S: ['decided'] } } } },
      false,
    ],
    ['null', { none: [null] }, true],
    ['an item of a list', { tags: ['b'] }, true],
    ['a prefix', { eventName: [{ prefix: 'INS' }] }, true],
    ['a suffix', { eventName: [{ suffix: 'INS' }] }, false],
    ['without regard to case', { eventName: [{ 'equals-ignore-case': 'insert' }] }, true],
    ['anything but values', { eventName: [{ 'anything-but': ['MODIFY', 'REMOVE'] }] }, true],
    ['anything but a prefix', { eventName: [{ 'anything-but': { prefix: 'INS' } }] }, false],
    ['anything but, where nothing is', { missing: [{ 'anything-but': ['x'] }] }, false],
    ['presence', { dynamodb: { NewImage: { action: [{ exists: true }] } } }, true],
    ['presence of what is missing', { dynamodb: { OldImage: { action: { S: [{ exists: true }] } } } }, false],
    ['absence', { dynamodb: { OldImage: { action: { S: [{ exists: false }] } } } }, true],
    [
      'a range of numbers, which a record holds as text',
      { dynamodb: { NewImage: { seq: { N: [{ numeric: ['>', 2, '<=', 3] }] } } } },
      true,
    ],
    ['a number out of range', { dynamodb: { NewImage: { seq: { N: [{ numeric: ['<', 3] }] } } } }, false],
    ['one of two patterns', { $or: [{ eventName: ['REMOVE'] }, { tags: ['a'] }] }, true],
  ])('matches by %s', (_, pattern, expected) => {
    expect(compilePattern(pattern)(record)).toBe(expected);
  });

  it.each([
    ['an operator that is not emulated', { eventName: [{ wildcard: 'IN*' }] }],
    ['a comparison that is none', { a: [{ numeric: ['~', 3] }] }],
    ['no pattern', 'INSERT'],
  ])('of %s is refused', (_, pattern) => {
    expect(() => compilePattern(pattern)).toThrow();
  });
});
