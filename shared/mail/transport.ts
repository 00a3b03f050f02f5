import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Composed } from './compose.ts';
import { Undeliverable } from './undeliverable.ts';

export interface Mail extends Composed {
  readonly to: string;
  /** Fixed by the event and the recipient: a redelivery is recognisable, also where SES replaces the Message-ID. */
  readonly reference: string;
}

/** What SES says of a mail that it will never send, and SMTP's codes from 500 on (RFC 5321 §4.2.1). */
const isPermanent = (error: unknown): boolean =>
  error instanceof Error &&
  (['MessageRejected', 'BadRequestException'].includes(error.name) ||
    ('responseCode' in error && typeof error.responseCode === 'number' && error.responseCode >= 500));

/** @throws Undeliverable; any other error passes, and the mail is tried again */
export type Transport = (mail: Mail) => Promise<void>;

export interface TransportSettings {
  readonly MAIL_FROM: string;
  readonly MAIL_TRANSPORT: 'ses' | 'smtp';
  readonly SMTP_URL: string;
}

// RFC 3834: says that no person wrote it, so that no auto-reply comes back.
const headersOf = (mail: Mail): Record<string, string> => ({
  'Auto-Submitted': 'auto-generated',
  'X-Countersign-Reference': mail.reference,
});

function sesTransport(settings: TransportSettings): Transport {
  const client = new SESv2Client({});
  return async (mail) => {
    await client.send(
      new SendEmailCommand({
        FromEmailAddress: settings.MAIL_FROM,
        Destination: { ToAddresses: [mail.to] },
        Content: {
          Simple: {
            Subject: { Data: mail.subject, Charset: 'UTF-8' },
            Body: {
              Text: { Data: mail.text, Charset: 'UTF-8' },
              Html: { Data: mail.html, Charset: 'UTF-8' },
            },
            Headers: Object.entries(headersOf(mail)).map(([Name, Value]) => ({ Name, Value })),
          },
        },
      }),
    );
  };
}

function smtpTransport(settings: TransportSettings): Transport {
  // Loaded on the first mail only where there is an SMTP server; pooled, because a connection a mail costs 100 ms.
  const connection = import('nodemailer').then((nodemailer) =>
    nodemailer.createTransport({ url: settings.SMTP_URL, pool: true }),
  );
  return async (mail) => {
    await (await connection).sendMail({
      from: settings.MAIL_FROM,
      to: mail.to,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      headers: headersOf(mail),
    });
  };
}

export function openTransport(settings: TransportSettings): Transport {
  const send = settings.MAIL_TRANSPORT === 'smtp' ? smtpTransport(settings) : sesTransport(settings);
  return async (mail) => {
    try {
      await send(mail);
    } catch (error) {
      throw isPermanent(error) ? new Undeliverable('The mailbox refused the mail', { cause: error }) : error;
    }
  };
}
