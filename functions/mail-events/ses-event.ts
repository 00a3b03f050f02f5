import * as z from 'zod';

// As EventBridge delivers what a configuration set publishes (SES developer guide, "Contents of event data"); only
// what is read here. The recipient's address, the headers and the subject stay unread and unlogged.
const mail = z.object({
  messageId: z.string(),
  tags: z.record(z.string(), z.array(z.string())).default({}),
});

const detail = z.discriminatedUnion('eventType', [
  z.object({
    eventType: z.literal('Bounce'),
    mail,
    bounce: z.object({ bounceType: z.string(), bounceSubType: z.string() }),
  }),
  z.object({
    eventType: z.literal('Complaint'),
    mail,
    complaint: z.object({
      complaintSubType: z.string().nullish(),
      complaintFeedbackType: z.string().nullish(),
    }),
  }),
  z.object({ eventType: z.literal('Reject'), mail, reject: z.object({ reason: z.string() }) }),
  z.object({ eventType: z.literal('Rendering Failure'), mail }),
]);

export const sesEvent = z.object({ source: z.literal('aws.ses'), detail });
export type SesEvent = z.infer<typeof sesEvent>;

/** What became of a mail after SES took it. */
export interface Trouble {
  readonly kind: 'bounce' | 'complaint' | 'reject' | 'rendering-failure';
  readonly reason: string;
  /** Whether somebody must be told that the person cannot be reached like this. */
  readonly isFailure: boolean;
}

/**
 * How an event counts.
 *
 * - A bounce is a failure where it is `Permanent`. Out-of-office replies arrive as `Transient` or `Undetermined`
 *   bounces too, of mails that did arrive; and what a full mailbox has lost, the next reminder brings with a fresh
 *   link. These are only logged.
 * - A complaint is a failure although the mail arrived: with it SES puts the address on the account's suppression
 *   list, so that no later mail will. `not-spam` is the opposite, a reader who takes a complaint back.
 * - What SES refused (a virus) or could not render it never sent.
 */
export function troubleOf({ detail: event }: SesEvent): Trouble {
  switch (event.eventType) {
    case 'Bounce': {
      const { bounceType, bounceSubType } = event.bounce;
      const isFailure = bounceType === 'Permanent';
      return { kind: 'bounce', reason: `${bounceType}/${bounceSubType}`, isFailure };
    }
    case 'Complaint': {
      const { complaintFeedbackType, complaintSubType } = event.complaint;
      const reason = complaintSubType ?? complaintFeedbackType ?? 'unknown';
      return { kind: 'complaint', reason, isFailure: complaintFeedbackType !== 'not-spam' };
    }
    case 'Reject':
      return { kind: 'reject', reason: event.reject.reason, isFailure: true };
    case 'Rendering Failure':
      return { kind: 'rendering-failure', reason: 'template', isFailure: true };
  }
}
