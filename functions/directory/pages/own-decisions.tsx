import { When } from '../../../shared/pages/components.tsx';
import { NextPage } from '../../../shared/pages/pages-nav.tsx';
import { outcomeWords } from '../../../shared/pages/words/common.ts';
import { amountText } from '../../../shared/values/amount-text.ts';
import type { Lang } from '../../../shared/values/language.ts';
import type { OwnDecision } from '../me/decided.ts';
import { meWords } from '../words/me.ts';
import type { StageLabel } from './waiting.tsx';

interface ListProps {
  readonly lang: Lang;
  readonly decisions: readonly OwnDecision[];
  readonly stageLabel: StageLabel;
}

/** What somebody has decided, the newest first. */
export function OwnDecisionList({ lang, decisions, stageLabel }: ListProps) {
  const words = meWords[lang];
  return (
    <ul class="plain-list entries">
      {decisions.map(({ project, title, stage, outcome, approvedFen, onBehalfOf, at }) => (
        <li key={`${project} ${stage} ${at}`}>
          <div>
            {title === null ? (
              <span class="soft">{words.noTitle}</span>
            ) : (
              <a href={`/projects/${project}`}>{title}</a>
            )}
            <p class="soft">
              {project} · {stageLabel(stage)}
              {onBehalfOf !== null && ` · ${words.onBehalfOf(onBehalfOf)}`}
            </p>
          </div>
          <div class="entry-end">
            <b>{outcomeWords[lang][outcome]}</b>
            {approvedFen !== null && ` ${amountText(approvedFen, lang)}`}
            <p class="soft">
              <When lang={lang} utc={at} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** A page of them. */
export function OwnDecisionsPage(props: ListProps & { readonly nextHref: string | null }) {
  const { lang, decisions, nextHref } = props;
  const words = meWords[lang];
  return (
    <div class="page">
      <h1>{words.decided}</h1>
      <section class="card">
        {decisions.length > 0 ? (
          <OwnDecisionList {...props} />
        ) : (
          <p class="empty">{nextHref === null ? words.nothingDecided : words.noneHere}</p>
        )}
        <p class="links">
          {nextHref !== null && (
            <>
              <NextPage lang={lang} href={nextHref} />{' '}
            </>
          )}
          <a href="/me">{words.back}</a>
        </p>
      </section>
    </div>
  );
}
