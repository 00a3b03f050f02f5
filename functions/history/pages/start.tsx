import { flags } from '../../../shared/history/red-flags.ts';
import { When } from '../../../shared/pages/components.tsx';
import { capitalised, type Lang } from '../../../shared/values/language.ts';
import { waitText } from '../../../shared/values/wait-text.ts';
import { minuteOf } from '../../../shared/values/when.ts';
import type { Start } from '../start.ts';
import { flagWords, overviewWords } from '../words/overview.ts';
import { startWords } from '../words/start.ts';
import { eventsHref } from './plots/links.ts';

interface StartProps {
  readonly lang: Lang;
  readonly start: Start;
  readonly titles: ReadonlyMap<string, string>;
  readonly stageLabel: (id: string) => string;
}

/** What auditors ask first: red flags, whether the history is sealed, and what is overdue. */
export function StartPage(props: StartProps) {
  return (
    <>
      <RedFlags {...props} />
      <div class="start">
        <LastCheckpoint {...props} />
        <Overdue {...props} />
      </div>
    </>
  );
}

function RedFlags({ lang, start: { flags: flagged } }: StartProps) {
  const words = startWords[lang];
  const { scope, complete, counts, hasThreshold } = flagged;
  const asked = flags.filter((flag) => flag !== 'below-threshold' || hasThreshold);
  return (
    <section class="card">
      <h2>{words.flags}</h2>
      <p class="soft">
        {overviewWords[lang].flagsWhat}
        {!complete && ` ${words.flagsPartial(minuteOf(scope.from, lang))}`}
      </p>
      <ul class="flags compact">
        {asked.map((flag) => (
          <li key={flag} data-raised={counts[flag] > 0 ? 'yes' : 'no'}>
            <a href={eventsHref(scope, { flag })}>
              <span>{flagWords[lang][flag].title}</span>
              <span class="count">
                <b>{counts[flag]}</b> {overviewWords[lang].times(counts[flag] ?? 0)}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function LastCheckpoint({ lang, start: { checkpoint: last } }: StartProps) {
  const words = startWords[lang];
  return (
    <section class="card">
      <h2>{words.checkpoint}</h2>
      {last ? (
        <>
          <p>
            <b>{words.number(last.checkpoint.number)}</b> <When lang={lang} utc={last.checkpoint.at} zone />
          </p>
          <p class="soft">{words.events(last.checkpoint.events)}</p>
          <p class={last.holds ? 'verified' : 'error'}>{last.holds ? words.holds : words.broken}</p>
        </>
      ) : (
        <p>{words.noCheckpoint}</p>
      )}
      <p class="links">
        <a href="/history/checkpoints">{words.checkpoints}</a>
      </p>
    </section>
  );
}

function Overdue({ lang, start: { overdue }, titles, stageLabel }: StartProps) {
  const words = startWords[lang];
  const { count, more, oldest } = overdue;
  return (
    <section class="card">
      <h2>{words.overdue}</h2>
      {count === 0 ? (
        <p>{words.noneOverdue}</p>
      ) : (
        <>
          <p>
            <b>{words.count(count, more)}</b> <span class="soft">{words.oldest(oldest.length)}</span>
          </p>
          <ul class="plain-list">
            {oldest.map(({ projectId, revision, stage, unitName, late }) => (
              <li key={`${projectId} ${revision} ${stage}`}>
                <a href={`/projects/${projectId}/history`}>{titles.get(projectId) || projectId}</a>{' '}
                <span class="soft">{unitName}</span>
                <p class="soft">
                  {capitalised(stageLabel(stage))}{' '}
                  <span class="late">{words.late(waitText(late, lang))}</span>
                </p>
              </li>
            ))}
          </ul>
        </>
      )}
      <p class="links">
        <a href="/history/overview#open-requests">{words.open}</a>
      </p>
    </section>
  );
}
