import { loadForm } from '../../shared/declaration/registry.ts';
import type { CheckpointArchive } from '../../shared/evidence/checkpoints/archive.ts';
import type { Limits } from '../../shared/http/limits.ts';
import type { Database } from '../../shared/store/database.ts';
import type { Calendar } from '../../shared/values/calendar/calendar.ts';

/** What this function works with. */
export interface Deps {
  readonly database: Database;
  /** The ids of the deployment's forms. */
  readonly forms: readonly string[];
  /** The amounts from which on a stronger procedure applies now, in fen. */
  readonly thresholdsFen: () => Promise<readonly number[]>;
  readonly now: () => Date;
  /** The working calendar that waits are counted by. */
  readonly calendar: () => Promise<Calendar>;
  readonly limits: Limits;
  /** Checkpoints, as they are kept apart from the tables. */
  readonly archive: Pick<CheckpointArchive, 'read'>;
}

export interface StageLabel {
  readonly id: string;
  readonly label: string;
}

/** Every stage of every form once, with its label. */
export async function stagesOf({ forms }: Deps, lang: 'zh' | 'en'): Promise<readonly StageLabel[]> {
  const stages = (await Promise.all(forms.map(loadForm))).flatMap((form) => form.stages);
  return [...new Map(stages.map(({ id, label }) => [id, label[lang]]))].map(([id, label]) => ({ id, label }));
}
