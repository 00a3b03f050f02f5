import { openLineFile } from '../../line-file.ts';
import type { Decided } from './authorizer.ts';
import type { GuardedResource, Role } from './policies.ts';

/**
 * Writes down, one JSON object a line, the policies in force and what each role was used for or refused: each pair of
 * action and resource once. Read together, the lines of many runs say which grants nobody needs.
 */
export function openRecord(
  file: string,
  policies: { readonly roles: Iterable<Role>; readonly guarded: readonly GuardedResource[] },
): Decided {
  const lines = openLineFile(file, () => {});
  const write = (entry: object): void => lines.append(`${JSON.stringify(entry)}\n`);
  for (const { name, documents } of policies.roles) write({ role: name, has: documents });
  for (const { arn, document } of policies.guarded) write({ guarded: arn, by: document });

  return ({ role, sessionArn }, { action, resource, context }, { allowed }) =>
    write({ role: role.name, session: sessionArn, asks: action, on: resource, context, allowed });
}
