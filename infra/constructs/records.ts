import {
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  StreamViewType,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Settings } from '../config.ts';
import { keep } from './pin.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });
const number = (name: string) => ({ name, type: AttributeType.NUMBER });

/** What every table here has: what it holds is the office's record. */
const forGood = (settings: Pick<Settings, 'protected'>) => ({
  // Submissions come in waves before a budget deadline; nobody should have to guess the capacity.
  billing: Billing.onDemand(),
  pointInTimeRecoverySpecification: {
    pointInTimeRecoveryEnabled: true,
    recoveryPeriodInDays: recoveryDays,
  },
  deletionProtection: settings.protected,
});

/** Everything that would change or remove an event, PartiQL's writes included: the resource policy denies it. */
const rewritingActions = [
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:PartiQLInsert',
  'dynamodb:PartiQLUpdate',
  'dynamodb:PartiQLDelete',
] as const;

/** The policy of the table History. A restored table comes without it. */
export const historyPolicy = (): PolicyDocument =>
  new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: 'NobodyRewritesHistory',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: [...rewritingActions],
        // In a table's own policy `*` is that table; its ARN would make the template refer to itself.
        resources: ['*'],
      }),
    ],
  });

/** How long a table can be put back to any second of: 35 days is the longest that DynamoDB offers. */
export const recoveryDays = 35;
/** When an item of Projects ends by itself. */
export const timeToLiveAttribute = 'expiresAt';

const projectsIndexes: GlobalSecondaryIndexPropsV2[] = [
  {
    indexName: 'by-unit',
    partitionKey: text('unitId'),
    sortKey: text('createdAt'),
    projectionType: ProjectionType.INCLUDE,
    // What a line of the desk shows.
    nonKeyAttributes: [
      'title',
      'state',
      'stage',
      'requestedFen',
      'approvedFen',
      'budgetYear',
      'revision',
      'form',
      'id',
    ],
  },
  {
    // Sparse: only what will have to be looked at. `due` is one constant, `dueAt` the time.
    indexName: 'by-due',
    partitionKey: text('due'),
    sortKey: text('dueAt'),
    projectionType: ProjectionType.KEYS_ONLY,
  },
  {
    // Sparse: only open requests, by the unit that is asked.
    indexName: 'by-asked',
    partitionKey: text('askedUnit'),
    sortKey: text('deadline'),
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: [
      'projectId',
      'stage',
      'assignees',
      'title',
      'unitName',
      'requestedFen',
      'revision',
      'requestId',
    ],
  },
];

const historyIndexes: GlobalSecondaryIndexPropsV2[] = [
  { indexName: 'by-actor', partitionKey: text('byActor'), sortKey: text('sortKey') },
  // Sparse: only what was done in somebody's place, so that it costs next to nothing.
  { indexName: 'by-principal', partitionKey: text('byPrincipal'), sortKey: text('sortKey') },
  { indexName: 'by-unit', partitionKey: text('byUnit'), sortKey: text('sortKey') },
  { indexName: 'by-month', partitionKey: text('byMonth'), sortKey: text('sortKey') },
];

/**
 * The two tables (design: Projects and History). CloudFormation adds one index per table and update, so all indexes
 * exist from the first deployment.
 */
export class Records extends Construct {
  readonly projects: TableV2;
  readonly history: TableV2;

  constructor(scope: Construct, id: string, settings: Pick<Settings, 'protected'>) {
    super(scope, id);

    this.projects = new TableV2(this, 'Projects', {
      ...forGood(settings),
      partitionKey: text('pk'),
      sortKey: text('sk'),
      // Sessions, links and the records of calls end by themselves; readers check the time too.
      timeToLiveAttribute,
      globalSecondaryIndexes: projectsIndexes,
    });
    keep(this.projects, 'Projects');

    this.history = new TableV2(this, 'History', {
      ...forGood(settings),
      partitionKey: text('chain'),
      sortKey: number('seq'),
      // Both images: whoever watches for tampering must see what an event was before.
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      resourcePolicy: historyPolicy(),
      globalSecondaryIndexes: historyIndexes,
    });
    keep(this.history, 'History');
  }

  /** The stream of events, which the template has because History asks for it. */
  get historyStreamArn(): string {
    const arn = this.history.tableStreamArn;
    if (arn === undefined) throw new Error('History has no stream');
    return arn;
  }
}
