import { expect, it } from '@jest/globals';
import { keptSecret } from '../../../../shared/effects/mail/secret.ts';

const MINUTE_MS = 60_000;

/** A secret whose text says how often it was read, by a clock that a test moves. */
function aSecret(answers: readonly (string | Error)[]) {
  let now = Date.parse('2026-03-18T02:00:00Z');
  let reads = 0;
  const read = keptSecret(
    'countersign/relay',
    async () => {
      const answer = answers[reads++];
      if (typeof answer !== 'string') throw answer;
      return answer;
    },
    () => new Date(now),
  );
  return {
    read,
    reads: () => reads,
    pass: (minutes: number) => {
      now += minutes * MINUTE_MS;
    },
  };
}

it('is read once for many mails, and again after five minutes: a new password comes into force', async () => {
  const secret = aSecret(['old', 'new']);
  expect(await Promise.all([secret.read(), secret.read()])).toEqual(['old', 'old']);
  secret.pass(4);
  expect([await secret.read(), secret.reads()]).toEqual(['old', 1]);
  secret.pass(1);
  expect([await secret.read(), secret.reads()]).toEqual(['new', 2]);
});

it('that could not be read is asked for again by the next mail', async () => {
  const secret = aSecret([new Error('denied'), 'later']);
  await expect(secret.read()).rejects.toThrow('denied');
  expect(await secret.read()).toBe('later');
});
