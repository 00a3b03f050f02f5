import type { Field, FilesField } from '../../../shared/forms/definition.ts';
import { fieldId, helpId } from '../../../shared/forms/places.ts';
import { common } from '../../../shared/pages/words/common.ts';
import { type Lang, say } from '../../../shared/values/language.ts';
import type { Stage } from '../../../shared/workflow/stages.ts';
import { decisionWords } from '../words/decision.ts';
import type { DecisionPageProps } from './decision-page-props.ts';
import { Found, foundAttributes } from './found.tsx';
import { SuppliedFiles } from './supplied-files.tsx';
import type { Refused, Typed } from './typed.ts';

interface SuppliedProps {
  readonly lang: Lang;
  readonly stage: Stage;
  readonly attaching: DecisionPageProps['attaching'];
  readonly typed: Typed | undefined;
  readonly problem: Refused | undefined;
  /** Whether the page has nothing else to try: then the Enter key in a field must find a button that only checks. */
  readonly alone: boolean;
}

/** What the stage asks its decider to supply: the number of the minutes, the day of the meeting, a verdict. */
export function Supplied({ lang, stage, attaching, typed, problem, alone }: SuppliedProps) {
  if (!stage.supplies) return null;
  return (
    <section class="card supplied">
      <h2>{headingOf(stage.supplies, lang)}</h2>
      {stage.supplies.map((field) => {
        const pointer = `/supplied/${field.key}`;
        if (field.kind === 'files') {
          const parts = { lang, field, pointer, typed, problem };
          const isAlone = stage.supplies?.length === 1;
          return (
            attaching && <SuppliedFiles key={field.key} {...parts} attaching={attaching} quiet={isAlone} />
          );
        }
        return (
          <div key={field.key}>
            <label for={fieldId(pointer)}>
              {say(field.label, lang)}
              {field.kind === 'money' && (
                <span class="unit">{common[lang].inParentheses(common[lang][field.unit])}</span>
              )}
              {field.required && (
                <span class="star" aria-hidden="true">
                  {' *'}
                </span>
              )}
            </label>
            <Input
              lang={lang}
              field={field}
              pointer={pointer}
              text={typed?.supplied?.[pointer] ?? ''}
              problem={problem}
            />
            {field.help && (
              <p class="help" id={helpId(pointer)}>
                {say(field.help, lang)}
              </p>
            )}
            <Found problem={problem} input={fieldId(pointer)} />
          </div>
        );
      })}
      {attaching && <p class="attached-told" data-attached-told role="status" />}
      {alone && (
        <button type="submit" name="outcome" value="preview">
          {decisionWords[lang].check}
        </button>
      )}
    </section>
  );
}

/** One field of files says itself what it is for. */
function headingOf(supplies: NonNullable<Stage['supplies']>, lang: Lang): string {
  const words = decisionWords[lang];
  const [only] = supplies;
  if (supplies.some(({ required }) => required)) return words.supplied;
  return supplies.length === 1 && only?.kind === 'files'
    ? words.mayAttach(say(only.label, lang))
    : words.maySupply;
}

interface InputProps {
  readonly lang: Lang;
  readonly field: Exclude<Field, FilesField>;
  readonly pointer: string;
  readonly text: string;
  readonly problem: Refused | undefined;
}

function Input({ lang, field, pointer, text, problem }: InputProps) {
  const attributes = {
    id: fieldId(pointer),
    name: `supplied.${field.key}`,
    'aria-required': field.required ? ('true' as const) : undefined,
    ...foundAttributes(problem, fieldId(pointer), field.help && helpId(pointer)),
  };
  switch (field.kind) {
    case 'choice':
      return (
        <select {...attributes}>
          <option value="" />
          {field.options.map(({ value, label }) => (
            <option key={value} value={value} selected={value === text}>
              {say(label, lang)}
            </option>
          ))}
        </select>
      );
    case 'text':
      return field.multiline ? (
        <textarea {...attributes} rows={3} maxlength={field.maxLength}>
          {text}
        </textarea>
      ) : (
        <input {...attributes} value={text} maxlength={field.maxLength} autocomplete="off" />
      );
    case 'integer':
    case 'decimal':
    case 'money':
      return (
        <input
          {...attributes}
          value={text}
          class="num"
          inputmode={field.kind === 'integer' ? 'numeric' : 'decimal'}
          autocomplete="off"
        />
      );
    // A decider fills in a line or two beside the button; tables are the declaring unit's.
    case 'group':
    case 'list':
      throw new Error(`A stage cannot ask for a ${field.kind} on its page: ${field.key}`);
  }
}
