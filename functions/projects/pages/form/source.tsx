import type { ComponentChildren } from 'preact';
import type { SourceCell, SourceLine } from '../../../../shared/declaration/import/source/source-block.ts';
import type { FormDefinition } from '../../../../shared/forms/definition.ts';
import { fieldId, placeOf } from '../../../../shared/forms/places.ts';
import { valueAt } from '../../../../shared/forms/pointer.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import type { ToldImport } from '../../told-import.ts';
import { importWords } from '../../words/imports.ts';
import { type Mark, marksOf } from './marks.ts';

interface SourceProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
  /** What was made of it. */
  readonly declaration: unknown;
  readonly told: ToldImport;
  /** The fields that the page shows: their parts of the source lead to them. */
  readonly shown: ReadonlySet<string>;
}

/** By which a line or a cell of the source is jumped to. */
const sourceId = (piece: number): string => `src-${piece}`;

/** What became of each piece: JSON Pointers as fields. */
function usesOf(
  { placed, inferred, notPlaced }: ToldImport,
  declaration: unknown,
): Map<number, Mark<string>[]> {
  const uses = new Map<number, Mark<string>[]>();
  const add = (
    spans: ToldImport['notPlaced'][number]['spans'],
    use: Pick<Mark<string>, 'kind' | 'fields'>,
  ) => {
    for (const { piece, from, to } of spans ?? []) {
      const known = uses.get(piece) ?? [];
      known.push({ from, to, ...use });
      uses.set(piece, known);
    }
  };
  for (const { path, source } of placed) add(source?.spans, { kind: 'placed', fields: [path] });
  for (const { path, source } of inferred) {
    // A remark on a field that stayed empty took nothing.
    if (valueAt(declaration, path) !== undefined) add(source?.spans, { kind: 'inferred', fields: [path] });
  }
  for (const { spans } of notPlaced) add(spans, { kind: 'open', fields: [] });
  return uses;
}

/** The file as it stands, each part marked by what became of it, and what moves a part into a field. */
export function SourceView({ lang, definition, declaration, told, shown }: SourceProps) {
  const words = importWords[lang];
  const uses = usesOf(told, declaration);
  const Marked = ({ piece, text }: SourceLine) => (
    <>
      {marksOf(text.length, uses.get(piece) ?? []).map((mark) => (
        <MarkView key={mark.from} lang={lang} definition={definition} shown={shown} mark={mark}>
          {text.slice(mark.from, mark.to)}
        </MarkView>
      ))}
    </>
  );
  const Cell = ({ cell }: { cell: SourceCell }) => (
    <td
      id={sourceId(cell.piece)}
      data-piece
      colspan={cell.columns > 1 ? cell.columns : undefined}
      rowspan={cell.rows > 1 ? cell.rows : undefined}
    >
      <Marked {...cell} />
    </td>
  );
  return (
    <section class="card source" aria-labelledby="source" data-source>
      <details open>
        <summary>
          <h2 id="source">{words.source}</h2>
        </summary>
        <p class="legend soft">
          <span class="mark" data-kind="placed">
            {words.markPlaced}
          </span>{' '}
          <span class="mark" data-kind="inferred">
            {words.markInferred}
          </span>{' '}
          <span class="mark" data-kind="open">
            {words.markOpen}
          </span>
        </p>
        {/* What scrolls must be reached by the keyboard. */}
        <section class="source-text" aria-label={words.sourceText} tabindex={0} lang="zh-CN" data-source-text>
          {told.source.map((block, index) =>
            block.kind === 'paragraph' ? (
              <p key={index} id={sourceId(block.piece)} data-piece>
                <Marked {...block} />
              </p>
            ) : (
              <table key={index}>
                <tbody>
                  {block.rows.map((cells) => (
                    <tr key={cells[0]?.piece}>
                      {cells.map((cell) => (
                        <Cell key={cell.piece} cell={cell} />
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            ),
          )}
          {told.moreSource !== undefined && (
            <p class="callout warning">{words.moreSource(told.moreSource)}</p>
          )}
        </section>
        <PutView lang={lang} />
      </details>
    </section>
  );
}

interface MarkProps extends Omit<SourceProps, 'told' | 'declaration'> {
  readonly mark: Mark<string>;
  readonly children: ComponentChildren;
}

/** What stands in a field leads to it. */
function MarkView({ lang, definition, shown, mark, children }: MarkProps) {
  const { kind, fields } = mark;
  const own = fields.filter((path) => shown.has(path));
  const [first] = own;
  if (kind === 'quiet') return <>{children}</>;
  if (first === undefined)
    return (
      <span class="mark" data-kind={kind}>
        {children}
      </span>
    );
  const words = importWords[lang];
  const names = own.map((path) => placeOf(definition, path, lang)).join(words.and);
  return (
    <a
      class="mark"
      href={`#${fieldId(first)}`}
      title={kind === 'inferred' ? words.inferredIn(names) : words.placedIn(names)}
      draggable={false}
      data-kind={kind}
      data-fields={own.join(' ')}
    >
      {children}
    </a>
  );
}

/** Puts a part of the source into a field, or takes it out: what a script makes work, for hands without a mouse too. */
function PutView({ lang }: Pick<SourceProps, 'lang'>) {
  const words = importWords[lang];
  return (
    <div class="put" data-put hidden>
      <p class="soft">{words.putHow}</p>
      <label for="put-text">{words.chosen}</label>
      <textarea id="put-text" rows={2} aria-readonly="true" data-paste />
      <p data-in hidden>
        <span /> <button type="button">{words.takeOut}</button>
      </p>
      <label for="put-field">{words.into}</label>
      <div class="put-into">
        <select id="put-field" />
        <button type="button" class="quiet" data-do>
          {words.put}
        </button>
      </div>
      <p class="soft" role="status" />
    </div>
  );
}
