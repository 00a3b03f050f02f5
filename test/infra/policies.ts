// Finds every statement of every policy in a template, wherever it stands: in a role, beside it, or on a resource.
import * as z from 'zod';
import type { Resource } from './template.ts';

const list = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const statementSchema = z
  .object({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Action: list,
    Resource: z.unknown().optional(),
    Principal: z.unknown().optional(),
    Condition: z.unknown().optional(),
  })
  // NotAction and NotResource would say more than they seem to; they must not slip through unread.
  .strict();

export interface Statement {
  /** The logical id of the resource whose policy it is. */
  readonly of: string;
  /** The logical ids of the roles that the policy is attached to. */
  readonly roles: readonly string[];
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  /** Each as JSON text, references included. */
  readonly resources: readonly string[];
  readonly principal: unknown;
  readonly condition: unknown;
}

export function statementsOf(resources: readonly Resource[]): Statement[] {
  return resources.flatMap((resource) => {
    const attached = z
      .array(z.object({ Ref: z.string() }))
      .catch([])
      .parse(resource.properties.Roles);
    const roles = resource.type === 'AWS::IAM::Role' ? [resource.id] : attached.map((role) => role.Ref);
    return documentsIn(resource.properties).flatMap((document) =>
      z
        .array(statementSchema)
        .parse(document)
        .map((statement) => ({
          of: resource.id,
          roles,
          effect: statement.Effect,
          actions: statement.Action,
          resources: resourcesOf(statement.Resource),
          principal: statement.Principal,
          condition: statement.Condition,
        })),
    );
  });
}

/** The `Statement` lists of all policy documents below a value. */
function documentsIn(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'Statement' && Array.isArray(inner) ? [inner] : documentsIn(inner),
  );
}

/** A trust policy names no resource. */
function resourcesOf(given: unknown): string[] {
  return [given]
    .flat()
    .filter((one) => one !== undefined)
    .map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
}
