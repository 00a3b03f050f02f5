import { expect, it } from '@jest/globals';
import { createFaults } from '../../infra/local/control/faults.ts';
import { openMail } from '../../infra/local/services/mail/mail.ts';
import { tidying } from '../../infra/local/tidy.ts';
import { hostDatabase, standingClock, until } from './fixture.ts';

it('the development mailbox keeps the last thousands, under the numbers that they had', async () => {
  const mail = openMail({
    database: hostDatabase(),
    durable: async () => {},
    clock: standingClock(),
    relay: undefined,
    events: undefined,
    faults: createFaults(),
    region: 'us-east-1',
  });
  const body = (subject: string) => ({
    FromEmailAddress: 'a@b.cn',
    Destination: { ToAddresses: ['c@d.cn'] },
    Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: 'text' } } } },
  });
  for (let n = 1; n <= 5003; n += 1) await mail.send(body(`mail ${n}`));
  const kept = mail.list();
  expect([kept.length, kept[0]?.subject, mail.count()]).toEqual([5000, 'mail 4', 5003]);
  // Whoever has read so many gets those that came since.
  expect(mail.list(5002).map(({ subject }) => subject)).toEqual(['mail 5003']);
}, 30_000);

it('what cannot be tidied now is told, and tidied the next time', async () => {
  const said: string[] = [];
  let times = 0;
  const tidy = tidying(
    () => {
      times += 1;
      if (times === 1) throw new Error('database is locked');
    },
    (line) => void said.push(line),
    10,
  );
  await until('it is done again', () => times >= 3);
  tidy.close();
  const then = times;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(times).toBe(then);
  expect(said).toEqual(['What has been consumed was not removed: Error: database is locked']);
});
