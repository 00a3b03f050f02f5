import type { Clock } from '../../clock.ts';

/** One metric, as an alarm names it: by what it counts, and of what. */
export interface MetricKey {
  readonly namespace: string;
  readonly name: string;
  /** The function, queue, machine or API; absent where there is one for all. */
  readonly of?: string | undefined;
}

export type Statistic = 'Sum' | 'Maximum';

/** What has been counted and measured, for as long as any alarm looks back. */
export interface Metrics {
  record(key: MetricKey, value: number): void;
  /** Over a span in milliseconds, `from` included, `to` not; undefined where nothing was recorded. */
  statistic(key: MetricKey, statistic: Statistic, from: number, to: number): number | undefined;
}

// The shortest period of an alarm; what falls into one is kept together.
const minuteMs = 60_000;

interface Minute {
  readonly at: number;
  sum: number;
  most: number;
}

/** @param keptMs how long values are kept */
export function openMetrics(clock: Clock, keptMs: number): Metrics {
  const all = new Map<string, Minute[]>();
  const idOf = ({ namespace, name, of = '' }: MetricKey): string => [namespace, name, of].join('\n');

  return {
    record(key, value) {
      const now = clock.now();
      const minutes = all.get(idOf(key)) ?? [];
      all.set(idOf(key), minutes);
      const at = now - (now % minuteMs);
      const last = minutes.at(-1);
      if (last?.at === at) {
        last.sum += value;
        last.most = Math.max(last.most, value);
      } else minutes.push({ at, sum: value, most: value });
      while ((minutes[0]?.at ?? now) < now - keptMs) minutes.shift();
    },
    statistic(key, statistic, from, to) {
      const within = (all.get(idOf(key)) ?? []).filter(({ at }) => at >= from && at < to);
      if (within.length === 0) return undefined;
      return statistic === 'Sum'
        ? within.reduce((sum, minute) => sum + minute.sum, 0)
        : Math.max(...within.map(({ most }) => most));
    },
  };
}
