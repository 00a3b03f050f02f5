import { guardUnsent } from '../unsent.ts';

/** The script of every page that has none of its own. */
guardUnsent();
