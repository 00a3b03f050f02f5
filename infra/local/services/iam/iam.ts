import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Resources } from '../../assembly/resources.ts';
import { createAuthorizer, explain, type Principal, principalOf } from './authorizer.ts';
import type { Account, Call } from './call.ts';
import { readPermissions } from './lambda-permissions.ts';
import { type Role, readResourcePolicies, readRoles } from './policies.ts';
import { openRecord } from './record.ts';

/** Why a call is not let through. */
export interface Refusal {
  readonly code: 'AccessDeniedException' | 'UnrecognizedClientException';
  readonly message: string;
}

/** Looks whether whoever signed a request may do what it asks for; undefined where they may. */
export type Admit = (authorization: string | undefined, calls: readonly Call[]) => Refusal | undefined;

/** IAM: who may do what, by the template's policies. */
export interface Iam {
  readonly account: Account;
  /** The credentials of a function's role, as Lambda puts them into the function's environment. */
  credentialsOf(functionName: string): Readonly<Record<string, string>>;
  readonly admit: Admit;
  /** Whose key it is that something was signed with, for a service that looks at signatures; undefined for a strange one. */
  signerOf(accessKeyId: string): Signer | undefined;
  /** Why a service that was given a role may not do something by it; undefined where it may. */
  refusalBy(service: string, roleArn: string, call: Call): string | undefined;
  /** The ARN of the role that a function runs with. */
  roleArnOf(functionArn: string): string;
  readonly refusalToInvoke: RefusalToInvoke;
}

/** A role in the hands of a function, by what it signs with. */
export interface Signer {
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Why it may not do what it has signed for; undefined where it may. */
  refusal(calls: readonly Call[]): string | undefined;
}

/** On whose behalf a function is invoked, where no other function does it. */
export interface Source {
  /** `events.amazonaws.com` */
  readonly service: string;
  /** The rule, the route, the state machine. */
  readonly arn: string;
  /** The role that the service was given; without one, the function's own policy has to permit it. */
  readonly roleArn?: string | undefined;
}

/** Why a service may not invoke a function; undefined where it may. */
export type RefusalToInvoke = (source: Source, functionArn: string) => string | undefined;

const withRole = z.object({ Role: z.string() });

/**
 * Reads the policies of the template.
 * @param record the file where it is written down what each role is granted and used for
 * @throws Error for a policy that says what this host does not know, and for a function whose role Lambda may not take
 */
export function openIam(resources: Resources, record: string): Iam {
  const roles = readRoles(resources);
  const guarded = readResourcePolicies(resources);
  const decide = createAuthorizer(guarded, openRecord(record, { roles: roles.values(), guarded }));
  const roleWith = (arn: string): Role => {
    const role = roles.get(arn);
    if (role === undefined) throw new Error(`The template has no role ${arn}`);
    return role;
  };
  const assumed = (service: string, arn: string): Role => {
    const role = roleWith(arn);
    if (!trusts(role, service, resources.account))
      throw new Error(`The role ${role.name} does not trust ${service}`);
    return role;
  };
  const functions = new Map(
    resources.ofType('AWS::Lambda::Function').map((resource) => {
      const role = assumed('lambda.amazonaws.com', resource.read(withRole).Role);
      return [resource.name, { ...newCredentials(), principal: principalOf(role, resource.name) }];
    }),
  );
  const byKey = new Map([...functions.values()].map((one) => [one.key, one]));
  const functionWith = (name: string) => {
    const found = functions.get(name);
    if (found === undefined) throw new Error(`The template has no function ${name}`);
    return found;
  };

  const refusal = (principal: Principal, calls: readonly Call[]): string | undefined => {
    for (const call of calls) {
      const verdict = decide(principal, call);
      if (!verdict.allowed) return explain(principal, call, verdict);
    }
    return undefined;
  };

  const refusalBy: Iam['refusalBy'] = (service, roleArn, call) => {
    const [session = service] = service.split('.');
    return refusal(principalOf(assumed(service, roleArn), session), [call]);
  };
  const permits = readPermissions(resources);

  return {
    account: resources,
    credentialsOf(name) {
      const { key, secretAccessKey, sessionToken } = functionWith(name);
      return {
        AWS_ACCESS_KEY_ID: key,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
      };
    },
    admit(authorization, calls) {
      const caller = byKey.get(keyIn(authorization));
      if (caller === undefined)
        return {
          code: 'UnrecognizedClientException',
          message: 'The security token included in the request is invalid.',
        };
      const message = refusal(caller.principal, calls);
      return message === undefined ? undefined : { code: 'AccessDeniedException', message };
    },
    signerOf(accessKeyId) {
      const found = byKey.get(accessKeyId);
      return found && { ...found, refusal: (calls) => refusal(found.principal, calls) };
    },
    refusalBy,
    roleArnOf: (functionArn) => functionWith(functionArn.split(':')[6] ?? functionArn).principal.roleArn,
    refusalToInvoke({ service, arn, roleArn }, functionArn) {
      if (roleArn !== undefined)
        return refusalBy(service, roleArn, {
          action: 'lambda:InvokeFunction',
          resource: functionArn,
          context: {},
        });
      if (permits(service, arn, functionArn)) return undefined;
      return `${service} is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn} because no AWS::Lambda::Permission covers ${arn}`;
    },
  };
}

function trusts(role: Role, service: string, account: string): boolean {
  const call = { action: 'sts:AssumeRole', resource: role.arn, context: { 'aws:sourceaccount': account } };
  return role.trust.some(
    (statement) =>
      statement.effect === 'Allow' &&
      statement.services.includes(service) &&
      statement.actions.includes(call.action) &&
      statement.applies(call),
  );
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** What nobody can guess, in the form of credentials that end by themselves: those come with a token. */
const newCredentials = () => ({
  key: `ASIA${Array.from(randomBytes(16), (byte) => alphabet[byte % alphabet.length]).join('')}`,
  secretAccessKey: randomBytes(30).toString('base64'),
  sessionToken: randomBytes(48).toString('base64'),
});

/** The key that a request was signed with (Signature Version 4). */
function keyIn(authorization: string | undefined): string {
  return /\bCredential=([^/,\s]+)\//.exec(authorization ?? '')?.[1] ?? '';
}
