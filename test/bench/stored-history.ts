import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { emptyHead, link } from '../../shared/history/chain.ts';
import { digest } from '../../shared/history/digest.ts';
import type { EventBody, HistoryEvent } from '../../shared/history/event.ts';
import { appendsOf } from '../../shared/store/history-store.ts';
import { eachOf, type Store } from './store.ts';

/** What a history of the bench is spread over. Few, so that also the shortest has full pages for each. */
export const spread = {
  /** Declaring units, and as many submitters. */
  units: 5,
  /** Reviewers, and as many approvers: of a thousand events two full pages are one reviewer's. */
  deciders: 1,
  from: '2026-01-01T00:00:00.000Z',
  /** Exclusive; three months, the last of them not over at this time. */
  to: '2026-03-31T00:00:00.000Z',
} as const;

export const EVENTS_PER_PROJECT = 7;
export const unitAt = (number: number): string => `1153012100000000${number}X`;
export const reviewerAt = (number: number): string => `reviewer-${number}`;
export const projectAt = (number: number): string =>
  `2026-${String(Math.floor(number / 10_000)).padStart(4, '0')}-${String(number % 10_000).padStart(4, '0')}`;

const GOLDEN = (Math.sqrt(5) - 1) / 2;
const HOUR_MS = 3_600_000;

/**
 * When a project was begun: multiples of the golden section, modulo one, lie evenly however many there are. A short
 * history and a long one then cover the same months.
 */
const begunAt = (number: number): number => {
  const from = Date.parse(spread.from);
  // Room for the steps of a project, of which the last is a day and a half after the first.
  return from + ((number * GOLDEN) % 1) * (Date.parse(spread.to) - from - 48 * HOUR_MS);
};

/** The history of one approved project, as the workflow core makes it. */
function projectEvents(number: number): HistoryEvent[] {
  const projectId = projectAt(number);
  const unit = unitAt(number % spread.units);
  const about = { projectId, unit, budgetYear: 2026 } as const;
  const submitter = {
    id: `submitter-${number % spread.units}`,
    name: `经办人${number % spread.units}（示例）`,
    role: 'submitter',
    via: 'session',
  } as const;
  const flow = { id: 'flow', name: 'Countersign', role: 'system', via: 'system' } as const;
  const reviewer = {
    id: reviewerAt(number % spread.deciders),
    name: `审核人${number % spread.deciders}（示例）`,
    role: 'reviewer',
    via: 'link',
  } as const;
  const approver = { ...reviewer, id: `approver-${number % spread.deciders}`, role: 'approver' } as const;
  const contentHash = digest(projectId);
  const requestedFen = 12_345_600;
  const amounts = { requestedFen, approvedFen: requestedFen };
  const at = (hours: number): string => new Date(begunAt(number) + hours * HOUR_MS).toISOString();
  const review = { stage: 'finance-review', revision: 1 } as const;
  const approval = { stage: 'approval', revision: 1 } as const;
  const asked = ({ id, name }: { id: string; name: string }, hours: number) => ({
    assignees: [{ id, name }],
    deadline: at(hours + 120),
    calendar: 'chinese-days 1.5.7',
  });
  const decided = (hours: number) =>
    ({
      action: 'decided',
      outcome: 'approve',
      contentHash,
      proof: 'link',
      requestedAt: at(hours),
      deadline: at(hours + 120),
      ...amounts,
    }) as const;
  const call = (name: string): string => `${projectId}-${name}`;
  const bodies: EventBody[] = [
    {
      ...about,
      at: at(0),
      actor: submitter,
      action: 'created',
      revision: 1,
      to: 'draft',
      requestId: call('a'),
    },
    {
      ...about,
      at: at(0),
      actor: submitter,
      action: 'submitted',
      revision: 1,
      from: 'draft',
      to: 'in-review',
      next: 'finance-review',
      requestedFen,
      contentHash,
      requestId: call('a'),
    },
    {
      ...about,
      at: at(1),
      actor: flow,
      action: 'requested',
      ...review,
      ...asked(reviewer, 1),
      requestId: call('b'),
    },
    {
      ...about,
      at: at(10),
      actor: reviewer,
      ...decided(1),
      ...review,
      next: 'approval',
      requestId: call('c'),
    },
    {
      ...about,
      at: at(11),
      actor: flow,
      action: 'requested',
      ...approval,
      ...asked(approver, 11),
      requestId: call('d'),
    },
    { ...about, at: at(36), actor: approver, ...decided(11), ...approval, requestId: call('e') },
    {
      ...about,
      at: at(36),
      actor: approver,
      action: 'approved',
      ...approval,
      from: 'in-review',
      to: 'approved',
      ...amounts,
      requestId: call('e'),
    },
  ];
  return link(projectId, emptyHead, bodies);
}

/** The most that one call of BatchWriteItem takes. */
const BATCH = 25;
const AT_ONCE = 8;

/**
 * Puts the histories of projects into the table as the product's own appends would have, without their transactions:
 * in batches, which is what makes a million affordable.
 */
export async function fillHistory(store: Store, firstProject: number, projects: number): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: store.endpoint, credentials, region: 'us-east-1' });
  const { database } = store;
  function* batches(): Generator<HistoryEvent[]> {
    let batch: HistoryEvent[] = [];
    for (let number = firstProject; number < firstProject + projects; number++)
      for (const event of projectEvents(number)) {
        batch.push(event);
        if (batch.length < BATCH) continue;
        yield batch;
        batch = [];
      }
    if (batch.length > 0) yield batch;
  }
  await eachOf(batches(), AT_ONCE, async (events) => {
    const puts = events.map((event) => ({
      PutRequest: {
        Item: marshall(appendsOf(database, [event])[0]?.Put?.Item ?? {}, { removeUndefinedValues: true }),
      },
    }));
    const { UnprocessedItems } = await client.send(
      new BatchWriteItemCommand({ RequestItems: { [database.history]: puts } }),
    );
    if (Object.keys(UnprocessedItems ?? {}).length > 0)
      throw new Error('The database left items of a batch out');
  });
  client.destroy();
}
