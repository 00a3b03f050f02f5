/**
 * Where the browser finds the stylesheet and the scripts. The bundler defines `__ASSETS__` for every function of one
 * release, with a hash of the content in each name, so that pages and the function that serves the files agree and
 * a browser may keep them for ever:
 *
 *   define: { __ASSETS__: '{"css":"/assets/app.1a2b3c4d.css","form":"/assets/form.5e6f7a8b.js"}' }
 */
declare const __ASSETS__: Assets | undefined;

export interface Assets {
  readonly css: string;
  /** The official document's own, on its page alone. */
  readonly document: string;
  /** Of every page that has no script of its own. */
  readonly page: string;
  readonly form: string;
  /** What the chosen lines of a desk come to. */
  readonly desk: string;
  /** Sums on the page of a decision. */
  readonly decision: string;
}

export const assets: Assets =
  typeof __ASSETS__ === 'undefined'
    ? {
        css: '/assets/app.css',
        document: '/assets/document.css',
        page: '/assets/page.js',
        form: '/assets/form.js',
        desk: '/assets/desk.js',
        decision: '/assets/decision.js',
      }
    : __ASSETS__;
