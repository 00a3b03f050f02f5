import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { Transporter } from 'nodemailer';
import { jsonService } from '../../runtime/patience.ts';
import type { Composed } from './compose.tsx';
import { relayOptions } from './relay-options.ts';
import { keptSecret } from './secret.ts';
import { Undeliverable } from './undeliverable.ts';

export interface Mail extends Composed {
  readonly to: string;
  /** Fixed by what the mail follows from: a redelivery is recognisable, also where SES replaces the Message-ID. */
  readonly reference: string;
  /** A person's mailbox; absent where no person could answer. */
  readonly replyTo?: string;
  /** What SES keeps with the mail and gives back when it bounces; SMTP has no such thing. */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Whether it is this mail or its mailbox that is refused for good: what SES says of a mail that it will never send,
 * and SMTP's codes from 500 on (RFC 5321 §4.2.1) as answers to the recipient or to the content. The same codes as an
 * answer to our password or to our own address are about us, and every mail would be lost by taking them for final.
 * So is what SES calls rejected because our domain waits for its DNS records, or the account is still in the sandbox.
 */
function isPermanent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'MessageRejected') return !/\bnot verified\b/i.test(error.message);
  if (error.name === 'BadRequestException') return true;
  const { code, command, responseCode } = { code: '', command: '', responseCode: 0, ...error };
  return responseCode >= 500 && (code === 'EMESSAGE' || (code === 'EENVELOPE' && command === 'RCPT TO'));
}

/** @throws Undeliverable; any other error passes, and the mail is tried again */
export type Transport = (mail: Mail) => Promise<void>;

export interface TransportSettings {
  readonly MAIL_FROM: string;
  readonly MAIL_TRANSPORT: 'ses' | 'smtp';
  readonly MAIL_CONFIGURATION_SET: string;
  readonly SMTP_SECRET: string;
}

/**
 * Says that no person wrote the mail, so that no auto-reply comes back: by RFC 3834 (§5), and for Exchange, which
 * reads only its own header (MS-OXCMAIL 2.1.3.2.20). There not `All`, which would suppress non-delivery reports too:
 * those are wanted. No `Precedence: bulk`: no standard asks for it, and filters sort such mail out of sight.
 */
const headersOf = (mail: Mail): Record<string, string> => ({
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'DR, RN, NRN, OOF, AutoReply',
  'X-Countersign-Reference': mail.reference,
});

function sesTransport(settings: TransportSettings): Transport {
  // SES takes so many a second as the account may send: where it says that it is too many, the client slows down.
  const client = new SESv2Client({ ...jsonService, retryMode: 'adaptive' });
  return async (mail) => {
    await client.send(
      new SendEmailCommand({
        FromEmailAddress: settings.MAIL_FROM,
        Destination: { ToAddresses: [mail.to] },
        ...(mail.replyTo === undefined ? {} : { ReplyToAddresses: [mail.replyTo] }),
        // By name: an address that was verified by itself does not have the set of its domain.
        ConfigurationSetName: settings.MAIL_CONFIGURATION_SET,
        EmailTags: Object.entries(mail.tags ?? {}).map(([Name, Value]) => ({ Name, Value })),
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

/** Its own are minutes. A relay that looks every mail through takes seconds to take it; 10 s of silence are a hang. */
const relayPatience = {
  dnsTimeout: 4_000,
  connectionTimeout: 4_000,
  greetingTimeout: 4_000,
  socketTimeout: 10_000,
} as const;

function smtpTransport(settings: TransportSettings, readAddress: () => Promise<string>): Transport {
  let open: { readonly address: string; readonly relay: Transporter } | undefined;
  /** The connection to the relay, as long as its address stays the same. */
  const relayAt = async (address: string): Promise<Transporter> => {
    if (open?.address !== address) {
      open?.relay.close();
      // Loaded on the first mail only where there is an SMTP server; pooled, because a connection a mail costs 100 ms.
      const { createTransport } = await import('nodemailer');
      open = { address, relay: createTransport({ ...relayOptions(address), ...relayPatience, pool: true }) };
    }
    return open.relay;
  };
  return async (mail) => {
    const relay = await relayAt(await readAddress());
    await relay.sendMail({
      from: settings.MAIL_FROM,
      to: mail.to,
      ...(mail.replyTo === undefined ? {} : { replyTo: mail.replyTo }),
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
      headers: headersOf(mail),
    });
  };
}

/** @param readAddress the relay's SMTP address, asked for before each mail */
export function openTransport(
  settings: TransportSettings,
  readAddress: () => Promise<string> = keptSecret(settings.SMTP_SECRET),
): Transport {
  const send =
    settings.MAIL_TRANSPORT === 'smtp' ? smtpTransport(settings, readAddress) : sesTransport(settings);
  return async (mail) => {
    try {
      await send(mail);
    } catch (error) {
      throw isPermanent(error) ? new Undeliverable('The mailbox refused the mail', { cause: error }) : error;
    }
  };
}
