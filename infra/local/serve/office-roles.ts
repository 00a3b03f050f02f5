/** The roles that an office's directory gives. */
type Role = 'submitter' | 'reviewer' | 'approver' | 'administrator';

/** What of the directory says who may do what. */
interface Office {
  readonly units: readonly {
    readonly posts?:
      | readonly {
          readonly post: string;
          readonly holder: string;
          readonly delegates?: readonly string[] | undefined;
        }[]
      | undefined;
  }[];
  readonly administrators?: readonly string[] | undefined;
}

/** Other posts decide by what they are asked; they open no page. */
const byPost: Readonly<Record<string, Role>> = { reviewer: 'reviewer', approver: 'approver' };

/**
 * The roles of a directory's people, by their ids. A post is a role of its holder and its delegates; everybody may fill
 * in the declarations of their unit. No post makes anybody an auditor.
 */
export function officeRoles({ units, administrators = [] }: Office): (person: string) => Role[] {
  const held = new Map<string, Set<Role>>();
  const give = (person: string, role: Role): void => {
    held.set(person, (held.get(person) ?? new Set()).add(role));
  };
  for (const { posts = [] } of units)
    for (const { post, holder, delegates = [] } of posts) {
      const role = byPost[post];
      if (role) for (const person of [holder, ...delegates]) give(person, role);
    }
  for (const person of administrators) give(person, 'administrator');
  return (person) => ['submitter', ...(held.get(person) ?? [])];
}
