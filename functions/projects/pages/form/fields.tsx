import type { Field, GroupField, ListField } from '../../../../shared/forms/definition.ts';
import { at, fieldId, helpId, labelId, rowTitle } from '../../../../shared/forms/places.ts';
import { childOf, rowsOf } from '../../../../shared/forms/value-text.ts';
import {
  type Cell,
  fieldLines,
  isShortTexts,
  isTabular,
  partedFields,
  rowLines,
} from '../../../../shared/pages/layout.ts';
import { say } from '../../../../shared/values/language.ts';
import { formWords } from '../../words/form.ts';
import { Belonging } from './belonging.tsx';
import { type FormContext, isOpen, rowCount } from './context.ts';
import { Files } from './files.tsx';
import { Fold } from './fold.tsx';
import { Leaf, LeafMessages, RequiredMark } from './leaf.tsx';
import { Paste } from './paste.tsx';

interface FieldProps<F extends Field> {
  readonly context: FormContext;
  readonly field: F;
  readonly pointer: string;
  readonly value: unknown;
  readonly quiet?: boolean | undefined;
  readonly inRow?: boolean | undefined;
}

/** Any field of a definition, from a single input to a table of rows. */
function FieldView({ field, ...rest }: FieldProps<Field>) {
  switch (field.kind) {
    case 'group':
      return <Group field={field} {...rest} />;
    case 'list':
      return <List field={field} {...rest} />;
    case 'files':
      return <Files field={field} {...rest} />;
    default:
      return <Leaf field={field} {...rest} />;
  }
}

interface FieldsProps {
  readonly context: FormContext;
  readonly fields: readonly Field[];
  readonly linesOf: (fields: readonly Field[]) => readonly (readonly Cell[])[];
  readonly pointer: string;
  readonly value: unknown;
  /** The fields' own labels stand already as a heading. */
  readonly quiet?: boolean | undefined;
  /** What was found stands under the whole line: the cells of a row are too narrow for it. */
  readonly inRow?: boolean | undefined;
}

/** The fields of one level: what is always asked, then what is rarely used behind a line that opens. */
export function Fields({ fields, linesOf, ...props }: FieldsProps) {
  const { usual, rare } = partedFields(fields);
  return (
    <>
      <Lines {...props} lines={linesOf(usual)} />
      {rare.length > 0 && (
        <Fold context={props.context} fields={rare} pointer={props.pointer} value={props.value}>
          <Lines {...props} lines={linesOf(rare)} quiet={rare.length === 1} />
        </Fold>
      )}
    </>
  );
}

type LinesProps = Omit<FieldsProps, 'fields' | 'linesOf'> & { lines: readonly (readonly Cell[])[] };

/** Fields side by side in a grid of twelve columns. */
function Lines({ context, lines, pointer, value, quiet, inRow }: LinesProps) {
  return (
    <>
      {lines.map((line, index) => (
        <div key={line[0]?.field.key} class={`line line-${index + 1}`}>
          {line.map(({ field, span }) => (
            <div key={field.key} class={`c${span}`}>
              <FieldView
                context={context}
                field={field}
                pointer={at(pointer, field.key)}
                value={childOf(value, field.key)}
                quiet={quiet}
                inRow={inRow}
              />
            </div>
          ))}
          {inRow &&
            line
              .filter(({ field }) => field.kind !== 'list' && field.kind !== 'group')
              .map(({ field }) => (
                <LeafMessages key={field.key} context={context} pointer={at(pointer, field.key)} />
              ))}
        </div>
      ))}
    </>
  );
}

function Group({ context, field, pointer, value, quiet }: FieldProps<GroupField>) {
  return (
    <fieldset id={fieldId(pointer)} tabindex={-1}>
      <legend class={quiet ? 'vh' : undefined}>{say(field.label, context.lang)}</legend>
      <LeafMessages context={context} pointer={pointer} />
      <Fields context={context} fields={field.fields} linesOf={fieldLines} pointer={pointer} value={value} />
    </fieldset>
  );
}

/** The place of a row's number in a `<template>`; the island writes the number there. */
const TEMPLATE = 'N';

