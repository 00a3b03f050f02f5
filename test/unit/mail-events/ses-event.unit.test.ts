import { describe, expect, it } from '@jest/globals';
import { sesEvent, troubleOf } from '../../../functions/mail-events/ses-event.ts';

/** As EventBridge delivers it; addresses are samples. */
const envelope = (detailType: string, detail: object) => ({
  version: '0',
  id: '12a18625-3537-fafc-c6a7-ab1cf6d0c1d1',
  'detail-type': detailType,
  source: 'aws.ses',
  account: '123456789012',
  time: '2026-11-05T00:41:02Z',
  region: 'us-west-2',
  resources: ['arn:aws:ses:us-west-2:123456789012:configuration-set/countersign'],
  detail: {
    mail: {
      timestamp: '2026-11-05T00:40:02.012Z',
      source: 'countersign@countersign.example',
      sourceArn: 'arn:aws:ses:us-west-2:123456789012:identity/countersign.example',
      sendingAccountId: '123456789012',
      messageId: 'EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000',
      destination: ['reviewer@countersign.example'],
      headersTruncated: false,
      headers: [{ name: 'Subject', value: '【待审核】' }],
      commonHeaders: { subject: '【待审核】', to: ['reviewer@countersign.example'] },
      tags: { 'ses:configuration-set': ['countersign'], chain: ['2021-7K3M-9QXD'], seq: ['3'] },
    },
    ...detail,
  },
});

const bounce = (bounceType: string, bounceSubType: string) =>
  envelope('Email Bounced', {
    eventType: 'Bounce',
    bounce: {
      bounceType,
      bounceSubType,
      bouncedRecipients: [
        {
          emailAddress: 'reviewer@countersign.example',
          action: 'failed',
          status: '5.1.1',
          diagnosticCode: 'smtp; 550 5.1.1 user unknown',
        },
      ],
      timestamp: '2026-11-05T00:41:02.669Z',
      feedbackId: '01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000',
      reportingMTA: 'dsn; mta.countersign.example',
    },
  });
const complaint = (more: object) =>
  envelope('Email Complaint Received', {
    eventType: 'Complaint',
    complaint: {
      complainedRecipients: [{ emailAddress: 'reviewer@countersign.example' }],
      timestamp: '2026-11-05T00:41:02.669Z',
      feedbackId: '01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000',
      ...more,
    },
  });

const read = (event: object) => troubleOf(sesEvent.parse(event));

describe('what SES tells of a mail', () => {
  it.each([
    ['a mailbox that is not there', bounce('Permanent', 'General'), 'bounce', 'Permanent/General'],
    [
      'an address on the suppression list',
      bounce('Permanent', 'OnAccountSuppressionList'),
      'bounce',
      'Permanent/OnAccountSuppressionList',
    ],
    [
      'a reader who calls it unwanted',
      complaint({ complaintFeedbackType: 'abuse', complaintSubType: null }),
      'complaint',
      'abuse',
    ],
    ['a complaint without a report', complaint({}), 'complaint', 'unknown'],
    [
      'a complaint that kept the mail back',
      complaint({ complaintSubType: 'OnAccountSuppressionList' }),
      'complaint',
      'OnAccountSuppressionList',
    ],
    [
      'a refusal after taking it',
      envelope('Email Rejected', { eventType: 'Reject', reject: { reason: 'Bad content' } }),
      'reject',
      'Bad content',
    ],
    [
      'a template that could not be filled in',
      envelope('Email Rendering Failed', {
        eventType: 'Rendering Failure',
        failure: { templateName: 't', errorMessage: 'm' },
      }),
      'rendering-failure',
      'template',
    ],
  ])('is a failure: %s', (_, event, kind, reason) => {
    expect(read(event)).toEqual({ kind, reason, isFailure: true });
  });

  it.each([
    ['a full mailbox, or one that answers for its absent owner', bounce('Transient', 'General')],
    ['something that SES itself does not understand', bounce('Undetermined', 'Undetermined')],
    ['a reader who takes a complaint back', complaint({ complaintFeedbackType: 'not-spam' })],
  ])('is none: %s', (_, event) => {
    expect(read(event)).toMatchObject({ isFailure: false });
  });

  it.each([
    ['another source', { ...bounce('Permanent', 'General'), source: 'aws.states' }],
    ['another kind', envelope('Email Opened', { eventType: 'Open', open: {} })],
    ['no mail', { source: 'aws.ses', detail: { eventType: 'Reject', reject: { reason: 'x' } } }],
  ])('that is not understood is refused, not passed over: %s', (_, event) => {
    expect(() => sesEvent.parse(event)).toThrow();
  });
});
