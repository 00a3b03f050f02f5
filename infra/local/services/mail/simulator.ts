import type { MailEventType } from './configuration-sets.ts';

interface Outcome {
  readonly type: MailEventType;
  /** The event's `eventType`. */
  readonly name: string;
  readonly detail: object;
}

const domain = 'simulator.amazonses.com';

/** Whether a mailbox is one of SES's simulator: no mail to it may leave this machine. */
export const isSimulator = (address: string): boolean => address.toLowerCase().endsWith(`@${domain}`);

/**
 * What becomes of a mail to a mailbox of SES's simulator (SES developer guide, "Using the mailbox simulator"), with
 * or without a label (`bounce+label@…`); in the order in which SES tells it. Nothing for any other address.
 */
export function simulated(address: string): readonly Outcome[] {
  const [, mailbox] = /^([a-z]+)(?:\+[^@]*)?@simulator\.amazonses\.com$/i.exec(address) ?? [];
  const recipient = { emailAddress: address };
  const delivery: Outcome = {
    type: 'delivery',
    name: 'Delivery',
    detail: {
      recipients: [address],
      processingTimeMillis: 500,
      smtpResponse: '250 2.6.0 Message received',
      reportingMTA: `a8-1.smtp-out.${domain}`,
    },
  };
  const bounce = (bounceType: string, bounceSubType: string, status: object): Outcome => ({
    type: 'bounce',
    name: 'Bounce',
    detail: { bounceType, bounceSubType, bouncedRecipients: [{ ...recipient, ...status }] },
  });
  switch (mailbox?.toLowerCase()) {
    case 'success':
      return [delivery];
    case 'bounce': {
      const diagnosticCode = 'smtp; 550 5.1.1 user unknown';
      return [bounce('Permanent', 'General', { action: 'failed', status: '5.1.1', diagnosticCode })];
    }
    case 'suppressionlist': {
      const diagnosticCode = 'Amazon SES has suppressed sending to this address';
      return [bounce('Permanent', 'Suppressed', { action: 'failed', status: '5.1.1', diagnosticCode })];
    }
    case 'ooto':
      // An answer without a delivery report in it: neither action nor status is known.
      return [delivery, bounce('Transient', 'General', {})];
    case 'complaint':
      return [
        delivery,
        {
          type: 'complaint',
          name: 'Complaint',
          detail: {
            complainedRecipients: [recipient],
            complaintSubType: null,
            complaintFeedbackType: 'abuse',
            userAgent: 'Amazon SES Mailbox Simulator',
          },
        },
      ];
    default:
      return [];
  }
}
