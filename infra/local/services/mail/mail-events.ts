import { randomUUID } from 'node:crypto';
import type { Resources } from '../../assembly/resources.ts';
import type { PutEvent } from '../schedules/event-rules.ts';
import { type ConfigurationSets, type MailEventType, readConfigurationSets } from './configuration-sets.ts';
import type { OutgoingMail } from './relay.ts';
import { simulated } from './simulator.ts';

/** A mail that the service has taken. */
export interface SentMail {
  readonly messageId: string;
  readonly mail: OutgoingMail;
  readonly recipients: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet: string | undefined;
  /** Milliseconds. */
  readonly at: number;
}

/** What SES tells of mails after it took them. */
export interface MailEvents {
  readonly sets: ConfigurationSets;
  /** Publishes what becomes of a mail to a mailbox of the simulator; of any other mail nothing is known. */
  follow(sent: SentMail): void;
}

const detailTypes: Readonly<Record<MailEventType, string>> = {
  bounce: 'Email Bounced',
  complaint: 'Email Complaint Received',
  delivery: 'Email Delivered',
  send: 'Email Sent',
};

export function openMailEvents(options: {
  readonly resources: Resources;
  readonly putEvent: PutEvent;
}): MailEvents {
  const { resources, putEvent } = options;
  const sets = readConfigurationSets(resources);

  const publish = (sent: SentMail, type: MailEventType, detail: object): void => {
    const { configurationSet: set } = sent;
    if (set === undefined || !sets.publishes(set, type)) return;
    void putEvent({
      source: 'aws.ses',
      detailType: detailTypes[type],
      time: sent.at,
      resources: [`arn:aws:ses:${resources.region}:${resources.account}:configuration-set/${set}`],
      detail: { ...detail, mail: mailOf(resources, sent, set) },
    });
  };

  return {
    sets,
    follow(sent) {
      publish(sent, 'send', { eventType: 'Send', send: {} });
      for (const recipient of sent.recipients)
        for (const { type, name, detail } of simulated(recipient)) {
          const common = { timestamp: new Date(sent.at).toISOString() };
          const own = type === 'delivery' ? common : { ...common, feedbackId: `${randomUUID()}-000000` };
          publish(sent, type, { eventType: name, [type]: { ...detail, ...own } });
        }
    },
  };
}

/** The `mail` object of every event (SES developer guide, "Contents of event data"). */
function mailOf(resources: Resources, sent: SentMail, set: string): object {
  const { mail, messageId, recipients } = sent;
  const timestamp = new Date(sent.at).toISOString();
  const sender = mail.from.slice(mail.from.lastIndexOf('@') + 1).replace(/>\s*$/, '');
  const headers = { From: mail.from, To: recipients.join(', '), Subject: mail.subject, ...mail.headers };
  return {
    timestamp,
    source: mail.from,
    sourceArn: `arn:aws:ses:${resources.region}:${resources.account}:identity/${sender}`,
    sendingAccountId: resources.account,
    messageId,
    destination: recipients,
    headersTruncated: false,
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    commonHeaders: { from: [mail.from], to: recipients, messageId, subject: mail.subject },
    tags: {
      'ses:configuration-set': [set],
      'ses:from-domain': [sender],
      ...Object.fromEntries(Object.entries(sent.tags).map(([name, value]) => [name, [value]])),
    },
  };
}
