import { bin, quantileSorted, range } from 'd3-array';
import type { StageWaits } from '../../../../shared/history/overview.ts';

/** Half a working day: a decision before lunch is told from one at the end of the day. */
const STEP = 0.5;
/** The usual deadline in working days; what was waited longer stands together in the last bin. */
export const LAST = 5;

/** Waits from `fromDays` on and shorter than `toDays`; the last bin has no end. */
export interface WaitBin {
  readonly fromDays: number;
  readonly toDays: number | null;
  readonly count: number;
}

export interface Distribution {
  readonly stage: string;
  readonly count: number;
  /** Half of the decisions took no longer. */
  readonly medianDays: number;
  /** Nine of ten took no longer. */
  readonly ninthDecileDays: number;
  readonly bins: readonly WaitBin[];
}

const binned = bin<number, number>()
  .domain([0, LAST + STEP])
  .thresholds(range(STEP, LAST + STEP, STEP))
  .value((days) => Math.min(days, LAST));

/** How a stage's waits are distributed over half working days. */
export const distributionOf = ({ stage, days }: StageWaits): Distribution => ({
  stage,
  count: days.length,
  medianDays: quantileSorted([...days], 0.5) ?? 0,
  ninthDecileDays: quantileSorted([...days], 0.9) ?? 0,
  bins: binned(days).map(({ x0 = 0, x1 = 0, length }) => ({
    fromDays: x0,
    toDays: x0 >= LAST ? null : x1,
    count: length,
  })),
});
