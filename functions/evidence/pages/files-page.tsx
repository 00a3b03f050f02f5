import type { EvidenceFilesView } from '../../../shared/contract/views.ts';
import { sizeText } from '../../../shared/history/verification/attachment-messages.ts';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { ReasonField } from '../../../shared/pages/reason-field.tsx';
import { Table } from '../../../shared/pages/table.tsx';
import type { Lang } from '../../../shared/values/language.ts';
import { evidenceFilesWords } from '../words/files.ts';

export interface FilesPageProps {
  readonly lang: Lang;
  readonly view: EvidenceFilesView;
  /** Which evidence: the project's number, or the days. */
  readonly about: string;
  /** The address of the bundle; parts are below it. */
  readonly of: string;
  /** The days of a period, which its parts are asked for with. */
  readonly period?: { readonly from: string; readonly to: string };
  readonly back: string;
  /** Whether a reason is to be said: for those who see personal data masked elsewhere. */
  readonly asksReason: boolean;
}

type Part = EvidenceFilesView['parts'][number];

/** How many files there are beside a bundle, how large, and in which parts they are downloaded. */
export function FilesPage(props: FilesPageProps) {
  const { lang, view, back, asksReason } = props;
  const words = evidenceFilesWords[lang];
  return (
    <div class="page">
      <h1>{words.title}</h1>
      <p class="soft">{props.about}</p>
      <section class="card">
        <p>{words.what}</p>
        {view.files === 0 ? (
          <div class="empty">
            <p>{words.none}</p>
            <p class="soft">{words.noneWhat}</p>
          </div>
        ) : (
          <>
            <p>
              <b>{words.total(view.files, sizeText(view.bytes), view.parts.length)}</b> {words.within}
            </p>
            <p class="soft">{words.verify}</p>
            {asksReason ? <WithReason {...props} /> : <Parts {...props} />}
          </>
        )}
      </section>
      <p class="links">
        <a href={back}>{words.backToHistory}</a>
      </p>
    </div>
  );
}

/** The reason is written once; each part is a button of the same form, whose answer leaves the page as it is. */
function WithReason(props: FilesPageProps) {
  const { lang, period } = props;
  return (
    <PostForm>
      {Object.entries(period ?? {}).map(([name, day]) => (
        <input key={name} type="hidden" name={name} value={day} />
      ))}
      <ReasonField lang={lang} />
      <Parts {...props} />
    </PostForm>
  );
}

function Parts({ lang, view, of, asksReason }: FilesPageProps) {
  const words = evidenceFilesWords[lang];
  const get = (part: Part) => {
    const href = `${of}/files/${part.part}`;
    const said = { 'aria-label': words.getPart(part.part) };
    return asksReason ? (
      <button type="submit" formaction={href} {...said}>
        {words.get}
      </button>
    ) : (
      <a class="button" href={href} download {...said}>
        {words.get}
      </a>
    );
  };
  return (
    <Table
      columns={[
        { heading: words.part, figure: true },
        { heading: words.holds },
        { heading: words.size, figure: true },
        { heading: words.get },
      ]}
      rows={view.parts.map((part) => ({
        key: part.part,
        cells: [part.part, <Holds key="holds" lang={lang} part={part} />, sizeText(part.bytes), get(part)],
      }))}
    />
  );
}

/** A page of hundreds of names nobody reads: they stand in the index of the bundle. */
const MOST_NAMES = 5;

function Holds({ lang, part: { files, alone, names } }: { lang: Lang; part: Part }) {
  const words = evidenceFilesWords[lang];
  const shown = names?.slice(0, MOST_NAMES) ?? [];
  return (
    <>
      {alone ? words.alone : words.archive(files)}
      {shown.length > 0 && (
        <span class="soft">
          {' '}
          {shown.join(lang === 'zh' ? '、' : ', ')}
          {(names?.length ?? 0) > MOST_NAMES && ' …'}
        </span>
      )}
    </>
  );
}
