import type { DescribeCertificateCommandOutput } from '@aws-sdk/client-acm';
import type { Stack } from '@aws-sdk/client-cloudformation';
import type { ListUsersInGroupCommandOutput } from '@aws-sdk/client-cognito-identity-provider';
import type { GetAccountSettingsCommandOutput } from '@aws-sdk/client-lambda';
import type { GetAccountCommandOutput, GetEmailIdentityCommandOutput } from '@aws-sdk/client-sesv2';
import type { ListSubscriptionsByTopicCommandOutput } from '@aws-sdk/client-sns';
import type { GetCallerIdentityCommandOutput } from '@aws-sdk/client-sts';
import type { Settings } from '../../config.ts';
import type { FormerNames } from './former-names.ts';
import type { HostName } from './host-name.ts';
import type { RelayAnswer } from './relay.ts';

/** What somebody answered who was asked: nothing where there is no such thing, the reason where nothing could be learnt. */
export type Answer<T> =
  | { readonly found: Partial<T> }
  | { readonly none: true }
  | { readonly failed: string };

export interface UploadsBucket {
  /** After how many days an upload goes; absent where none does. */
  readonly expiresAfterDays: number | undefined;
  readonly tellsEventBridge: boolean;
}

/** What the checks look at: settings, and what AWS and DNS answered. What was not asked is absent. */
export interface Facts {
  readonly settings: Settings;
  readonly now: Date;
  readonly caller?: Answer<GetCallerIdentityCommandOutput>;
  readonly bootstrap?: Answer<Stack>;
  readonly storage?: Answer<Stack>;
  readonly service?: Answer<Stack>;
  readonly sender?: Answer<GetAccountCommandOutput>;
  /** SES's identity of the domain of `mailFrom`, and that of the very address. */
  readonly domainIdentity?: Answer<GetEmailIdentityCommandOutput>;
  readonly addressIdentity?: Answer<GetEmailIdentityCommandOutput>;
  /** What the mail server says that the secret names, where mail goes by SMTP. */
  readonly relay?: Answer<RelayAnswer>;
  readonly lambda?: Answer<GetAccountSettingsCommandOutput>;
  readonly certificate?: Answer<DescribeCertificateCommandOutput>;
  /** Where the office's own host name leads. */
  readonly hostName?: Answer<HostName>;
  readonly formerNames?: Answer<FormerNames>;
  readonly subscriptions?: Answer<ListSubscriptionsByTopicCommandOutput>;
  /** What the issuer says of itself at its discovery address. */
  readonly issuer?: Answer<{ readonly issuer: string }>;
  readonly administrators?: Answer<ListUsersInGroupCommandOutput>;
  /** What the bucket of uploads does by itself. */
  readonly uploads?: Answer<UploadsBucket>;
  readonly directory?: Answer<{ readonly hasUnits: boolean; readonly hasAdministrators: boolean }>;
  /** For which years the calendar of this release has the State Council's notice. */
  readonly announcedYears: readonly number[];
}

/** What was found, or nothing. */
export const foundIn = <T>(answer: Answer<T> | undefined): Partial<T> | undefined =>
  answer && 'found' in answer ? answer.found : undefined;

export const isNone = (answer: Answer<unknown> | undefined): boolean =>
  answer !== undefined && 'none' in answer;

/** An output of a stack. */
export const outputOf = (answer: Answer<Stack> | undefined, key: string): string | undefined =>
  foundIn(answer)?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;

/** Whether a stack has been deployed with success at least once. */
export const isDeployed = (answer: Answer<Stack> | undefined): boolean =>
  /^(CREATE|UPDATE|UPDATE_ROLLBACK|IMPORT|IMPORT_ROLLBACK)_COMPLETE$/.test(
    foundIn(answer)?.StackStatus ?? '',
  );
