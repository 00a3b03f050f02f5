import type { Field, FilesField, FormDefinition, GroupField, ListField } from '../forms/definition.ts';
import { childOf, isFilled, rowsOf, valueText } from '../forms/value-text.ts';
import { amountParts, columnUnitText, unitOf } from '../values/amount-text.ts';
import { type Lang, say } from '../values/language.ts';
import type { MoneyUnit } from '../values/money.ts';
import { rawText } from '../values/text.ts';
import { FileLinks } from './attaching/file-links.tsx';
import { type FilesShown, noFilesShown } from './attaching/files-shown.ts';
import { Facts } from './components.tsx';
import { partedFields, rowLines } from './layout.ts';
import { numeral } from './numeral.ts';
import { Table } from './table.tsx';
import { common } from './words/common.ts';

interface DeclarationViewProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
  readonly declaration: unknown;
  /** How its files stand and where they are; without it files are named only. */
  readonly files?: FilesShown | undefined;
}

/** The whole declaration, read-only, in the numbered sections of the official document. */
export function DeclarationView({
  lang,
  definition,
  declaration,
  files = noFilesShown,
}: DeclarationViewProps) {
  return (
    <div class="declaration">
      {definition.sections.map((section) => (
        <section key={section.id}>
          <h3>
            {section.number !== '' && <span class="numeral">{numeral(section.number, lang)}</span>}
            {say(section.title, lang)}
          </h3>
          <Fields
            lang={lang}
            fields={section.fields}
            value={declaration}
            quiet={partedFields(section.fields).usual.length === 1}
            totals={definition.totals}
            files={files}
          />
        </section>
      ))}
    </div>
  );
}

interface ValueProps<F extends Field = Field> {
  readonly lang: Lang;
  readonly field: F;
  readonly value: unknown;
  /** The heading above says the label already. */
  readonly quiet?: boolean | undefined;
  /** The list that is totalled, and by which column. */
  readonly totals?: FormDefinition['totals'] | undefined;
  readonly files: FilesShown;
}

const isCompound = (field: Field): field is GroupField | ListField | FilesField =>
  field.kind === 'group' || field.kind === 'list' || field.kind === 'files';

/** Fields of one level: first what fits beside its name, then what has parts of its own. */
function Fields(props: Omit<ValueProps, 'field'> & { fields: readonly Field[] }) {
  const { lang, fields, value, quiet, totals, files } = props;
  // What is rarely asked is no gap where it is empty.
  const shown = fields.filter(({ folded, key }) => folded === undefined || isFilled(childOf(value, key)));
  const simple = shown.filter((field) => !isCompound(field));
  const [only] = simple;
  return (
    <>
      {quiet && only ? (
        <p class="value text">{valueText(only, childOf(value, only.key), lang) || missing(lang)}</p>
      ) : (
        simple.length > 0 && (
          <Facts
            facts={simple.map((field) => [
              say(field.label, lang),
              valueText(field, childOf(value, field.key), lang) || missing(lang),
            ])}
          />
        )
      )}
      {shown.filter(isCompound).map((field) => (
        <Compound
          key={field.key}
          lang={lang}
          field={field}
          value={childOf(value, field.key)}
          quiet={quiet && field.folded === undefined}
          totals={totals}
          files={files}
        />
      ))}
    </>
  );
}

const missing = (lang: Lang): string => common[lang].inParentheses(common[lang].none).trim();

function Compound(props: ValueProps<GroupField | ListField | FilesField>) {
  const { lang, field, value, quiet, totals, files } = props;
  return (
    <div class="value">
      {!quiet && <h4>{say(field.label, lang)}</h4>}
      {!isFilled(value) && <p class="soft">{missing(lang)}</p>}
      {isFilled(value) && field.kind === 'group' && (
        <Fields lang={lang} fields={field.fields} value={value} files={files} />
      )}
      {isFilled(value) && field.kind === 'list' && (
        <Rows lang={lang} field={field} value={value} totals={totals} files={files} />
      )}
      {isFilled(value) && field.kind === 'files' && <FileLinks lang={lang} value={value} files={files} />}
    </div>
  );
}

