import type { Project } from './project.ts';

/** When the unit last urged, whoever was asked then: UTC; empty for never. */
export const lastUrged = ({ requests }: Pick<Project, 'requests'>): string =>
  requests
    .map(({ urgedAt = '' }) => urgedAt)
    .sort()
    .at(-1) ?? '';
