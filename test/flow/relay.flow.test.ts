import { readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { eventually, historyOf, submit } from '../support/client.ts';
import { checkout, type Platform, startPlatform } from '../support/platform.ts';

const PASSWORD = 'a-relay-password-of-this-test';
const NEXT_PASSWORD = 'the-password-of-after';

let platform: Platform;
let server: SMTPServer;
let accepted = PASSWORD;
const received: { readonly user: string; readonly password: string; readonly email: Email }[] = [];
/** Passwords that the relay has refused. */
const refused: string[] = [];

/** @param port that of before, or any. @returns the port */
async function startRelay(port = 0): Promise<number> {
  server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    // The pooled connection of the functions is not waited for.
    closeTimeout: 100,
    onAuth({ username, password }, _session, answer) {
      if (password === accepted) return answer(null, { user: `${username} ${password}` });
      refused.push(String(password));
      answer(Object.assign(new Error('refused'), { responseCode: 535 }));
    },
    onData(stream, { user }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        PostalMime.parse(Buffer.concat(chunks)).then((email) => {
          const [name = '', password = ''] = String(user).split(' ');
          received.push({ user: name, password, email });
          done();
        }, done);
      });
    },
  });
  return new Promise((settle) => {
    const listening = server.listen(port, '127.0.0.1', () =>
      settle((listening.address() as AddressInfo).port),
    );
  });
}
const stopRelay = () => new Promise<void>((settle) => server.close(() => settle()));

let port: number;
const addressWith = (password: string) => `smtp://office:${password}@127.0.0.1:${port}?tls=none`;

beforeAll(async () => {
  port = await startRelay();
  platform = await startPlatform({
    env: {
      COUNTERSIGN_MAIL_TRANSPORT: 'smtp',
      COUNTERSIGN_SMTP_SECRET_NAME: 'countersign/relay',
      SMTP_URL: addressWith(PASSWORD),
    },
  });
});
afterAll(async () => {
  await platform.stop();
  await stopRelay();
});

it('mails go by the office’s relay, whose password the functions read when they send', async () => {
  const { id } = await submit(platform);
  const { user, email } = await eventually('the mail at the relay', async () => received[0]);
  expect(user).toBe('office');
  expect(email.to).toEqual([{ address: 'reviewer@countersign.example', name: '' }]);
  const reference = email.headers.find(({ key }) => key === 'x-countersign-reference')?.value;
  expect(reference).toMatch(new RegExp(`^${id}-`));
  expect(await platform.messages()).toEqual([]);
});

it('a new password is in force by itself: what the old one could not send waits, and fails for nobody', async () => {
  accepted = NEXT_PASSWORD;
  // With its connections, which the old password has opened.
  await stopRelay();
  await startRelay(port);
  const before = received.length;
  const { id } = await submit(platform);
  await eventually('a refused password', async () => refused.includes(PASSWORD));
  await platform.faults({ smtp: addressWith(NEXT_PASSWORD) });
  // A function keeps the secret for five minutes.
  await platform.advance(301);
  const { password, email } = await eventually('the mail that waited', async () => received[before], 60);
  expect(password).toBe(NEXT_PASSWORD);
  const reference = email.headers.find(({ key }) => key === 'x-countersign-reference')?.value;
  expect(reference).toMatch(new RegExp(`^${id}-`));
  const events = await historyOf(platform, id);
  expect(events.map(({ action }) => action)).not.toContain('mail-failed');
  // The sweep may have sent it, which had read no secret before: whoever kept the old one has given it up as well.
  const [refusals, sent] = [refused.length, received.length];
  await submit(platform);
  const next = await eventually('the next mail', async () => received[sent]);
  expect([next.password, refused.length]).toEqual([NEXT_PASSWORD, refusals]);
}, 120_000);

it('the password stands in no template and no log', () => {
  const assembly = join(checkout, 'cdk.out');
  const templates = readdirSync(assembly).filter((name) => name.endsWith('.json'));
  expect(templates.length).toBeGreaterThan(2);
  const logs = join(platform.data, 'logs');
  const files = [
    ...templates.map((name) => join(assembly, name)),
    ...readdirSync(logs).map((name) => join(logs, name)),
  ];
  for (const file of files)
    for (const secret of [PASSWORD, NEXT_PASSWORD])
      expect([file, readFileSync(file, 'utf8').includes(secret)]).toEqual([file, false]);
});
