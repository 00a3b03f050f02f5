import type { FindingView } from '../../../../shared/contract/views.ts';
import type { FormDefinition } from '../../../../shared/forms/definition.ts';
import type { ProjectStateName } from '../../../../shared/history/vocabulary.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import type { RoundLine } from '../../rounds.ts';
import type { Notice } from '../notice.tsx';

export interface FormPageProps {
  readonly lang: Lang;
  readonly definition: FormDefinition;
  /** As far as it is filled in. */
  readonly declaration: unknown;
  /** JSON Pointer → the text as typed that was not understood. */
  readonly unread: Readonly<Record<string, string>>;
  readonly findings: readonly FindingView[];
  /** How many there are beside these. */
  readonly moreFindings?: number;
  readonly showFindings: boolean;
  readonly notice?: Notice;
  /** Why nothing was done, where it is not for what was typed. */
  readonly refused?: string;
  /** Absent for a form that was not saved yet. */
  readonly project?: {
    readonly id: string;
    readonly revision: number;
    readonly version: number;
    readonly state: ProjectStateName;
    readonly savedAt: string | null;
    readonly returned?: {
      readonly by: string;
      readonly comment?: string;
      readonly fields?: readonly string[];
    };
  };
  /** What somebody else of the unit saved meanwhile, where a save came too late. */
  readonly theirs?: { readonly declaration: unknown; readonly unread: Readonly<Record<string, string>> };
  /** The declaration of last year that this one was copied from. */
  readonly lastYear?: unknown;
  /** Text from a spreadsheet for a list, to be looked at before it is added. */
  readonly pasted?: { readonly list: string; readonly text: string };
  /** Which it can be handed in to. */
  readonly rounds: readonly RoundLine[];
  /** Whether it is in one of them already: then the corrections' end counts. */
  readonly corrects: boolean;
  readonly now: Date;
  readonly idempotencyKey: string;
  readonly sampleHref?: string;
  /** JSON Pointer of a list → empty rows asked for. */
  readonly extraRows?: Readonly<Record<string, number>>;
}
