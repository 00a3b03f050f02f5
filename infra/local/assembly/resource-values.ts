import type { TemplateResource } from './read-assembly.ts';
import type { ResourceValues } from './resolver.ts';

/** Addresses that exist only on this machine. */
export interface Places {
  /** Where people reach the product, without trailing slash. */
  readonly product: string;
  /** The OIDC issuer with the sample accounts. */
  readonly issuer: string;
  /** Where Step Functions, SES, SQS, KMS and S3 are served. */
  readonly services: string;
}

/** The id of the one client that the embedded issuer knows. */
export const clientId = 'countersign';

interface Kind {
  ref(): string;
  readonly attributes: Readonly<Record<string, () => string>>;
}

/**
 * What `Ref` and `Fn::GetAtt` give for each emulated type. An attribute that is not listed is an error, so that no
 * function runs on an invented value; resources that are only listed (roles, alarms) get placeholders.
 */
export function createResourceValues(options: {
  readonly places: Places;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  nameOf(resource: TemplateResource): string;
  /** A property of the resource, resolved. */
  property(resource: TemplateResource, name: string): unknown;
}): ResourceValues {
  const { places, account, region, partition, nameOf, property } = options;
  const arn = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  const functionArn = (name: unknown) => {
    const text = String(name);
    return text.startsWith('arn:') ? text : arn('lambda', `function:${text}`);
  };

  const kind = (resource: TemplateResource): Kind | undefined => {
    const name = nameOf(resource);
    const of = (property_: string) => property(resource, property_);
    switch (resource.type) {
      case 'AWS::Lambda::Function':
        return { ref: () => name, attributes: { Arn: () => functionArn(name) } };
      case 'AWS::Lambda::Version':
        return {
          ref: () => `${functionArn(of('FunctionName'))}:1`,
          attributes: { Version: () => '1', FunctionArn: () => `${functionArn(of('FunctionName'))}:1` },
        };
      case 'AWS::Lambda::Alias': {
        const alias = () => `${functionArn(of('FunctionName'))}:${String(of('Name'))}`;
        return { ref: alias, attributes: { AliasArn: alias } };
      }
      case 'AWS::DynamoDB::Table':
      case 'AWS::DynamoDB::GlobalTable':
        return {
          ref: () => name,
          attributes: {
            Arn: () => arn('dynamodb', `table/${name}`),
            StreamArn: () => arn('dynamodb', `table/${name}/stream/local`),
          },
        };
      case 'AWS::SQS::Queue': {
        const url = () => `${places.services}/${account}/${name}`;
        return {
          ref: url,
          attributes: { Arn: () => arn('sqs', name), QueueName: () => name, QueueUrl: url },
        };
      }
      case 'AWS::KMS::Key':
        return {
          ref: () => resource.id,
          attributes: { Arn: () => arn('kms', `key/${resource.id}`), KeyId: () => resource.id },
        };
      case 'AWS::S3::Bucket': {
        // The names of buckets are lower case.
        const bucket = name.toLowerCase();
        return {
          ref: () => bucket,
          attributes: { Arn: () => `arn:${partition}:s3:::${bucket}`, BucketName: () => bucket },
        };
      }
      case 'AWS::StepFunctions::StateMachine': {
        const machine = () => arn('states', `stateMachine:${name}`);
        return { ref: machine, attributes: { Arn: machine, Name: () => name } };
      }
      case 'AWS::ApiGatewayV2::Api':
        return {
          ref: () => resource.id,
          attributes: { ApiEndpoint: () => places.product, ApiId: () => resource.id },
        };
      case 'AWS::Cognito::UserPool': {
        const pool = `${region}_local`;
        return {
          ref: () => pool,
          attributes: {
            Arn: () => arn('cognito-idp', `userpool/${pool}`),
            ProviderURL: () => places.issuer,
            ProviderName: () => new URL(places.issuer).host,
            UserPoolId: () => pool,
          },
        };
      }
      case 'AWS::SES::ConfigurationSet':
        return { ref: () => name, attributes: {} };
      case 'AWS::Cognito::UserPoolClient':
        return { ref: () => clientId, attributes: { ClientId: () => clientId } };
      default:
        return undefined;
    }
  };

  return {
    ref: (resource) => kind(resource)?.ref() ?? resource.id,
    attribute(resource, name) {
      const known = kind(resource);
      if (known === undefined)
        return name.endsWith('Arn') ? arn(serviceOf(resource.type), resource.id) : `${resource.id}.${name}`;
      const value = known.attributes[name];
      if (value === undefined) throw new Error(`${resource.type} ${resource.id}: ${name} is not emulated`);
      return value();
    },
  };
}

/** `AWS::IAM::Role` → `iam` */
function serviceOf(type: string): string {
  return type.split('::')[1]?.toLowerCase() ?? 'unknown';
}
