import type { FindingView } from '../../../../shared/contract/views.ts';
import type { FormDefinition } from '../../../../shared/forms/definition.ts';
import type { RowOffer } from '../../../../shared/forms/form.ts';
import type { LibraryRow } from '../../../../shared/forms/library.ts';
import type { ProjectStateName } from '../../../../shared/history/vocabulary.ts';
import type { FilesShown } from '../../../../shared/pages/attaching/files-shown.ts';
import type { Lang } from '../../../../shared/values/language.ts';
import type { RoundLine } from '../../rounds.ts';
import type { ToldImport } from '../../told-import.ts';
import type { Notice } from '../notice.ts';

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
  /** Its attachments, and what they may have in bytes: each, and all of them. */
  readonly files: FilesShown;
  readonly mostBytes: number;
  readonly mostBytesInAll: number;
  /** Errors keep it from being handed in, be they shown or not. */
  readonly isStopped?: boolean;
  /** Somebody means to hand it in: what is missing is shown as well, and stays so as they write. */
  readonly isChecked?: boolean;
  /** The page answers what could not be done: reading begins where it says why. */
  readonly isFailure?: boolean;
  /** The id of whoever fills it in: what a browser keeps of theirs is shown to nobody else. */
  readonly person?: string;
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
  /** Where the content is that of a file. */
  readonly imported?: ToldImport;
  /** Which it can be handed in to. */
  readonly rounds: readonly RoundLine[];
  /** Whether it is in one of them already: then the corrections' end counts. */
  readonly corrects: boolean;
  readonly now: Date;
  readonly idempotencyKey: string;
  readonly sampleHref?: string;
  readonly importHref?: string;
  /** What approved declarations offer, first what is offered first. */
  readonly library?: readonly LibraryRow[];
  /** What rows offer to make in another list (`rowOffer` of the definition), and what belongs to them there. */
  readonly offers?: readonly Pick<RowOffer, 'of' | 'lacking' | 'belonging'>[];
  /** JSON Pointer of a list → empty rows asked for. */
  readonly extraRows?: Readonly<Record<string, number>>;
}
