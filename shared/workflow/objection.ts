import type { Project } from './project.ts';

/**
 * Whether the unit has objected to what stands: to the amount that the last cut left. The next cut leaves another one.
 * Objections of before 0.2 do not say their amount, and stand in nobody's way.
 */
export const hasObjected = ({ flow, objections }: Pick<Project, 'flow' | 'objections'>): boolean =>
  objections.some(
    ({ revision, approvedFen }) => revision === flow.revision && approvedFen === flow.approvedFen,
  );
