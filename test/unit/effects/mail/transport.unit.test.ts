import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { relayOptions as hostRelayOptions } from '../../../../infra/local/services/mail/relay-options.ts';
import { compose } from '../../../../shared/effects/mail/compose.tsx';
import { referenceOf, tagsOf } from '../../../../shared/effects/mail/origin.ts';
import { relayOptions } from '../../../../shared/effects/mail/relay-options.ts';
import { openTransport, type Transport } from '../../../../shared/effects/mail/transport.ts';
import { Undeliverable } from '../../../../shared/effects/mail/undeliverable.ts';

const letter = {
  tag: { zh: '待审核', en: 'For review' },
  lead: { zh: '请对以下项目作出财务审核决定。', en: 'A project waits for your finance review.' },
  project: {
    id: '2021-7K3M-9QXD',
    title: '<b>经费</b> & "引号"',
    unitName: '示例单位',
    requestedFen: 31_500_000,
    approvedFen: null,
  },
  deadline: '2021-11-18T10:00:00.000Z',
  button: {
    label: { zh: '查看并作出决定', en: 'Read and decide' },
    address: 'https://countersign.example/decisions/token',
  },
  contact: '财务科 010-00000000',
};
const composed = compose(letter, { lang: 'zh', name: '审核人丙（示例）' });
const origin = { chain: '2021-7K3M-9QXD', seq: 3, person: 'reviewer' };
const mail = {
  ...composed,
  to: 'reviewer@countersign.example',
  replyTo: 'submitter@countersign.example',
  reference: referenceOf(origin),
  tags: tagsOf(origin),
};

const office = {
  MAIL_FROM: 'countersign@countersign.example',
  MAIL_CONFIGURATION_SET: 'office',
  SMTP_SECRET: '',
};

let server: SMTPServer | undefined;
let ses: Server | undefined;
afterEach(async () => {
  await new Promise<void>((settle) => (server ? server.close(() => settle()) : settle()));
  await new Promise<void>((settle) => (ses ? ses.close(() => settle()) : settle()));
  server = undefined;
  ses = undefined;
});

/** A mail server on loopback; the options give its answers to every recipient, sender, content or password. */
async function listen(
  refuse: { recipient?: number; sender?: number; content?: number; password?: number } = {},
  query = '?tls=none',
): Promise<{ transport: Transport; received: Email[] }> {
  const received: Email[] = [];
  const answerWith = (code: number | undefined) =>
    code === undefined ? undefined : Object.assign(new Error('refused'), { responseCode: code });
  server = new SMTPServer({
    authOptional: refuse.password === undefined,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, answer) => answer(answerWith(refuse.password)),
    onMailFrom: (_address, _session, answer) => answer(answerWith(refuse.sender)),
    // The pooled connection of the transport is not waited for.
    closeTimeout: 100,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, answer) => answer(answerWith(refuse.recipient)),
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        PostalMime.parse(Buffer.concat(chunks)).then((email) => {
          received.push(email);
          done(answerWith(refuse.content));
        }, done);
      });
    },
  });
  const { port } = await new Promise<AddressInfo>((settle) => {
    const listening = server?.listen(0, '127.0.0.1', () => settle(listening?.address() as AddressInfo));
  });
  const address = `smtp://${refuse.password === undefined ? '' : 'office:wrong@'}127.0.0.1:${port}${query}`;
  const transport = openTransport({ ...office, MAIL_TRANSPORT: 'smtp' }, async () => address);
  return { transport, received };
}

