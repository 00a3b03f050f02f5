/** Whether somebody only looks things up: an auditor who neither submits nor decides begins with the history. */
export const beginsWithHistory = ({
  roles,
  hasPosts = false,
}: {
  readonly roles: readonly string[];
  readonly hasPosts?: boolean;
}): boolean => roles.length > 0 && roles.every((role) => role === 'auditor') && !hasPosts;
