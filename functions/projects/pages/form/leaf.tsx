import type { VNode } from 'preact';
import type { LeafField, MoneyField } from '../../../../shared/forms/definition.ts';
import { inputText } from '../../../../shared/forms/form-data.ts';
import { echoId, fieldId, helpId, inputName, messagesId } from '../../../../shared/forms/places.ts';
import { common } from '../../../../shared/pages/words/common.ts';
import { say } from '../../../../shared/values/language.ts';
import { MAX_FEN } from '../../../../shared/values/money.ts';
import { formWords } from '../../words/form.ts';
import { importWords } from '../../words/imports.ts';
import { type FormContext, isOpen } from './context.ts';
import { echoLine } from './echo.ts';
import { Fixed } from './fixed.tsx';
import { Found } from './found.tsx';
import { LastYear } from './last-year.tsx';
import { libraryOf } from './library.tsx';

interface LeafProps {
  readonly context: FormContext;
  readonly field: LeafField;
  readonly pointer: string;
  readonly value: unknown;
  /** The label stands already as a heading: it is kept for those who listen. */
  readonly quiet?: boolean | undefined;
  /** What was found stands elsewhere, under the row's line. */
  readonly inRow?: boolean | undefined;
}

/** One input with its label, its help, what was understood of it, and what was found about it. */
export function Leaf({ context, field, pointer, value, quiet, inRow }: LeafProps) {
  const { lang } = context;
  const found = context.findings.get(pointer) ?? [];
  if (!isOpen(context, pointer))
    return <Fixed field={field} pointer={pointer} value={value} lang={lang} quiet={quiet} />;
  const text = context.unread[pointer] ?? inputText(field, value);
  const describedBy = [
    field.help && helpId(pointer),
    field.kind === 'money' && echoId(pointer),
    context.inferred.has(pointer) && originId(pointer),
    messagesId(pointer),
  ].filter((id) => typeof id === 'string');
  return (
    <>
      <label for={fieldId(pointer)} class={quiet ? 'vh' : undefined}>
        {say(field.label, lang)}
        {field.kind === 'money' && (
          <span class="unit">{common[lang].inParentheses(common[lang][field.unit])}</span>
        )}
        {field.required && <RequiredMark />}
      </label>
      <Control
        field={field}
        text={text}
        lang={lang}
        library={libraryOf(context.library, pointer)}
        attributes={{
          id: fieldId(pointer),
          name: inputName(pointer),
          'aria-required': field.required ? 'true' : undefined,
          'aria-invalid': found.some(({ severity }) => severity === 'error') ? 'true' : undefined,
          'aria-describedby': describedBy.join(' '),
        }}
      />
      {field.help && (
        <p class="help" id={helpId(pointer)}>
          {say(field.help, lang)}
        </p>
      )}
      {field.kind === 'money' && <Echo pointer={pointer} text={text} field={field} context={context} />}
      {field.kind === 'money' && <LastYear context={context} pointer={pointer} field={field} />}
      <Origin context={context} pointer={pointer} />
      {!inRow && <LeafMessages context={context} pointer={pointer} />}
    </>
  );
}

const originId = (pointer: string): string => `o-${pointer}`;

/** Why a value of an imported file stands as it does, where the file does not print it so. */
function Origin({ context, pointer }: { context: FormContext; pointer: string }) {
  const why = context.inferred.get(pointer);
  if (why === undefined) return null;
  return (
    <p class="origin" id={originId(pointer)}>
      {importWords[context.lang].inferredAs(why)}
    </p>
  );
}

/** What was found about one field, beside it, and room for what will be found as somebody writes. */
export function LeafMessages({ context, pointer }: { context: FormContext; pointer: string }) {
  const { lang, reason } = context;
  const words = formWords[lang];
  return (
    <div class="messages" id={messagesId(pointer)}>
      {context.returned.has(pointer) && (
        <p class="warning">{reason ? words.returnedBecause(reason) : words.returnedHere}</p>
      )}
      <div data-found>
        <Found lang={lang} findings={context.findings.get(pointer) ?? []} />
      </div>
    </div>
  );
}

/** The star beside a label. What is required is said by `aria-required`; the form's legend explains the star. */
export const RequiredMark = () => (
  <span class="star" aria-hidden="true">
    {' *'}
  </span>
);

type Shared = Record<'id' | 'name', string> &
  Partial<Record<'aria-required' | 'aria-invalid', 'true' | undefined>> & {
    'aria-describedby': string | undefined;
  };

function Control(props: {
  field: LeafField;
  text: string;
  lang: 'zh' | 'en';
  library: string | undefined;
  attributes: Shared;
}): VNode {
  const { field, text, lang, library, attributes } = props;
  switch (field.kind) {
    case 'text':
      return field.multiline ? (
        // HTML drops a textarea's first line break, so one that belongs to the text is written twice.
        <textarea {...attributes} maxlength={field.maxLength} rows={rowsFor(text, field.maxLength)}>
          {text.startsWith('\n') ? `\n${text}` : text}
        </textarea>
      ) : (
        <input
          {...attributes}
          value={text}
          maxlength={field.maxLength}
          list={library}
          // Switched off, as the form is, some browsers offer nothing of the list either.
          autocomplete={library === undefined ? undefined : 'on'}
        />
      );
    case 'choice':
      return (
        <select {...attributes}>
          <option value="">{formWords[lang].choose}</option>
          {field.options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === text}>
              {say(option.label, lang)}
            </option>
          ))}
        </select>
      );
    case 'integer':
    case 'decimal':
      return (
        <input
          {...attributes}
          value={text}
          class="num"
          inputmode={field.kind === 'integer' ? 'numeric' : 'decimal'}
          maxlength={INTEGER}
        />
      );
    case 'money':
      return (
        <input
          {...attributes}
          value={text}
          class="num"
          inputmode="decimal"
          maxlength={AMOUNT}
          data-money={field.unit}
          data-signed={field.signed}
          data-fen-decimals={field.fenDecimals}
        />
      );
  }
}

// Fifteen digits, grouped, with a sign: what form-data reads.
const INTEGER = 24;
// The largest amount in 元, grouped, with its unit, twice over: a person may type spaces.
const AMOUNT = 2 * String(MAX_FEN).length + 8;

// Where a browser does not grow a textarea with its text: about 45 Chinese characters stand in a line.
const rowsFor = (text: string, maxLength: number): number => {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 45)), 0);
  return Math.min(12, Math.max(maxLength > 2_000 ? 4 : 2, lines));
};

function Echo({
  pointer,
  text,
  field,
  context,
}: {
  pointer: string;
  text: string;
  field: MoneyField;
  context: FormContext;
}) {
  const line = echoLine(text, field, context.lang);
  return (
    <p class={line.kind} id={echoId(pointer)}>
      {line.text}
    </p>
  );
}
