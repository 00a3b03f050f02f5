import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { LANG_TAG, type Lang } from '../../values/language.ts';
import { shownText } from '../../values/text.ts';

// Styles stand inline and a button is a table cell: mail clients drop style sheets, and Outlook shows no other kind
// of button. Without any style a mail still is a list and a link.

/** A mail's HTML document around its content. */
export function renderMail(lang: Lang, title: string, content: ComponentChildren): string {
  const page = (
    <html lang={LANG_TAG[lang]}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{title}</title>
      </head>
      <body style="margin:0;padding:24px;background:#ffffff;font:16px/1.7 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;color:#1b1f24">
        {content}
      </body>
    </html>
  );
  return shownText(`<!doctype html>${renderToString(page)}`);
}
