import { setTimeout as pause } from 'node:timers/promises';
import { relayOptions } from './relay-options.ts';

/** A mail as it was handed in. */
export interface OutgoingMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The whole mail where the sender wrote it himself; it goes on unchanged, with its attachments. */
  readonly raw?: Buffer;
}

/** Passes mails on to a real mail server, without letting the sender wait: SES does not either. */
export interface Relay {
  pass(mail: OutgoingMail): void;
  close(): void;
}

// A mail server that restarts is back within half a minute: 1 + 4 + 16 s.
const attempts = 4;
const pauseFactor = 4;

// Nodemailer's own are minutes, and a connection that hangs keeps one of five.
const patience = {
  dnsTimeout: 10_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
} as const;

/** Opens the relay to an SMTP address. */
export async function openRelay(smtpUrl: string, report: (line: string) => void): Promise<Relay> {
  const { createTransport } = await import('nodemailer');
  // A connection for each mail would cost 100 ms each.
  const transport = createTransport({ ...relayOptions(smtpUrl), ...patience, pool: true });

  const relay = async (mail: OutgoingMail): Promise<void> => {
    for (let attempt = 1; ; attempt += 1)
      try {
        const { raw, from, to } = mail;
        await transport.sendMail(raw === undefined ? mail : { envelope: { from, to }, raw });
        return;
      } catch (error) {
        if (attempt === attempts) throw error;
        await pause(1000 * pauseFactor ** (attempt - 1));
      }
  };
  return {
    pass: (mail) =>
      void relay(mail).catch((error: unknown) =>
        report(`A mail was not taken by the mail server: ${String(error)}`),
      ),
    close: () => transport.close(),
  };
}
