import type { FindingView } from '../../../../shared/contract/views.ts';
import type { Pasted } from '../../../../shared/forms/paste.ts';
import { covers } from '../../../../shared/forms/scope.ts';
import type { Lang } from '../../../../shared/values/language.ts';

/** What every field of the form needs to know besides its own value. */
export interface FormContext {
  readonly lang: Lang;
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
  /** What was pasted into a list and not added yet. */
  readonly pasted?:
    | { readonly list: string; readonly text: string; readonly read: Pasted | null }
    | undefined;
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
