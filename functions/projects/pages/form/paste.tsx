import type { ListField } from '../../../../shared/forms/definition.ts';
import type { Pasted } from '../../../../shared/forms/paste.ts';
import { fieldId, inputName } from '../../../../shared/forms/places.ts';
import { childOf } from '../../../../shared/forms/value-text.ts';
import { Table } from '../../../../shared/pages/table.tsx';
import { common } from '../../../../shared/pages/words/common.ts';
import { say } from '../../../../shared/values/language.ts';
import { formWords } from '../../words/form.ts';
import { textInUnit } from './amount-text.ts';
import type { FormContext } from './context.ts';

interface PasteProps {
  readonly context: FormContext;
  readonly list: ListField;
  readonly pointer: string;
}

/** Rows from a spreadsheet: pasted, shown as they were understood, and only then added. */
export function Paste({ context, list, pointer }: PasteProps) {
  const { lang } = context;
  const words = formWords[lang];
  const pasted = context.pasted?.list === pointer ? context.pasted : undefined;
  const id = `p-${pointer}`;
  // What was understood is what to read next.
  const read = `${id}-read`;
  const columns = list.of.kind === 'group' ? list.of.fields.filter(({ kind }) => kind !== 'list') : [];
  const button = (intent: 'paste' | 'insert', text: string, onTo: string) => (
    <button
      type="submit"
      name="intent"
      value={`${intent}:${pointer}`}
      formaction={`${context.action}#${onTo}`}
    >
      {text}
    </button>
  );
  return (
    <details class="paste" open={pasted !== undefined}>
      <summary>{words.paste}</summary>
      <label for={id}>{words.pasteHere}</label>
      <p class="help" id={`${id}-help`}>
        {words.pasteColumns(columns.map(({ label }) => say(label, lang)).join(lang === 'zh' ? '、' : ', '))}
      </p>
      <textarea
        id={id}
        name={`paste.${inputName(pointer)}`}
        rows={4}
        aria-describedby={`${id}-help`}
        data-paste
      >
        {pasted?.text}
      </textarea>
      {button('paste', words.pastePreview, read)}
      {pasted && (
        <div id={read} tabindex={-1} role="status">
          {pasted.read && pasted.read.rows.length > 0 ? (
            <>
              <Preview context={context} read={pasted.read} />
              {button('insert', words.pasteInsert(pasted.read.rows.length), fieldId(pointer))}
            </>
          ) : (
            <p class="soft">{words.pasteNothing}</p>
          )}
        </div>
      )}
    </details>
  );
}

/** What was understood, cell by cell; what was not is shown as it was typed, and said so. */
function Preview({ context: { lang }, read }: { context: FormContext; read: Pasted }) {
  const words = formWords[lang];
  const wrong = Object.keys(read.unread).length;
  const known = read.columns.filter((field) => field !== null);
  const dropped = read.columns.length - known.length;
  return (
    <>
      <p>
        {words.pasteRead(read.rows.length)}
        {wrong > 0 && ` ${words.pasteWrong(wrong)}`}
        {dropped > 0 && ` ${words.pasteDropped(dropped)}`}
        {read.left > 0 && ` ${words.pasteLeft(read.left)}`}
      </p>
      <Table
        columns={known.map((field) => ({ heading: say(field.label, lang), figure: field.kind === 'money' }))}
        rows={read.rows.map((row, index) => ({
          key: index,
          cells: known.map((field) => {
            const unread = read.unread[`/${index}/${field.key}`];
            if (unread === undefined) return textInUnit(field, childOf(row, field.key), lang);
            return (
              <mark class="unread">
                {unread}
                {common[lang].inParentheses(words.notUnderstood)}
              </mark>
            );
          }),
        }))}
      />
    </>
  );
}
