import type { ObjectStore } from '../../shared/attachments/object-store.ts';
import type { AttachmentRules } from '../../shared/attachments/rules.ts';
import type { Transport } from '../../shared/effects/mail/transport.ts';
import type { Limits } from '../../shared/http/limits.ts';
import type { RulesInForce } from '../../shared/project/rules-in-force.ts';
import type { Database } from '../../shared/store/database.ts';

/** What the use cases of this function work with. */
export interface Deps {
  readonly database: Database;
  /** The product's public address: by it the session's cookie is called. */
  readonly baseUrl: string;
  readonly now: () => Date;
  readonly rules: RulesInForce;
  readonly limits: Limits;
  /** Mails the codes that prove a mailbox. */
  readonly transport: Transport;
  readonly store: ObjectStore;
  /** What is taken as an attachment. */
  readonly taken: AttachmentRules;
}