describe('a mail by SMTP', () => {
  it('arrives with subject, both bodies, and what makes it recognisable', async () => {
    const { transport, received } = await listen();
    await transport(mail);
    const [email] = received;
    expect(email?.subject).toBe('【待审核】示例单位，<b>经费</b> & "引号"，31.50 万元，11月18日周四 18:00前');
    expect(email?.text).toContain('https://countersign.example/decisions/token');
    expect(email?.html).toContain('&lt;b>经费&lt;/b> &amp; &quot;引号&quot;');
    expect(email?.html).not.toContain('<b>经费');
    const headers = Object.fromEntries((email?.headers ?? []).map(({ key, value }) => [key, value]));
    expect(headers['auto-submitted']).toBe('auto-generated');
    expect(headers['x-countersign-reference']).toBe('2021-7K3M-9QXD-3-reviewer');
    expect(email?.replyTo).toEqual([{ address: 'submitter@countersign.example', name: '' }]);
  });

  it('keeps Exchange from answering for absent people, not from saying that it could not deliver', async () => {
    const { transport, received } = await listen();
    await transport(mail);
    const suppressed = received[0]?.headers.find(({ key }) => key === 'x-auto-response-suppress')?.value;
    expect(suppressed?.split(', ').sort()).toEqual(['AutoReply', 'DR', 'NRN', 'OOF', 'RN']);
  });

  it('goes to no relay without TLS, unless its address says so: it waits', async () => {
    const { transport, received } = await listen({}, '');
    await expect(transport(mail)).rejects.toMatchObject({ code: 'ETLS' });
    expect(received).toEqual([]);
  });

  it.each([
    ['the functions', relayOptions],
    ['the host on one server', hostRelayOptions],
  ])('%s demand TLS of every relay that is not told to have none', (_, optionsOf) => {
    const plain = { requireTLS: false, ignoreTLS: true };
    const encrypted = { requireTLS: true, ignoreTLS: false };
    const of = 'smtp://a:b%3Fc@mail.office.example:587';
    expect(optionsOf(of)).toEqual({ url: of, ...encrypted });
    expect(optionsOf(`${of}?tls=none`)).toEqual({ url: of, ...plain });
    expect(optionsOf(`${of}?name=us&tls=none`)).toEqual({ url: `${of}?name=us`, ...plain });
    expect(optionsOf(`${of}?tls=maybe`)).toEqual({ url: of, ...encrypted });
    expect(optionsOf('smtps://mail.office.example?tls=none')).toEqual({
      url: 'smtps://mail.office.example',
      ...encrypted,
    });
    // From a secret that was made of a file, with its end of line.
    expect(optionsOf(`${of}?tls=none\n`)).toEqual({ url: of, ...plain });
    expect(optionsOf(`${of}\r\n`)).toEqual({ url: of, ...encrypted });
  });

  it('without a person to answer has no Reply-To', async () => {
    const { transport, received } = await listen();
    const { replyTo: _, ...withoutPerson } = mail;
    await transport(withoutPerson);
    expect(received[0]?.replyTo).toBeUndefined();
  });

  it('delivered twice is recognisable: the same reference', async () => {
    const { transport, received } = await listen();
    await transport(mail);
    await transport(mail);
    const references = received.map(
      ({ headers }) => headers.find(({ key }) => key === 'x-countersign-reference')?.value,
    );
    expect(references).toEqual([mail.reference, mail.reference]);
  });

  it('that the mailbox refuses for good is told so, and not tried again', async () => {
    const { transport } = await listen({ recipient: 550 });
    await expect(transport(mail)).rejects.toBeInstanceOf(Undeliverable);
  });

  it('whose content is refused for good is told so', async () => {
    const { transport } = await listen({ content: 554 });
    await expect(transport(mail)).rejects.toBeInstanceOf(Undeliverable);
  });

  it.each([
    ['our password', { password: 535 }],
    ['our own address', { sender: 550 }],
  ])('is tried again where %s is refused: that says nothing of the mailbox', async (_, refused) => {
    const { transport } = await listen(refused);
    await expect(transport(mail)).rejects.toMatchObject({ responseCode: Object.values(refused)[0] });
  });

  it('that the mailbox refuses for now is tried again', async () => {
    const { transport } = await listen({ recipient: 451 });
    await expect(transport(mail)).rejects.toMatchObject({ responseCode: 451 });
  });
});