function List({ context, field, pointer, value, quiet }: FieldProps<ListField>) {
  const { lang } = context;
  const words = formWords[lang];
  const values = rowsOf(value);
  const open = isOpen(context, pointer);
  const count = open ? rowCount(context, pointer, values, field.min) : values.length;
  const kind = isShortTexts(field)
    ? 'texts short'
    : field.of.kind === 'text'
      ? 'texts'
      : isTabular(field)
        ? 'tabular'
        : 'cards';
  return (
    <fieldset
      id={fieldId(pointer)}
      tabindex={-1}
      class={`rows ${kind}`}
      data-list={open ? pointer : undefined}
      data-min={(open && field.min) || undefined}
    >
      <legend class={quiet ? 'vh' : undefined}>
        {say(field.label, lang)}
        {field.required && !quiet && <RequiredMark />}
      </legend>
      {field.help && (
        <p class="help" id={helpId(pointer)}>
          {say(field.help, lang)}
        </p>
      )}
      <LeafMessages context={context} pointer={pointer} />
      {Array.from({ length: count }, (_, index) => (
        <Row
          key={index}
          context={context}
          list={field}
          pointer={pointer}
          index={index}
          last={index === count - 1}
          value={values[index]}
        />
      ))}
      {open && (
        <>
          <template>
            <Row
              context={context}
              list={field}
              pointer={pointer}
              index={TEMPLATE}
              last={false}
              value={undefined}
            />
          </template>
          <button
            type="submit"
            class="add"
            name="intent"
            value={`add:${pointer}`}
            formaction={`${context.action}#${fieldId(pointer)}`}
            disabled={count >= field.max}
            data-max={field.max}
          >
            <span aria-hidden="true">＋ </span>
            {words.add(say(field.rowLabel, lang))}
          </button>
          {field.of.kind === 'group' && <Paste context={context} list={field} pointer={pointer} />}
        </>
      )}
    </fieldset>
  );
}

/**
 * What belongs to a row in another list, or the button that makes it. Both are there with every row: the script shows
 * the one or the other as one types.
 */
function RowOffer({ context, pointer, row }: { context: FormContext; pointer: string; row: string }) {
  const { rowOffer, action, lang } = context;
  if (rowOffer?.from !== pointer) return null;
  const { lacking = false, belonging = [] } = rowOffer.offers.get(row) ?? {};
  return (
    <>
      <p class="belonging" data-belonging hidden={belonging.length === 0}>
        {formWords[lang].belonging(rowOffer.kind)}
        <span>
          <Belonging belonging={belonging} lang={lang} />
        </span>
      </p>
      {isOpen(context, rowOffer.to) && (
        <button
          type="submit"
          class="offer"
          name="intent"
          value={`offer:${row}`}
          formaction={`${action}#${fieldId(rowOffer.to)}`}
          aria-describedby={labelId(row)}
          hidden={!lacking}
          data-offer={rowOffer.to}
        >
          <span aria-hidden="true">＋ </span>
          {say(rowOffer.label, lang)}
        </button>
      )}
    </>
  );
}

interface RowProps {
  readonly context: FormContext;
  readonly list: ListField;
  readonly pointer: string;
  readonly index: number | typeof TEMPLATE;
  readonly last: boolean;
  readonly value: unknown;
}

function Row({ context, list, pointer, index, last, value }: RowProps) {
  const { lang } = context;
  const words = formWords[lang];
  const row = at(pointer, index);
  const tool = (intent: 'up' | 'down' | 'remove', sign: string, disabled: boolean) => (
    <button
      type="submit"
      name="intent"
      value={`${intent}:${row}`}
      formaction={`${context.action}#${fieldId(pointer)}`}
      aria-label={words[intent]}
      aria-describedby={labelId(row)}
      title={words[intent]}
      disabled={disabled}
    >
      {sign}
    </button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot be placed in the row's grid
    <div
      class="row"
      role="group"
      aria-labelledby={labelId(row)}
      // A text's row has this id on its input.
      id={list.of.kind === 'group' ? fieldId(row) : undefined}
      tabindex={list.of.kind === 'group' ? -1 : undefined}
    >
      <p class="row-title" id={labelId(row)}>
        {rowTitle(list, index, lang)}
      </p>
      <div class="row-fields">
        {list.of.kind === 'group' ? (
          <>
            <LeafMessages context={context} pointer={row} />
            <Fields
              context={context}
              fields={list.of.fields}
              linesOf={rowLines}
              pointer={row}
              value={value}
              inRow
            />
            <RowOffer context={context} pointer={pointer} row={row} />
          </>
        ) : (
          <Leaf context={context} field={list.of} pointer={row} value={value} quiet />
        )}
      </div>
      {isOpen(context, pointer) && (
        <div class="tools">
          {!isShortTexts(list) && (
            <>
              {tool('up', '↑', index === 0)}
              {tool('down', '↓', last)}
            </>
          )}
          {tool('remove', '✕', false)}
        </div>
      )}
    </div>
  );
}
