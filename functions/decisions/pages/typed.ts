import type { DecisionView, FindingView } from '../../../shared/contract/views.ts';
import type { Cut } from '../../../shared/forms/cuts.ts';
import { fieldId } from '../../../shared/forms/places.ts';

/** What stood in the page's form when it was posted; it stays there until it is decided. */
export interface Typed {
  readonly outcome?: string;
  readonly comment?: string;
  /** The canned opinion that was chosen. */
  readonly canned?: string;
  /** Whether the opinion is to be kept among one's own. */
  readonly keep?: boolean;
  /** The checkboxes of a return, by their values. */
  readonly fields?: readonly string[];
  /** By line, as typed. */
  readonly cuts?: ReadonlyMap<number, { readonly amount: string; readonly reason: string }>;
  /** The code from the mailbox; there once the page has asked for it. */
  readonly code?: string;
  /** To whom it was to be given, and why. */
  readonly transfer?: { readonly to: string; readonly why: string };
  /** By JSON Pointer (`/supplied/…`), as typed. */
  readonly supplied?: Readonly<Record<string, string>>;
}

/** Why a POST was refused: in general, and field by field. Paths are `/cut/{line}/amount`, `/supplied/…`, `/comment`, `/to`. */
export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly errors?: readonly FindingView[];
  /** How many there are beside those in `errors`. */
  readonly more?: number;
}

const CODES = new Set(['code-required', 'wrong-code']);

/** Whether the code from the mailbox is all that is missing. */
export const asksForCode = (problem: Refused | undefined): boolean =>
  problem !== undefined && CODES.has(problem.code);

/** Cuts that were tried, and what they would leave. */
export interface Tried {
  readonly cuts: readonly Cut[];
  readonly view: DecisionView;
  /** What approving them leads to, in plain words. */
  readonly consequence: string;
}

/** Inputs of which there is one. */
const ALONE = new Set(['/comment', '/code', '/to', '/why']);

/** The id of the input that a finding is about; undefined where it is about none. */
export function inputOf(path: string): string | undefined {
  const [, line, part] = /^\/cut\/(\d+)\/(amount|reason)$/.exec(path) ?? [];
  if (line !== undefined) return `cut-${line}-${part}`;
  // What is wrong with one of several files is told beside their field.
  if (path.startsWith('/supplied/')) return fieldId(path.split('/', 3).join('/'));
  return ALONE.has(path) ? path.slice(1) : undefined;
}

export const messagesOf = (input: string): string => `${input}-found`;

/** What was found about one input. */
export const foundAt = (problem: Refused | undefined, input: string): readonly FindingView[] =>
  (problem?.errors ?? []).filter(({ path }) => inputOf(path) === input);
