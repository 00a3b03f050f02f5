import type { DecisionView } from '../../../shared/contract/views.ts';
import type { FormDefinition } from '../../../shared/forms/definition.ts';
import type { Outcome } from '../../../shared/history/vocabulary.ts';
import type { Lang } from '../../../shared/values/language.ts';
import type { Stage } from '../../../shared/workflow/stages.ts';
import type { Opinion } from './parts.tsx';
import type { Refused, Tried, Typed } from './typed.ts';

export interface DecisionPageProps {
  readonly lang: Lang;
  readonly decision: DecisionView;
  readonly definition: FormDefinition;
  /** The link's own address: its token is nowhere else on the page. */
  readonly action: string;
  readonly stage: Stage;
  /** What each outcome leads to, in plain words. */
  readonly consequences: { readonly approve: string; readonly return: string; readonly reject: string };
  /** Whom to ask: a name and an office telephone. */
  readonly contact: string;
  /** The deadline has passed; the request goes on. */
  readonly overdue?: boolean;
  /** Others whose approval is needed as well, and who have decided. */
  readonly others?: readonly { readonly by: string; readonly at: string; readonly outcome: Outcome }[];
  /** What was said at the stages before. */
  readonly opinions?: readonly Opinion[];
  /** What was typed in a POST that was refused, or that only tried. */
  readonly typed?: Typed;
  /** Cuts that were tried; `decision` is without them. */
  readonly tried?: Tried;
  readonly problem?: Refused;
}
