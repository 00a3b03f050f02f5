import type { Call } from './call.ts';
import { type Caller, type Concerned, evaluate, speaksOf, type Verdict } from './evaluate.ts';
import type { GuardedResource, Role } from './policies.ts';

/** A role in use: by a function, or by a service that was given it. */
export interface Principal extends Caller {
  readonly role: Role;
}

/** @param session the function's name, as Lambda calls its sessions */
export function principalOf(role: Role, session: string): Principal {
  const [, partition = 'aws', , , account = ''] = role.arn.split(':');
  return {
    role,
    roleArn: role.arn,
    sessionArn: `arn:${partition}:sts::${account}:assumed-role/${role.name}/${session}`,
    accountArn: `arn:${partition}:iam::${account}:root`,
  };
}

/** What comes of a call by a role. */
export type Decide = (principal: Principal, call: Call) => Verdict;

/** A decision, told when one such is made for the first time: who did what, where, and which statements decided. */
export type Decided = (principal: Principal, call: Call, verdict: Verdict) => void;

// Actions times tables is some dozens; objects and executions are ever new.
const mostKept = 2_000;

/** @param guarded the resources with policies of their own */
export function createAuthorizer(guarded: readonly GuardedResource[], decided: Decided): Decide {
  // By role, action and resource: which statements these concern stays, only whether their conditions hold is open.
  const kept = new Map<string, Concerned & { readonly told: Set<string> }>();

  const concernedBy = (principal: Principal, { action, resource }: Call) => {
    const key = `${principal.roleArn} ${action} ${resource}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const owner = guarded.find(({ arn }) => resource === arn || resource.startsWith(`${arn}/`));
    const isConcerned = (statement: Role['policies'][number]) => statement.concerns(action, resource);
    const concerned = {
      identity: principal.role.policies.filter(isConcerned),
      resource: (owner?.policies ?? []).filter((one) => isConcerned(one) && speaksOf(one, principal)),
      needsDelegation: owner?.needsDelegation ?? false,
      told: new Set<string>(),
    };
    if (kept.size >= mostKept) kept.clear();
    kept.set(key, concerned);
    return concerned;
  };

  return (principal, call) => {
    const concerned = concernedBy(principal, call);
    const verdict = evaluate(concerned, principal, call);
    const by = verdict.allowed ? verdict.by.map(({ name }) => name).join() : 'denied';
    if (!concerned.told.has(by)) {
      concerned.told.add(by);
      decided(principal, call, verdict);
    }
    return verdict;
  };
}

/** A refusal in the words of the services, with the policy that refuses where one does. */
export function explain(
  { sessionArn }: Principal,
  { action, resource }: Call,
  { by, where }: Verdict & { readonly allowed: false },
): string {
  const policy = where === 'identity-based' ? 'an identity-based' : 'a resource-based';
  const cause = by
    ? `with an explicit deny in ${policy} policy: ${by.name}`
    : `because no ${where} policy allows the ${action} action`;
  return `User: ${sessionArn} is not authorized to perform: ${action} on resource: ${resource} ${cause}`;
}
