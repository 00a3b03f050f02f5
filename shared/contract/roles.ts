/** What a person may be by the groups of their token. Who is asked for a decision comes from the directory. */
export const roles = ['submitter', 'reviewer', 'approver', 'auditor', 'administrator'] as const;
export type Role = (typeof roles)[number];

/** What a program with a key of its own may be: it submits or reads. Who decides is a person, and so is who gives out keys. */
export const programRoles = ['submitter', 'auditor'] as const satisfies readonly Role[];
