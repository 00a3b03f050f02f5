import type { HistoryEvent, VerificationView } from '../history/event.ts';
import type { ProjectStateName } from '../project/views.ts';
import { Facts, StateBadge } from './components.tsx';
import type { Lang } from './language.ts';
import { Durations, EventTable, Line, Proof } from './timeline/parts.tsx';
import { waitsOf } from './timeline/story.ts';
import { amountText } from './values.ts';
import { common } from './words/common.ts';
import { historyWords } from './words/history.ts';

export interface TimelinePageProps {
  readonly lang: Lang;
  readonly project: {
    readonly id: string;
    readonly title: string;
    readonly unitName: string;
    readonly requestedFen: number | null;
    readonly approvedFen: number | null;
    readonly state: ProjectStateName;
  };
  /** Oldest first. */
  readonly events: readonly HistoryEvent[];
  /** Only for those who may verify. */
  readonly verification: VerificationView | null;
  readonly stageLabel: (id: string) => string;
  readonly csvHref?: string;
}

/** A project's history: whether it can be trusted, what happened and who took how long, and the same as a table. */
export function TimelinePage(props: TimelinePageProps) {
  const { lang, project, events, verification, stageLabel, csvHref } = props;
  const words = historyWords[lang];
  const waits = waitsOf(events, lang, stageLabel);
  return (
    <div class="page">
      {verification && <Proof lang={lang} verification={verification} {...(csvHref ? { csvHref } : {})} />}
      <div class="columns">
        <section class="card">
          <h1>{project.title}</h1>
          <p class="soft lead">
            <span>{project.id}</span>
            <span>{project.unitName}</span>
            <StateBadge lang={lang} state={project.state} />
          </p>
          {events.length > 0 ? (
            <>
              <p class="soft">{words.zoneNote}</p>
              <Line lang={lang} events={events} waits={waits} stageLabel={stageLabel} />
            </>
          ) : (
            <p class="soft">{words.empty}</p>
          )}
        </section>
        <div class="beside">
          {waits.length > 0 && <Durations lang={lang} waits={waits} />}
          <section class="card">
            <h2>{words.amounts}</h2>
            <Facts
              facts={[
                [
                  common[lang].requested,
                  project.requestedFen === null ? null : amountText(project.requestedFen, lang),
                ],
                [
                  common[lang].approved,
                  project.approvedFen === null ? '—' : <b>{amountText(project.approvedFen, lang)}</b>,
                ],
              ]}
            />
            <p class="links">
              <a href={`/projects/${project.id}`}>{words.toProject}</a>
            </p>
          </section>
        </div>
      </div>
      {events.length > 0 && <EventTable lang={lang} events={events} stageLabel={stageLabel} />}
    </div>
  );
}
