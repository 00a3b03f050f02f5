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

/** Whether nothing goes on from a state: what is not over is drafted or in review. */
export const isOver = (state: ProjectStateName): boolean =>
  state === 'approved' || state === 'rejected' || state === 'withdrawn' || state === 'lapsed';

/**
 * What of the office was changed for somebody while they were asked, or of their mailbox since they decided last: a
 * question to their next decision.
 */
export const officeMarks = ['mailbox-changed', 'post-given'] as const;
export type OfficeMark = (typeof officeMarks)[number];

/** Why an open request is asked of others than before, of one of them: away, back, left the office, post or unit, mailbox, may not decide. */
export const rerouteReasons = ['absent', 'back', 'departed', 'post', 'mailbox', 'excluded'] as const;
export type RerouteReason = (typeof rerouteReasons)[number];

/** How strongly whoever decided was identified: by a link or signed in, and by a code from the mailbox beside it. */
export const proofs = ['link', 'link-and-code', 'session', 'session-and-code'] as const;
export type Proof = (typeof proofs)[number];

/**
 * Why a mail did not reach somebody: it came back, it was never taken, its reader reported it as unwanted (later ones
 * are held back then), or the directory has no mailbox to send it to.
 */
export const mailFailures = ['bounced', 'refused', 'unwanted', 'not-listed'] as const;
export type MailFailure = (typeof mailFailures)[number];

/** What acts in a project by itself. */
export const systemActors = ['flow', 'sweep', 'send-mail'] as const;
export type SystemActor = (typeof systemActors)[number];
