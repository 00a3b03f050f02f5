import type { FormerKey } from '../../../shared/evidence/checkpoints/published-keys.ts';
import type { Checkpoint } from '../../../shared/history/checkpoint.ts';
import { Hash, When } from '../../../shared/pages/components.tsx';
import { NextPage } from '../../../shared/pages/pages-nav.tsx';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { Table } from '../../../shared/pages/table.tsx';
import { checkpointWords } from '../../../shared/pages/words/checkpoints.ts';
import { common } from '../../../shared/pages/words/common.ts';
import type { Lang } from '../../../shared/values/language.ts';
import { PeriodEvidence } from './period-evidence.tsx';

export interface CheckpointsPageProps {
  readonly lang: Lang;
  /** Newest first. */
  readonly checkpoints: readonly Checkpoint[];
  readonly nextHref: string | null;
  /** The fingerprint of the key that signs now. */
  readonly keyId: string;
  /** Those that signed before, newest first. */
  readonly formerKeys: readonly FormerKey[];
}

/** The signed checkpoints, for auditors: what there is, what signs it, and a button to make one. */
export function CheckpointsPage({ lang, checkpoints, nextHref, keyId, formerKeys }: CheckpointsPageProps) {
  const words = checkpointWords[lang];
  return (
    <div class="page">
      <h1>{words.title}</h1>
      <section class="card">
        <p>{words.what}</p>
        <p class="soft">{words.unchanged}</p>
        <PostForm action="/history/checkpoints">
          <button type="submit" class="primary">
            {words.make}
          </button>
        </PostForm>
      </section>
      <section class="card">
        {checkpoints.length === 0 ? (
          <div class="empty">
            <p>{words.none}</p>
            <p class="soft">{words.noneWhat}</p>
          </div>
        ) : (
          <>
            <p class="soft">{common[lang].zoneNote}</p>
            <Checkpoints lang={lang} checkpoints={checkpoints} />
          </>
        )}
        {nextHref && (
          <p class="links">
            <NextPage lang={lang} href={nextHref} called={words.earlier} />
          </p>
        )}
      </section>
      <PeriodEvidence lang={lang} />
      <section class="card">
        <h2>{words.key}</h2>
        <p class="soft">{words.keyWhat}</p>
        <p>
          <code class="hash whole">{keyId}</code>
        </p>
        {formerKeys.map(({ id, until }) => (
          <>
            <p class="soft">{words.formerKey(until)}</p>
            <p>
              <code class="hash whole">{id}</code>
            </p>
          </>
        ))}
        <p class="links">
          <a href="/history/key">{words.showKey}</a>
        </p>
      </section>
      <p class="links">
        <a href="/history">{words.back}</a>
      </p>
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
