/** What the words of a search may mean, at most ten of each kind. */
export interface Suggestions {
  readonly words: string;
  readonly people: readonly { readonly id: string; readonly name: string; readonly unitName: string }[];
  readonly units: readonly { readonly id: string; readonly name: string }[];
  readonly projects: readonly {
    readonly id: string;
    readonly title: string;
    readonly unitName: string;
    readonly budgetYear: number | null;
  }[];
  /** Of which there may be more than stand here. */
  readonly more: { readonly people: boolean; readonly units: boolean; readonly projects: boolean };
  /** How many projects were looked at, where there are more of them. */
  readonly searched?: number;
}

/** What is searched by in place of words. */
export type Choice = { readonly project: string } | { readonly actor: string } | { readonly unit: string };

/** What changes in a search when something is chosen in place of its words; its other filters stay. */
export const searchBy = (choice: Choice) => ({
  q: undefined,
  // A project is a chain of its own.
  ...('project' in choice ? { chain: undefined } : {}),
  ...choice,
});
