import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import {
  CloudWatchDimensionSource,
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { domainOf } from './identity.ts';
import { keep } from './pin.ts';
import type { ServiceFunction } from './service-function.ts';

/** What happens to a mail after SES took it, and that somebody should hear of. */
export const mailTroubles = ['Bounce', 'Reject', 'Complaint', 'RenderingFailure'] as const;

/**
 * The sender: the domain of the address that mails come from, with SES's own DKIM keys. It belongs to storage,
 * because verifying a domain anew means waiting for somebody else's DNS.
 */
export class Mail extends Construct {
  private readonly identityArn: string;
  readonly configurationSetName: string;

  constructor(scope: Construct, id: string, mailFrom: string) {
    super(scope, id);

    const configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      // A mail carries a link that decides: better late than readable on the way.
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
      // Half a day: whoever cannot be reached by then is found by the sweep while a link still lives for days.
      maxDeliveryDuration: Duration.hours(12),
    });
    keep(configurationSet, 'MailConfiguration');
    this.configurationSetName = configurationSet.configurationSetName;

    const events = [
      EmailSendingEvent.BOUNCE,
      EmailSendingEvent.REJECT,
      EmailSendingEvent.COMPLAINT,
      EmailSendingEvent.RENDERING_FAILURE,
    ];
    configurationSet.addEventDestination('Metrics', {
      destination: EventDestination.cloudWatchDimensions([
        {
          source: CloudWatchDimensionSource.MESSAGE_TAG,
          name: 'ses:configuration-set',
          defaultValue: 'none',
        },
      ]),
      events,
    });
    // The same to the default bus, the only one that SES publishes to: `mail-events` finds each mail by its tags.
    configurationSet.addEventDestination('Events', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'Bus', 'default')),
      events,
    });

    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(domainOf(mailFrom)),
      // The identity's own: whoever sends from it sends through this set, without naming it.
      configurationSet,
    });
    keep(identity, 'MailIdentity');
    this.identityArn = identity.emailIdentityArn;
  }

  /** Allows to send from this identity through this configuration set, and from no other. */
  allowSend(fn: ServiceFunction): void {
    const configurationSet = Stack.of(fn).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: this.configurationSetName,
    });
    fn.allow(['ses:SendEmail'], [this.identityArn, configurationSet]);
  }
}
