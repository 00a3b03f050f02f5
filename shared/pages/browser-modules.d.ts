/** `browser:<path>` is the text of a script or stylesheet, built and minified for the browser by the bundler. */
declare module 'browser:*' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: the bundler's text modules have a default export only
  export default text;
}
