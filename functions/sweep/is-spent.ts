/** Whether the time of a run is over: what is left is done by the next one. */
export type IsSpent = () => boolean;

/** The same, but never before something was done: every run gets on, however long it took to begin. */
export function afterSomething(isSpent: IsSpent): IsSpent {
  let isFirst = true;
  return () => {
    const isOver = !isFirst && isSpent();
    isFirst = false;
    return isOver;
  };
}
