import type { Call } from './call.ts';
import type { Statement } from './policy.ts';

/** Who calls: a role, in a session of its own. */
export interface Caller {
  /** `arn:aws:iam::123456789012:role/Name` */
  readonly roleArn: string;
  /** `arn:aws:sts::123456789012:assumed-role/Name/session` */
  readonly sessionArn: string;
  /** `arn:aws:iam::123456789012:root`: in a resource's policy it leaves the matter to the account's own policies. */
  readonly accountArn: string;
}

/** The statements that are about one caller, action and resource; only their conditions are still open. */
export interface Concerned {
  readonly identity: readonly Statement[];
  readonly resource: readonly Statement[];
  /** Of a key, whose policy has to leave the matter to the account before an identity's policy counts. */
  readonly needsDelegation: boolean;
}

/** What comes of a call. `by` are the statements that decided; of an implicit denial there are none. */
export type Verdict =
  | { readonly allowed: true; readonly by: readonly Statement[] }
  | {
      readonly allowed: false;
      readonly by: Statement | undefined;
      /** Where the denial stands, or where what would allow is missing. */
      readonly where: 'identity-based' | 'resource-based';
    };

const isDirectlyNamed = ({ principals }: Statement, { roleArn, sessionArn }: Caller): boolean =>
  principals.some((one) => one === '*' || one === roleArn || one === sessionArn);

const namesAccount = ({ principals }: Statement, { accountArn }: Caller): boolean =>
  principals.includes(accountArn);

/** Whether a resource's statement speaks of a caller at all. */
export const speaksOf = (statement: Statement, caller: Caller): boolean =>
  isDirectlyNamed(statement, caller) || namesAccount(statement, caller);

/**
 * What IAM decides within one account: a deny anywhere is final; otherwise one allow is enough, in a policy of the role
 * or, by the role's name, in one of the resource (IAM user guide, "Policy evaluation logic").
 */
export function evaluate(
  { identity, resource, needsDelegation }: Concerned,
  caller: Caller,
  call: Call,
): Verdict {
  const inForce = (statements: readonly Statement[], effect: Statement['effect']): Statement[] =>
    statements.filter((statement) => statement.effect === effect && statement.applies(call));

  const [deniedByRole] = inForce(identity, 'Deny');
  if (deniedByRole) return { allowed: false, by: deniedByRole, where: 'identity-based' };
  const [deniedByResource] = inForce(resource, 'Deny');
  if (deniedByResource) return { allowed: false, by: deniedByResource, where: 'resource-based' };

  const onResource = inForce(resource, 'Allow');
  const direct = onResource.filter((statement) => isDirectlyNamed(statement, caller));
  const own = inForce(identity, 'Allow');
  if (own.length > 0 && needsDelegation && onResource.length === 0)
    return { allowed: false, by: undefined, where: 'resource-based' };
  const by = [...own, ...direct];
  return by.length > 0 ? { allowed: true, by } : { allowed: false, by: undefined, where: 'identity-based' };
}
