import { ConditionRefused, type Database } from '../store/database.ts';
import { requestKey } from './keys.ts';
import { tokenAttribute } from './stored.ts';

/** The task token that the flow waits with at a stage of a revision. */
export interface TaskToken {
  readonly projectId: string;
  readonly revision: number;
  readonly stage: string;
  readonly token: string;
  /** Sorts the tokens of one wait in the order in which they were handed out. */
  readonly order: string;
}

/** Stores a newer token on the request that is there; without event and without mail. An older one changes nothing. */
export async function renewToken(
  database: Database,
  { projectId, revision, stage, token, order }: TaskToken,
) {
  try {
    await database.update({
      TableName: database.projects,
      Key: requestKey(projectId, revision, stage),
      UpdateExpression: 'SET #token = :token, #order = :order',
      ConditionExpression: 'attribute_exists(pk) AND #order < :order',
      ExpressionAttributeNames: { '#token': 'token', '#order': 'tokenOrder' },
      ExpressionAttributeValues: { ':token': tokenAttribute(token), ':order': order },
    });
  } catch (error) {
    if (!(error instanceof ConditionRefused)) throw error;
  }
}
