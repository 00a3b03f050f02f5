import { More } from '../../../shared/pages/components.tsx';
import { PostForm } from '../../../shared/pages/post-form.tsx';
import { Refusal } from '../../../shared/pages/refusal.tsx';
import { Table } from '../../../shared/pages/table.tsx';
import { common } from '../../../shared/pages/words/common.ts';
import type { Lang } from '../../../shared/values/language.ts';
import type { Difference } from '../differences.ts';
import { directoryWords } from '../words/directory.ts';
import { Office } from './office.tsx';

/** A line of a preview, as its reader sees it. */
export interface ShownLine {
  readonly row: number | null;
  readonly id: string;
  readonly name: string;
  readonly what: 'added' | 'changed' | 'removed';
  readonly differences: readonly Difference[];
}

export interface ShownFinding {
  /** As a spreadsheet numbers it; null for what is said of the whole. */
  readonly row: number | null;
  /** Of the unit or person: `/email`. */
  readonly path: string;
  readonly message: string;
}

export interface PreviewPageProps {
  readonly lang: Lang;
  /** By which it is applied; null where it cannot be. */
  readonly hash: string | null;
  readonly kind: 'unit' | 'person';
  readonly lines: readonly ShownLine[];
  readonly unchanged: number;
  readonly ignored: readonly string[];
  readonly findings: readonly ShownFinding[];
  readonly moreFindings?: number;
}

/** So many rows of each sort a page shows; the rest is counted. */
const MOST_LINES = 200;

/** What an import would do, row by row, before it is done. */
export function PreviewPage(props: PreviewPageProps) {
  const { lang, hash, kind, lines, unchanged, ignored, findings, moreFindings } = props;
  const words = directoryWords[lang];
  const of = (what: ShownLine['what']) => lines.filter((line) => line.what === what);
  const sorts = [
    [words.added, of('added')],
    [words.changed, of('changed')],
    [words.removedRows, of('removed')],
  ] as const;
  return (
    <Office lang={lang} room="imports">
      <h1>{words.previewTitle}</h1>
      <p class="links found-links">
        <b>{kind === 'unit' ? words.ofUnits : words.ofPeople}</b>
        {sorts.map(([name, some]) => (
          <span key={name} class="badge info">{`${name} ${words.rows(some.length)}`}</span>
        ))}
        <span class="badge">{`${words.same} ${words.rows(unchanged)}`}</span>
        {findings.length > 0 && (
          <span class="badge" data-state="errors">
            {`${words.problems} ${words.rows(findings.length + (moreFindings ?? 0))}`}
          </span>
        )}
      </p>
      {ignored.length > 0 && <p class="soft">{words.ignored(ignored.join(common[lang].comma))}</p>}
      {findings.length > 0 && (
        <Refusal title={words.mustCorrect}>
          <ul>
            {findings.map(({ row, path, message }) => (
              <li key={`${row} ${path} ${message}`}>
                {row !== null && `${words.line(row)}${common[lang].colon}`}
                {message}
              </li>
            ))}
          </ul>
          <More lang={lang} more={moreFindings} />
        </Refusal>
      )}
      {lines.length === 0 && findings.length === 0 && (
        <section class="card">
          <p class="empty">{words.nothingToApply}</p>
        </section>
      )}
      {sorts.map(
        ([name, some]) =>
          some.length > 0 && (
            <section key={name} class="card">
              <h2>
                {name} <span class="badge">{some.length}</span>
              </h2>
              <Lines lang={lang} kind={kind} lines={some.slice(0, MOST_LINES)} />
              {some.length > MOST_LINES && <p class="soft">{words.moreRows(some.length - MOST_LINES)}</p>}
            </section>
          ),
      )}
      <p class="actions">
        {hash !== null && (
          <button type="submit" class="primary" form="apply">
            {words.apply}
          </button>
        )}{' '}
        <a class="button" href="/directory/imports">
          {words.otherFile}
        </a>
      </p>
      {hash !== null && <PostForm id="apply" action={`/directory/imports/${hash}`} />}
    </Office>
  );
}

type LinesProps = Pick<PreviewPageProps, 'lang' | 'kind' | 'lines'>;

function Lines({ lang, kind, lines }: LinesProps) {
  const words = directoryWords[lang];
  const name = { heading: kind === 'unit' ? words.unitName : words.name };
  const named = ({ id, name: called }: ShownLine) => (
    <>
      {called} <span class="soft">{id}</span>
    </>
  );
  // Of what goes there is nothing else to say.
  if (lines.every(({ what }) => what === 'removed'))
    return (
      <Table named columns={[name]} rows={lines.map((line) => ({ key: line.id, cells: [named(line)] }))} />
    );
  return (
    <Table
      named
      columns={[name, { heading: words.rowNumber }, { heading: words.content }]}
      rows={lines.map((line) => ({
        key: line.id,
        cells: [named(line), line.row, <Differences key="differences" lang={lang} line={line} />],
      }))}
    />
  );
}

function Differences({ lang, line }: { readonly lang: Lang; readonly line: ShownLine }) {
  const { empty } = directoryWords[lang];
  return (
    <ul class="row-changes">
      {line.differences.map(({ label, before, after }) => (
        <li key={label} class="lines">
          {label}
          {common[lang].colon}
          {line.what === 'changed' && (
            <>
              <del>{before || empty}</del>
              {' → '}
            </>
          )}
          {line.what === 'changed' ? <ins>{after || empty}</ins> : after}
        </li>
      ))}
    </ul>
  );
}
