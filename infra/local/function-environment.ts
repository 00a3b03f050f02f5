import type { Resources } from './assembly/resources.ts';

/** What the environment of every function holds beside the template's variables: endpoints and region. */
export function functionEnvironment(
  { region }: Resources,
  endpoints: { readonly dynamodb: string; readonly services: string },
): Readonly<Record<string, string>> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_KMS: endpoints.services,
    // An address with a number for a host: there the SDK puts the bucket into the path.
    AWS_ENDPOINT_URL_S3: `${endpoints.services}/s3`,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoints.services,
    AWS_ENDPOINT_URL_SFN: endpoints.services,
    AWS_ENDPOINT_URL_SESV2: endpoints.services,
    AWS_ENDPOINT_URL_SQS: endpoints.services,
    // A call to a service that is not emulated must fail here, not reach somebody's account.
    AWS_ENDPOINT_URL: endpoints.services,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
