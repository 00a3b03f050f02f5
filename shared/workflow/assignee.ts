/** Whoever is asked or told, as events name them. */
export interface Assignee {
  readonly id: string;
  readonly name: string;
  /** Whose place is taken, by name. */
  readonly onBehalfOf?: string | undefined;
  /** The same person's id. */
  readonly onBehalfOfId?: string | undefined;
}
