import type { Action } from '../history/event.ts';

/** The actions whose mail asks people for a decision, each by a link of their own. */
export const askingActions = [
  'requested',
  'link-renewed',
  'reminded',
  'reassigned',
  'rerouted',
  'deadline-changed',
] as const satisfies readonly Action[];
export type AskingAction = (typeof askingActions)[number];
