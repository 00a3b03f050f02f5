import { bin, max } from 'd3-array';
import { scaleBand, scaleLinear } from 'd3-scale';
import type { WaitingRequest } from '../../../../shared/contract/views.ts';
import { Due, ProvisionalNote, When } from '../../../../shared/pages/components.tsx';
import { Table } from '../../../../shared/pages/table.tsx';
import { capitalised, type Lang } from '../../../../shared/values/language.ts';
import { type Wait, waitText } from '../../../../shared/values/wait-text.ts';
import { overviewWords } from '../../words/overview.ts';
import { DataTable, Figure } from './data-table.tsx';
import { Mark, Picture, Plot, percent, Scenery } from './figure.tsx';

/** An open request with the time since it was asked. */
export interface AgedRequest extends WaitingRequest, Wait {
  readonly overdue: boolean;
  readonly deadlineProvisional?: true;
}

interface OpenRequestsProps {
  readonly lang: Lang;
  readonly requests: readonly AgedRequest[];
  /** Where there are more than were read: how many were. */
  readonly onlyFirst: number | null;
  readonly stageLabel: (id: string) => string;
}

const ID = 'open-requests';
const TOP = 20;
const BASE = 168;
const HEIGHT = 192;

/** Day by day until the usual deadline, then by weeks and more of being overdue. */
const EDGES = [1, 2, 3, 4, 5, 10, 20] as const;

interface Age {
  readonly id: string;
  readonly fromDays: number;
  readonly toDays: number | null;
  readonly requests: readonly AgedRequest[];
}

const agesOf = (requests: readonly AgedRequest[]): Age[] =>
  bin<AgedRequest, number>()
    .domain([0, Number.MAX_SAFE_INTEGER])
    .thresholds([...EDGES])
    .value(({ days }) => days)(requests)
    .map((part) => {
      const { x0 = 0, x1 = 0 } = part;
      return {
        id: `open-${x0}`,
        fromDays: x0,
        toDays: x1 === Number.MAX_SAFE_INTEGER ? null : x1,
        requests: [...part].sort((a, b) => b.days - a.days),
      };
    });

/** The name of a column where eight of them share a phone's width. */
const shortRange = ({ fromDays, toDays }: Age): string =>
  toDays === null ? `≥${fromDays}` : `${fromDays}–${toDays}`;

const overdueIn = ({ requests }: Age): number => requests.filter(({ overdue }) => overdue).length;

/** What is waited for now, by how long; each bar leads to its requests below. */
export function OpenRequests({ lang, requests, onlyFirst, stageLabel }: OpenRequestsProps) {
  const words = overviewWords[lang];
  const ages = agesOf(requests);
  return (
    <>
      <Plot
        lang={lang}
        id={ID}
        title={words.open}
        unit={words.openUnit}
        note={onlyFirst !== null && ` ${words.onlyFirst(onlyFirst)}`}
        legend={[
          ['step', words.inTime],
          ['error', words.overdue],
        ]}
        isEmpty={requests.length === 0}
        table={
          <DataTable
            caption={words.open}
            headings={[words.waitedDays, words.requests, words.overdue]}
            rows={ages.map((age) => ({
              key: age.id,
              cells: [
                words.dayRange(age.fromDays, age.toDays),
                <Figure key="all" href={`#${age.id}`} value={age.requests.length} />,
                overdueIn(age),
              ],
            }))}
          />
        }
      >
        <Columns lang={lang} ages={ages} />
      </Plot>
      {requests.length > 0 && (
        <section class="card">
          <h2>{words.openList}</h2>
          {ages
            .filter((age) => age.requests.length > 0)
            .map((age) => (
              <RequestsOfAge key={age.id} lang={lang} age={age} stageLabel={stageLabel} />
            ))}
          {requests.some(({ deadlineProvisional }) => deadlineProvisional) && <ProvisionalNote lang={lang} />}
        </section>
      )}
    </>
  );
}

function Columns({ lang, ages }: { lang: Lang; ages: readonly Age[] }) {
  const words = overviewWords[lang];
  const x = scaleBand()
    .domain(ages.map(({ id }) => id))
    .range([0, 100])
    .padding(0.15);
  const y = scaleLinear()
    .domain([0, max(ages, ({ requests }) => requests.length) ?? 1])
    .range([0, BASE - TOP]);
  return (
    <Picture of={ID} title={words.open} height={HEIGHT}>
      <Scenery>
        <line class="axis" x1="0" x2="100%" y1={BASE} y2={BASE} />
      </Scenery>
      {ages.map((age) => {
        const left = x(age.id) ?? 0;
        const middle = percent(left + x.bandwidth() / 2);
        const [all, overdue] = [age.requests.length, overdueIn(age)];
        const range = words.dayRange(age.fromDays, age.toDays);
        const across = { x: percent(left), width: percent(x.bandwidth()) };
        return (
          <g key={age.id}>
            <Scenery>
              <text class="tick" x={middle} y={BASE + 18} text-anchor="middle">
                {shortRange(age)}
              </text>
            </Scenery>
            {all > 0 && (
              <Mark href={`#${age.id}`} label={words.waiting(range, all, overdue)}>
                <rect class="step" {...across} y={BASE - y(all)} height={y(all - overdue)} />
                <rect class="error" {...across} y={BASE - y(overdue)} height={y(overdue)} />
                <text class="tick" x={middle} y={BASE - y(all) - 5} text-anchor="middle">
                  {all}
                </text>
              </Mark>
            )}
          </g>
        );
      })}
    </Picture>
  );
}

interface RequestsOfAgeProps {
  readonly lang: Lang;
  readonly age: Age;
  readonly stageLabel: (id: string) => string;
}

/** The event that asked: an instant and the next millisecond hold it alone. */
function askedHref({ projectId, stage, requestedAt }: AgedRequest): string {
  const to = new Date(Date.parse(requestedAt) + 1).toISOString();
  return `/history?${new URLSearchParams({ project: projectId, action: 'requested', stage, from: requestedAt, to })}`;
}

function RequestsOfAge({ lang, age, stageLabel }: RequestsOfAgeProps) {
  const words = overviewWords[lang];
  return (
    <section class="age" id={age.id} tabindex={-1}>
      <h3>{words.dayRange(age.fromDays, age.toDays)}</h3>
      <Table
        columns={[words.project, words.stage, words.assignees, words.asked, words.deadline].map(
          (heading) => ({
            heading,
          }),
        )}
        rows={age.requests.map((request) => ({
          key: `${request.projectId} ${request.revision} ${request.stage}`,
          cells: [
            <>
              <a href={`/projects/${request.projectId}/history`}>{request.projectId}</a>{' '}
              <span>{request.title}</span> <span class="soft">{request.unitName}</span>
            </>,
            capitalised(stageLabel(request.stage)),
            request.assignees.map(({ name }) => name).join(lang === 'zh' ? '、' : ', '),
            <>
              <a href={askedHref(request)}>
                <When lang={lang} utc={request.requestedAt} />
              </a>{' '}
              <span class="soft">{waitText(request, lang)}</span>
            </>,
            <>
              <Due lang={lang} utc={request.deadline} provisional={request.deadlineProvisional} />{' '}
              {request.overdue && (
                <span class="badge" data-state="errors">
                  {words.overdue}
                </span>
              )}
            </>,
          ],
        }))}
      />
    </section>
  );
}
