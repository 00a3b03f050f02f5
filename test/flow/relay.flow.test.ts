import { readdirSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { eventually, submit } from '../support/client.ts';
import { checkout, type Platform, startPlatform } from '../support/platform.ts';

const PASSWORD = 'a-relay-password-of-this-test';

let platform: Platform;
let server: SMTPServer;
const received: { readonly user: string; readonly email: Email }[] = [];

beforeAll(async () => {
  server = new SMTPServer({
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    // The pooled connection of the functions is not waited for.
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, answer) =>
      answer(password === PASSWORD ? null : new Error('refused'), { user: username }),
    onData(stream, { user }, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        PostalMime.parse(Buffer.concat(chunks)).then((email) => {
          received.push({ user: String(user), email });
          done();
        }, done);
      });
    },
  });
  const port = await new Promise<number>((settle) => {
    const listening = server.listen(0, '127.0.0.1', () => settle((listening.address() as AddressInfo).port));
  });
  platform = await startPlatform({
    env: {
      COUNTERSIGN_MAIL_TRANSPORT: 'smtp',
      COUNTERSIGN_SMTP_SECRET_NAME: 'countersign/relay',
      SMTP_URL: `smtp://office:${PASSWORD}@127.0.0.1:${port}?tls=none`,
    },
  });
});
afterAll(async () => {
  await platform.stop();
  await new Promise<void>((settle) => server.close(() => settle()));
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
    expect([file, readFileSync(file, 'utf8').includes(PASSWORD)]).toEqual([file, false]);
});
