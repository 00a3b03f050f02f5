import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { pin } from './pin.ts';
import type { ServiceFunction } from './service-function.ts';

/** How EventBridge calls what the configuration set publishes. */
const detailTypes = [
  'Email Bounced',
  'Email Complaint Received',
  'Email Rejected',
  'Email Rendering Failed',
] as const;

/** Hands what SES tells of our own mails to `mail-events`: other senders of the account have other sets. */
export class MailEvents extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { mailEvents: ServiceFunction; configurationSetName: string; unprocessed: IQueue },
  ) {
    super(scope, id);
    const { mailEvents, configurationSetName, unprocessed } = props;

    // SES tells once, and no sweep finds a bounce: tried for six hours, then kept for people to see.
    mailEvents.allow(['sqs:SendMessage'], [unprocessed.queueArn]);
    mailEvents.alias.configureAsyncInvoke({
      maxEventAge: Duration.hours(6),
      retryAttempts: 2,
      // CDK's own destination would grant two actions more.
      onFailure: { bind: () => ({ destination: unprocessed.queueArn }) },
    });
    // Lambda looks whether the role may send to the queue when it takes the configuration.
    mailEvents.alias.node.addDependency(mailEvents.role);

    const rule = new Rule(this, 'Trouble', {
      description: 'A mail of ours bounced, was refused, or was reported as unwanted',
      eventPattern: {
        source: ['aws.ses'],
        detailType: [...detailTypes],
        detail: { mail: { tags: { 'ses:configuration-set': [configurationSetName] } } },
      },
      targets: [new LambdaFunction(mailEvents.alias)],
    });
    pin(rule, 'MailTrouble');
  }
}
