import type { FindingView } from '../../../../shared/contract/views.ts';
import type { FormDefinition } from '../../../../shared/forms/definition.ts';
import type { RowOffer } from '../../../../shared/forms/form.ts';
import type { Pasted } from '../../../../shared/forms/paste.ts';
import { covers } from '../../../../shared/forms/scope.ts';
import type { FilesShown } from '../../../../shared/pages/attaching/files-shown.ts';
import type { Lang } from '../../../../shared/values/language.ts';

/** What every field of the form needs to know besides its own value. */
export interface FormContext {
  readonly lang: Lang;
  /** As far as it is filled in: a choice in it may ask for more. */
  readonly declaration: unknown;
  /** JSON Pointer → the text that was typed there and not understood. */
  readonly unread: Readonly<Record<string, string>>;
  /** JSON Pointer → what was found there; empty while findings are not shown. */
  readonly findings: ReadonlyMap<string, readonly FindingView[]>;
  /** JSON Pointers that the return named. */
  readonly returned: ReadonlySet<string>;
  /** Why: it stands beside each of them. */
  readonly reason?: string | undefined;
  /** JSON Pointer of an amount → what it was last year. */
  readonly lastYear: ReadonlyMap<string, number>;
  /** JSON Pointer of a list → empty rows asked for by "add". */
  readonly extraRows: Readonly<Record<string, number>>;
  /** Where a text is offered what was used before. */
  readonly library?: FormDefinition['library'];
  /** Which rows offer to make one elsewhere, and what each has there: by its JSON Pointer. */
  readonly rowOffer?:
    | (NonNullable<FormDefinition['rowOffer']> & {
        readonly offers: ReadonlyMap<string, Pick<RowOffer, 'lacking' | 'belonging'>>;
        /** What is made: 指标. */
        readonly kind: string;
      })
    | undefined;
  /** JSON Pointer → why what stands there is not printed so in the file it comes from. */
  readonly inferred: ReadonlyMap<string, string>;
  /** What was pasted into a list and not added yet. */
  readonly pasted?:
    | { readonly list: string; readonly text: string; readonly read: Pasted | null }
    | undefined;
  readonly files: FilesShown;
  /** What one file may have, in bytes. */
  readonly mostBytes: number;
  /** Whether the form is stored, or will be by itself: what is read from a file is not, and takes no attachments. */
  readonly isStored: boolean;
  /** Where the form is saved; the row buttons post there and come back to their list. */
  readonly action: string;
}

/** Whether a field may be changed: all may, unless a return named some. */
export const isOpen = ({ returned }: FormContext, pointer: string): boolean => covers([...returned], pointer);

/** How many rows of a list are shown: what is there, what was typed, one to begin with, and what was asked for. */
export function rowCount(
  context: FormContext,
  pointer: string,
  values: readonly unknown[],
  min: number,
): number {
  const prefix = `${pointer}/`;
  const typed = Object.keys(context.unread)
    .filter((path) => path.startsWith(prefix))
    .map((path) => Number.parseInt(path.slice(prefix.length), 10) + 1);
  return Math.max(values.length, min > 0 ? 1 : 0, ...typed) + (context.extraRows[pointer] ?? 0);
}
