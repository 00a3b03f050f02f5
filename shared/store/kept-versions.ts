import { unpack } from './content.ts';
import type { Database, Item } from './database.ts';
import { directoryKey, rulesKey } from './keys.ts';

/** Every version of the directory and of the rules that was ever in force. */
export async function keptVersions(database: Database): Promise<unknown[]> {
  const contents: unknown[] = [];
  for (const { pk } of [directoryKey, rulesKey]) {
    let start: Item | undefined;
    do {
      const page = await database.query({
        TableName: database.projects,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :version)',
        ExpressionAttributeValues: { ':pk': pk, ':version': 'VERSION#' },
        ExclusiveStartKey: start,
      });
      contents.push(...page.items.map((item) => unpack(item.content)));
      start = page.next;
    } while (start);
  }
  return contents;
}
