import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { compose } from '../../../shared/mail/compose.ts';
import { openTransport } from '../../../shared/mail/transport.ts';
import { Undeliverable } from '../../../shared/mail/undeliverable.ts';

const composed = compose({
  lang: 'zh',
  tag: '待审核',
  lead: '请对以下项目作出财务审核决定。',
  project: {
    id: '2021-7K3M-9QXD',
    title: '<b>经费</b> & "引号"',
    unitName: '示例单位',
    amountFen: 31_500_000,
  },
  deadline: '2021-11-18T10:00:00.000Z',
  button: { label: '查看并作出决定', address: 'https://countersign.example/decisions/token' },
  contact: '财务科 010-00000000',
});
const mail = { ...composed, to: 'reviewer@countersign.example', reference: '2021-7K3M-9QXD-3-reviewer' };

let server: SMTPServer | undefined;
afterEach(() => new Promise<void>((settle) => (server ? server.close(() => settle()) : settle())));

/** A mail server on loopback; `refuse` gives its answer to every recipient. */
async function listen(
  refuse?: number,
): Promise<{ transport: ReturnType<typeof openTransport>; received: Email[] }> {
  const received: Email[] = [];
  server = new SMTPServer({
    authOptional: true,
    // The pooled connection of the transport is not waited for.
    closeTimeout: 100,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, answer) =>
      answer(refuse ? Object.assign(new Error('refused'), { responseCode: refuse }) : undefined),
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        PostalMime.parse(Buffer.concat(chunks)).then((email) => {
          received.push(email);
          done();
        }, done);
      });
    },
  });
  const { port } = await new Promise<AddressInfo>((settle) => {
    const listening = server?.listen(0, '127.0.0.1', () => settle(listening?.address() as AddressInfo));
  });
  const transport = openTransport({
    MAIL_FROM: 'countersign@countersign.example',
    MAIL_TRANSPORT: 'smtp',
    SMTP_URL: `smtp://127.0.0.1:${port}`,
  });
  return { transport, received };
}

describe('a mail by SMTP', () => {
  it('arrives with subject, both bodies, and what makes it recognisable', async () => {
    const { transport, received } = await listen();
    await transport(mail);
    const [email] = received;
    expect(email?.subject).toBe('【待审核】示例单位，<b>经费</b> & "引号"，31.50 万元，11月18日周四 18:00前');
    expect(email?.text).toContain('https://countersign.example/decisions/token');
    expect(email?.html).toContain('&lt;b&gt;经费&lt;/b&gt; &amp; &quot;引号&quot;');
    expect(email?.html).not.toContain('<b>经费');
    const headers = Object.fromEntries((email?.headers ?? []).map(({ key, value }) => [key, value]));
    expect(headers['auto-submitted']).toBe('auto-generated');
    expect(headers['x-countersign-reference']).toBe('2021-7K3M-9QXD-3-reviewer');
  });

  it('that the mailbox refuses for good is told so, and not tried again', async () => {
    const { transport } = await listen(550);
    await expect(transport(mail)).rejects.toBeInstanceOf(Undeliverable);
  });

  it('that the mailbox refuses for now is tried again', async () => {
    const { transport } = await listen(451);
    await expect(transport(mail)).rejects.not.toBeInstanceOf(Undeliverable);
  });
});
