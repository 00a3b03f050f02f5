import { parseArgs } from 'node:util';

export const partNames = [
  'units',
  'declaration',
  'typing',
  'files',
  'imports',
  'first-answer',
  'throughput',
  'attachments',
  'deciding',
  'batch',
  'sweep',
  'office',
  'history',
  'export',
  'start-up',
  'memory',
  'verify',
] as const;
export type PartName = (typeof partNames)[number];

/** How much is measured. `--quick` is for whoever changes the bench; its numbers are not for comparing. */
export interface Sizes {
  /** Projects one after the other, for each way of deciding. */
  readonly projects: number;
  /** Pairs of fresh processes for each function. */
  readonly importPairs: number;
  readonly rounds: number;
  readonly flowsPerRound: number;
  /** Each thread compiles for itself what it runs often: that is no part of a rate. */
  readonly warmUpFlows: number;
  readonly firstStarts: number;
  readonly unchangedStarts: number;
  /** How long eight clients work while memory is read. */
  readonly workSeconds: number;
  /** Rest before memory is read: the platform ends idle threads after 20 s. */
  readonly restSeconds: number;
  /** People who decide at once; of the two ways of a round each has as many. */
  readonly approvers: number;
  readonly decidingRounds: number;
  /** Requests that are open while `sweep` runs; the largest also meets none and twice as many due. */
  readonly openRequests: readonly number[];
  /** Requests that come due at once, as after an outage: few and many. */
  readonly dueAtOnce: readonly [few: number, many: number];
  /** Rounds of both offices, and the projects that each approves in one. */
  readonly officeRounds: number;
  readonly officeFlows: number;
  /** Open requests of other people while one person is changed, who has as many as there are few. */
  readonly requestsOfOthers: readonly [few: number, many: number];
  /** On desks: open requests, the people whom they ask, as many each, and projects that have ended. */
  readonly desks: { readonly open: number; readonly people: number; readonly ended: number };
  /** Lengths of the whole history that a page is asked of. */
  readonly historyLengths: readonly number[];
  /** Lengths of the chain that an event is appended to. */
  readonly chainLengths: readonly number[];
  readonly exportedEvents: number;
  readonly exportRounds: number;
  /** Events in the file that is verified; it is held against one of a tenth. */
  readonly verifiedEvents: number;
}

const full: Sizes = {
  projects: 20,
  importPairs: 15,
  rounds: 3,
  flowsPerRound: 160,
  warmUpFlows: 60,
  firstStarts: 3,
  unchangedStarts: 5,
  workSeconds: 900,
  restSeconds: 60,
  approvers: 200,
  decidingRounds: 5,
  openRequests: [100, 1_000, 10_000],
  dueAtOnce: [500, 10_000],
  officeRounds: 7,
  officeFlows: 40,
  requestsOfOthers: [5, 50],
  desks: { open: 2_000, people: 40, ended: 100_000 },
  historyLengths: [1_000, 10_000, 100_000],
  chainLengths: [10, 1_000, 10_000],
  exportedEvents: 20_000,
  exportRounds: 5,
  verifiedEvents: 200_000,
};

const quick: Sizes = {
  projects: 3,
  importPairs: 3,
  rounds: 1,
  flowsPerRound: 40,
  warmUpFlows: 8,
  firstStarts: 1,
  unchangedStarts: 2,
  workSeconds: 60,
  restSeconds: 60,
  approvers: 50,
  decidingRounds: 1,
  openRequests: [100, 1_000],
  dueAtOnce: [100, 500],
  officeRounds: 1,
  officeFlows: 8,
  requestsOfOthers: [5, 50],
  desks: { open: 200, people: 4, ended: 2_000 },
  historyLengths: [1_000, 10_000],
  chainLengths: [10, 1_000],
  exportedEvents: 5_000,
  exportRounds: 2,
  verifiedEvents: 50_000,
};

export interface Options {
  readonly quick: boolean;
  readonly parts: readonly PartName[];
  readonly sizes: Sizes;
}

/** `--large`: filling so much takes minutes, and shows what the smaller ones show. */
const LARGE_HISTORY = 1_000_000;

/** Reads `--quick`, `--large` and `--only units --only memory` (or `--only units,memory`). @throws Error for an unknown part */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      large: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true },
    },
  });
  const asked = (values.only ?? []).flatMap((names) => names.split(','));
  const unknown = asked.filter((name) => !partNames.some((part) => part === name));
  if (unknown.length > 0)
    throw new Error(`There is no part ${unknown.join(', ')}; choose from ${partNames.join(', ')}`);
  const parts = partNames.filter((part) => asked.length === 0 || asked.includes(part));
  const usual = values.quick ? quick : full;
  const sizes = values.large ? { ...usual, historyLengths: [...usual.historyLengths, LARGE_HISTORY] } : usual;
  return { quick: values.quick, parts, sizes };
}
