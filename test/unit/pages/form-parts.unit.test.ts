import { describe, expect, it } from '@jest/globals';
import { isMissing, placesOf } from '../../../functions/projects/pages/form/places-of.ts';
import { roomOf } from '../../../functions/projects/pages/form/room.ts';

describe('where a finding is to be put right', () => {
  const totals = { list: '/plan', amount: 'amountFen', against: '/appropriation/amountFen' };
  const at = (rule: string, path = totals.against) => ({ rule, path });

  it('is its own place, and for a sum that does not come out the lines as well', () => {
    expect(placesOf(at('R8'), totals, true)).toEqual(['/appropriation/amountFen', '/plan']);
    expect(placesOf(at('R8'), totals, false)).toEqual(['/appropriation/amountFen']);
    expect(placesOf(at('R8'), undefined, true)).toEqual(['/appropriation/amountFen']);
    expect(placesOf(at('R9', '/plan/0/amountFen'), totals, true)).toEqual(['/plan/0/amountFen']);
  });

  it.each(['required', 'shape', 'length', 'R12'])('is the field alone for what %s says of it', (rule) => {
    expect(placesOf(at(rule), totals, true)).toEqual(['/appropriation/amountFen']);
  });

  it('of what is missing is shown later than the rest', () => {
    expect([isMissing({ rule: 'required' }), isMissing({ rule: 'R12' })]).toEqual([true, false]);
  });
});

describe('what a project leaves of the ceiling', () => {
  it.each([
    [50_000_000, 31_500_000, { kind: 'left', text: '余 18.50 万元' }],
    [31_500_000, 31_500_000, { kind: 'left', text: '余 0.00 万元' }],
    [30_000_000, 31_500_000, { kind: 'over', text: '超出 1.50 万元' }],
    [-1_000_000, 0, { kind: 'over', text: '超出 1.00 万元' }],
    [31_500_050, 31_500_000, { kind: 'left', text: '余 0.50 元' }],
  ])('%d fen free, %d asked for', (free, asked, room) => {
    expect(roomOf(free, asked, 'zh')).toEqual(room);
  });
});
