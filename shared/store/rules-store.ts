import * as z from 'zod';
import { digest } from '../history/digest.ts';
import { boundWrite } from './bound-store.ts';
import { ConditionRefused, type Database } from './database.ts';
import { rulesKey } from './keys.ts';
import { appendToChain, RULES_CHAIN } from './system-chain.ts';

const rulesRecord = z.object({ version: z.int(), hash: z.string() });

/**
 * Records the rules in force, with the event that says so, unless they are those recorded last. Every version is kept
 * under the hash by which the event binds it.
 */
export async function saveRules(
  database: Database,
  rules: Readonly<Record<string, unknown>>,
  now: Date,
): Promise<void> {
  const hash = digest(rules);
  const item = await database.get(database.projects, rulesKey);
  const before = item === undefined ? { version: 0, hash: '' } : rulesRecord.parse(item);
  if (before.hash === hash) return;
  const version = before.version + 1;
  const event = {
    at: now.toISOString(),
    actor: { id: 'rules', name: 'Countersign', role: 'system', via: 'system' },
    action: 'workflow-changed',
    detailsHash: hash,
    requestId: `rules-${version}`,
  } as const;
  try {
    await appendToChain(
      database,
      RULES_CHAIN,
      [event],
      [
        {
          name: 'rules',
          Put: {
            TableName: database.projects,
            Item: { ...rulesKey, version, hash },
            ConditionExpression: 'attribute_not_exists(pk) OR #version = :before',
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':before': before.version },
          },
        },
        boundWrite(database, rules),
      ],
    );
  } catch (error) {
    // Another process of the same release was first, and recorded the same.
    if (!(error instanceof ConditionRefused)) throw error;
    await saveRules(database, rules, now);
  }
}
