import type { DeadLinkView } from '../../../shared/contract/views.ts';
import { Facts } from '../../../shared/pages/components.tsx';
import { common, outcomeWords } from '../../../shared/pages/words/common.ts';
import { amountText } from '../../../shared/values/amount-text.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { minuteOf } from '../../../shared/values/when.ts';
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
}

/** A link that decides nothing any more: what became of it, and where to go. */
export function DeadLinkPage({ lang, link, action, contact, problem }: DeadLinkPageProps) {
  const words = decisionWords[lang];
  const { kind, decision, project, message, at } = link;
  return (
    <div class="page narrow">
      {problem && <ProblemCallout lang={lang} problem={problem} />}
      <section class={decision ? 'card decided' : 'card'} data-outcome={decision?.outcome}>
        <h1>{decision ? outcomeWords[lang][decision.outcome] : deadLinkTitles[lang][kind]}</h1>
        <Message lang={lang} message={message} at={at} />
        <Facts
          facts={[
            [common[lang].number, `${project.id} · ${common[lang].revision(project.revision)}`],
            [common[lang].unit, project.unit.name],
            [words.opinion, decision?.comment],
            ...(decision?.cuts ?? []).map(({ line, amountFen, reason }): [string, string] => [
              words.lineLeft(line + 1),
              `${amountText(amountFen, lang)} · ${reason}`,
            ]),
          ]}
        />
        {kind === 'expired' ? (
          <form method="post" action={`${action}/renew`}>
            <button type="submit" class="primary">
              {words.renew}
            </button>
          </form>
        ) : (
          <p class="links">
            <a href="/">{words.toDesk}</a>
          </p>
        )}
      </section>
      <p class="soft contact">
        {words.contact}
        {contact}
      </p>
    </div>
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
