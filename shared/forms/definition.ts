import type { AttachedFile } from '../values/attached-file.ts';
import type { Words } from '../values/language.ts';
import type { AmountKind } from '../values/read-amount.ts';

/**
 * A form as data. From one definition come the zod schemas (`compile.ts`), the HTML form and what it posts
 * (`form-data.ts`), the read-only view and the differences between two revisions.
 */

interface FieldBase {
  /** The key in the declaration's JSON. */
  readonly key: string;
  readonly label: Words;
  readonly help?: Words;
  readonly required?: boolean;
  readonly folded?: Folding;
}

/**
 * What is rarely asked: it stands folded until somebody opens it, something in it is filled in or found, or the choice
 * was made that asks for it.
 */
export type Folding = true | { readonly unless: { readonly field: string; readonly is: string } };

/** Free text. `maxLength` counts UTF-16 code units, as the browser's `maxlength` does. */
export interface TextField extends FieldBase {
  readonly kind: 'text';
  readonly maxLength: number;
  readonly multiline?: boolean;
  readonly pattern?: string;
  /** What is typed is turned into the usual form of such a text, visibly: 〔〕 for other brackets of a 文号. */
  readonly as?: 'document-number';
}

/** One of a fixed set of values. */
export interface ChoiceField extends FieldBase {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: string; readonly label: Words }[];
}

/** A whole number in a range. */
export interface IntegerField extends FieldBase {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
}

/** A number with a bounded number of decimals: a JSON number, exact as it is written (`0.1` is a tenth). */
export interface DecimalField extends FieldBase {
  readonly kind: 'decimal';
  readonly min: number;
  readonly max: number;
  readonly decimals: number;
}

/** Money: an integer number of fen in the JSON; people type and read it in `unit` (domain.md §7). */
export interface MoneyField extends FieldBase, AmountKind {
  readonly kind: 'money';
  readonly unit: 'yuan' | 'wan';
}

/** Attached files: in the JSON what binds their bytes, which are kept elsewhere. */
export interface FilesField extends FieldBase {
  readonly kind: 'files';
  /** So many at most. */
  readonly max: number;
  /** What names may end with, of all that is taken; without it, all. */
  readonly types?: readonly string[];
  /** What one may have, in bytes, where it is less than the office allows. */
  readonly maxBytes?: number;
}

/** Several fields under one key. */
export interface GroupField extends FieldBase {
  readonly kind: 'group';
  readonly fields: readonly Field[];
}

/** A repeating row (`of` a group) or a repeating line of text (`of` a text field). */
export interface ListField extends FieldBase {
  readonly kind: 'list';
  readonly of: GroupField | TextField;
  readonly min: number;
  readonly max: number;
  /** What one row is called: "Add a {rowLabel}". */
  readonly rowLabel: Words;
  /** The field of a row that names it in differences and summaries. */
  readonly rowName?: string;
}

export type Field =
  | TextField
  | ChoiceField
  | IntegerField
  | DecimalField
  | MoneyField
  | FilesField
  | GroupField
  | ListField;
/** A field that holds one value. */
export type LeafField = Exclude<Field, FilesField | GroupField | ListField>;

/** One numbered section of the official document (domain.md §1). */
export interface Section {
  readonly id: string;
  /** The numeral as printed: 一 … 九; empty where the document has no such section (its attachments stand at its end). */
  readonly number: string;
  readonly title: Words;
  readonly help?: Words;
  readonly fields: readonly Field[];
}

export interface FormDefinition {
  readonly id: string;
  /** Rises with every change of the definition; a submitted revision keeps the version it was made with. */
  readonly version: number;
  readonly title: Words;
  readonly sections: readonly Section[];
  /** JSON Pointers to what the project's record and lists show. */
  readonly summary: {
    readonly title: string;
    /** Absent for a form that is about the year in which it is submitted. */
    readonly budgetYear?: string;
    readonly requestedFen: string;
  };
  /**
   * JSON Pointer to the code (USCC) of the unit that the form is about: a unit declares for itself alone. Absent for a
   * form that does not ask for it.
   */
  readonly unit?: string;
  /** The list whose amounts are totalled against the appropriation while the form is filled in. */
  readonly totals?: { readonly list: string; readonly amount: string; readonly against: string };
  /**
   * A list whose rows are offered again, once they were approved: `by` is what is typed, `fills` what a chosen row
   * brings with it, `distinct` what tells two rows apart.
   */
  readonly library?: {
    readonly list: string;
    readonly by: string;
    readonly distinct: readonly string[];
    readonly fills: readonly string[];
  };
  /** A row of `from` offers to make one of `to` that belongs to it. */
  readonly rowOffer?: { readonly from: string; readonly to: string; readonly label: Words };
}

type ValueOf<F> = F extends { kind: 'money' | 'integer' | 'decimal' }
  ? number
  : F extends { kind: 'files' }
    ? AttachedFile[]
    : F extends { kind: 'group'; fields: infer Fields extends readonly Field[] }
      ? ValuesOf<Fields>
      : F extends { kind: 'list'; of: infer Item }
        ? ValueOf<Item>[]
        : F extends { kind: 'choice'; options: readonly { value: infer V }[] }
          ? V
          : string;

type Simplify<T> = { [K in keyof T]: T[K] };

/** The JSON that a list of fields describes: required keys present, the others optional. */
export type ValuesOf<Fields extends readonly Field[]> = Simplify<
  { [F in Fields[number] as F extends { required: true } ? F['key'] : never]: ValueOf<F> } & {
    [F in Fields[number] as F extends { required: true } ? never : F['key']]?: ValueOf<F>;
  }
>;

/** The JSON of a whole form. */
export type DeclarationOf<D extends { readonly sections: readonly { readonly fields: readonly Field[] }[] }> =
  ValuesOf<D['sections'][number]['fields']>;

/** Any part of a value: what a draft may hold so far. */
export type PartOf<T> = T extends readonly (infer Item)[]
  ? PartOf<Item>[]
  : T extends object
    ? { [K in keyof T]?: PartOf<T[K]> }
    : T;

export const fieldsOf = (definition: FormDefinition): readonly Field[] =>
  definition.sections.flatMap((section) => section.fields);
