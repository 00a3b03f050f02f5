import * as z from 'zod';
import type { Call } from './call.ts';
import { compileConditions, conditionSchema } from './conditions.ts';
import { wildcard } from './pattern.ts';

/** One statement of a policy, ready to be asked. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Policy and statement, as a refusal names it. */
  readonly name: string;
  /** Whom a resource's policy speaks of. */
  readonly principals: readonly string[];
  readonly services: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Whether it is about this action on this resource, whatever its conditions say. */
  concerns(action: string, resource: string): boolean;
  /** Whether its conditions hold. */
  applies(call: Call): boolean;
}

const list = z.union([z.string().transform((one) => [one]), z.array(z.string()).nonempty()]);
// Strict: NotAction, NotResource or NotPrincipal, left unread, would turn what a statement says around.
const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z
    .union([z.literal('*'), z.strictObject({ AWS: list.default([]), Service: list.default([]) })])
    .optional(),
  Action: list,
  Resource: list.optional(),
  Condition: conditionSchema,
});
const documentSchema = z.strictObject({
  Version: z.literal('2012-10-17'),
  Id: z.string().optional(),
  Statement: z.union([statementSchema.transform((one) => [one]), z.array(statementSchema)]),
});

/**
 * Compiles a policy document.
 * @param name what a refusal and an error call the policy
 * @param kind an identity's policy names no principal, a resource's must, and one of trust names no resource
 * @throws Error for what is not known: element, operator, condition key, variable
 */
export function compilePolicy(
  document: unknown,
  name: string,
  kind: 'identity' | 'resource' | 'trust',
): readonly Statement[] {
  const parsed = documentSchema.safeParse(document);
  if (!parsed.success) throw new Error(`The policy ${name}: ${z.prettifyError(parsed.error)}`);
  return parsed.data.Statement.map((statement, index) => {
    const sid = statement.Sid === undefined ? `${name}, statement ${index + 1}` : `${name}, ${statement.Sid}`;
    try {
      return compileStatement(statement, sid, kind);
    } catch (error) {
      throw new Error(`The policy ${sid}: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

function compileStatement(
  { Effect, Principal, Action, Resource, Condition }: z.infer<typeof statementSchema>,
  name: string,
  kind: 'identity' | 'resource' | 'trust',
): Statement {
  if ((Principal === undefined) !== (kind === 'identity'))
    throw new Error(kind === 'identity' ? 'names a principal' : 'names no principal');
  if ((Resource === undefined) !== (kind === 'trust'))
    throw new Error(kind === 'trust' ? 'names a resource' : 'names no resource');
  const resources = Resource ?? [];
  if ([...Action, ...resources].some((text) => text.includes('${')))
    throw new Error('policy variables are not known');
  const { AWS, Service } = Principal === '*' ? { AWS: ['*'], Service: [] } : (Principal ?? nobody);
  // Names of actions are compared without case, names of resources with it.
  const actions = Action.map((action) => wildcard(action, 'i'));
  const places = resources.map((resource) => wildcard(resource));
  const holds = compileConditions(Condition, Action);
  return {
    effect: Effect,
    name,
    principals: AWS,
    services: Service,
    actions: Action,
    resources,
    concerns: (action, resource) =>
      actions.some((fits) => fits(action)) && places.some((fits) => fits(resource)),
    applies: ({ context }) => holds(context),
  };
}

const nobody = { AWS: [], Service: [] };
