import * as z from 'zod';
import type { Resources } from '../../assembly/resources.ts';

/** What a configuration set can tell the default bus of a mail, in the template's spelling. */
export type MailEventType = 'bounce' | 'complaint' | 'delivery' | 'send';

export interface ConfigurationSets {
  /**
   * The set that a mail goes through: the one it names, else the sending identity's own.
   * @returns undefined where it goes through none; null where it names one that is not there
   */
  of(named: string | undefined, from: string): string | undefined | null;
  /** The identity of the template that a sender's address belongs to: the address itself, else its domain. */
  identityOf(from: string): string;
  /** Whether a set publishes such an event to the default bus. */
  publishes(set: string, type: MailEventType): boolean;
}

const destinationSchema = z.object({
  ConfigurationSetName: z.string(),
  EventDestination: z.object({
    Enabled: z.boolean().default(false),
    // The template may write `bounce`, the service's API `BOUNCE`.
    MatchingEventTypes: z.array(z.string()),
    EventBridgeDestination: z
      .object({ EventBusArn: z.string().endsWith(':event-bus/default', 'only the default bus is supported') })
      .optional(),
  }),
});
const identitySchema = z.object({
  EmailIdentity: z.string(),
  ConfigurationSetAttributes: z.object({ ConfigurationSetName: z.string().optional() }).optional(),
});

/** Reads the configuration sets of the template, with their EventBridge destinations and the identities that use them. */
export function readConfigurationSets(resources: Resources): ConfigurationSets {
  const sets = new Set(resources.ofType('AWS::SES::ConfigurationSet').map(({ name }) => name));
  const published = new Set<string>();
  for (const resource of resources.ofType('AWS::SES::ConfigurationSetEventDestination')) {
    const { ConfigurationSetName: set, EventDestination: destination } = resource.read(destinationSchema);
    if (!destination.Enabled || destination.EventBridgeDestination === undefined) continue;
    for (const type of destination.MatchingEventTypes) published.add(`${set} ${type.toLowerCase()}`);
  }
  const own = new Map(
    resources.ofType('AWS::SES::EmailIdentity').map((resource) => {
      const { EmailIdentity, ConfigurationSetAttributes } = resource.read(identitySchema);
      return [EmailIdentity.toLowerCase(), ConfigurationSetAttributes?.ConfigurationSetName] as const;
    }),
  );
  const identityOf = (from: string): string => {
    const address = (/<([^>]+)>\s*$/.exec(from)?.[1] ?? from).trim().toLowerCase();
    return own.has(address) ? address : address.slice(address.lastIndexOf('@') + 1);
  };
  return {
    of(named, from) {
      if (named !== undefined) return sets.has(named) ? named : null;
      return own.get(identityOf(from));
    },
    identityOf,
    publishes: (set, type) => published.has(`${set} ${type}`),
  };
}
