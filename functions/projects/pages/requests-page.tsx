import { LONGEST_COMMENT } from '../../../shared/contract/fields.ts';
import type { WaitingLine } from '../../../shared/contract/views.ts';
import { About, Due, ProvisionalNote } from '../../../shared/pages/components.tsx';
import { PagesNav } from '../../../shared/pages/pages-nav.tsx';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import { amountText } from '../../../shared/values/amount-text.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { waitText } from '../../../shared/values/wait-text.ts';
import { SHORTEST_REASON } from '../../../shared/workflow/reason.ts';
import { formWords } from '../words/form.ts';
import { requestsWords } from '../words/requests.ts';

export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly unitName: string;
}

export interface ShownRequest {
  readonly request: WaitingLine;
  /** To whom it can be given. */
  readonly people: readonly Candidate[];
}

interface RequestsPageProps {
  readonly lang: Lang;
  readonly requests: readonly ShownRequest[];
  readonly reassigned: boolean;
  readonly isFirst: boolean;
  readonly nextHref: string | undefined;
  readonly stageLabel: (id: string) => string;
}

/** All open requests, for administrators: who is asked and since when, and a way to give one to somebody else. */
export function RequestsPage({
  lang,
  requests,
  reassigned,
  isFirst,
  nextHref,
  stageLabel,
}: RequestsPageProps) {
  const words = requestsWords[lang];
  return (
    <div class="page">
      <h1>{words.title}</h1>
      <p class="soft">{words.order}</p>
      {reassigned && (
        <section class="callout good" role="status">
          <h2>{words.reassigned}</h2>
        </section>
      )}
      <section class="card">
        {requests.length === 0 ? (
          <p class="empty">{nextHref === undefined && isFirst ? words.none : words.noneHere}</p>
        ) : (
          <ul class="plain-list entries">
            {requests.map(({ request, people }) => (
              <Request
                key={`${request.projectId} ${request.stage}`}
                lang={lang}
                request={request}
                people={people}
                stageLabel={stageLabel}
              />
            ))}
          </ul>
        )}
        {requests.some(({ request }) => request.deadlineProvisional) && <ProvisionalNote lang={lang} />}
      </section>
      <PagesNav lang={lang} firstHref="/requests" isFirst={isFirst} nextHref={nextHref} />
    </div>
  );
}

interface RequestProps extends ShownRequest {
  readonly lang: Lang;
  readonly stageLabel: (id: string) => string;
}

function Request({ lang, request, people, stageLabel }: RequestProps) {
  const words = requestsWords[lang];
  const { projectId, stage, assignees } = request;
  const names = assignees.map(({ name }) => name).join(common[lang].comma);
  const unreached = assignees.filter(({ undeliveredAt }) => undeliveredAt !== undefined);
  return (
    <li>
      <div>
        <b>{request.title}</b>
        <p class="soft">
          {projectId} · <bdi>{request.unitName}</bdi> · {stageLabel(stage)} ·{' '}
          {common[lang].revision(request.revision)}
        </p>
        <p>{assignees.length === 0 ? <b>{words.nobody}</b> : words.asked(names)}</p>
        <p class="soft">{words.waited(waitText(request, lang))}</p>
        {unreached.length > 0 && (
          <p>
            <span class="badge warning">{common[lang].undelivered}</span>{' '}
            {words.unreached(unreached.map(({ name }) => name).join(common[lang].comma))}
          </p>
        )}
        <Reassign lang={lang} request={request} people={people} />
      </div>
      <div class="entry-end">
        {request.requestedFen !== null && <b>{amountText(request.requestedFen, lang)}</b>}
        <p class="soft">
          <Due
            lang={lang}
            utc={request.deadline}
            overdue={request.overdue}
            provisional={request.deadlineProvisional}
          />
        </p>
      </div>
    </li>
  );
}

function Reassign({ lang, request, people }: Omit<RequestProps, 'stageLabel'>) {
  const words = requestsWords[lang];
  const id = (part: string) => `${part}-${request.projectId}-${request.stage}`;
  return (
    <details>
      <summary>
        {words.reassign}
        <About lang={lang} what={`${request.title} ${request.projectId}`} />
      </summary>
      <PostForm action={`/projects/${request.projectId}/reassignment`}>
        <input type="hidden" name="stage" value={request.stage} />
        <p>
          <label for={id('to')}>{words.to}</label>
          <select id={id('to')} name="to" required>
            <option value="">{formWords[lang].choose}</option>
            {people.map(({ id: person, name, unitName }) => (
              <option key={person} value={person}>{`${name} · ${unitName}`}</option>
            ))}
          </select>
        </p>
        <p>
          <label for={id('comment')}>{words.comment}</label>
          <input
            id={id('comment')}
            name="comment"
            required
            minlength={SHORTEST_REASON}
            maxlength={LONGEST_COMMENT}
          />
        </p>
        <p>
          <button type="submit">
            {words.reassignDo}
            <About lang={lang} what={`${request.title} ${request.projectId}`} />
          </button>
        </p>
      </PostForm>
    </details>
  );
}
