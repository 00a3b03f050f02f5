import type { DecisionView } from '../../../shared/contract/views.ts';
import type { FormDefinition } from '../../../shared/forms/definition.ts';
import type { Outcome } from '../../../shared/history/vocabulary.ts';
import type { FilesShown } from '../../../shared/pages/attaching/files-shown.ts';
import type { AttachedFile } from '../../../shared/values/attached-file.ts';
import type { Lang } from '../../../shared/values/language.ts';
import type { Stage } from '../../../shared/workflow/stages.ts';
import type { Canned } from '../canned.ts';
import type { Opinion } from './parts.tsx';
import type { Refused, Tried, Typed } from './typed.ts';

export interface DecisionPageProps {
  readonly lang: Lang;
  readonly decision: DecisionView;
  readonly definition: FormDefinition;
  /** How the files of the revision stand, and where they are. */
  readonly files?: FilesShown;
  /** What was attached for this decision so far, how it stands, and what one file may have in bytes. */
  readonly attaching?: {
    readonly own: readonly AttachedFile[];
    readonly files: FilesShown;
    readonly mostBytes: number;
  };
  /** The page's own address: a link's token is nowhere else on it. */
  readonly action: string;
  readonly stage: Stage;
  /** What each outcome leads to, in plain words. */
  readonly consequences: {
    readonly approve: string;
    /** The same with `{}` for the amount that the cuts being typed leave. */
    readonly approveReduced: string;
    readonly return: string;
    /** There where a stage is before this one. */
    readonly sendBack?: string;
    readonly reject: string;
  };
  /** The canned opinions that are offered. */
  readonly canned?: Canned | undefined;
  /** Whom to ask: a name and an office telephone. */
  readonly contact: string;
  /** The deadline has passed; the request goes on. */
  readonly overdue?: boolean;
  /** Others whose approval is needed as well, and who have decided. */
  readonly others?: readonly { readonly by: string; readonly at: string; readonly outcome: Outcome }[];
  /** Why the stage is asked again, the stage that sent it back by its name. */
  readonly sentBack?: NonNullable<DecisionView['sentBack']>;
  /** What was said at the stages before. */
  readonly opinions?: readonly Opinion[];
  /** What was typed in a POST that was refused, or that only tried. */
  readonly typed?: Typed;
  /** Cuts that were tried; `decision` is without them. */
  readonly tried?: Tried;
  readonly problem?: Refused;
  /** UTC: since when the page stands open. */
  readonly openedAt: string;
  /** Whether whoever is asked is signed in: the link can be mailed to them then. */
  readonly signedIn?: boolean;
  /** To whom it can be given here. */
  readonly takers?: readonly { readonly id: string; readonly name: string }[];
  /** The link was mailed just now. */
  readonly mailed?: boolean;
}
