import type { ComponentChildren } from 'preact';
import type { HistoryEvent } from '../../../../shared/history/event.ts';
import { kindText } from '../../../../shared/history/verification/kind-text.ts';
import type { VerificationView } from '../../../../shared/history/verification/verification-view.ts';
import { Hash, When } from '../../../../shared/pages/components.tsx';
import { actorName, eventTitle, viaText } from '../../../../shared/pages/event-text.ts';
import { Table } from '../../../../shared/pages/table.tsx';
import { common } from '../../../../shared/pages/words/common.ts';
import { evidenceWords } from '../../../../shared/pages/words/evidence.ts';
import type { Calendar } from '../../../../shared/values/calendar/calendar.ts';
import { capitalised, type Lang } from '../../../../shared/values/language.ts';
import { historyWords } from '../../words/history.ts';
import { cutBy } from './cut-by.ts';
import type { DecisionDetails } from './decision-details.ts';
import { Details } from './details.tsx';
import { tookText } from './picture-rows.ts';
import { toneOf } from './tone.ts';
import type { Turn } from './turns.ts';

interface PartProps {
  readonly lang: Lang;
  readonly stageLabel: (id: string) => string;
}

interface StoryProps extends PartProps {
  /** What working time is counted by. */
  readonly calendar: Calendar;
  readonly events: readonly HistoryEvent[];
  /** What the decisions' records add, by sequence number. */
  readonly decisions?: ReadonlyMap<number, DecisionDetails> | undefined;
  /** Whether the reader may look at the office's own chain. */
  readonly audits: boolean;
}

interface VerificationProps {
  readonly lang: Lang;
  readonly verification: VerificationView;
  readonly files?: { readonly xlsx: string; readonly csv: string };
  /** Where the evidence of what is said here is downloaded, and what it is. */
  readonly evidence?: { readonly href: string; readonly what: ComponentChildren } | undefined;
}

/** Whether the chain holds, before anything that rests on it; and the same as files. */
export function Verification({ lang, verification, files, evidence }: VerificationProps) {
  const words = historyWords[lang];
  const { valid, events, head, firstBroken } = verification;
  return (
    <section class={`callout proof ${valid ? 'good' : 'error'}`}>
      <div>
        <h2>{valid ? words.validTitle(events) : words.brokenTitle(firstBroken?.seq ?? head.seq)}</h2>
        <p class="soft">
          {valid ? (
            <>
              {words.validWhat(head.seq)} <Hash value={head.hash} />
            </>
          ) : (
            <>
              {firstBroken?.kind && (
                <>
                  <b>{kindText(firstBroken.kind)[lang]}</b>
                  {firstBroken.field && <code>{` ${firstBroken.field}`}</code>}
                  {common[lang].colon}
                </>
              )}
              {words.brokenWhat}
            </>
          )}
        </p>
      </div>
      <p class="links">
        {files && (
          <>
            <a class="button" href={files.xlsx}>
              {words.xlsx}
            </a>{' '}
            <a class="button" href={files.csv}>
              {words.csv}
            </a>{' '}
          </>
        )}
        {evidence && (
          <a class="button" href={evidence.href} download>
            {evidenceWords[lang].downloadBundle}
          </a>
        )}
      </p>
      {evidence?.what}
    </section>
  );
}

interface LineProps extends StoryProps {
  readonly turns: readonly Turn[];
}

/** The events on a vertical line, with what people took between them. */
export function Line(props: LineProps) {
  const { lang, events, stageLabel, decisions, calendar, audits } = props;
  return (
    <ol class="timeline">
      {events.map((event) => {
        const wait = waitOf(event, props);
        return (
          <li key={event.seq} id={`e${event.seq}`} data-tone={toneOf(event)}>
            {wait && <p class="soft wait">{wait}</p>}
            <p class="event">
              <b>{eventTitle(event, lang, stageLabel, cutBy(event, events))}</b>
              <span class="soft">
                <When lang={lang} utc={event.at} />
                <Person lang={lang} event={event} />
              </span>
            </p>
            <Details
              lang={lang}
              event={event}
              stageLabel={stageLabel}
              decision={decisions?.get(event.seq)}
              calendar={calendar}
              audits={audits}
            />
          </li>
        );
      })}
    </ol>
  );
}

/** `财务审核 历时 1 天 3 小时（1 个工作日 3 小时），提醒 1 次`, where an event ended a turn. */
function waitOf(event: HistoryEvent, { lang, turns, stageLabel, calendar }: LineProps): string | undefined {
  const words = historyWords[lang];
  const turn = turns.find(({ ends }) => ends.some(({ seq }) => seq === event.seq));
  if (turn === undefined) return undefined;
  const label = capitalised(turn.stage === undefined ? words.revising : stageLabel(turn.stage));
  return words.took(label, tookText(turn, event.at, calendar, lang));
}

function Person({ lang, event }: { lang: Lang; event: HistoryEvent }) {
  const { actor, proof } = event;
  const how = viaText(event, lang);
  const proven = proof?.endsWith('-and-code') ? `${how} + ${historyWords[lang].withCode}` : how;
  // "System (system)" would say nothing twice.
  const via = actor.via === 'system' ? '' : common[lang].inParentheses(proven);
  return (
    <span class="person">
      {actorName(event, lang)}
      {via}
      {actor.onBehalfOf && <span class="badge info">{historyWords[lang].onBehalf(actor.onBehalfOf)}</span>}
    </span>
  );
}

/** The same events as a table, for printing and for those who prefer rows. */
export function EventTable({ lang, events, stageLabel, decisions, calendar, audits }: StoryProps) {
  const words = historyWords[lang];
  return (
    <section class="card">
      <h2>{words.table}</h2>
      <Table
        columns={[
          { heading: words.seq },
          { heading: words.at },
          { heading: words.action },
          { heading: words.who },
          { heading: words.details },
          { heading: words.hash },
        ]}
        rows={events.map((event) => ({
          key: event.seq,
          cells: [
            event.seq,
            <When key="at" lang={lang} utc={event.at} />,
            eventTitle(event, lang, stageLabel, cutBy(event, events)),
            <Person key="who" lang={lang} event={event} />,
            <Details
              key="details"
              lang={lang}
              event={event}
              stageLabel={stageLabel}
              decision={decisions?.get(event.seq)}
              calendar={calendar}
              audits={audits}
            />,
            <Hash key="hash" value={event.hash} />,
          ],
        }))}
      />
    </section>
  );
}
