import { describe, expect, it } from '@jest/globals';
import { statementsOf } from './policies.ts';
import { ofType, synthesize } from './template.ts';
import { templatesOf } from './templates-of.ts';

const { storage, service } = synthesize();
const destinations = ofType(storage, 'AWS::SES::ConfigurationSetEventDestination');
const rule = ofType(service, 'AWS::Events::Rule').find(({ id }) => id === 'MailTrouble');

describe('a mail that SES took and could not deliver', () => {
  it('is told to the default bus, whatever became of it', () => {
    const [toBus, ...others] = destinations.filter(
      ({ properties }) => properties.EventDestination.EventBridgeDestination,
    );
    expect(others).toEqual([]);
    expect(toBus?.properties).toMatchObject({
      ConfigurationSetName: { Ref: 'MailConfiguration' },
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['bounce', 'reject', 'complaint', 'renderingFailure'],
      },
    });
    const bus = JSON.stringify(toBus?.properties.EventDestination.EventBridgeDestination);
    expect(bus).toContain(':event-bus/default');
  });

  it('wakes mail-events, if it went through our own configuration set', () => {
    expect(rule?.properties).toMatchObject({
      State: 'ENABLED',
      EventPattern: {
        source: ['aws.ses'],
        'detail-type': [
          'Email Bounced',
          'Email Complaint Received',
          'Email Rejected',
          'Email Rendering Failed',
        ],
      },
      Targets: [{ Arn: { Ref: 'MailEventsLive' } }],
    });
    const [set] = rule?.properties.EventPattern.detail.mail.tags['ses:configuration-set'] ?? [];
    expect(JSON.stringify(set)).toContain('MailConfiguration');
    expect(rule?.properties.Targets[0]).not.toHaveProperty('Input');
  });

  it('may wake it by this rule alone', () => {
    const permissions = ofType(service, 'AWS::Lambda::Permission').filter(
      ({ properties }) => properties.FunctionName.Ref === 'MailEventsLive',
    );
    expect(permissions.map(({ properties }) => properties)).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: 'MailEventsLive' },
        Principal: 'events.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': ['MailTrouble', 'Arn'] },
      },
    ]);
  });

  it('that cannot be recorded is tried again, then kept where an alarm shows it', () => {
    const config = ofType(service, 'AWS::Lambda::EventInvokeConfig').find(
      ({ properties }) => properties.FunctionName.Ref === 'MailEvents',
    );
    expect(config?.properties).toMatchObject({
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Unprocessed', 'Arn'] } } },
    });
  });
});

describe('mail-events', () => {
  it('may record, and nothing else: it sends no mail, reads no stream, starts no flow', () => {
    const own = statementsOf([...storage, ...service])
      .filter(({ roles }) => roles.includes('MailEventsRole'))
      // That Lambda may take on the role is no right of the role's.
      .filter(({ actions }) => !actions.includes('sts:AssumeRole'));
    const actions = new Set(own.flatMap((statement) => statement.actions));
    const recording = ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'sqs:SendMessage'];
    const everyFunctions = [
      ...['logs:CreateLogStream', 'logs:PutLogEvents'],
      ...['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
    ];
    expect([...actions].sort()).toEqual([...recording, ...everyFunctions].sort());
  });
});

describe('where mail goes by a relay', () => {
  const relayed = templatesOf({
    mailTransport: 'smtp',
    smtpSecretName: 'countersign/relay',
    mailFrom: 'huiqian@office.example',
  });

  it('there is nobody to listen to: no rule, no function', () => {
    const ids = relayed.service.map(({ id }) => id);
    expect(ids).not.toContain('MailTrouble');
    expect(ids).not.toContain('MailEvents');
  });
});
