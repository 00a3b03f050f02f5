import type { Blow } from '../../infra/local/control/struck-calls.ts';
import type { Action } from '../../shared/history/event.ts';
import type { ProjectStateName } from '../../shared/history/vocabulary.ts';
import type { Run } from './run.ts';

/** One way through the product, from its first call to what must be true at its end. */
export interface Flow {
  readonly name: string;
  /** Nothing is played beside it: what it does concerns everybody, or has no time that others' sweeps could take. */
  readonly alone?: true;
  /** Days pass in it, and what schedules do is part of it: it has a platform of its own. */
  readonly bySchedules?: true;
  /** Kinds of faults that are not tried in it: they lose what only the emulation of a service can lose. */
  readonly spares?: readonly Blow[];
  readonly play: (run: Run) => Promise<unknown>;
  /** The state of its project at the end, and the history, whole. */
  readonly ends: ProjectStateName;
  readonly history: readonly Action[];
}
