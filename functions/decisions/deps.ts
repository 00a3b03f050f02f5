import type { Transport } from '../../shared/effects/mail/transport.ts';
import type { RecordRules } from '../../shared/project/rules-in-force.ts';
import type { Database } from '../../shared/store/database.ts';

export interface CodeDeps {
  readonly transport: Transport;
  /** From this amount on the link alone is not enough; null for never. */
  readonly thresholdFen: number | null;
}

/** What the use cases of this function work with. */
export interface Deps {
  readonly database: Database;
  readonly now: () => Date;
  /** Whom a holder can ask: an office phone. */
  readonly contact: string;
  /** From this amount on a decision is taken collectively; null for never. */
  readonly collectiveThresholdFen: number | null;
  readonly code: CodeDeps;
  readonly recordRules: RecordRules;
}
