import { DatabaseSync } from 'node:sqlite';
import { expect, it } from '@jest/globals';
import { openCodes } from '../../infra/local/services/identity/codes.ts';
import { standingClock } from './fixture.ts';

const minutes = (count: number) => count * 60;

function bench() {
  const clock = standingClock();
  const database = new DatabaseSync(':memory:');
  const codes = openCodes(database, clock);
  const make = (signIn: string, mailbox = 'one@office.test'): string => {
    const code = codes.make(signIn, mailbox);
    if (code === undefined) throw new Error('No code was made');
    return code;
  };
  const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  return { clock, database, codes, make, other };
}

it('a code is six digits, good once, for its own sign-in, for ten minutes', () => {
  const { clock, codes, make, other } = bench();
  const code = make('a');
  expect(code).toMatch(/^\d{6}$/);
  expect(codes.take('b', code)).toBe('over');
  expect(codes.take('a', other(code))).toBe('wrong');
  expect(codes.take('a', code)).toEqual({ mailbox: 'one@office.test' });
  expect(codes.take('a', code)).toBe('over');
  const late = make('c');
  clock.advance(minutes(10) - 1);
  const inTime = make('d');
  clock.advance(1);
  expect([codes.take('c', late), codes.take('d', inTime)]).toEqual(['over', { mailbox: 'one@office.test' }]);
});

it('five tries end it, the right one among the later ones', () => {
  const { codes, make, other } = bench();
  const code = make('a');
  const tries = Array.from({ length: 5 }, () => codes.take('a', other(code)));
  expect(tries).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'over']);
  expect(codes.take('a', code)).toBe('over');
});

it('a new code of the same sign-in takes the place of the one before', () => {
  const { codes, make } = bench();
  const [first, second] = [make('a'), make('a', 'two@office.test')];
  if (first !== second) expect(codes.take('a', first)).toBe('wrong');
  expect(codes.take('a', second)).toEqual({ mailbox: 'two@office.test' });
});

it('a mailbox is sent five an hour and twenty a day at most; what was sent is forgotten after a day', () => {
  const { clock, database, codes, make } = bench();
  for (let hour = 0; hour < 4; hour += 1) {
    for (let sent = 0; sent < 5; sent += 1) make(`${hour}-${sent}`);
    expect(codes.make('more', 'one@office.test')).toBeUndefined();
    expect(codes.make(`other-${hour}`, 'two@office.test')).toBeDefined();
    clock.advance(minutes(60));
  }
  expect(codes.make('day', 'one@office.test')).toBeUndefined();
  clock.advance(minutes(24 * 60));
  make('next');
  expect(database.prepare('SELECT count(*) AS count FROM codes').get()?.count).toBe(1);
});

it('what is stored of a code does not tell it', () => {
  const { database, make } = bench();
  const code = make('a');
  expect(JSON.stringify(database.prepare('SELECT * FROM codes').all())).not.toContain(code);
});
