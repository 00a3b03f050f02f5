import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { Clock } from '../../clock.ts';
import type { Faults } from '../../control/faults.ts';
import type { Answer } from '../aws-endpoint/aws-endpoint.ts';
import type { MailEvents } from './mail-events.ts';
import type { OutgoingMail, Relay } from './relay.ts';
import { isSimulator } from './simulator.ts';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly at: string;
  readonly from: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** SES as far as the functions use it, with a mailbox in which everything stays on this machine. */
export interface MailService {
  /** `POST /v2/email/outbound-emails` */
  send(body: unknown): Promise<Answer>;
  /** The last thousands, oldest first; from the given number on, for who has read the others already. */
  list(from?: number): readonly Mail[];
  /** How many there have been. */
  count(): number;
}

// Some 10 KB each. A morning's measurement, or a year at a desk; beyond, nobody looks for one, and links in them are over.
const mostKept = 5000;

// SES refuses anything else (MessageTag).
const tagPart = z.string().regex(/^[A-Za-z0-9_-]{1,256}$/, 'a tag holds letters, digits, - and _ only');
const content = z.object({ Data: z.string(), Charset: z.string().optional() });
const schema = z.object({
  FromEmailAddress: z.string().min(1),
  Destination: z
    .object({
      ToAddresses: z.array(z.string()).default([]),
      CcAddresses: z.array(z.string()).default([]),
      BccAddresses: z.array(z.string()).default([]),
    })
    .default({ ToAddresses: [], CcAddresses: [], BccAddresses: [] }),
  ReplyToAddresses: z.array(z.string()).default([]),
  EmailTags: z.array(z.object({ Name: tagPart, Value: tagPart })).default([]),
  ConfigurationSetName: z.string().optional(),
  Content: z.object({
    Simple: z
      .object({
        Subject: content,
        Body: z.object({ Text: content.optional(), Html: content.optional() }),
        Headers: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
      })
      .optional(),
    Raw: z.object({ Data: z.base64() }).optional(),
  }),
});

const headersSchema = z.record(z.string(), z.string());
const rowsSchema = z
  .object({
    sender: z.string(),
    recipient: z.string(),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    headers: z.string(),
    at: z.number(),
  })
  .array();

export function openMail(options: {
  readonly database: DatabaseSync;
  /** Resolves when the disk has what has been committed. */
  readonly durable: () => Promise<void>;
  readonly clock: Clock;
  readonly relay: Relay | undefined;
  readonly faults: Pick<Faults, 'ses'>;
  /** The template's region, which a refusal names. */
  readonly region: string;
  /** Where mails go that the mailbox simulator answers; nowhere in a test without rules. */
  readonly events: MailEvents | undefined;
}): MailService {
  const { database, durable, clock, relay, events, faults, region } = options;
  database.exec(`CREATE TABLE IF NOT EXISTS mails (
    id TEXT PRIMARY KEY, sender TEXT, recipient TEXT, subject TEXT, text TEXT, html TEXT, headers TEXT, at INTEGER
  ) STRICT`);
  const insert = database.prepare('INSERT INTO mails VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  // Only the oldest are ever deleted, so the row's number is also how many came before.
  const select = database.prepare('SELECT * FROM mails WHERE rowid > ? ORDER BY rowid');
  const total = database.prepare('SELECT max(rowid) AS count FROM mails');
  const forget = database.prepare('DELETE FROM mails WHERE rowid <= (SELECT max(rowid) FROM mails) - ?');

  return {
    async send(body) {
      const parsed = schema.safeParse(body);
      if (!parsed.success) return refuse(z.prettifyError(parsed.error));
      const message = await read(parsed.data);
      if (message === undefined) return refuse('Content must be Simple or Raw; templates are not emulated');
      if (message.to === '') return refuse('The mail has no recipient');

      const { from, to, subject, text, html, headers } = message;
      const recipients = to.split(', ');
      const unverified =
        faults.ses() === 'unverified' ? [from] : recipients.filter((one) => !isSimulator(one));
      if (faults.ses() !== undefined && unverified.length > 0) return rejectUnverified(unverified, region);
      const configurationSet = events?.sets.of(parsed.data.ConfigurationSetName, from);
      if (configurationSet === null) {
        const name = parsed.data.ConfigurationSetName;
        const text = `Configuration set <${name}> does not exist.`;
        return { status: 404, errorType: 'NotFoundException', body: { message: text } };
      }
      const id = randomUUID();
      const at = Math.trunc(clock.now());
      insert.run(id, from, to, subject, text, html, JSON.stringify(headers), at);
      forget.run(mostKept);
      await durable();
      if (!recipients.some(isSimulator)) relay?.pass(message);
      const tags = Object.fromEntries(parsed.data.EmailTags.map(({ Name, Value }) => [Name, Value]));
      events?.follow({ messageId: id, mail: message, recipients, tags, configurationSet, at });
      return { status: 200, body: { MessageId: id } };
    },
    list: (from = 0) =>
      rowsSchema.parse(select.all(from)).map((row) => ({
        to: row.recipient,
        subject: row.subject,
        text: row.text,
        html: row.html,
        at: new Date(row.at).toISOString(),
        from: row.sender,
        headers: headersSchema.parse(JSON.parse(row.headers)),
      })),
    count: () => Number(total.get()?.count ?? 0),
  };
}

async function read(request: z.infer<typeof schema>): Promise<OutgoingMail | undefined> {
  const { Destination, FromEmailAddress: from, ReplyToAddresses } = request;
  const { Simple, Raw } = request.Content;
  const recipients = [...Destination.ToAddresses, ...Destination.CcAddresses, ...Destination.BccAddresses];
  if (Simple !== undefined)
    return {
      from,
      to: recipients.join(', '),
      subject: Simple.Subject.Data,
      text: Simple.Body.Text?.Data ?? '',
      html: Simple.Body.Html?.Data ?? '',
      headers: {
        ...(ReplyToAddresses.length > 0 ? { 'Reply-To': ReplyToAddresses.join(', ') } : {}),
        ...Object.fromEntries(Simple.Headers.map(({ Name, Value }) => [Name, Value])),
      },
    };
  if (Raw === undefined) return undefined;

  const { default: PostalMime } = await import('postal-mime');
  const raw = Buffer.from(Raw.Data, 'base64');
  const mail = await PostalMime.parse(raw);
  const named = (mail.to ?? []).map(({ address }) => address ?? '').filter((address) => address !== '');
  return {
    raw,
    from,
    to: (recipients.length > 0 ? recipients : named).join(', '),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    headers: Object.fromEntries(mail.headers.map(({ key, value }) => [key, value])),
  };
}

/** In the words that SES has for a sender whose DNS records are not there, and for recipients outside of the sandbox. */
function rejectUnverified(identities: readonly string[], region: string): Answer {
  const message = `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${identities.join(', ')}`;
  return { status: 400, errorType: 'MessageRejected', body: { message } };
}

function refuse(message: string): Answer {
  return { status: 400, errorType: 'BadRequestException', body: { message } };
}
