import type { AsksReader } from '../../../shared/contract/views.ts';
import type { HistoryEvent } from '../../../shared/history/event.ts';
import type { VerificationView } from '../../../shared/history/verification/verification-view.ts';
import type { ProjectStateName } from '../../../shared/history/vocabulary.ts';
import { AsksYou } from '../../../shared/pages/asks-you.tsx';
import { Amounts, Facts, ProvisionalNote, StateBadge } from '../../../shared/pages/components.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import { amountText } from '../../../shared/values/amount-text.ts';
import type { Calendar } from '../../../shared/values/calendar/calendar.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { historyWords } from '../words/history.ts';
import { Evidence, EvidenceOfProof, evidenceHref } from './evidence.tsx';
import { LineTable } from './timeline/amounts.tsx';
import type { DecisionDetails, LineAmounts } from './timeline/decision-details.ts';
import { isProvisional } from './timeline/details.tsx';
import { EventTable, Line, Verification } from './timeline/parts.tsx';
import { Turns } from './timeline/picture.tsx';
import { turnsOf } from './timeline/turns.ts';

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
  /** UTC */
  readonly now: string;
  /** What working time is counted by. */
  readonly calendar: Calendar;
  readonly stageLabel: (id: string) => string;
  /** What waits for the reader's decision. */
  readonly asks?: AsksReader | undefined;
  /** The same as files. */
  readonly files?: { readonly xlsx: string; readonly csv: string };
  /** What the decisions' records add to their events, by sequence number. */
  readonly decisions?: ReadonlyMap<number, DecisionDetails>;
  /** The plan as it was handed in last, with what is left of each line. */
  readonly lines?: readonly LineAmounts[];
}

/** A project's history: whether it can be trusted, what happened and who took how long, and the same as a table. */
export function TimelinePage(props: TimelinePageProps) {
  const {
    lang,
    project,
    events,
    verification,
    now,
    calendar,
    stageLabel,
    files,
    decisions,
    lines = [],
  } = props;
  const words = historyWords[lang];
  const turns = turnsOf(events);
  return (
    <div class="page">
      <AsksYou lang={lang} asks={props.asks} />
      {verification && (
        <Verification
          {...{ lang, verification }}
          {...(files ? { files } : {})}
          evidence={
            events.length === 0
              ? undefined
              : {
                  href: evidenceHref(project.id),
                  what: (
                    <EvidenceOfProof lang={lang} projectId={project.id} covering={verification.checkpoint} />
                  ),
                }
          }
        />
      )}
      <div class="columns">
        <section class="card">
          <h1>{project.title}</h1>
          <p class="soft lead">
            <span>{project.id}</span>
            <span>{project.unitName}</span>
            <Amounts lang={lang} requestedFen={project.requestedFen} approvedFen={project.approvedFen} />
            <StateBadge lang={lang} state={project.state} />
          </p>
          {events.length > 0 ? (
            <>
              <p class="soft">{common[lang].zoneNote}</p>
              {events.some((event) => isProvisional(event, calendar)) && <ProvisionalNote lang={lang} />}
              <Line
                lang={lang}
                events={events}
                turns={turns}
                stageLabel={stageLabel}
                decisions={decisions}
                calendar={calendar}
                audits={verification !== null}
              />
            </>
          ) : (
            <p class="soft">{words.empty}</p>
          )}
        </section>
        <div class="beside">
          {turns.length > 0 && (
            <Turns
              lang={lang}
              events={events}
              turns={turns}
              now={now}
              stageLabel={stageLabel}
              calendar={calendar}
            />
          )}
          <section class="card">
            <h2>{words.amounts}</h2>
            {lines.length > 0 ? (
              <LineTable lang={lang} lines={lines} isApproved={project.state === 'approved'} />
            ) : (
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
            )}
            <p class="links">
              <a href={`/projects/${project.id}`}>{words.toProject}</a>
              {files && !verification && (
                <>
                  <a href={files.xlsx}>{words.xlsx}</a> <a href={files.csv}>{words.csv}</a>
                </>
              )}
            </p>
          </section>
          {events.length > 0 && !verification && <Evidence lang={lang} projectId={project.id} />}
        </div>
      </div>
      {events.length > 0 && (
        <EventTable
          lang={lang}
          events={events}
          stageLabel={stageLabel}
          decisions={decisions}
          calendar={calendar}
          audits={verification !== null}
        />
      )}
    </div>
  );
}
