import type { FindingView } from '../../../shared/contract/views.ts';
import { common } from '../../../shared/pages/words/common.ts';
import { type Lang, say } from '../../../shared/values/language.ts';
import { type PieceField, type PieceForm, SET, type Texts, type Typed } from '../piece-form.ts';
import type { Names } from '../references.ts';
import { directoryWords, knownPosts, postName } from '../words/directory.ts';

/** Inputs of a unit or person, with what was found about each beside it. */

export interface Suggestion {
  readonly id: string;
  readonly name: string;
}

/** What fields may be filled with by a choice; whatever else is typed is searched for. */
export interface Suggestions {
  readonly units: readonly Suggestion[];
  readonly people: readonly Suggestion[];
}

interface FieldsProps {
  readonly lang: Lang;
  readonly form: PieceForm;
  readonly typed: Typed;
  readonly findings: readonly FindingView[];
  /** What those are called whom the fields name. */
  readonly names: Names;
  /** An id stays what it is. */
  readonly isNew: boolean;
}

/** `/posts/0/holder` as the id of its input. */
export const inputOf = (path: string): string => `f${path.replaceAll('/', '-')}`;

/** What was found at a place; of several people in one input all that is below it. */
const foundAt = (findings: readonly FindingView[], path: string) =>
  findings.filter((one) => one.path === path || one.path.startsWith(`${path}/`));

const helpOf = (field: PieceField, lang: Lang): string | undefined => {
  const words = directoryWords[lang];
  if (field.key === 'successor') return words.successorHelp;
  if (field.key === 'contact') return words.contactHelp;
  if (field.kind === 'unit') return words.unitHelp;
  if (field.kind === 'person') return words.personHelp;
  return field.kind === 'people' ? words.peopleHelp : undefined;
};

/** Whom the codes or accounts in a field mean; nobody where one of them is none. */
function meantBy({ kind }: PieceField, text: string, names: Names, lang: Lang): string | undefined {
  if (kind !== 'unit' && kind !== 'person' && kind !== 'people') return undefined;
  const meant = text.split('、').map((id) => names.get(id));
  return meant.every((name) => name !== undefined) ? meant.join(common[lang].comma) : undefined;
}

function Input(props: {
  readonly lang: Lang;
  readonly field: PieceField;
  readonly path: string;
  readonly name: string;
  readonly text: string;
  readonly findings: readonly FindingView[];
  readonly names: Names;
  readonly isFixed: boolean;
}) {
  const { lang, field, path, name, text, findings, names, isFixed } = props;
  const id = inputOf(path);
  const found = foundAt(findings, path);
  const meant = meantBy(field, text, names, lang);
  const help = meant ?? helpOf(field, lang);
  const described = [help && `${id}-help`, found.length > 0 && `${id}-found`].filter(Boolean).join(' ');
  const attributes = {
    id,
    name,
    'aria-required': field.required ? ('true' as const) : undefined,
    'aria-invalid': found.length > 0 ? ('true' as const) : undefined,
    'aria-describedby': described === '' ? undefined : described,
  };
  return (
    <div>
      <label for={id}>
        {say(field.label, lang)}
        {field.required && (
          <span class="star" aria-hidden="true">
            {' *'}
          </span>
        )}
      </label>
      <Control lang={lang} field={field} text={text} isFixed={isFixed} attributes={attributes} />
      {help && (
        <p class={meant === undefined ? 'help' : 'meant'} id={`${id}-help`}>
          {help}
        </p>
      )}
      {found.length > 0 && (
        <div class="messages" id={`${id}-found`}>
          {found.map(({ path: at, message }) => (
            <p key={`${at} ${message}`} class="error">
              {message}
            </p>
          ))}
        </div>
      )}
    </div>
  );
}

/** The kinds of fields that offer a few answers. */
const choices: ReadonlySet<PieceField['kind']> = new Set(['lang', 'post', 'flag', 'mail']);

type Attributes = { readonly id: string; readonly name: string };

function Control(props: {
  readonly lang: Lang;
  readonly field: PieceField;
  readonly text: string;
  readonly isFixed: boolean;
  readonly attributes: Attributes;
}) {
  const { lang, field, text, isFixed, attributes } = props;
  if (choices.has(field.kind))
    return <Choice {...attributes} options={optionsOf(field, lang, text)} text={text} lang={lang} />;
  const list = field.kind === 'unit' ? 'units' : 'people';
  return (
    <input
      {...attributes}
      value={text}
      autocomplete="off"
      readonly={isFixed}
      type={field.kind === 'day' ? 'date' : 'text'}
      inputmode={field.kind === 'email' ? 'email' : undefined}
      list={field.kind === 'unit' || field.kind === 'person' ? list : undefined}
    />
  );
}

