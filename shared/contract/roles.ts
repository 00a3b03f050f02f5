/** What a person may be by the groups of their token. Who is asked for a decision comes from the directory. */
export const roles = ['submitter', 'reviewer', 'approver', 'auditor', 'administrator'] as const;
export type Role = (typeof roles)[number];
