import { perProject } from './measured.ts';
import { cost } from './prices.ts';
import { type Billed, freeOf, notReckoned, standingOf } from './resources.ts';

/** How much an office does. */
export interface Office {
  readonly projectsAYear: number;
  readonly people: number;
}

export const offices: readonly Office[] = [
  { projectsAYear: 200, people: 30 },
  { projectsAYear: 2_000, people: 300 },
  { projectsAYear: 20_000, people: 3_000 },
];

/** What was not measured on AWS, and is assumed; on the high side. */
const assumed = {
  /** A write counts once more for each index that it moves; the database on one machine does not count that. */
  indexWrites: 2,
  /** Drafts, refusals, returns, reminders beside what is approved. */
  beside: 2,
  /** Of everybody, on each of 21 working days a month; a page is two requests, its read units as the bench bounds them. */
  pagesADay: 20,
  requestsAPage: 2,
  readUnitsAPage: 15,
  kibAPage: 40,
  /** At the most memory that a function has, 1 GB. */
  secondsACall: 0.25,
  /** What a call logs, with Lambda's own lines; kept for half a year. */
  kibLogged: 1.5,
  /** Three revisions of 30 KiB, twenty events in the table and its four indexes, requests and lists; of ten years. */
  mibAProject: 0.25,
  /** Quotes and approvals, most of them scanned; each opened by its unit, finance and whoever decides. */
  files: { aProject: 3, mib: 2, opened: 4, writeUnits: 8 },
  years: 10,
  /** A checkpoint holds every chain, packed (decision 0008), and is made where something happened: twelve hours a working day. */
  bytesAChain: 50,
  checkpointsAYear: 3_000,
} as const;

const HOURS = 730;
const WORKING_DAYS = 21;
const GIB_IN_KIB = 1024 ** 2;

/** US$ a month. */
export interface Estimate {
  readonly alarmMetrics: number;
  readonly customMetrics: number;
  readonly alarms: number;
  readonly metrics: number;
  readonly dashboards: number;
  readonly keys: number;
  /** What runs by the clock: the sweep each minute, a checkpoint each hour. */
  readonly clock: number;
  readonly projects: number;
  readonly pages: number;
  readonly storage: number;
  /** Attachments: sent, looked into, kept, and opened. */
  readonly files: number;
  readonly total: number;
  /** What of it an account that uses nothing else has free: alarms, metrics and dashboards. */
  readonly free: number;
}

/** Whether functions are traced. */
const isTracedIn = (resources: readonly Billed[]): boolean =>
  resources.some(({ properties }) => properties.TracingConfig?.Mode === 'Active');

/** A call of a function: itself, its time, its lines and, where it is traced, its trace. */
const calls = (count: number, isTraced: boolean): number =>
  cost('invocation', count) +
  cost('gigabyteSecond', count * assumed.secondsACall) +
  cost('logGigabyte', (count * assumed.kibLogged) / GIB_IN_KIB) +
  cost('logGigabyteMonth', (6 * count * assumed.kibLogged) / GIB_IN_KIB) +
  (isTraced ? cost('trace', count) : 0);

/** One approved project, whatever stands. US$ */
export function ofProject(resources: readonly Billed[]): number {
  const { stateTransitions, invocations, writeUnits, readUnits, mails } = perProject;
  return (
    cost('stateTransition', stateTransitions) +
    calls(invocations, isTracedIn(resources)) +
    // Fewer than that come over HTTP.
    cost('httpRequest', invocations) +
    cost('writeUnit', writeUnits * assumed.indexWrites) +
    cost('readUnit', readUnits) +
    cost('mail', mails)
  );
}

/** The attachments of so many projects a year, in a month. US$ */
function ofFiles(resources: readonly Billed[], projectsAYear: number): number {
  const { aProject, mib, opened, writeUnits } = assumed.files;
  const sent = (aProject * projectsAYear) / 12;
  const gigabytes = (sent * mib) / 1024;
  const isScanned = resources.some(({ type }) => type === 'AWS::GuardDuty::MalwareProtectionPlan');
  // Announced, looked into, and led to once for each reader; a reader's page is among those that people open.
  return (
    calls(sent * (2 + opened), isTracedIn(resources)) +
    cost('httpRequest', sent * (1 + opened)) +
    cost('writeUnit', sent * writeUnits) +
    // It is put, and copied when it is handed in.
    cost('objectPut', sent * 2) +
    cost('objectGet', sent * (1 + opened)) +
    cost('event', sent) +
    // A month of uploads beside ten years of what was handed in.
    cost('objectGigabyteMonth', gigabytes * (1 + 12 * assumed.years)) +
    cost('gigabyteOut', gigabytes * opened) +
    (isScanned ? cost('scannedGigabyte', gigabytes) + cost('scannedObject', sent) : 0)
  );
}

/** How often a month rules of the template call a function by the clock. */
function scheduled(resources: readonly Billed[]): number {
  const everyMinutes: Readonly<Record<string, number>> = { 'rate(1 minute)': 1, 'rate(1 hour)': 60 };
  return resources.reduce((sum, { id, type, properties: { ScheduleExpression: schedule } }) => {
    if (type !== 'AWS::Events::Rule' || schedule === undefined) return sum;
    const minutes = everyMinutes[schedule];
    if (minutes === undefined) throw new Error(`${id}: nobody said how often ${schedule} is`);
    return sum + (HOURS * 60) / minutes;
  }, 0);
}

/**
 * What a deployment of this template costs an office.
 * @throws Error where the template holds what the estimate does not reckon with
 */
export function estimate(resources: readonly Billed[], { projectsAYear, people }: Office): Estimate {
  const unknown = notReckoned(resources);
  if (unknown.length > 0) throw new Error(`The costs do not reckon with:\n  ${unknown.join('\n  ')}`);
  const standing = standingOf(resources);
  const isTraced = isTracedIn(resources);
  const runs = scheduled(resources);
  const opened = people * WORKING_DAYS * assumed.pagesADay;
  const requests = opened * assumed.requestsAPage;
  const gigabytes = (projectsAYear * assumed.years * assumed.mibAProject) / 1024;
  // Of the first year's checkpoints to the last: half of what the last ones hold.
  const archived =
    (assumed.checkpointsAYear * assumed.years * assumed.bytesAChain * projectsAYear * assumed.years) /
    2 /
    1024 ** 3;
  const parts = {
    alarms: cost('alarmMetric', standing.alarmMetrics),
    metrics: cost('customMetric', standing.customMetrics),
    dashboards: cost('dashboard', standing.dashboards),
    keys: cost('key', standing.keys),
    clock:
      calls(runs, isTraced) +
      cost('readUnit', runs * 3) +
      // The sweep takes its turn, and gives it back.
      cost('writeUnit', runs * 2) +
      cost('signature', HOURS) +
      cost('objectPut', HOURS),
    projects: (ofProject(resources) * assumed.beside * projectsAYear) / 12,
    pages:
      calls(requests, isTraced) +
      cost('httpRequest', requests) +
      cost('readUnit', opened * assumed.readUnitsAPage) +
      cost('gigabyteOut', (opened * assumed.kibAPage) / GIB_IN_KIB) +
      cost('activePerson', Math.max(0, people - 10_000)),
    storage:
      cost('tableGigabyteMonth', gigabytes) +
      cost('recoveryGigabyteMonth', gigabytes) +
      cost('objectGigabyteMonth', archived),
    files: ofFiles(resources, projectsAYear),
  };
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
  const { alarmMetrics, customMetrics } = standing;
  return { ...parts, alarmMetrics, customMetrics, total, free: freeOf(standing) };
}
