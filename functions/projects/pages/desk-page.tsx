import type { ProjectLine, RequestLine } from '../../../shared/contract/views.ts';
import { Amounts, Due, ProvisionalNote, StateBadge } from '../../../shared/pages/components.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import { amountText } from '../../../shared/values/amount-text.ts';
import { type Lang, say, type Words } from '../../../shared/values/language.ts';
import type { RoundLine } from '../rounds.ts';
import { deskWords } from '../words/desk.ts';
import { roundWords } from '../words/rounds.ts';
import { RoundLines } from './round-lines.tsx';

interface FormLink {
  readonly id: string;
  readonly title: Words;
}

export interface DeskPageProps {
  readonly lang: Lang;
  readonly roles: readonly string[];
  /** What can be filled in here. */
  readonly forms: readonly FormLink[];
  readonly waiting: readonly RequestLine[];
  readonly mine: readonly ProjectLine[];
  readonly done: readonly ProjectLine[];
  readonly rounds: readonly RoundLine[];
  readonly now: Date;
  readonly stageLabel: (id: string) => string;
}

/** The first page: what waits for me, what is mine, what is done; each empty list says what to do. */
export function DeskPage({
  lang,
  roles,
  forms,
  waiting,
  mine,
  done,
  rounds,
  now,
  stageLabel,
}: DeskPageProps) {
  const words = deskWords[lang];
  const submits = roles.includes('submitter');
  const decides = roles.includes('reviewer') || roles.includes('approver') || waiting.length > 0;
  return (
    <div class="page">
      <div class="page-head">
        <h1>{words.title}</h1>
        {submits && <Begin lang={lang} forms={forms} look="button primary" />}
      </div>
      {rounds.length > 0 && (
        <section class="card">
          <h2>{roundWords[lang].title}</h2>
          <RoundLines lang={lang} rounds={rounds} now={now} />
        </section>
      )}
      {decides && (
        <section class="card">
          <h2>
            {words.waiting} {waiting.length > 0 && <span class="badge info">{waiting.length}</span>}
          </h2>
          {waiting.length === 0 ? (
            <p class="empty">{words.nothingWaiting}</p>
          ) : (
            <>
              <ul class="plain-list entries">
                {waiting.map((line) => (
                  <Request
                    key={`${line.projectId} ${line.stage}`}
                    lang={lang}
                    line={line}
                    stageLabel={stageLabel}
                  />
                ))}
              </ul>
              <p class="soft">{words.waitingHow}</p>
              {waiting.some(({ deadlineProvisional }) => deadlineProvisional) && (
                <ProvisionalNote lang={lang} />
              )}
            </>
          )}
        </section>
      )}
      {(submits || mine.length > 0) && (
        <section class="card">
          <h2>{words.mine}</h2>
          {mine.length === 0 ? (
            <div class="empty">
              <p>{words.nothingMine}</p>
              {submits && <Begin lang={lang} forms={forms} />}
            </div>
          ) : (
            <>
              <Projects lang={lang} lines={mine} stageLabel={stageLabel} />
              {submits && mine.some(({ state }) => state === 'draft' || state === 'returned') && (
                <p class="links">
                  <a href="/drafts">{words.drafts}</a>
                </p>
              )}
            </>
          )}
        </section>
      )}
      {(submits || done.length > 0) && (
        <section class="card">
          <h2>{words.done}</h2>
          {done.length === 0 ? (
            <p class="empty">{words.nothingDone}</p>
          ) : (
            <Projects lang={lang} lines={done} stageLabel={stageLabel} />
          )}
        </section>
      )}
      {roles.includes('administrator') && (
        <section class="card">
          <h2>{words.requests}</h2>
          <p class="soft">{words.requestsWhat}</p>
          <p class="links">
            <a class="button" href="/requests">
              {words.requests}
            </a>
          </p>
        </section>
      )}
      {roles.includes('administrator') && (
        <section class="card">
          <h2>{words.settings}</h2>
          <p class="soft">{words.settingsWhat}</p>
          <p class="links">
            <a class="button" href="/settings">
              {words.settings}
            </a>
          </p>
        </section>
      )}
      {roles.includes('auditor') && (
        <section class="card">
          <h2>{words.audit}</h2>
          <p class="soft">{words.auditWhat}</p>
          <p class="links">
            <a class="button" href="/history">
              {words.audit}
            </a>
          </p>
        </section>
      )}
      <form method="post" action="/sign-out">
        <p class="soft">
          {words.everywhereHow}{' '}
          <button type="submit" name="everywhere" value="yes" class="plain">
            {words.everywhere}
          </button>
        </p>
      </form>
    </div>
  );
}

type StageLabel = DeskPageProps['stageLabel'];

function Begin({ lang, forms, look }: Pick<DeskPageProps, 'lang' | 'forms'> & { look?: string }) {
  return (
    <>
      {forms.map(({ id, title }) => (
        <a key={id} class={look} href={`/forms/${id}`}>
          {deskWords[lang].begin(say(title, lang))}
        </a>
      ))}
    </>
  );
}

function Request({ lang, line, stageLabel }: { lang: Lang; line: RequestLine; stageLabel: StageLabel }) {
  return (
    <li>
      <div>
        <a href={`/projects/${line.projectId}`}>{line.title}</a>
        <p class="soft">
          <bdi>{line.unitName}</bdi> · {stageLabel(line.stage)} · {common[lang].revision(line.revision)}
        </p>
        {line.undelivered && (
          <p>
            <span class="badge warning">{common[lang].undelivered}</span>{' '}
            <span class="soft">{deskWords[lang].undeliveredHow}</span>
          </p>
        )}
      </div>
      <div class="entry-end">
        {line.requestedFen !== null && <b>{amountText(line.requestedFen, lang)}</b>}
        <p class="soft">
          <Due
            lang={lang}
            utc={line.deadline}
            overdue={line.overdue}
            provisional={line.deadlineProvisional}
          />
        </p>
      </div>
    </li>
  );
}

function Projects(props: { lang: Lang; lines: readonly ProjectLine[]; stageLabel: StageLabel }) {
  const { lang, lines, stageLabel } = props;
  return (
    <ul class="plain-list entries">
      {lines.map((line) => (
        <li key={line.id}>
          <div>
            <a href={`/projects/${line.id}`}>{line.title || deskWords[lang].untitled}</a>
            <p class="soft">
              {line.id}
              {line.budgetYear !== null && ` · ${line.budgetYear}`} · {common[lang].revision(line.revision)}
            </p>
          </div>
          <div class="entry-end">
            <Amounts lang={lang} requestedFen={line.requestedFen} approvedFen={line.approvedFen} />
            <p>
              {line.stage && <span class="soft">{stageLabel(line.stage)} </span>}
              <StateBadge lang={lang} state={line.state} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
