import { LONGEST_COMMENT } from '../../../shared/contract/fields.ts';
import type { TransferView } from '../../../shared/contract/views.ts';
import { About } from '../../../shared/pages/components.tsx';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import type { Lang } from '../../../shared/values/language.ts';
import { SHORTEST_REASON } from '../../../shared/workflow/reason.ts';
import { failedMailsWords } from '../words/failed-mails.ts';
import { Office } from './office.tsx';
import type { StageLabel } from './waiting.tsx';

interface TransferFormProps {
  readonly lang: Lang;
  /** The id of whoever the requests wait for. */
  readonly person: string;
  /** Where a page has several such forms: their name. */
  readonly name?: string;
  /** How many they are. */
  readonly count: number;
}

/** Gives all open requests of a person to somebody else; the page has the people whom it suggests. */
export function TransferForm({ lang, person, name, count }: TransferFormProps) {
  const words = failedMailsWords[lang];
  const id = (part: string): string => `${part}-${person}`;
  const ofWhom = name !== undefined && <About lang={lang} what={name} />;
  return (
    <details>
      <summary>
        {words.transfer(count)}
        {ofWhom}
      </summary>
      <PostForm action={`/directory/people/${person}/transfer`}>
        <p>
          <label for={id('to')}>{words.transferTo}</label>
          <input id={id('to')} name="to" list="people" autocomplete="off" required maxlength={100} />
        </p>
        <p>
          <label for={id('comment')}>{words.transferReason}</label>
          <input
            id={id('comment')}
            name="comment"
            required
            minlength={SHORTEST_REASON}
            maxlength={LONGEST_COMMENT}
            autocomplete="off"
          />
        </p>
        <p>
          <button type="submit">
            {words.transferDo(count)}
            {ofWhom}
          </button>
        </p>
      </PostForm>
    </details>
  );
}

interface TransferPageProps {
  readonly lang: Lang;
  readonly person: string;
  readonly name: string;
  readonly transfer: TransferView;
  readonly stageLabel: StageLabel;
}

/** What was given to somebody else, and what could not be and why. */
export function TransferPage({ lang, person, name, transfer, stageLabel }: TransferPageProps) {
  const words = failedMailsWords[lang];
  const { moved, notMoved, left } = transfer;
  return (
    <Office lang={lang} room="people">
      <h1>{`${words.transferred} · ${name}`}</h1>
      {moved.length + notMoved.length === 0 && (
        <section class="card">
          <p class="empty">{words.nothingMoved}</p>
        </section>
      )}
      {notMoved.length > 0 && (
        <section class="card">
          <h2>{words.notMoved(notMoved.length)}</h2>
          <Requests requests={notMoved.map((one) => ({ ...one, note: one.why }))} stageLabel={stageLabel} />
        </section>
      )}
      {moved.length > 0 && (
        <section class="card">
          <h2>{words.moved(moved.length)}</h2>
          <Requests requests={moved} stageLabel={stageLabel} />
        </section>
      )}
      {left > 0 && <p>{words.left(left)}</p>}
      <p class="actions">
        <a class="button" href={`/directory/people/${person}`}>
          {words.back}
        </a>{' '}
        <a class="button" href="/directory/failed-mails">
          {words.toFailed}
        </a>
      </p>
    </Office>
  );
}

type Listed = TransferView['moved'][number] & { readonly note?: string };

function Requests(props: { readonly requests: readonly Listed[]; readonly stageLabel: StageLabel }) {
  const { requests, stageLabel } = props;
  return (
    <ul class="plain-list entries">
      {requests.map(({ projectId, title, stage, note }) => (
        <li key={`${projectId} ${stage}`}>
          <div>
            <b>{title}</b>
            <p class="soft">
              {projectId} · {stageLabel(stage)}
            </p>
            {note !== undefined && <p>{note}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
