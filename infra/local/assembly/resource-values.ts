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

/** What stands before a bucket's name in the path where browsers reach it. */
export const storagePath = '/storage/';

/** The id of the one client that the embedded issuer knows. */
export const clientId = 'countersign';

interface Kind {
  ref(): string;
  readonly attributes: Readonly<Record<string, () => string>>;
}

/** What the values of a template depend on. */
interface TemplateContext {
  readonly places: Places;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  nameOf(resource: TemplateResource): string;
  /** A property of the resource, resolved. */
  property(resource: TemplateResource, name: string): unknown;
}

/** How one type of resource is referred to. */
type KindOf = (resource: TemplateResource, template: TemplateContext) => Kind;

const arn = ({ partition, region, account }: TemplateContext, service: string, rest: string): string =>
  `arn:${partition}:${service}:${region}:${account}:${rest}`;

const functionArn = (template: TemplateContext, name: unknown): string => {
  const text = String(name);
  return text.startsWith('arn:') ? text : arn(template, 'lambda', `function:${text}`);
};

const table: KindOf = (resource, template) => {
  const name = template.nameOf(resource);
  return {
    ref: () => name,
    attributes: {
      Arn: () => arn(template, 'dynamodb', `table/${name}`),
      StreamArn: () => arn(template, 'dynamodb', `table/${name}/stream/local`),
    },
  };
};

const kinds: Readonly<Record<string, KindOf>> = {
  'AWS::Lambda::Function': (resource, template) => {
    const name = template.nameOf(resource);
    return { ref: () => name, attributes: { Arn: () => functionArn(template, name) } };
  },
  'AWS::Lambda::Version': (resource, template) => {
    const version = () => `${functionArn(template, template.property(resource, 'FunctionName'))}:1`;
    return { ref: version, attributes: { Version: () => '1', FunctionArn: version } };
  },
  'AWS::Lambda::Alias': (resource, template) => {
    const of = (name: string) => template.property(resource, name);
    const alias = () => `${functionArn(template, of('FunctionName'))}:${String(of('Name'))}`;
    return { ref: alias, attributes: { AliasArn: alias } };
  },
  'AWS::DynamoDB::Table': table,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::SQS::Queue': (resource, template) => {
    const name = template.nameOf(resource);
    const url = () => `${template.places.services}/${template.account}/${name}`;
    return {
      ref: url,
      attributes: { Arn: () => arn(template, 'sqs', name), QueueName: () => name, QueueUrl: url },
    };
  },
  'AWS::KMS::Key': ({ id }, template) => ({
    ref: () => id,
    attributes: { Arn: () => arn(template, 'kms', `key/${id}`), KeyId: () => id },
  }),
  'AWS::S3::Bucket': (resource, template) => {
    // The names of buckets are lower case.
    const bucket = template.nameOf(resource).toLowerCase();
    return {
      ref: () => bucket,
      attributes: {
        Arn: () => `arn:${template.partition}:s3:::${bucket}`,
        BucketName: () => bucket,
        // Where browsers find it: below the product's own address.
        RegionalDomainName: () => `${new URL(template.places.product).host}${storagePath}${bucket}`,
      },
    };
  },
  'AWS::StepFunctions::StateMachine': (resource, template) => {
    const name = template.nameOf(resource);
    const machine = () => arn(template, 'states', `stateMachine:${name}`);
    return { ref: machine, attributes: { Arn: machine, Name: () => name } };
  },
  'AWS::ApiGatewayV2::Api': ({ id }, { places }) => ({
    ref: () => id,
    attributes: { ApiEndpoint: () => places.product, ApiId: () => id },
  }),
  'AWS::Cognito::UserPool': (_, template) => {
    const pool = `${template.region}_local`;
    return {
      ref: () => pool,
      attributes: {
        Arn: () => arn(template, 'cognito-idp', `userpool/${pool}`),
        ProviderURL: () => template.places.issuer,
        ProviderName: () => new URL(template.places.issuer).host,
        UserPoolId: () => pool,
      },
    };
  },
  'AWS::Cognito::UserPoolClient': () => ({ ref: () => clientId, attributes: { ClientId: () => clientId } }),
  'AWS::IAM::Role': (resource, template) => {
    const name = template.nameOf(resource);
    return {
      ref: () => name,
      attributes: { Arn: () => `arn:${template.partition}:iam::${template.account}:role/${name}` },
    };
  },
  'AWS::IAM::ManagedPolicy': ({ id }, template) => ({
    ref: () => `arn:${template.partition}:iam::${template.account}:policy/${id}`,
    attributes: {},
  }),
  'AWS::Events::Rule': (resource, template) => {
    const name = template.nameOf(resource);
    return { ref: () => name, attributes: { Arn: () => arn(template, 'events', `rule/${name}`) } };
  },
  'AWS::Scheduler::Schedule': (resource, template) => {
    const name = template.nameOf(resource);
    const attributes = { Arn: () => arn(template, 'scheduler', `schedule/default/${name}`) };
    return { ref: () => name, attributes };
  },
  'AWS::SES::EmailIdentity': (resource, template) => ({
    ref: () => String(template.property(resource, 'EmailIdentity')),
    attributes: {},
  }),
  'AWS::SES::ConfigurationSet': (resource, template) => ({
    ref: () => template.nameOf(resource),
    attributes: {},
  }),
};

/**
 * What `Ref` and `Fn::GetAtt` give for each emulated type. An attribute that is not listed is an error, so that no
 * function runs on an invented value; resources that are only listed (roles, alarms) get placeholders.
 */
export const createResourceValues = (template: TemplateContext): ResourceValues => ({
  ref: (resource) => kinds[resource.type]?.(resource, template).ref() ?? resource.id,
  attribute(resource, name) {
    const known = kinds[resource.type]?.(resource, template);
    if (known === undefined)
      return name.endsWith('Arn')
        ? arn(template, serviceOf(resource.type), resource.id)
        : `${resource.id}.${name}`;
    const value = known.attributes[name];
    if (value === undefined) throw new Error(`${resource.type} ${resource.id}: ${name} is not emulated`);
    return value();
  },
});

/** `AWS::IAM::Role` → `iam` */
function serviceOf(type: string): string {
  return type.split('::')[1]?.toLowerCase() ?? 'unknown';
}
