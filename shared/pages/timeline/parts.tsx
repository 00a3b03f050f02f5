import type { HistoryEvent, VerificationView } from '../../history/event.ts';
import { Hash, When } from '../components.tsx';
import type { Lang } from '../language.ts';
import { Table } from '../table.tsx';
import { spanOf } from '../when.ts';
import { common, roleWords, viaWords } from '../words/common.ts';
import { historyWords } from '../words/history.ts';
import { Details } from './details.tsx';
import { cutBy, titleOf, toneOf, type Wait } from './story.ts';
import type { Told } from './told.ts';

interface PartProps {
  readonly lang: Lang;
  readonly stageLabel: (id: string) => string;
}

interface StoryProps extends PartProps {
  readonly events: readonly HistoryEvent[];
  /** What the decisions' records add, by sequence number. */
  readonly told?: ReadonlyMap<number, Told> | undefined;
}

/** Whether the chain holds, before anything that rests on it. */
export function Proof({
  lang,
  verification,
  csvHref,
}: {
  lang: Lang;
  verification: VerificationView;
  csvHref?: string;
}) {
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
              {firstBroken?.reason} {words.brokenWhat}
            </>
          )}
        </p>
      </div>
      {csvHref && (
        <a class="button" href={csvHref}>
          {words.csv}
        </a>
      )}
    </section>
  );
}

/** The events on a vertical line, with what people took between them. */
export function Line(props: StoryProps & { waits: readonly Wait[] }) {
  const { lang, events, waits, stageLabel, told } = props;
  return (
    <ol class="timeline">
      {events.map((event) => {
        const wait = waits.find(({ seq }) => seq === event.seq);
        return (
          <li key={event.seq} data-tone={toneOf(event)}>
            {wait && <p class="soft wait">{waitText(wait, lang)}</p>}
            <p class="event">
              <b>{titleOf(event, lang, stageLabel, cutBy(event, events))}</b>
              <span class="soft">
                <When lang={lang} utc={event.at} />
                <Person lang={lang} event={event} />
              </span>
            </p>
            <Details lang={lang} event={event} told={told?.get(event.seq)} />
          </li>
        );
      })}
    </ol>
  );
}

function waitText({ label, milliseconds, reminders }: Wait, lang: Lang): string {
  const words = historyWords[lang];
  const took = words.took(label, spanOf(milliseconds, lang));
  return reminders === 0 ? took : `${took}${common[lang].inParentheses(words.remindedTimes(reminders))}`;
}

/** A person by name; the system by its word in the reader's language. */
export const nameOf = ({ actor }: HistoryEvent, lang: Lang): string =>
  actor.role === 'system' ? roleWords[lang].system : actor.name;

function Person({ lang, event }: { lang: Lang; event: HistoryEvent }) {
  const { actor, proof } = event;
  const how = viaWords[lang][actor.via];
  const proven = proof === 'link-and-code' ? `${how} + ${historyWords[lang].withCode}` : how;
  // "System (system)" would say nothing twice.
  const via = actor.via === 'system' ? '' : common[lang].inParentheses(proven);
  return (
    <span class="person">
      {nameOf(event, lang)}
      {via}
      {actor.onBehalfOf && <span class="badge info">{historyWords[lang].onBehalf(actor.onBehalfOf)}</span>}
    </span>
  );
}

/** How long each turn took, drawn to one scale; the figures stand beside the bars. */
export function Durations({ lang, waits }: { lang: Lang; waits: readonly Wait[] }) {
  const longest = Math.max(1, ...waits.map(({ milliseconds }) => milliseconds));
  return (
    <section class="card">
      <h2>{historyWords[lang].durations}</h2>
      <ul class="plain-list bars">
        {waits.map(({ seq, label, milliseconds, by }) => (
          <li key={seq} data-by={by}>
            <span>{label}</span>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect width={Math.max(1, Math.round((100 * milliseconds) / longest))} height="10" />
            </svg>
            <span class="soft">{spanOf(milliseconds, lang)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The same events as a table, for printing and for those who prefer rows. */
export function EventTable({ lang, events, stageLabel, told }: StoryProps) {
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
            titleOf(event, lang, stageLabel, cutBy(event, events)),
            <Person key="who" lang={lang} event={event} />,
            <Details key="details" lang={lang} event={event} told={told?.get(event.seq)} />,
            <Hash key="hash" value={event.hash} />,
          ],
        }))}
      />
    </section>
  );
}
