import type { Field, FormDefinition, GroupField, ListField } from '../forms/definition.ts';
import { formatWan, formatYuan } from '../project/money.ts';
import { type Lang, say } from './language.ts';
import { rowLinesOf } from './layout.ts';
import { Table } from './table.tsx';
import { childOf, isFilled, rowsOf, valueText } from './values.ts';
import { common } from './words/common.ts';

interface DeclarationViewProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
  readonly declaration: unknown;
}

/** The whole declaration, read-only, in the numbered sections of the official document. */
export function DeclarationView({ lang, definition, declaration }: DeclarationViewProps) {
  return (
    <div class="declaration">
      {definition.sections.map((section) => (
        <section key={section.id}>
          <h3>
            <span class="numeral">{section.number}</span>
            {say(section.title, lang)}
          </h3>
          {section.fields.map((field) => (
            <Value
              key={field.key}
              lang={lang}
              field={field}
              value={childOf(declaration, field.key)}
              quiet={section.fields.length === 1}
              totals={definition.totals?.list === `/${field.key}` ? definition.totals.amount : undefined}
            />
          ))}
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
  readonly quiet?: boolean;
  /** The column to add up, in the list that is totalled. */
  readonly totals?: string | undefined;
}

function Value({ field, ...rest }: ValueProps) {
  if (!isFilled(rest.value)) return <Missing field={field} {...rest} />;
  if (field.kind === 'group') return <GroupValue field={field} {...rest} />;
  if (field.kind === 'list') return <ListValue field={field} {...rest} />;
  return (
    <div class="value">
      {!rest.quiet && <h4>{say(field.label, rest.lang)}</h4>}
      <p>{valueText(field, rest.value, rest.lang)}</p>
    </div>
  );
}

const Missing = ({ lang, field, quiet }: ValueProps) => (
  <p class="value soft">
    {!quiet && `${say(field.label, lang)} `}（{common[lang].none}）
  </p>
);

const isCompound = (field: Field): field is GroupField | ListField =>
  field.kind === 'group' || field.kind === 'list';

function GroupValue({ lang, field, value, quiet }: ValueProps<GroupField>) {
  const simple = field.fields.filter((child) => !isCompound(child));
  return (
    <div class="value">
      {!quiet && <h4>{say(field.label, lang)}</h4>}
      {simple.length > 0 && (
        <dl class="facts">
          {simple.map((child) => (
            <div key={child.key}>
              <dt>{say(child.label, lang)}</dt>
              <dd>{valueText(child, childOf(value, child.key), lang) || `（${common[lang].none}）`}</dd>
            </div>
          ))}
        </dl>
      )}
      {field.fields.filter(isCompound).map((child) => (
        <Value key={child.key} lang={lang} field={child} value={childOf(value, child.key)} />
      ))}
    </div>
  );
}

function ListValue(props: ValueProps<ListField>) {
  const { lang, field, value, quiet } = props;
  return (
    <div class="value">
      {!quiet && <h4>{say(field.label, lang)}</h4>}
      {field.of.kind === 'group' ? (
        <RowTable {...props} row={field.of} />
      ) : (
        <ol>
          {rowsOf(value).map((item) => (
            <li key={String(item)}>{String(item)}</li>
          ))}
        </ol>
      )}
    </div>
  );
}

const isFigure = (field: Field): boolean => field.kind === 'money' || field.kind === 'integer';

/** What a cell of a column with a unit in its heading shows. */
const cellText = (field: Field, value: unknown, lang: Lang): string =>
  field.kind === 'money' && typeof value === 'number'
    ? field.unit === 'wan'
      ? formatWan(value)
      : formatYuan(value)
    : valueText(field, value, lang);

/** Rows as a table of the short fields; the longer ones stand under the row's name. Cards on a narrow screen. */
function RowTable({ lang, field, value, totals, row }: ValueProps<ListField> & { row: GroupField }) {
  const rows = rowsOf(value);
  const name = row.fields.find(({ key }) => key === field.rowName) ?? row.fields[0];
  // The first two lines of the form's row hold what identifies and measures it; the rest explains.
  const short = rowLinesOf(row)
    .slice(0, 2)
    .flat()
    .map((cell) => cell.field)
    .filter(
      (child) => child !== name && !isLong(child) && rows.some((item) => isFilled(childOf(item, child.key))),
    );
  const explained = row.fields.filter((child) => child !== name && !short.includes(child));
  if (!name) return null;
  const sum = rows.reduce<number>((total, item) => total + fenOf(childOf(item, totals ?? '')), 0);
  return (
    <Table
      named
      columns={[
        { heading: say(name.label, lang) },
        ...short.map((child) => ({
          heading: `${say(child.label, lang)}${child.kind === 'money' ? `（${common[lang][child.unit]}）` : ''}`,
          figure: isFigure(child),
        })),
      ]}
      rows={rows.map((item, index) => ({
        key: index,
        cells: [
          <>
            {valueText(name, childOf(item, name.key), lang) || `（${common[lang].none}）`}
            {explained
              .filter((child) => isFilled(childOf(item, child.key)))
              .map((child) => (
                <p key={child.key}>
                  <span class="soft">{`${say(child.label, lang)}${common[lang].colon}`}</span>
                  {valueText(child, childOf(item, child.key), lang)}
                </p>
              ))}
          </>,
          ...short.map((child) => cellText(child, childOf(item, child.key), lang)),
        ],
      }))}
      {...(totals
        ? {
            foot: {
              key: 'total',
              cells: [
                common[lang].total,
                ...short.map((child) => (child.key === totals ? cellText(child, sum, lang) : '')),
              ],
            },
          }
        : {})}
    />
  );
}

const fenOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

const isLong = (field: Field): boolean =>
  isCompound(field) || (field.kind === 'text' && (field.multiline === true || field.maxLength >= LONG));

// A text of this length is a sentence, except an indicator's value, which is short in practice: it stands last in
// its line of the form and keeps a column because nothing else says what is to be reached.
const LONG = 200;
