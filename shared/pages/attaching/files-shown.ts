import type { Standing } from './standing.ts';

/** What a page knows of the files that it shows. */
export interface FilesShown {
  /** The address under which they are; undefined where they cannot be had from this page. */
  readonly base: string | undefined;
  /** How each stands, by its id, as far as the page asked. */
  readonly standings: ReadonlyMap<string, Standing>;
}

/** Of a page from which no file can be had. */
export const noFilesShown: FilesShown = { base: undefined, standings: new Map() };
