import { type HistoryQuery, queryHistory } from '../../shared/store/history-query.ts';
import { measureAppends } from './appends.ts';
import { budget, check, type Outcome } from './budget.ts';
import type { Sizes } from './options.ts';
import { printTable } from './report.ts';
import { round } from './statistics.ts';
import { openStore, type Store } from './store.ts';
import { EVENTS_PER_PROJECT, fillHistory, projectAt, reviewerAt, spread, unitAt } from './stored-history.ts';

const NOW = new Date(spread.to);
/** What a screen shows. */
const PAGE = 50;

/** The questions that an index answers alone: nothing is read that is not shown. */
const questions: Readonly<Record<string, Partial<HistoryQuery>>> = {
  'by actor': { actor: reviewerAt(0) },
  'by unit': { unit: unitAt(0) },
  'by time': { from: '2026-02-01T00:00:00.000Z', to: '2026-02-20T00:00:00.000Z' },
  'by time, oldest first': { from: '2026-02-01T00:00:00.000Z', order: 'oldest' },
  'by project': { chain: projectAt(0) },
  'no filter': {},
};

interface Read {
  readonly question: string;
  /** What served, as the query itself says. */
  readonly index: string;
  readonly events: number;
  readonly first: number;
  /** The page that follows, by its cursor; null where one page is all there is. */
  readonly following: number | null;
}

async function ask(store: Store, name: string, filters: Partial<HistoryQuery>): Promise<Read> {
  const query: HistoryQuery = { order: 'newest', limit: PAGE, ...filters };
  let page = { events: 0, next: '', index: '' };
  const look = async (cursor: string | undefined): Promise<number> => {
    const { readUnits } = await store.used(async () => {
      const { events, next, plan } = await queryHistory(store.database, { ...query, cursor }, NOW);
      if (plan.filtered.length > 0) throw new Error(`${name}: the index alone does not answer`);
      page = { events: events.length, next: next ?? '', index: plan.index };
    });
    return readUnits;
  };
  const first = await look(undefined);
  const { events, next, index } = page;
  return { question: name, index, events, first, following: next === '' ? null : await look(next) };
}

/** Read units of a page of the history, asked of longer and longer histories. */
async function measurePages(lengths: readonly number[]) {
  const store = await openStore(new Date(spread.from));
  const byLength = new Map<number, Read[]>();
  const filled: Record<string, number> = {};
  try {
    let projects = 0;
    for (const length of lengths) {
      const wanted = Math.ceil(length / EVENTS_PER_PROJECT);
      const started = performance.now();
      await fillHistory(store, projects, wanted - projects);
      const seconds = (performance.now() - started) / 1000;
      filled[length] = round(((wanted - projects) * EVENTS_PER_PROJECT) / seconds, 0);
      projects = wanted;
      const reads: Read[] = [];
      for (const [name, filters] of Object.entries(questions)) reads.push(await ask(store, name, filters));
      byLength.set(length, reads);
    }
  } finally {
    await store.close();
  }
  return { byLength, filled };
}

const rowsOf = (byLength: ReadonlyMap<number, readonly Read[]>, which: 'first' | 'following') =>
  Object.keys(questions).map((question) => ({
    question,
    index: [...byLength.values()].flat().find((read) => read.question === question)?.index ?? '',
    ...Object.fromEntries(
      [...byLength].map(([length, reads]) => [
        `${length} events`,
        reads.find((read) => read.question === question)?.[which] ?? 'none',
      ]),
    ),
  }));

const spreadOf = (reads: readonly (number | null)[]): number => {
  const numbers = reads.filter((read) => read !== null);
  return numbers.length === 0 ? 0 : round(Math.max(...numbers) - Math.min(...numbers));
};

/** What a page of the history costs, and what appending to a chain costs, as both grow. */
export async function measureHistory(sizes: Sizes): Promise<Outcome> {
  const { byLength, filled } = await measurePages(sizes.historyLengths);
  const first = rowsOf(byLength, 'first');
  const following = rowsOf(byLength, 'following');
  printTable(`Read units of a page of ${PAGE} events, by the length of the whole history`, first);
  printTable('Of the page that follows it, by its cursor', following);
  const longest = Math.max(...sizes.historyLengths);
  const { pageSpreadUnits } = budget.history;
  const checks = Object.keys(questions).map((question) => {
    const reads = [...byLength.values()].flat().filter((read) => read.question === question);
    const most = Math.max(
      spreadOf(reads.map((read) => read.first)),
      spreadOf(reads.map((read) => read.following)),
    );
    return check(
      `page ${question}: spread of read units to ${longest} events`,
      most,
      'most',
      pageSpreadUnits,
    );
  });
  const { numbers: appendNumbers, checks: appendChecks } = await measureAppends(sizes.chainLengths);
  return {
    numbers: { pages: { first, following }, filledPerSecond: filled, appends: appendNumbers },
    checks: [...checks, ...appendChecks],
  };
}
