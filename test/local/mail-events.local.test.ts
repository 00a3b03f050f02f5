import { describe, expect, it } from '@jest/globals';
import { createFaults } from '../../infra/local/control/faults.ts';
import { openAsyncInvoke } from '../../infra/local/services/lambda/async-invoke.ts';
import { openMail } from '../../infra/local/services/mail/mail.ts';
import { openMailEvents } from '../../infra/local/services/mail/mail-events.ts';
import type { OutgoingMail } from '../../infra/local/services/mail/relay.ts';
import { openQueues } from '../../infra/local/services/queues/queues.ts';
import { openEventRules } from '../../infra/local/services/schedules/event-rules.ts';
import { anybody, functionsOf, hostDatabase, resourcesOf, standingClock } from './fixture.ts';

const bus = 'arn:aws:events:us-east-1:000000000000:event-bus/default';
const destination = (types: readonly string[], set = 'Set', more: object = {}) => ({
  Type: 'AWS::SES::ConfigurationSetEventDestination',
  Properties: {
    ConfigurationSetName: { Ref: set },
    EventDestination: {
      Enabled: true,
      MatchingEventTypes: types,
      EventBridgeDestination: { EventBusArn: bus },
      ...more,
    },
  },
});

/** SES with one sending domain, its configuration set, and a rule that takes everything from it. */
function bench(destinations: Readonly<Record<string, { Type: string; Properties: object }>>) {
  const resources = resourcesOf({
    Storage: {
      resources: {
        Set: { Type: 'AWS::SES::ConfigurationSet', Properties: { Name: 'ours' } },
        Bare: { Type: 'AWS::SES::ConfigurationSet', Properties: { Name: 'bare' } },
        Identity: {
          Type: 'AWS::SES::EmailIdentity',
          Properties: {
            EmailIdentity: 'countersign.example',
            ConfigurationSetAttributes: { ConfigurationSetName: { Ref: 'Set' } },
          },
        },
        ...destinations,
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            EventPattern: {
              source: ['aws.ses'],
              detail: { mail: { tags: { 'ses:configuration-set': [{ Ref: 'Set' }] } } },
            },
            Targets: [{ Id: 'a', Arn: 'arn:aws:lambda:us-east-1:000000000000:function:mail-events:live' }],
          },
        },
      },
    },
  });
  const clock = standingClock();
  const database = hostDatabase();
  const functions = functionsOf(() => ({ payload: null }));
  const queues = openQueues({ resources, database, clock });
  const invoke = openAsyncInvoke({ resources, lambda: functions, queues, report: () => {} });
  const putEvent = openEventRules({ ...anybody, resources, lambda: functions, invoke, report: () => {} });
  const relayed: OutgoingMail[] = [];
  const mail = openMail({
    database,
    durable: async () => {},
    clock,
    relay: { pass: (one) => void relayed.push(one), close: () => {} },
    events: openMailEvents({ resources, putEvent }),
    faults: createFaults(),
    region: 'us-east-1',
  });
  const send = (to: string, more: object = {}) =>
    mail.send({
      FromEmailAddress: 'Countersign <office@countersign.example>',
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: '【待审核】' }, Body: { Text: { Data: '请审核' } } } },
      ...more,
    });
  const told = () => functions.calls.map(({ payload }) => payload);
  return { send, told, mail, relayed };
}

const troubles = { Events: destination(['bounce', 'complaint', 'reject', 'renderingFailure']) };

