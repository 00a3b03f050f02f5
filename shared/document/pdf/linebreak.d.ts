/** The Unicode line breaking algorithm (UAX #14); the package has no types of its own. */
declare module 'linebreak' {
  // biome-ignore lint/style/noDefaultExport: the package has a default export only
  export default class LineBreaker {
    constructor(text: string);
    /** Where a line may end next: the index behind it; null behind the end. */
    nextBreak(): { readonly position: number; readonly required?: boolean } | null;
  }
}
