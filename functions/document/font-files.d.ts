/** Where the bundler has put the font, beside the bundle: an address relative to the module that imports it. */
declare module '*.ttf' {
  const address: string;
  // biome-ignore lint/style/noDefaultExport: the bundler's file modules have a default export only
  export default address;
}