/** SES on loopback: what it is asked, and what it answers. */
async function listenAsSes(
  refuses: string | (() => string | undefined) = () => undefined,
  why = 'refused',
): Promise<{ transport: Transport; asked: unknown[] }> {
  const asked: unknown[] = [];
  const refusal = typeof refuses === 'string' ? () => refuses : refuses;
  ses = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push(JSON.parse(Buffer.concat(chunks).toString()));
      const error = refusal();
      response.writeHead(error === undefined ? 200 : 400, {
        'content-type': 'application/json',
        connection: 'close',
        ...(error === undefined ? {} : { 'x-amzn-errortype': error }),
      });
      response.end(JSON.stringify(error === undefined ? { MessageId: 'm' } : { message: why }));
    });
  });
  const { port } = await new Promise<AddressInfo>((settle) => {
    const listening = ses?.listen(0, '127.0.0.1', () => settle(listening?.address() as AddressInfo));
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SESV2: `http://127.0.0.1:${port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  const transport = openTransport({ ...office, MAIL_TRANSPORT: 'ses' });
  return { transport, asked };
}

describe('a mail by SES', () => {
  it('carries tags that find it again, the same headers, and the person who answers', async () => {
    const { transport, asked } = await listenAsSes();
    await transport(mail);
    expect(asked).toEqual([
      expect.objectContaining({
        FromEmailAddress: 'countersign@countersign.example',
        ConfigurationSetName: 'office',
        Destination: { ToAddresses: ['reviewer@countersign.example'] },
        ReplyToAddresses: ['submitter@countersign.example'],
        EmailTags: [
          { Name: 'chain', Value: '2021-7K3M-9QXD' },
          { Name: 'seq', Value: '3' },
          { Name: 'person', Value: Buffer.from('reviewer').toString('base64url') },
        ],
      }),
    ]);
    const [{ Content }] = asked as [{ Content: { Simple: { Headers: object[] } } }];
    expect(Content.Simple.Headers).toEqual([
      { Name: 'Auto-Submitted', Value: 'auto-generated' },
      { Name: 'X-Auto-Response-Suppress', Value: 'DR, RN, NRN, OOF, AutoReply' },
      { Name: 'X-Countersign-Reference', Value: '2021-7K3M-9QXD-3-reviewer' },
    ]);
  });

  it('without a person to answer has no Reply-To', async () => {
    const { transport, asked } = await listenAsSes();
    const { replyTo: _, ...withoutPerson } = mail;
    await transport(withoutPerson);
    expect(asked[0]).not.toHaveProperty('ReplyToAddresses');
  });

  it('waits where SES says that it is too many a second: of a hundred none is given up', async () => {
    const perSecond = 14;
    let [allowed, last] = [perSecond, performance.now()];
    const { transport, asked } = await listenAsSes(() => {
      const now = performance.now();
      allowed = Math.min(perSecond, allowed + ((now - last) / 1000) * perSecond);
      last = now;
      if (allowed < 1) return 'TooManyRequestsException';
      allowed -= 1;
      return undefined;
    });
    // As many at once as the sweep looks after.
    const senders = Array.from({ length: 12 }, async () => {
      for (let n = 0; n < 9; n++) await transport(mail);
    });
    const ended = await Promise.allSettled(senders);
    expect(ended.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(asked.length).toBeGreaterThan(12 * 9);
  });

  it('that SES will never send is told so', async () => {
    const { transport } = await listenAsSes('MessageRejected');
    await expect(transport(mail)).rejects.toBeInstanceOf(Undeliverable);
  });

  it.each(['countersign@countersign.example', 'reviewer@countersign.example'])(
    'is tried again where %s is not verified yet, though SES calls it rejected: that is about us',
    async (identity) => {
      const why = `Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ${identity}`;
      const { transport } = await listenAsSes('MessageRejected', why);
      await expect(transport(mail)).rejects.toMatchObject({ name: 'MessageRejected' });
    },
  );

  it.each(['AccountSuspendedException', 'SendingPausedException', 'MailFromDomainNotVerifiedException'])(
    'is tried again after %s: that is about us',
    async (error) => {
      const { transport } = await listenAsSes(error);
      await expect(transport(mail)).rejects.toMatchObject({ name: error });
    },
  );
});
