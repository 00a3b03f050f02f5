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
import type { Settings } from '../config.ts';
import { domainOf } from './identity.ts';
import { keep } from './pin.ts';
import type { ServiceFunction } from './service-function.ts';

/** What happens to a mail after SES took it, and that somebody should hear of. */
export const mailTroubles = ['Bounce', 'Reject', 'Complaint', 'RenderingFailure'] as const;

/**
 * The sender: the domain of the address that mails come from, with SES's own DKIM keys, or that very address. It belongs
 * to storage, because verifying a domain anew means waiting for somebody else's DNS. An identity that was there before
 * is left alone: another one of the same name cannot be made.
 */
export class Mail extends Construct {
  readonly configurationSetName: string;
  /** The identity that belongs to this deployment; absent where it existed before. */
  readonly identityName: string | undefined;
  /** What the owner of a new domain has to put into its DNS. */
  readonly dkimRecords: readonly { readonly name: string; readonly value: string }[];
  private readonly mailFrom: string;

  constructor(scope: Construct, id: string, { mailFrom, mailIdentity }: Settings) {
    super(scope, id);
    this.mailFrom = mailFrom;

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

    if (mailIdentity === 'existing') {
      this.identityName = undefined;
      this.dkimRecords = [];
      return;
    }
    const isAddress = mailIdentity === 'address';
    const identity = new EmailIdentity(this, 'Identity', {
      identity: isAddress ? Identity.email(mailFrom) : Identity.domain(domainOf(mailFrom)),
      // For whatever sends from it without naming one.
      configurationSet,
    });
    keep(identity, 'MailIdentity');
    this.identityName = identity.emailIdentityName;
    this.dkimRecords = isAddress ? [] : identity.dkimRecords;
  }

  /**
   * Allows to send from this sender through this configuration set, and from no other. Where the address itself is
   * verified SES asks for rights on it, else for rights on its domain: neither is known where the identity existed before.
   */
  allowSend(fn: ServiceFunction): void {
    const arn = (resource: string, resourceName: string) =>
      Stack.of(fn).formatArn({ service: 'ses', resource, resourceName });
    const domain = domainOf(this.mailFrom);
    fn.allow(
      ['ses:SendEmail'],
      [
        // SES keeps a domain in small letters, however it was written when it was made.
        ...new Set([domain, domain.toLowerCase()].map((name) => arn('identity', name))),
        arn('identity', this.mailFrom),
        arn('configuration-set', this.configurationSetName),
      ],
    );
  }
}
