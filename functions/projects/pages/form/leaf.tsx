import type { VNode } from 'preact';
import type { FindingView } from '../../../../shared/contract/views.ts';
import type { LeafField } from '../../../../shared/forms/definition.ts';
import { inputText } from '../../../../shared/forms/form-data.ts';
import { echoId, fieldId, helpId, inputName, messagesId } from '../../../../shared/forms/places.ts';
import { common } from '../../../../shared/pages/words/common.ts';
import { say } from '../../../../shared/values/language.ts';
import { MAX_FEN, type MoneyUnit } from '../../../../shared/values/money.ts';
import { formWords } from '../../words/form.ts';
import { type FormContext, isOpen } from './context.ts';
import { echoLine } from './echo.ts';
import { Fixed } from './fixed.tsx';
import { LastYear } from './last-year.tsx';

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
  const returned = context.returned.has(pointer);
  if (!isOpen(context, pointer))
    return <Fixed field={field} pointer={pointer} value={value} lang={lang} quiet={quiet} />;
  const text = context.unread[pointer] ?? inputText(field, value);
  const describedBy = [
    field.help && helpId(pointer),
    field.kind === 'money' && echoId(pointer),
    (found.length > 0 || returned) && messagesId(pointer),
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
        attributes={{
          id: fieldId(pointer),
          name: inputName(pointer),
          'aria-required': field.required ? 'true' : undefined,
          'aria-invalid': found.some(({ severity }) => severity === 'error') ? 'true' : undefined,
          'aria-describedby': describedBy.length > 0 ? describedBy.join(' ') : undefined,
        }}
      />
      {field.help && (
        <p class="help" id={helpId(pointer)}>
          {say(field.help, lang)}
        </p>
      )}
      {field.kind === 'money' && <Echo pointer={pointer} text={text} unit={field.unit} context={context} />}
      {field.kind === 'money' && <LastYear context={context} pointer={pointer} unit={field.unit} />}
      {!inRow && <LeafMessages context={context} pointer={pointer} />}
    </>
  );
}

/** What was found about one input, or nothing. */
export function LeafMessages({ context, pointer }: { context: FormContext; pointer: string }) {
  const found = context.findings.get(pointer) ?? [];
  const returned = context.returned.has(pointer);
  if (found.length === 0 && !returned) return null;
  return <Messages pointer={pointer} found={found} returned={returned} context={context} />;
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

function Control(props: { field: LeafField; text: string; lang: 'zh' | 'en'; attributes: Shared }): VNode {
  const { field, text, lang, attributes } = props;
  switch (field.kind) {
    case 'text':
      return field.multiline ? (
        // HTML drops a textarea's first line break, so one that belongs to the text is written twice.
        <textarea {...attributes} maxlength={field.maxLength} rows={rowsFor(text, field.maxLength)}>
          {text.startsWith('\n') ? `\n${text}` : text}
        </textarea>
      ) : (
        <input {...attributes} value={text} maxlength={field.maxLength} autocomplete="off" />
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
      return (
        <input
          {...attributes}
          value={text}
          class="num"
          inputmode="numeric"
          autocomplete="off"
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
          autocomplete="off"
          maxlength={AMOUNT}
          data-money={field.unit}
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
  unit,
  context,
}: {
  pointer: string;
  text: string;
  unit: MoneyUnit;
  context: FormContext;
}) {
  const line = echoLine(text, unit, context.lang);
  return (
    <p class={line.kind} id={echoId(pointer)}>
      {line.text}
    </p>
  );
}

interface MessagesProps {
  readonly pointer: string;
  readonly found: readonly FindingView[];
  /** The return names this field. */
  readonly returned: boolean;
  readonly context: FormContext;
}

/** What was found about a field, beside it. */
function Messages({ pointer, found, returned, context }: MessagesProps) {
  const { lang, reason } = context;
  const words = formWords[lang];
  return (
    <div class="messages" id={messagesId(pointer)}>
      {returned && <p class="warning">{reason ? words.returnedBecause(reason) : words.returnedHere}</p>}
      {found.map(({ rule, severity, message }) => (
        <p key={rule} class={severity}>
          <span class="vh">{`${common[lang][severity]}${common[lang].colon}`}</span>
          {message}
        </p>
      ))}
    </div>
  );
}
