import * as z from 'zod';
import { relayOptions } from '../../../shared/effects/mail/relay-options.ts';
import { type Trouble, trouble } from './judge.ts';

/** What a mail server said to whoever signs in there. */
export interface RelayAnswer {
  /** Its name and port, without user and password. */
  readonly host: string;
  /** Absent where it takes mails. `code` is nodemailer's: `EAUTH`, `ETLS`, `ECONNECTION` … */
  readonly refusal?: { readonly code: string; readonly message: string };
}

// A mail server answers within a second or two; one that drops what comes never does.
const patienceMs = 10_000;
const failure = z.object({ code: z.string().default('?'), message: z.string() });

/** A mail by which a person sees that it arrives. */
export interface TestMail {
  readonly from: string;
  readonly to: string;
}

/** What is told of a text that is no address of a mail server, such as one that the console of AWS wrapped in JSON. */
export const noAddress: RelayAnswer = {
  host: '',
  refusal: { code: 'EADDRESS', message: 'is no smtp:// or smtps:// address' },
};

export const isRelayAddress = (text: string): boolean =>
  URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol);

/** Connects to a mail server and signs in, as mails would; sends one where it is told to. */
export async function askRelay(address: string, mail?: TestMail): Promise<RelayAnswer> {
  const { createTransport } = await import('nodemailer');
  const { host } = new URL(address);
  const patience = { connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs };
  const relay = createTransport({ ...relayOptions(address), ...patience });
  try {
    await relay.verify();
    if (mail !== undefined)
      await relay.sendMail({
        ...mail,
        subject: '【测试】会签系统发信测试 Countersign: a test mail',
        text: '收到本邮件，说明系统可以发信。\n\nThis mail shows that the system can send.\n',
      });
    return { host };
  } catch (error) {
    return { host, refusal: failure.parse(error) };
  } finally {
    relay.close();
  }
}

/** What to do where a mail server takes no mails; nothing where it does. */
export function relayTrouble(answer: Partial<RelayAnswer> | undefined): Trouble | undefined {
  if (answer?.refusal === undefined) return undefined;
  const { host = '', refusal } = answer;
  const { code, message } = refusal;
  if (code === 'EAUTH')
    return trouble(
      `邮件服务器 ${host} 不接受用户名或密码（${message}）。`,
      `The mail server ${host} does not take the user or the password (${message}).`,
      'smtps://user:password@host   # special characters of the password are written as in addresses: @ is %40',
    );
  if (code === 'ETLS' || /certificate/i.test(message))
    return trouble(
      `与邮件服务器 ${host} 的连接无法加密（${message}）：邮件会一直等待。`,
      `The connection to the mail server ${host} cannot be encrypted (${message}): mails wait.`,
      'smtps://user:password@host   # where it has a port with TLS, mostly 465',
      'smtp://host?tls=none         # only in a network of your own: mails, with their links, go unencrypted',
    );
  if (code === 'EENVELOPE' || code === 'EMESSAGE')
    return trouble(
      `邮件服务器 ${host} 拒收测试邮件（${message}）。`,
      `The mail server ${host} refuses the test mail (${message}).`,
      'npm run setup -- --set mailFrom=…   # a sender that this user may write as',
    );
  return trouble(
    `连不上邮件服务器 ${host}（${message}）。`,
    `The mail server ${host} is not reached (${message}).`,
    `nc -vz ${host.replace(/:(\d+)$/, ' $1')}`,
  );
}
