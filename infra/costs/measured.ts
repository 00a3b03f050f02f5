/**
 * What one approved project takes, from its submission to the last effect, with both decision pages opened: as
 * `npm run bench -- --only units` measures it, rounded up. The bench holds what it measures against these.
 */
export const perProject = {
  stateTransitions: 6,
  invocations: 13,
  writeUnits: 107,
  readUnits: 25,
  mails: 4,
} as const;
