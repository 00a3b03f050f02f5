import css from 'browser:../../shared/pages/app.css';
import document from 'browser:../../shared/pages/document.css';
import page from 'browser:../../shared/pages/islands/page.ts';
import decision from 'browser:../decisions/islands/decision.ts';
import desk from 'browser:../projects/islands/desk.ts';
import form from 'browser:../projects/islands/form.ts';
import { assets } from '../../shared/pages/assets.ts';

/** A file of the pages, as the `static` function serves it. */
export interface AssetFile {
  readonly body: string;
  readonly contentType: string;
}

const nameOf = (address: string): string => address.slice(address.lastIndexOf('/') + 1);

/** By file name, `app.1a2b3c4d.css`. Only `static` imports this module: it holds the texts themselves. */
export const assetFiles: ReadonlyMap<string, AssetFile> = new Map([
  [nameOf(assets.css), { body: css, contentType: 'text/css; charset=utf-8' }],
  [nameOf(assets.document), { body: document, contentType: 'text/css; charset=utf-8' }],
  [nameOf(assets.decision), { body: decision, contentType: 'text/javascript; charset=utf-8' }],
  [nameOf(assets.desk), { body: desk, contentType: 'text/javascript; charset=utf-8' }],
  [nameOf(assets.page), { body: page, contentType: 'text/javascript; charset=utf-8' }],
  [nameOf(assets.form), { body: form, contentType: 'text/javascript; charset=utf-8' }],
]);