function optionsOf({ kind }: PieceField, lang: Lang, text: string): [string, string][] {
  const words = directoryWords[lang];
  if (kind === 'lang')
    return [
      ['zh', words.zh],
      ['en', words.en],
    ];
  if (kind === 'flag') return [[SET, words.yes]];
  if (kind === 'mail')
    return [
      ['each', words.each],
      ['daily', words.daily],
    ];
  // A post of the bureau's own stays what it is.
  const posts = new Set<string>([...knownPosts, ...(text === '' ? [] : [text])]);
  return [...posts].map((post) => [post, postName(post, lang)]);
}

function Choice(props: Attributes & { options: [string, string][]; text: string; lang: Lang }) {
  const { options, text, lang, ...attributes } = props;
  return (
    <select {...attributes}>
      <option value="">{directoryWords[lang].choose}</option>
      {options.map(([value, label]) => (
        <option key={value} value={value} selected={value === text}>
          {label}
        </option>
      ))}
    </select>
  );
}

export function PieceFields({ lang, form, typed, findings, names, isNew }: FieldsProps) {
  return (
    <div class="piece-fields">
      {form.fields.map((field) => (
        <Input
          key={field.key}
          lang={lang}
          field={field}
          path={`/${field.key}`}
          name={field.key}
          text={typed.fields[field.key] ?? ''}
          findings={findings}
          names={names}
          isFixed={field.key === 'id' && !isNew}
        />
      ))}
    </div>
  );
}

interface RowsProps extends Omit<FieldsProps, 'isNew'> {
  /** Where the form around them is posted. */
  readonly action: string;
}

/**
 * The posts or absences: each row with its button to remove it, and one to add another. Either brings the page anew, and
 * the hands go on at the new row, or at what holds the rows (`inputOf` of their key).
 */
export function PieceRows({ lang, form, typed, findings, names, action }: RowsProps) {
  const words = directoryWords[lang];
  const { key, fields } = form.rows;
  const rowAt = (index: number): string => inputOf(`/${key}/${index}`);
  const own = findings.filter(({ path }) => path === `/${key}`);
  return (
    <>
      {own.length > 0 && (
        <div class="messages">
          {own.map(({ message }) => (
            <p key={message} class="error">
              {message}
            </p>
          ))}
        </div>
      )}
      {typed.rows.map((row, index) => (
        <fieldset
          key={`${index} ${Object.values(row).join(' ')}`}
          class="piece-row"
          id={rowAt(index)}
          tabindex={-1}
        >
          <legend class="row-title">{words.row(index + 1)}</legend>
          <div class="piece-fields">
            {fields.map((field) => (
              <Input
                key={field.key}
                lang={lang}
                field={field}
                path={`/${key}/${index}/${field.key}`}
                name={`${key}.${index}.${field.key}`}
                text={row[field.key] ?? ''}
                findings={findings}
                names={names}
                isFixed={false}
              />
            ))}
          </div>
          <button
            type="submit"
            name="intent"
            value={`remove:${index}`}
            formaction={`${action}#${inputOf(`/${key}`)}`}
          >
            {words.removeRow}
            <span class="vh"> {words.row(index + 1)}</span>
          </button>
        </fieldset>
      ))}
      <p>
        <button
          type="submit"
          class="add"
          name="intent"
          value="add"
          formaction={`${action}#${rowAt(typed.rows.length)}`}
        >
          {form.kind === 'unit' ? words.addPost : words.addAbsence}
        </button>
      </p>
    </>
  );
}

/** What inputs offer while somebody types. */
export function SuggestionLists({ suggestions }: { readonly suggestions: Suggestions }) {
  return (
    <>
      {(['units', 'people'] as const).map((list) => (
        <datalist key={list} id={list}>
          {suggestions[list].map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </datalist>
      ))}
    </>
  );
}

/** What was typed, in fields that nobody sees. */
export function HiddenFields({ form, typed }: { readonly form: PieceForm; readonly typed: Typed }) {
  const hidden = (texts: Texts, prefix: string) =>
    Object.entries(texts).map(([key, text]) => (
      <input key={`${prefix}${key}`} type="hidden" name={`${prefix}${key}`} value={text} />
    ));
  return (
    <>
      {hidden(typed.fields, '')}
      {typed.rows.map((row, index) => hidden(row, `${form.rows.key}.${index}.`))}
    </>
  );
}
