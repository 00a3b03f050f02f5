import { Problem } from '../../shared/contract/problem.ts';
import type { OverviewParameters } from '../../shared/contract/routes/history.ts';
import { type Overview, overviewOf } from '../../shared/history/overview.ts';
import type { OverviewView } from '../../shared/history/overview-view.ts';
import type { Answer, Call } from '../../shared/http/endpoint.ts';
import { masksOf } from '../../shared/project/personal-data.ts';
import { waitingRequests } from '../../shared/project/waiting-requests.ts';
import { loadDirectory } from '../../shared/store/directory/load.ts';
import { unitsWith } from '../../shared/store/directory/part.ts';
import { monthsBetween } from '../../shared/values/beijing-month.ts';
import { waitBetween } from '../../shared/values/wait-text.ts';
import { beijingDay, provisionally } from '../../shared/values/working-days.ts';
import { type Counted, readScope } from './counted-events.ts';
import { type Deps, stagesOf } from './deps.ts';
import { OverviewPage } from './pages/overview-page.tsx';
import { distributionOf } from './pages/plots/distribution.ts';
import type { Scope } from './pages/plots/links.ts';
import type { AgedRequest } from './pages/plots/open-requests.tsx';
import { overviewWords } from './words/overview.ts';

/** So many events are read for one page: about 5 MB of index, some 600 read units, ten queries. */
const MOST_COUNTED = 5_000;
/** Three years of months can still be told apart on a phone. */
const MOST_MONTHS = 36;
const DAY_MS = 86_400_000;

const dayStart = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString();

/** The last twelve months, the current one included, where nothing else is asked for. */
function usualFrom(today: string): string {
  const [year = 0, month = 0] = today.split('-').map(Number);
  const [fromYear, fromMonth] = month === 12 ? [year, 1] : [year - 1, month + 1];
  return `${fromYear}-${String(fromMonth).padStart(2, '0')}-01`;
}

function scopeOf({ from, to, unit, year }: OverviewParameters, now: Date): Scope {
  const last = to ?? beijingDay(now);
  const scope = {
    from: dayStart(from ?? usualFrom(last)),
    to: new Date(Date.parse(dayStart(last)) + DAY_MS).toISOString(),
    ...(unit === undefined ? {} : { unit }),
    ...(year === undefined ? {} : { year }),
  };
  if (scope.from >= scope.to) {
    throw new Problem('invalid-parameter', {
      detail: { zh: '起始日期应不晚于截止日期', en: '`from` must not be after `to`' },
    });
  }
  if (monthsBetween(scope.from, scope.to).length > MOST_MONTHS) {
    throw new Problem('invalid-parameter', {
      detail: { zh: '期间最长三年', en: 'A period is three years at most' },
    });
  }
  return scope;
}

const rounded = (days: number): number => Math.round(days * 1_000) / 1_000;

interface Seen {
  readonly asked: Scope;
  readonly counted: Counted;
  readonly overview: Overview;
  readonly open: readonly AgedRequest[];
  readonly moreOpen: boolean;
}

function viewOf({ asked, counted, overview, open, moreOpen }: Seen): OverviewView {
  const { from, to } = counted.scope;
  return {
    asked: { ...asked },
    counted: { from, to, events: counted.events.length, complete: counted.complete },
    decisions: overview.months.map(({ month, byOutcome }) => ({ month, byOutcome: { ...byOutcome } })),
    waits: overview.waits.map(distributionOf).map(({ medianDays, ninthDecileDays, bins, ...stage }) => ({
      ...stage,
      medianDays: rounded(medianDays),
      ninthDecileDays: rounded(ninthDecileDays),
      bins: [...bins],
    })),
    amounts: [...overview.amounts],
    open: {
      requests: open.map((request) => {
        const { projectId, stage, revision, requestedAt, deadline, elapsedDays, days, overdue } = request;
        return {
          ...{ projectId, stage, revision, requestedAt, deadline },
          ...{ elapsedDays: rounded(elapsedDays), days: rounded(days), overdue },
          ...(request.deadlineProvisional ? { deadlineProvisional: true } : {}),
        };
      }),
      complete: !moreOpen,
    },
    flags: { ...overview.flags },
    splits: overview.splits.map((split) => ({ ...split, parts: [...split.parts] })),
  };
}

/** `GET /history/overview`: what a period's events come to. @throws Problem `invalid-parameter` */
export async function overview(deps: Deps, call: Call<unknown, OverviewParameters>): Promise<Answer> {
  const { database } = deps;
  const now = deps.now();
  const asked = scopeOf(call.query, now);
  const [counted, open, directory, stages, calendar, thresholdsFen] = await Promise.all([
    readScope(deps, asked, MOST_COUNTED),
    waitingRequests(database, asked),
    loadDirectory(database),
    stagesOf(deps, call.lang),
    deps.calendar(),
    deps.thresholdsFen(),
  ]);
  const maskOf = await masksOf(
    database,
    open.requests.map(({ projectId }) => projectId),
  );
  const at = now.toISOString();
  const seen: Seen = {
    asked,
    counted,
    overview: overviewOf(counted.events, counted.scope, {
      ...{ thresholdsFen, calendar },
      stages: stages.map(({ id }) => id),
    }),
    open: open.requests.map((request) => ({
      ...request,
      title: maskOf(request.projectId)(request.title),
      ...waitBetween(calendar, request.requestedAt, at),
      overdue: request.deadline < at,
      ...provisionally(calendar, request.requestedAt, request.deadline),
    })),
    moreOpen: open.more,
  };
  const units = await unitsWith(
    directory,
    counted.events.flatMap(({ unit }) => unit ?? []),
  );
  return {
    status: 200,
    json: viewOf(seen),
    page: {
      content: (
        <OverviewPage
          lang={call.lang}
          overview={seen.overview}
          asked={asked}
          counted={counted.scope}
          events={counted.events.length}
          most={counted.complete ? null : MOST_COUNTED}
          open={seen.open}
          onlyFirst={open.more ? open.requests.length : null}
          hasThreshold={thresholdsFen.length > 0}
          stageLabel={(id) => stages.find((stage) => stage.id === id)?.label ?? id}
          unitName={(id) => units.get(id)?.name ?? id}
        />
      ),
      frame: { title: overviewWords[call.lang].title, current: 'overview' },
    },
  };
}
