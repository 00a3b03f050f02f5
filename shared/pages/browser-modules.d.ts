/** `browser:<path>` is the text of a script or stylesheet, built and minified for the browser by the bundler. */
declare module 'browser:*' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: the bundler's text modules have a default export only
  export default text;
}

/** The verifier as one file for Node or for the browser (`infra/verifier.ts`), as text. */
declare module 'verifier:*' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: the bundler's text modules have a default export only
  export default text;
}