function Rows({ lang, field, value, totals, files }: ValueProps<ListField>) {
  if (field.of.kind === 'text') {
    return (
      <ol>
        {rowsOf(value).map((item, index) => (
          <li key={index}>{rawText(item)}</li>
        ))}
      </ol>
    );
  }
  const totalled = totals?.list === `/${field.key}` ? totals.amount : undefined;
  return (
    <RowTable lang={lang} field={field} value={value} row={field.of} totalled={totalled} files={files} />
  );
}

const isFigure = (field: Field): boolean =>
  field.kind === 'money' || field.kind === 'decimal' || field.kind === 'integer';

/** What a cell of a column with a unit in its heading shows. */
const cellText = (field: Field, unit: MoneyUnit | undefined, value: unknown, lang: Lang): string =>
  unit !== undefined && typeof value === 'number'
    ? amountParts(value, lang, unit)[0]
    : valueText(field, value, lang);

/** The unit in a column's heading: `（万元）`. */
function unitText(unit: MoneyUnit | undefined, lang: Lang): string {
  const text = unit === undefined ? '' : columnUnitText(unit, lang);
  return text === '' ? '' : common[lang].inParentheses(text);
}

/** The unit of a column of money: prices are in 元, amounts in what all of them are exact in. */
function columnUnit(field: Field, rows: readonly unknown[]): MoneyUnit | undefined {
  if (field.kind !== 'money') return undefined;
  if (field.unit === 'yuan') return 'yuan';
  return unitOf(rows.map((row) => fenOf(childOf(row, field.key))));
}

/** Rows as a table of the short fields; the longer ones stand under the row's name. Cards on a narrow screen. */
function RowTable(props: ValueProps<ListField> & { row: GroupField; totalled: string | undefined }) {
  const { lang, field, value, row, totalled, files } = props;
  const rows = rowsOf(value);
  const name = row.fields.find(({ key }) => key === field.rowName) ?? row.fields[0];
  // The first two lines of the form's row hold what identifies and measures it; the rest explains.
  const short = rowLines(partedFields(row.fields).usual)
    .slice(0, 2)
    .flat()
    .map((cell) => cell.field)
    .filter((child) => child !== name && fitsColumn(child, rows, lang))
    .map((child) => ({ child, unit: columnUnit(child, rows) }));
  const explained = row.fields.filter(
    (field) => field !== name && !short.some(({ child }) => child === field),
  );
  if (!name) return null;
  const sum = rows.reduce<number>((total, item) => total + fenOf(childOf(item, totalled ?? '')), 0);
  return (
    <Table
      named
      columns={[
        { heading: say(name.label, lang) },
        ...short.map(({ child, unit }) => ({
          heading: say(child.label, lang) + unitText(unit, lang),
          figure: isFigure(child),
        })),
      ]}
      rows={rows.map((item, index) => ({
        key: index,
        cells: [
          <>
            {valueText(name, childOf(item, name.key), lang) || missing(lang)}
            {explained
              .filter((child) => isFilled(childOf(item, child.key)))
              .map((child) =>
                child.kind === 'files' ? (
                  <div key={child.key}>
                    <span class="soft">{`${say(child.label, lang)}${common[lang].colon}`}</span>
                    <FileLinks lang={lang} value={childOf(item, child.key)} files={files} />
                  </div>
                ) : (
                  <p key={child.key}>
                    <span class="soft">{`${say(child.label, lang)}${common[lang].colon}`}</span>
                    {valueText(child, childOf(item, child.key), lang)}
                  </p>
                ),
              )}
          </>,
          ...short.map(({ child, unit }) => cellText(child, unit, childOf(item, child.key), lang)),
        ],
      }))}
      {...(totalled
        ? {
            foot: {
              key: 'total',
              cells: [
                common[lang].total,
                ...short.map(({ child, unit }) =>
                  child.key === totalled ? cellText(child, unit, sum, lang) : '',
                ),
              ],
            },
          }
        : {})}
    />
  );
}

const fenOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

// A document number is 14 characters long, a name of a unit of measure 4; a sentence is not a cell.
const CELL = 24;

/** Whether a field gets a column: something stands in it, and nothing that is long. */
const fitsColumn = (field: Field, rows: readonly unknown[], lang: Lang): boolean => {
  if (isCompound(field) || (field.kind === 'text' && field.multiline)) return false;
  const lengths = rows.map((row) => valueText(field, childOf(row, field.key), lang).length);
  return lengths.some((length) => length > 0) && lengths.every((length) => length <= CELL);
};
