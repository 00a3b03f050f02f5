import * as z from 'zod';
import type { EventOf } from '../history/event.ts';
import { ConditionRefused, type Database } from '../store/database.ts';
import { rolesKey } from '../store/keys.ts';
import { appendToChain, RULES_CHAIN } from '../store/system-chain.ts';
import type { Account } from './principal.ts';

const rolesRecord = z.object({ roles: z.string() });

/**
 * Records a person's roles, with the event that says so, where they are others than at the last sign-in. Roles belong
 * to the issuer, who tells of no change: what can be recorded is when it was first seen.
 */
export async function recordRoles(
  database: Database,
  account: Account,
  cause: { readonly at: string; readonly requestId: string },
): Promise<void> {
  const roles = account.roles.join(', ');
  const key = rolesKey(account.id);
  const item = await database.get(database.projects, key);
  const before = item === undefined ? '' : rolesRecord.parse(item).roles;
  if (roles === before) return;
  const event: EventOf<'roles-changed'> = {
    ...cause,
    actor: { id: 'session', name: 'Countersign', role: 'system', via: 'system' },
    action: 'roles-changed',
    assignees: [{ id: account.id, name: account.name }],
    comment: `${before === '' ? '—' : before} → ${roles === '' ? '—' : roles}`,
  };
  try {
    await appendToChain(
      database,
      RULES_CHAIN,
      [event],
      [
        {
          name: 'roles',
          Put: {
            TableName: database.projects,
            Item: { ...key, roles },
            ConditionExpression: 'attribute_not_exists(pk) OR #roles = :before',
            ExpressionAttributeNames: { '#roles': 'roles' },
            ExpressionAttributeValues: { ':before': before },
          },
        },
      ],
    );
  } catch (error) {
    // Signed in twice at once: the other sign-in has seen and recorded the same.
    if (!(error instanceof ConditionRefused)) throw error;
  }
}
