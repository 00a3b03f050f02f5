import * as z from 'zod';
import type { Resource, Resources } from '../../assembly/resources.ts';
import { compilePolicy, type Statement } from './policy.ts';

/** A role of the template with the policies that it has, inside and beside it. */
export interface Role {
  /** The logical id, or the name that the template gives. */
  readonly name: string;
  readonly arn: string;
  readonly trust: readonly Statement[];
  readonly policies: readonly Statement[];
  /** The same as they stand in the template. */
  readonly documents: readonly unknown[];
}

const document = z.unknown();
const roleSchema = z.object({
  AssumeRolePolicyDocument: document,
  Policies: z.array(z.object({ PolicyName: z.string(), PolicyDocument: document })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  PermissionsBoundary: z.undefined('a permissions boundary is not emulated').optional(),
});
const attachedSchema = z.object({ Roles: z.array(z.string()).default([]), PolicyDocument: document });

/** Every role, by its ARN. @throws Error for a managed policy that is not the template's own */
export function readRoles(resources: Resources): ReadonlyMap<string, Role> {
  const attached = resources
    .ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')
    .map((resource) => ({ ref: resource.ref(), id: resource.id, ...resource.read(attachedSchema) }));
  const roles = resources.ofType('AWS::IAM::Role').map((resource): Role => {
    const { AssumeRolePolicyDocument, Policies, ManagedPolicyArns } = resource.read(roleSchema);
    const foreign = ManagedPolicyArns.find((arn) => !attached.some(({ ref }) => ref === arn));
    if (foreign !== undefined)
      throw new Error(`${resource.id}: the managed policy ${foreign} is not emulated`);
    const name = resource.ref();
    const own = Policies.map(({ PolicyName, PolicyDocument }) => ({ id: PolicyName, PolicyDocument }));
    const beside = attached.filter(
      ({ ref, Roles }) => Roles.includes(name) || ManagedPolicyArns.includes(ref),
    );
    const all = [...own, ...beside];
    return {
      name,
      arn: resource.attribute('Arn'),
      trust: compilePolicy(AssumeRolePolicyDocument, `${resource.id}'s trust`, 'trust'),
      policies: all.flatMap(({ id, PolicyDocument }) => compilePolicy(PolicyDocument, id, 'identity')),
      documents: all.map(({ PolicyDocument }) => PolicyDocument),
    };
  });
  return new Map(roles.map((role) => [role.arn, role]));
}

/** A resource with a policy of its own. */
export interface GuardedResource {
  readonly arn: string;
  readonly policies: readonly Statement[];
  /** The same as it stands in the template. */
  readonly document: unknown;
  /** Whether its policy has to leave matters to the account before an identity's policy counts, as a key's. */
  readonly needsDelegation: boolean;
}

const ownPolicy = z.object({ PolicyDocument: document }).optional();
const tableSchema = z.object({
  ResourcePolicy: ownPolicy,
  Replicas: z.array(z.object({ Region: z.string(), ResourcePolicy: ownPolicy })).default([]),
});
const keySchema = z.object({ KeyPolicy: document });
const bucketSchema = z.object({ Bucket: z.string(), PolicyDocument: document });
const queueSchema = z.object({ Queues: z.array(z.string()), PolicyDocument: document });

/** The tables, keys, buckets and queues of the template that have a policy. */
export function readResourcePolicies(resources: Resources): readonly GuardedResource[] {
  const guarded = (arn: string, id: string, policy: unknown, needsDelegation = false): GuardedResource => ({
    arn,
    policies: compilePolicy(policy, id, 'resource'),
    document: policy,
    needsDelegation,
  });
  const byRef = (type: string): ReadonlyMap<string, Resource> =>
    new Map(resources.ofType(type).map((resource) => [resource.ref(), resource]));
  const buckets = byRef('AWS::S3::Bucket');
  const queues = byRef('AWS::SQS::Queue');
  const arnIn = (all: ReadonlyMap<string, Resource>, ref: string, id: string): string => {
    const found = all.get(ref);
    if (found === undefined)
      throw new Error(`${id} is the policy of ${ref}, which the template does not have`);
    return found.attribute('Arn');
  };

  return [
    ...resources.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').flatMap((resource) => {
      const { ResourcePolicy, Replicas } = resource.read(tableSchema);
      const here = Replicas.find(({ Region }) => Region === resources.region);
      const policy = ResourcePolicy ?? here?.ResourcePolicy;
      return policy ? [guarded(resource.attribute('Arn'), resource.id, policy.PolicyDocument)] : [];
    }),
    ...resources
      .ofType('AWS::KMS::Key')
      .map((resource) =>
        guarded(resource.attribute('Arn'), resource.id, resource.read(keySchema).KeyPolicy, true),
      ),
    ...resources.ofType('AWS::S3::BucketPolicy').map((resource) => {
      const { Bucket, PolicyDocument } = resource.read(bucketSchema);
      return guarded(arnIn(buckets, Bucket, resource.id), resource.id, PolicyDocument);
    }),
    ...resources.ofType('AWS::SQS::QueuePolicy').flatMap((resource) => {
      const { Queues, PolicyDocument } = resource.read(queueSchema);
      return Queues.map((queue) => guarded(arnIn(queues, queue, resource.id), resource.id, PolicyDocument));
    }),
  ];
}
