import { Duration } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type Effects, effects, type OwedMail } from '../../shared/effects/effects.ts';
import { type Action, actions } from '../../shared/history/event.ts';
import { pascalCase, pin } from './pin.ts';
import type { ServiceFunction } from './service-function.ts';

/** What a consumer gets to see; everything else on the stream is not even delivered. */
export interface EventFilter {
  readonly eventName: readonly ('INSERT' | 'MODIFY' | 'REMOVE')[];
  /** The events' `action`, of the image that was written. */
  readonly actions?: readonly Action[];
  /** Actions that are wanted only where their record holds details, cuts among them, or reopens the stage before. */
  readonly whereTold?: readonly Action[];
}

const actionsThat = (meets: (effect: Effects) => boolean): Action[] =>
  actions().filter((action) => meets(effects[action]));

const isOfSome = ({ when }: OwedMail): boolean => when === 'cut' || when === 'sent-back';

export const startsMovesOrKeeps: EventFilter = {
  eventName: ['INSERT'],
  actions: actionsThat(({ flow, keeps }) => flow !== undefined || keeps !== undefined),
};

export const makesAMail: EventFilter = {
  eventName: ['INSERT'],
  actions: actionsThat(({ mails }) => mails.some((mail) => !isOfSome(mail))),
  // Most decisions cut nothing and send nothing back: what is known of them is mailed by what follows from them.
  whereTold: actionsThat(({ mails }) => mails.length > 0 && mails.every(isOfSome)),
};

/** Nothing that may happen in a history that is only appended to. */
export const rewritesHistory: EventFilter = { eventName: ['MODIFY', 'REMOVE'] };

/** The History stream and those who read it; and the queue for what none of them can process. */
export class StreamConsumers extends Construct {
  readonly unprocessed: Queue;
  private readonly history: TableV2;
  private readonly streamArn: string;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly history: TableV2; readonly streamArn: string },
  ) {
    super(scope, id);
    this.history = props.history;
    this.streamArn = props.streamArn;

    this.unprocessed = new Queue(this, 'Unprocessed', {
      // The longest that SQS offers: whoever is back from a holiday still finds what went wrong.
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    pin(this.unprocessed, 'Unprocessed');
  }

  /** Lets a function consume part of the stream. */
  add(fn: ServiceFunction, filter: EventFilter): void {
    fn.allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      [this.streamArn],
    );
    // Lambda refuses a mapping whose role may not list streams, and listing knows no resource.
    fn.allow(['dynamodb:ListStreams'], ['*']);
    fn.allow(['sqs:SendMessage'], [this.unprocessed.queueArn]);

    const mapping = new CfnEventSourceMapping(this, fn.name, {
      functionName: fn.alias.functionArn,
      eventSourceArn: this.streamArn,
      startingPosition: 'TRIM_HORIZON',
      filterCriteria: {
        filters: patternsOf(filter).map((pattern) => ({ pattern: JSON.stringify(pattern) })),
      },
      // One submission's events come together; ten records stay far below a time-out even when each sends a mail.
      batchSize: 10,
      // No waiting for a full batch: somebody may be watching the mailbox.
      maximumBatchingWindowInSeconds: 0,
      // Ten batches at a time from one shard, each partition key (chain) in order: one slow mail blocks one project.
      parallelizationFactor: 10,
      functionResponseTypes: ['ReportBatchItemFailures'],
      bisectBatchOnFunctionError: true,
      // A record is tried until it is an hour old or twenty tries have failed; then it goes to the queue, and the
      // sweep repairs from the record. Longer would hold up what comes behind it; the stream itself keeps 24 hours.
      maximumRetryAttempts: 20,
      maximumRecordAgeInSeconds: 60 * 60,
      destinationConfig: { onFailure: { destination: this.unprocessed.queueArn } },
    });
    pin(mapping, `${pascalCase(fn.name)}Source`);
    // Lambda looks whether the role may read the stream when it makes the mapping.
    mapping.node.addDependency(fn.role, this.history);
  }
}

function patternsOf({ eventName, actions, whereTold }: EventFilter): object[] {
  const ofImage = (image: object): object => ({ eventName, dynamodb: { NewImage: image } });
  if (!actions) return [{ eventName }];
  const isThere = { S: [{ exists: true }] };
  const told = [{ detailsHash: isThere }, { reopens: { M: { contentHash: isThere } } }];
  return [
    ofImage({ action: { S: actions } }),
    ...(whereTold ? told.map((attribute) => ofImage({ action: { S: whereTold }, ...attribute })) : []),
  ];
}