describe('a mail to a mailbox of SES’s simulator', () => {
  it('that bounces is taken, and told to the rules in SES’s own shape, with its tags', async () => {
    const { send, told, mail } = bench(troubles);
    const answer = await send('bounce@simulator.amazonses.com', {
      EmailTags: [{ Name: 'chain', Value: '2021-7K3M-9QXD' }],
    });
    expect(answer.status).toBe(200);
    expect(mail.list().map(({ to }) => to)).toEqual(['bounce@simulator.amazonses.com']);
    expect(told()).toEqual([
      {
        version: '0',
        id: expect.any(String),
        'detail-type': 'Email Bounced',
        source: 'aws.ses',
        account: '000000000000',
        time: '2026-03-02T08:00:00Z',
        region: 'us-east-1',
        resources: ['arn:aws:ses:us-east-1:000000000000:configuration-set/ours'],
        detail: {
          eventType: 'Bounce',
          bounce: {
            bounceType: 'Permanent',
            bounceSubType: 'General',
            bouncedRecipients: [
              {
                emailAddress: 'bounce@simulator.amazonses.com',
                action: 'failed',
                status: '5.1.1',
                diagnosticCode: 'smtp; 550 5.1.1 user unknown',
              },
            ],
            timestamp: '2026-03-02T08:00:00.000Z',
            feedbackId: expect.any(String),
          },
          mail: expect.objectContaining({
            messageId: expect.any(String),
            destination: ['bounce@simulator.amazonses.com'],
            source: 'Countersign <office@countersign.example>',
            sourceArn: 'arn:aws:ses:us-east-1:000000000000:identity/countersign.example',
            tags: {
              'ses:configuration-set': ['ours'],
              'ses:from-domain': ['countersign.example'],
              chain: ['2021-7K3M-9QXD'],
            },
          }),
        },
      },
    ]);
  });

  it.each([
    ['bounce+reviewer@simulator.amazonses.com', ['Email Bounced']],
    ['suppressionlist@simulator.amazonses.com', ['Email Bounced']],
    ['ooto@simulator.amazonses.com', ['Email Bounced']],
    ['complaint@simulator.amazonses.com', ['Email Complaint Received']],
    ['success@simulator.amazonses.com', []],
    ['success+reviewer@simulator.amazonses.com', []],
    ['reviewer@countersign.example', []],
    ['bounce@countersign.example', []],
  ])('%s tells %j', async (to, types) => {
    const { send, told } = bench(troubles);
    await send(to);
    expect(told()).toEqual(types.map((type) => expect.objectContaining({ 'detail-type': type })));
  });

  it('tells a delivery too, where the set publishes deliveries', async () => {
    const { send, told } = bench({ Events: destination(['DELIVERY']) });
    await send('success@simulator.amazonses.com');
    expect(told()).toEqual([expect.objectContaining({ 'detail-type': 'Email Delivered' })]);
  });

  it('never leaves this machine', async () => {
    const { send, relayed } = bench(troubles);
    await send('bounce@simulator.amazonses.com');
    await send('reviewer@countersign.example');
    expect(relayed.map(({ to }) => to)).toEqual(['reviewer@countersign.example']);
  });
});

describe('a configuration set', () => {
  it.each([
    ['does not publish bounces', { Events: destination(['complaint']) }],
    ['is switched off', { Events: destination(['bounce'], 'Set', { Enabled: false }) }],
    [
      'publishes elsewhere',
      { Events: destination(['bounce'], 'Set', { EventBridgeDestination: undefined }) },
    ],
    ['is another', { Events: destination(['bounce'], 'Bare') }],
  ])('that %s tells nothing', async (_, destinations) => {
    const { send, told } = bench(destinations);
    await send('bounce@simulator.amazonses.com');
    expect(told()).toEqual([]);
  });

  it('that the mail names counts before the sender’s own', async () => {
    const { send, told } = bench(troubles);
    await send('bounce@simulator.amazonses.com', { ConfigurationSetName: 'bare' });
    expect(told()).toEqual([]);
    await send('bounce@simulator.amazonses.com', { ConfigurationSetName: 'ours' });
    expect(told()).toHaveLength(1);
  });

  it('that is not there refuses the mail', async () => {
    const { send, mail } = bench(troubles);
    expect(await send('a@countersign.example', { ConfigurationSetName: 'none' })).toMatchObject({
      status: 404,
      errorType: 'NotFoundException',
    });
    expect(mail.list()).toEqual([]);
  });

  it('with another bus than the default one ends the start', () => {
    const other = { EventBridgeDestination: { EventBusArn: `${bus}s/own` } };
    expect(() => bench({ Events: destination(['bounce'], 'Set', other) })).toThrow('only the default bus');
  });
});

describe('a mail', () => {
  it.each(['a.b', 'a@b', '', '审核'])('with the tag %j is refused, as SES refuses it', async (Value) => {
    const { send } = bench(troubles);
    const answer = await send('a@countersign.example', { EmailTags: [{ Name: 'person', Value }] });
    expect(answer).toMatchObject({ status: 400, errorType: 'BadRequestException' });
  });

  it('shows who answers it', async () => {
    const { send, mail } = bench(troubles);
    await send('a@countersign.example', { ReplyToAddresses: ['b@countersign.example'] });
    expect(mail.list()[0]?.headers).toEqual({ 'Reply-To': 'b@countersign.example' });
  });
});
