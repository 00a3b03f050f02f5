import { Due, ProvisionalNote } from '../../../shared/pages/components.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import type { Lang } from '../../../shared/values/language.ts';
import type { Waiting } from '../concerned.ts';
import { directoryWords } from '../words/directory.ts';

export type StageLabel = (id: string) => string;

function goesToText(names: readonly string[], lang: Lang): string {
  const words = directoryWords[lang];
  return names.length === 0 ? words.goesToNobody : words.goesTo(names.join(common[lang].comma));
}

/** Open requests, the most urgent first. */
export function WaitingList(props: {
  readonly lang: Lang;
  readonly waiting: Waiting;
  readonly stageLabel: StageLabel;
}) {
  const { lang, waiting, stageLabel } = props;
  const more = waiting.count - waiting.first.length;
  return (
    <>
      <ul class="plain-list entries">
        {waiting.first.map(
          ({ projectId, title, unitName, stage, deadline, deadlineProvisional, overdue, goesTo }) => (
            <li key={`${projectId} ${stage}`}>
              <div>
                <b>{title}</b>
                <p class="soft">
                  {projectId} · <bdi>{unitName}</bdi> · {stageLabel(stage)}
                </p>
                {goesTo !== undefined && <p>{goesToText(goesTo, lang)}</p>}
              </div>
              <p class="soft entry-end">
                <Due lang={lang} utc={deadline} overdue={overdue} provisional={deadlineProvisional} />
              </p>
            </li>
          ),
        )}
      </ul>
      {waiting.first.some(({ deadlineProvisional }) => deadlineProvisional) && (
        <ProvisionalNote lang={lang} />
      )}
      {more > 0 && <p class="soft">{directoryWords[lang].waitingMore(more)}</p>}
    </>
  );
}
