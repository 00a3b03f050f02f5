import type { DeadLinkView } from '../../../shared/contract/views.ts';
import { Due, Facts, ProvisionalNote } from '../../../shared/pages/components.tsx';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { common, outcomeWords } from '../../../shared/pages/words/common.ts';
import { Written } from '../../../shared/pages/written.tsx';
import { amountText } from '../../../shared/values/amount-text.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { minuteOf } from '../../../shared/values/when.ts';
import type { NextAsked } from '../next-asked.ts';
import { deadLinkTitles } from '../words/dead-link.ts';
import { decisionWords } from '../words/decision.ts';
import { ProblemCallout } from './found.tsx';
import type { Refused } from './typed.ts';

export interface DeadLinkPageProps {
  readonly lang: Lang;
  readonly link: DeadLinkView;
  /** The link's own address. */
  readonly action: string;
  /** Whom to ask: a name and an office telephone. */
  readonly contact: string;
  readonly problem?: Refused;
  /** Texts that were posted and refused. */
  readonly written?: readonly string[];
  /** What waits for the same person, null for nothing; absent where they are not signed in. */
  readonly next?: NextAsked | null | undefined;
}

/** A link that decides nothing any more: what became of it, and where to go. */
export function DeadLinkPage(props: DeadLinkPageProps) {
  const { lang, link, action, contact, problem, written = [], next } = props;
  const words = decisionWords[lang];
  const { kind, decision, project, message, at } = link;
  return (
    <div class="page narrow">
      {problem && <ProblemCallout lang={lang} problem={problem} />}
      <section class={decision ? 'card decided' : 'card'} data-outcome={decision?.outcome}>
        <h1>{decision ? titleOf(decision, lang) : deadLinkTitles[lang][kind]}</h1>
        <Message lang={lang} message={message} at={at} />
        {link.followed !== undefined && <p>{link.followed}</p>}
        {link.final && <p class="soft">{words.final}</p>}
        <Facts
          facts={[
            [common[lang].number, `${project.id} · ${common[lang].revision(project.revision)}`],
            [common[lang].unit, project.unit.name],
            [
              words.approvedAmount,
              decision?.approvedFen === undefined ? undefined : amountText(decision.approvedFen, lang),
            ],
            [words.opinion, decision?.comment],
            ...(decision?.cuts ?? []).map(({ line, amountFen, reason }): [string, string] => [
              words.lineLeft(line + 1),
              `${amountText(amountFen, lang)} · ${reason}`,
            ]),
          ]}
        />
        <Written lang={lang} texts={written} />
        {kind === 'expired' ? (
          <PostForm action={`${action}/renew`}>
            <button type="submit" class="primary">
              {words.renew}
            </button>
          </PostForm>
        ) : (
          <Onwards lang={lang} next={next} />
        )}
        {link.takeBackUntil !== undefined && (
          <PostForm class="soft" action={`${action}/take-back`}>
            <p>{words.takeBackWhat(minuteOf(link.takeBackUntil, lang))}</p>
            <button type="submit">{words.takeBack}</button>
          </PostForm>
        )}
      </section>
      <p class="soft contact">
        {words.contact}
        {contact}
      </p>
    </div>
  );
}

const titleOf = ({ outcome, to }: NonNullable<DeadLinkView['decision']>, lang: Lang): string =>
  to === undefined ? outcomeWords[lang][outcome] : decisionWords[lang].sendBack;

/** The next request that waits for whoever is signed in, or the way to the desk. */
function Onwards({ lang, next }: Pick<DeadLinkPageProps, 'lang' | 'next'>) {
  const words = decisionWords[lang];
  if (!next)
    return (
      <p class="links">
        {next === null && <span class="soft">{words.nothingLeft} </span>}
        <a href="/">{next === null ? words.desk : words.toDesk}</a>
      </p>
    );
  return (
    <>
      <h2>{words.nextTitle}</h2>
      <ul class="plain-list entries">
        <li>
          <div>
            <a href={next.address}>{next.title}</a>
            <p class="soft">
              <bdi>{next.unitName}</bdi>
            </p>
          </div>
          <div class="entry-end">
            <b>{amountText(next.fen, lang)}</b>
            <p class="soft">
              <Due
                lang={lang}
                utc={next.deadline}
                overdue={next.overdue}
                provisional={next.deadlineProvisional}
              />
            </p>
          </div>
        </li>
      </ul>
      {next.deadlineProvisional && <ProvisionalNote lang={lang} />}
      <p class="links">
        <a class="button primary" href={next.address}>
          {words.next(next.left)}
        </a>
        <a href="/">{words.desk}</a>
      </p>
    </>
  );
}

/** The sentence, in which the time is one for programs as well. */
function Message({ lang, message, at }: Pick<DeadLinkView, 'message' | 'at'> & { readonly lang: Lang }) {
  const when = at === undefined ? '' : minuteOf(at, lang);
  const start = when === '' ? -1 : message.indexOf(when);
  if (start < 0) return <p>{message}</p>;
  return (
    <p>
      {message.slice(0, start)}
      <time datetime={at}>{when}</time>
      {message.slice(start + when.length)}
    </p>
  );
}
