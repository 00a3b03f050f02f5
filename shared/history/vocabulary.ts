/** Words of the history that the rest of the product speaks as well. They are stored: none ever changes its meaning. */

/** What a decider may answer a request with. */
export const outcomes = ['approve', 'return', 'reject'] as const;
export type Outcome = (typeof outcomes)[number];

/** What a project can be. */
export const projectStates = [
  'draft',
  'in-review',
  'returned',
  'approved',
  'rejected',
  'withdrawn',
  'lapsed',
] as const;
export type ProjectStateName = (typeof projectStates)[number];

/** What of the office was changed for somebody while they were asked: a question to their next decision. */
export const officeMarks = ['mailbox-changed', 'post-given'] as const;
export type OfficeMark = (typeof officeMarks)[number];
