import { rulesInForce } from '../../shared/project/rules-in-force.ts';
import { openDatabase } from '../../shared/store/database.ts';
import type { FilePlace } from './move-files.ts';
import { type Account, reconcile } from './reconcile.ts';
import type { TableNames } from './tables.ts';

// What a repair writes hangs on none of these: it follows from events, and not from what is decided next.
const noRules = {
  COLLECTIVE_THRESHOLD_FEN: null,
  CODE_THRESHOLD_FEN: null,
  LAPSE_DAYS: 60,
  CONTACT: '',
  FORMS: '',
};

const now = (): Date => new Date();

interface Options {
  readonly repairs: boolean;
  /** Where the files are that revisions and decisions name; undefined where nobody said. */
  readonly attached?: Pick<FilePlace, 'find'> | undefined;
}

/** Compares tables by their names, in the database that the environment says. */
export function reconcileTables(tables: TableNames, { repairs, attached }: Options): Promise<Account> {
  const database = openDatabase(tables);
  return reconcile({ database, rules: rulesInForce(database, noRules, now), now, repairs, attached });
}
