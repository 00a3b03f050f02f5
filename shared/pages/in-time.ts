/** The product answers within 29 s, or never. */
const LONGEST_ANSWER_MS = 30_000;

/** Ends a script's call that nobody answers. */
export const inTime = (): AbortSignal => AbortSignal.timeout(LONGEST_ANSWER_MS);
