import { Duration } from 'aws-cdk-lib';
import {
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Metric,
  PeriodOverride,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { HttpApi } from './http-api.ts';
import {
  endedBadly,
  fiveMinutes,
  machineMetric,
  mailTrouble,
  refusedCalls,
  refusedReadsAndWrites,
  sumOf,
} from './metrics.ts';
import { pin } from './pin.ts';
import type { Records } from './records.ts';
import type { ServiceFunction } from './service-function.ts';

export interface DashboardProps {
  readonly functions: readonly ServiceFunction[];
  readonly consumers: readonly ServiceFunction[];
  readonly machines: ReadonlyMap<string, CfnStateMachine>;
  readonly http: HttpApi;
  readonly records: Records;
  /** SES's configuration set; absent where mail goes by SMTP. */
  readonly configurationSetName: string | undefined;
}

/**
 * One page for whoever runs the product: flows, waits, mails, what is refused, and what costs. It has no name of its
 * own: names of dashboards are unique in an account, over all its regions.
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const dashboard = new CloudWatchDashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(7),
      periodOverride: PeriodOverride.AUTO,
      widgets: [flows(props), waits(props), troubles(props), costs(props)],
    });
    pin(dashboard, 'Dashboard');
  }
}

/** Three graphs fill a row of the 24 columns that a dashboard has. */
const graph = (title: string, left: readonly IMetric[]): GraphWidget =>
  new GraphWidget({ title, left: [...left], width: 8, height: 6 });

const machinesOf = ({ machines }: DashboardProps): CfnStateMachine[] => [...machines.values()];

function flows(props: DashboardProps): IWidget[] {
  const all = (label: string, name: string) =>
    sumOf(
      label,
      machinesOf(props).map((machine) => machineMetric(machine, name)),
    );
  return [
    graph('Flows', [all('Started', 'ExecutionsStarted'), all('Ended', 'ExecutionsSucceeded')]),
    graph('Flows that ended badly', [endedBadly(machinesOf(props))]),
    graph('Answers', [props.http.stage.metricCount(), props.http.stage.metricServerError()]),
  ];
}

/** How long people wait for decisions, for pages, and for mails. */
function waits({ machines, consumers, http }: DashboardProps): IWidget[] {
  const ofFlows = [...machines].flatMap(([form, machine]) => [
    machineMetric(machine, 'ExecutionTime', Stats.percentile(50)).with({ label: `${form}, median` }),
    machineMetric(machine, 'ExecutionTime', Stats.MAXIMUM).with({ label: `${form}, longest` }),
  ]);
  return [
    graph('From submission to the end, in ms', ofFlows),
    graph('Until a page is there, in ms', [
      http.stage.metricLatency({ statistic: Stats.percentile(50), label: 'median' }),
      http.stage.metricLatency({ statistic: Stats.percentile(99), label: 'one in a hundred' }),
    ]),
    graph(
      'How far consumers of events are behind, in ms',
      consumers.map((fn) =>
        fn.alias.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: fiveMinutes, label: fn.name }),
      ),
    ),
  ];
}

function troubles({ functions, records, configurationSetName }: DashboardProps): IWidget[] {
  return [
    // Of a relay CloudWatch knows nothing.
    ...(configurationSetName === undefined ? [] : [graph('Mails', [mailTrouble(configurationSetName)])]),
    graph('Refused because it was too much', [
      refusedCalls(),
      refusedReadsAndWrites([records.projects, records.history]),
    ]),
    graph(
      'Functions that failed',
      functions.map((fn) => fn.alias.metricErrors({ period: fiveMinutes, label: fn.name })),
    ),
  ];
}

/** What the bill is made of. */
function costs({ functions, records }: DashboardProps): IWidget[] {
  const tables = [records.projects, records.history];
  const units = (name: string) => (table: (typeof tables)[number]) =>
    table.metric(name, { statistic: Stats.SUM, period: fiveMinutes });
  return [
    graph('Units of the tables', [
      sumOf('Written', tables.map(units('ConsumedWriteCapacityUnits'))),
      sumOf('Read', tables.map(units('ConsumedReadCapacityUnits'))),
    ]),
    graph(
      'Time of functions, in ms',
      functions.map((fn) =>
        fn.alias.metricDuration({ statistic: Stats.SUM, period: fiveMinutes, label: fn.name }),
      ),
    ),
    graph('Bytes logged', [
      new Metric({
        namespace: 'AWS/Logs',
        metricName: 'IncomingBytes',
        statistic: Stats.SUM,
        period: fiveMinutes,
        label: 'in this account',
      }),
    ]),
  ];
}
