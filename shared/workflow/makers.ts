import type { Actor } from '../history/event.ts';

/**
 * The ids of whoever made what somebody sent. A program acts as its person; whoever gave it its key has had that key in
 * hand, and answers for what comes by it as if they had sent it.
 */
export const makersOf = ({ id, program }: Actor): readonly string[] =>
  program ? [...new Set([id, program.madeBy])] : [id];
