import { LANG_TAG, type Lang } from '../values/language.ts';
import {
  type Block,
  type Cell,
  type DocumentIdentity,
  type DocumentTable,
  footerOf,
  headingOf,
  identityLines,
  type OfficialDocument,
  type Row,
} from './model.ts';
import { pathOf, sideOf, squaresOf } from './qr-code.ts';
import { documentWords } from './words.ts';

/** What a scanned hash turned out to be: that of this content, of an earlier submission, or of none. */
export type Checked = { readonly is: 'same' | 'unknown' } | { readonly is: 'earlier'; revision: number };

interface DocumentPageProps {
  readonly lang: Lang;
  readonly document: OfficialDocument;
  /** The project's own page. */
  readonly projectHref: string;
  readonly checked?: Checked | undefined;
}

/** The official document as a page that prints as it is filed; around it, on the screen only, what can be done. */
export function DocumentPage({ lang, document, projectHref, checked }: DocumentPageProps) {
  const words = documentWords[lang];
  return (
    <div class="document-page">
      <nav class="tools" aria-label={words.tools}>
        <a href={projectHref}>{words.project}</a>
        <a href={`${projectHref}/document?format=docx`} download>
          {words.word}
        </a>
        <a href={`${projectHref}/document?format=pdf`} download>
          {words.pdf}
        </a>
        <a href={`${projectHref}/document?format=txt`} download>
          {words.text}
        </a>
        <span class="soft">{words.print}</span>
      </nav>
      {checked && <Checking lang={lang} checked={checked} />}
      <Official document={document} />
    </div>
  );
}

function Checking({ lang, checked }: { lang: Lang; checked: Checked }) {
  const words = documentWords[lang];
  return (
    <p class={checked.is === 'same' ? 'callout good' : 'callout error'} role="status">
      {checked.is === 'earlier' ? words.earlier(checked.revision) : words[checked.is]}
    </p>
  );
}

function Official({ document }: { document: OfficialDocument }) {
  const { unitName, title, mark, sections, identity } = document;
  return (
    <article class="official" lang={LANG_TAG.zh}>
      <div class="sheet">
        {mark !== null && <p class="stamp">{mark}</p>}
        <p class="letterhead">{unitName}</p>
        <h1>{title}</h1>
        {sections.map((section) => (
          <section key={section.title}>
            {section.title !== null && <h2>{headingOf(section)}</h2>}
            {section.blocks.map((block, index) => (
              <BlockView key={index} block={block} />
            ))}
          </section>
        ))}
        <Identification identity={identity} />
      </div>
      <footer class="foot">{footerOf(identity)}</footer>
    </article>
  );
}

function Identification({ identity }: { identity: DocumentIdentity }) {
  return (
    <div class="identity">
      <QrCode text={identity.address} />
      <div>
        {identityLines(identity).map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </div>
  );
}

function QrCode({ text }: { text: string }) {
  const squares = squaresOf(text);
  const side = sideOf(squares);
  return (
    <svg class="qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={documentWords.zh.qr}>
      <path d={pathOf(squares)} />
    </svg>
  );
}

function BlockView({ block }: { block: Block }) {
  if (block.kind === 'paragraph') return <p>{block.text}</p>;
  if (!block.dense) return <TableView table={block} />;
  // On a phone it is wider than the screen: what scrolls must be reached by keyboard too.
  return (
    <section class="wide" aria-label={block.label} tabindex={0}>
      <TableView table={block} />
    </section>
  );
}

const kindOf = ({ dense, open, leads }: DocumentTable): string | undefined =>
  dense ? 'dense' : open ? 'open' : leads ? 'leads' : undefined;

function TableView({ table }: { table: DocumentTable }) {
  const { label, widths, head, body } = table;
  const whole = widths.reduce((sum, width) => sum + width, 0);
  return (
    <table aria-label={label} class={kindOf(table)}>
      <colgroup>
        {/* An attribute: styles inside the page are forbidden by its security policy. */}
        {widths.map((width, index) => (
          <col key={index} width={`${((width / whole) * 100).toFixed(1)}%`} />
        ))}
      </colgroup>
      {head.length > 0 && (
        <thead>
          {head.map((row, index) => (
            <RowView key={index} row={row} scope="col" />
          ))}
        </thead>
      )}
      <tbody>
        {body.map((row, index) => (
          <RowView key={index} row={row} scope="row" />
        ))}
      </tbody>
    </table>
  );
}

function RowView({ row, scope }: { row: Row; scope: 'col' | 'row' }) {
  return (
    <tr>
      {row.map((cell, index) => (
        <CellView key={index} cell={cell} scope={scope} />
      ))}
    </tr>
  );
}

function CellView({ cell, scope }: { cell: Cell; scope: 'col' | 'row' }) {
  const { text, columns, rows, heading, align } = cell;
  const spans = { colspan: columns, rowspan: rows };
  if (!heading) {
    return (
      <td {...spans} class={align}>
        {text}
      </td>
    );
  }
  const group = scope === 'col' ? columns : rows;
  return (
    <th {...spans} scope={group === undefined || group === 1 ? scope : `${scope}group`}>
      {text}
    </th>
  );
}
