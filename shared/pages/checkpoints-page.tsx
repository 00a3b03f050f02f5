import type { Checkpoint } from '../history/checkpoint.ts';
import { Facts, Hash, When } from './components.tsx';
import type { Lang } from './language.ts';
import { Table } from './table.tsx';
import { checkpointWords } from './words/checkpoints.ts';
import { historyWords } from './words/history.ts';

export interface CheckpointsPageProps {
  readonly lang: Lang;
  /** Newest first. */
  readonly checkpoints: readonly Checkpoint[];
  readonly nextHref: string | null;
  /** The fingerprint of the key that signs now. */
  readonly keyId: string;
}

/** The signed checkpoints, for auditors: what there is, what signs it, and a button to make one. */
export function CheckpointsPage({ lang, checkpoints, nextHref, keyId }: CheckpointsPageProps) {
  const words = checkpointWords[lang];
  return (
    <div class="page">
      <h1>{words.title}</h1>
      <section class="card">
        <p>{words.what}</p>
        <Facts
          facts={[
            [
              words.fingerprint,
              <code key="fingerprint" class="hash whole">
                {keyId}
              </code>,
            ],
          ]}
        />
        <form method="post" action="/history/checkpoints" class="filter-actions">
          <button type="submit" class="primary">
            {words.make}
          </button>
          <a href="/history/key">{words.key}</a>
          <a href="/history">{words.back}</a>
        </form>
        <p class="soft">{words.unchanged}</p>
      </section>
      <section class="card">
        {checkpoints.length === 0 ? (
          <div class="empty">
            <p>{words.none}</p>
            <p class="soft">{words.noneWhat}</p>
          </div>
        ) : (
          <>
            <p class="soft">{historyWords[lang].zoneNote}</p>
            <Checkpoints lang={lang} checkpoints={checkpoints} />
          </>
        )}
        {nextHref && (
          <p class="links">
            <a class="button" href={nextHref} rel="next">
              {words.earlier}
            </a>
          </p>
        )}
      </section>
    </div>
  );
}

function Checkpoints({ lang, checkpoints }: Pick<CheckpointsPageProps, 'lang' | 'checkpoints'>) {
  const words = checkpointWords[lang];
  return (
    <Table
      columns={[
        { heading: words.number },
        { heading: words.at },
        { heading: words.events, figure: true },
        { heading: words.chains, figure: true },
        { heading: words.hash },
      ]}
      rows={checkpoints.map((checkpoint) => ({
        key: checkpoint.number,
        cells: [
          checkpoint.number,
          <When key="at" lang={lang} utc={checkpoint.at} />,
          checkpoint.events,
          checkpoint.chains,
          <details key="hash">
            <summary>
              <Hash value={checkpoint.hash} />
            </summary>
            <code class="hash whole">{checkpoint.hash}</code>
          </details>,
        ],
      }))}
    />
  );
}
