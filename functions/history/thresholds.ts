import type { Database } from '../../shared/store/database.ts';
import { loadSettings } from '../../shared/store/settings-store.ts';

/** The thresholds that the deployment has; null for none. */
interface Defaults {
  readonly CODE_THRESHOLD_FEN: number | null;
  readonly COLLECTIVE_THRESHOLD_FEN: number | null;
}

/** The amounts from which on a stronger procedure applies now, in fen: the office's own, else the deployment's. */
export async function thresholdsInForce(database: Database, defaults: Defaults): Promise<number[]> {
  const { settings } = await loadSettings(database);
  const {
    codeThresholdFen = defaults.CODE_THRESHOLD_FEN,
    collectiveThresholdFen = defaults.COLLECTIVE_THRESHOLD_FEN,
  } = settings;
  return [codeThresholdFen, collectiveThresholdFen].filter((fen) => fen !== null);
}
