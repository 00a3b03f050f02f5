import { promises as dns } from 'node:dns';
import { ACMClient, DescribeCertificateCommand } from '@aws-sdk/client-acm';
import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import {
  CognitoIdentityProviderClient,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetAccountSettingsCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketNotificationConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { openDatabase } from '../../../shared/store/database.ts';
import { loadDirectory } from '../../../shared/store/directory/load.ts';
import { publishedNotices } from '../../../shared/values/calendar/published-notices.ts';
import type { Settings } from '../../config.ts';
import { domainOf } from '../../constructs/identity.ts';
import { askIssuer } from './ask-issuer.ts';
import { ask, askHost } from './asking.ts';
import { stackNames } from './checks.ts';
import { type Answer, type Facts, isDeployed, outputOf, type UploadsBucket } from './facts.ts';
import { askFormerNames } from './former-names.ts';
import { askHostName } from './host-name.ts';
import { askRelay, isRelayAddress, noAddress } from './relay.ts';

/** One stack of a region. */
export const askStack = (name: string): Promise<Answer<Stack>> =>
  ask<Stack>(async () => {
    const { Stacks } = await new CloudFormationClient().send(new DescribeStacksCommand({ StackName: name }));
    return Stacks?.[0];
  });

/** The name that CloudFormation gave a resource. */
export async function physicalName(stack: string, id: string): Promise<string> {
  const { StackResourceDetail: detail } = await new CloudFormationClient().send(
    new DescribeStackResourceCommand({ StackName: stack, LogicalResourceId: id }),
  );
  return z.string().parse(detail?.PhysicalResourceId);
}

async function askDirectory(stack: string) {
  const [PROJECTS_TABLE, HISTORY_TABLE] = await Promise.all([
    physicalName(stack, 'Projects'),
    physicalName(stack, 'History'),
  ]);
  const { units, administrators } = await loadDirectory(openDatabase({ PROJECTS_TABLE, HISTORY_TABLE }));
  return { hasUnits: units.root !== null, hasAdministrators: administrators.length > 0 };
}

/** What the bucket of uploads does by itself; nothing where an earlier release was deployed, which had none. */
async function askUploads(stack: string): Promise<UploadsBucket> {
  const Bucket = await physicalName(stack, 'Uploads');
  const client = new S3Client();
  const [rules, notifications] = await Promise.all([
    lifecycleOf(client, Bucket),
    client.send(new GetBucketNotificationConfigurationCommand({ Bucket })),
  ]);
  const days = rules.flatMap(({ Status, Expiration }) =>
    Status === 'Enabled' && Expiration?.Days !== undefined ? [Expiration.Days] : [],
  );
  return {
    expiresAfterDays: days.length === 0 ? undefined : Math.min(...days),
    tellsEventBridge: notifications.EventBridgeConfiguration !== undefined,
  };
}

async function lifecycleOf(client: S3Client, Bucket: string) {
  try {
    return (await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules ?? [];
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchLifecycleConfiguration') return [];
    throw error;
  }
}

/** Asks AWS and DNS all that the checks look at. The region is that of the environment (`AWS_REGION`). */
export async function askFacts(settings: Settings, now: Date, mailTo: string | undefined): Promise<Facts> {
  const stacks = stackNames(settings);
  const [caller, bootstrap, storage, service, lambda] = await Promise.all([
    ask(() => new STSClient().send(new GetCallerIdentityCommand())),
    askStack('CDKToolkit'),
    askStack(stacks.storage),
    askStack(stacks.service),
    ask(() => new LambdaClient().send(new GetAccountSettingsCommand())),
  ]);
  return {
    settings,
    now,
    announcedYears: publishedNotices.map(({ year }) => year),
    ...{ caller, bootstrap, storage, service, lambda },
    ...(await askSender(settings, mailTo)),
    ...(await askEdge(settings, service)),
    ...(await askOffice(stacks.storage, { storage, service })),
  };
}

/** @param mailTo who gets a mail by the relay, to see that it arrives */
async function askSender(
  { mailTransport, mailFrom, smtpSecretName }: Settings,
  mailTo: string | undefined,
): Promise<Partial<Facts>> {
  if (mailTransport !== 'ses')
    return { relay: await ask(() => askRelayOf(smtpSecretName, mailFrom, mailTo)) };
  const ses = new SESv2Client();
  const identity = (name: string) =>
    ask(() => ses.send(new GetEmailIdentityCommand({ EmailIdentity: name })));
  const [sender, domainIdentity, addressIdentity] = await Promise.all([
    ask(() => ses.send(new GetAccountCommand())),
    identity(domainOf(mailFrom)),
    identity(mailFrom),
  ]);
  return { sender, domainIdentity, addressIdentity };
}

async function askRelayOf(secret: string | undefined, from: string, to: string | undefined) {
  const { SecretString } = await new SecretsManagerClient().send(
    new GetSecretValueCommand({ SecretId: secret }),
  );
  if (SecretString === undefined) return undefined;
  if (!isRelayAddress(SecretString)) return noAddress;
  return askRelay(SecretString, to === undefined ? to : { from, to });
}

async function askEdge(
  { domain, certificateArn, formerDomains, issuer }: Settings,
  service: Facts['service'],
): Promise<Partial<Facts>> {
  return {
    ...(domain && {
      certificate: await ask(() =>
        new ACMClient().send(new DescribeCertificateCommand({ CertificateArn: certificateArn })),
      ),
      hostName: await ask(() => askHostName(dns, domain, outputOf(service, 'DomainTarget'))),
    }),
    ...(formerDomains && { formerNames: await ask(() => askFormerNames(dns.lookup, formerDomains)) }),
    ...(issuer && { issuer: await askHost(() => askIssuer(issuer)) }),
  };
}

/** What is there only once it is deployed. */
async function askOffice(
  storageName: string,
  { storage, service }: Pick<Facts, 'storage' | 'service'>,
): Promise<Partial<Facts>> {
  const topic = outputOf(service, 'AlarmTopicArn');
  const pool = outputOf(storage, 'UserPoolId');
  return {
    ...(topic && {
      subscriptions: await ask(() =>
        new SNSClient().send(new ListSubscriptionsByTopicCommand({ TopicArn: topic })),
      ),
    }),
    ...(pool && {
      administrators: await ask(() =>
        new CognitoIdentityProviderClient().send(
          new ListUsersInGroupCommand({ UserPoolId: pool, GroupName: 'administrator' }),
        ),
      ),
    }),
    ...(isDeployed(storage) && {
      directory: await ask(() => askDirectory(storageName)),
      uploads: await ask(() => askUploads(storageName)),
    }),
  };
}
