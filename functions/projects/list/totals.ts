import type { ListParameters } from '../../../shared/contract/routes/projects.ts';
import type { ListTotals } from '../../../shared/contract/views.ts';
import { projectStates } from '../../../shared/history/vocabulary.ts';
import type { Member } from '../../../shared/identity/member.ts';
import type { StageTotals, StateTotals, Subtotals } from '../../../shared/project/list-totals.ts';
import { loadCommitted } from '../../../shared/project/round-totals.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { type Round, roundName, unitCeilingOf } from '../../../shared/workflow/rounds.ts';
import type { Deps } from '../deps.ts';
import type { Reach } from './reach.ts';

/** A screen shows what is going on: two rounds open at once are the exception, and each is a read. */
const MOST_ROUNDS = 4;

const sumOf = (states: readonly StateTotals[]) => {
  const sum = (of: readonly StateTotals[], key: 'projects' | 'requestedFen' | 'leftFen') =>
    of.reduce((all, one) => all + one[key], 0);
  const counting = states.filter(({ state }) => state === 'in-review' || state === 'approved');
  return {
    projects: sum(states, 'projects'),
    requestedFen: sum(states, 'requestedFen'),
    cutFen: sum(counting, 'requestedFen') - sum(counting, 'leftFen'),
    approvedFen: sum(
      states.filter(({ state }) => state === 'approved'),
      'leftFen',
    ),
  };
};

/** What is in review, by the stage that it waits at; amounts that are approved are none of it. */
function sumsByStage(stages: readonly StageTotals[]): ListTotals['stages'] {
  return [...Map.groupBy(stages, ({ stage }) => stage)].map(([stage, some]) => ({
    stage,
    ...sumOf(some.map((one) => ({ ...one, state: 'in-review' }))),
  }));
}

/** The rounds that a list is held against. */
function roundsIn(rounds: readonly Round[], { year, round }: ListParameters): Round[] {
  if (round !== undefined) return rounds.filter(({ id }) => id === round);
  const newest = year ?? Math.max(...rounds.map(({ budgetYear }) => budgetYear));
  return rounds.filter(({ budgetYear }) => budgetYear === newest).slice(0, MOST_ROUNDS);
}

/** What the rounds hold, of one unit where the list is one unit's, and how much they may. */
async function roundTotals(
  { database }: Deps,
  rounds: readonly Round[],
  unit: string | undefined,
  lang: Lang,
): Promise<ListTotals['rounds']> {
  return Promise.all(
    rounds.map(async (round) => {
      const { id, budgetYear, ceilingFen } = round;
      const { allFen, unitFen } = await loadCommitted(database, id, unit ?? '-');
      return {
        ...{ id, name: roundName(round, lang), budgetYear },
        committedFen: unit === undefined ? allFen : unitFen,
        ceilingFen: (unit === undefined ? ceilingFen : unitCeilingOf(round, unit)) ?? null,
      };
    }),
  );
}

/** What a list comes to, of everything that year, round, form, unit and state hold. */
export async function totalsOf(
  deps: Deps,
  subtotals: readonly Subtotals[],
  query: ListParameters,
  { all, own, serves, directory }: Reach & Pick<Member, 'directory'>,
  lang: Lang,
): Promise<ListTotals> {
  const { year, round, form, state } = query;
  const meant = subtotals.filter(
    (one) =>
      (year === undefined || one.budgetYear === year) &&
      (round === undefined || one.round === round) &&
      (form === undefined || one.form === form),
  );
  const states = meant
    .flatMap((one) => one.states)
    .filter((one) => state === undefined || one.state === state);
  const unit = query.unit ?? (all || serves.size > 0 ? undefined : own);
  const { rounds } = await deps.rules.load(directory);
  return {
    ...sumOf(states),
    states: projectStates.flatMap((name) => {
      const some = states.filter((one) => one.state === name);
      return some.length === 0 ? [] : [{ state: name, ...sumOf(some) }];
    }),
    stages:
      state === undefined || state === 'in-review' ? sumsByStage(meant.flatMap((one) => one.stages)) : [],
    rounds: await roundTotals(deps, roundsIn(rounds, query), unit, lang),
  };
}
