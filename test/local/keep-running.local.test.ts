import { expect, it } from '@jest/globals';
import { keepRunning } from '../../infra/local/services/dynamodb/keep-running.ts';
import { until } from './fixture.ts';

function running(start: () => Promise<void>) {
  const said: string[] = [];
  const gaveUp: string[] = [];
  const keeping = keepRunning({
    start,
    report: (line) => void said.push(line),
    gaveUp: (line) => void gaveUp.push(line),
    pausesMs: [0, 20, 20],
  });
  return { keeping, said, gaveUp };
}

it('what ends by itself is started again, each time later, and given up in the end', async () => {
  let starts = 0;
  const { keeping, said, gaveUp } = running(async () => {
    starts += 1;
  });
  for (const times of [1, 2, 3]) {
    keeping.ended('It ended (SIGKILL)');
    await until('it is started again', () => starts === times);
  }
  expect(gaveUp).toEqual([]);
  keeping.ended('It ended (SIGKILL)');
  expect(gaveUp).toEqual(['It ended (SIGKILL). It was started again 3 times in vain']);
  expect(said).toEqual(Array(3).fill('It ended (SIGKILL); it is started again'));
  expect(starts).toBe(3);
});

it('a start that fails counts as an end', async () => {
  const { keeping, gaveUp } = running(async () => {
    throw new Error('no room');
  });
  keeping.ended('It ended');
  await until('it is given up', () => gaveUp.length === 1);
  expect(gaveUp[0]).toContain('no room');
});

it('an end that is meant is none', async () => {
  let starts = 0;
  const { keeping, said } = running(async () => {
    starts += 1;
  });
  keeping.stop();
  keeping.ended('It ended');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([starts, said]).toEqual([0, []]);
});
