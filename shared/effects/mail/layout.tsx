import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { common } from '../../pages/words/common.ts';
import { LANG_TAG, type Lang } from '../../values/language.ts';
import { shownText } from '../../values/text.ts';

// Styles stand inline and a button is a table cell: mail clients drop style sheets, and Outlook shows no other kind
// of button. Without any style a mail still is a list and a link.

/** Who writes: the office, where it is known, by the product. */
export function sentBy(organisation: string | undefined, lang: Lang): string {
  const { brand } = common[lang];
  if (organisation === undefined) return lang === 'zh' ? `本邮件由“${brand}”发送。` : `Sent by ${brand}.`;
  return lang === 'zh'
    ? `${organisation}\n本邮件由“${brand}”代为发送。`
    : `${organisation}\nSent on its behalf by ${brand}.`;
}

interface Frame {
  readonly lang: Lang;
  readonly title: string;
  readonly organisation?: string | undefined;
}

/** A mail's HTML document around its content: who writes stands above and below. */
export function renderMail({ lang, title, organisation }: Frame, content: ComponentChildren): string {
  const page = (
    <html lang={LANG_TAG[lang]}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>{title}</title>
      </head>
      <body style="margin:0;padding:24px 16px;background:#ffffff;font:16px/1.7 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;color:#1b1f24">
        <div style="max-width:640px;margin:0 auto;overflow-wrap:anywhere">
          <p style="margin:0 0 24px;padding:0 0 8px;border-bottom:2px solid #0b5cad;color:#0b5cad;font-weight:600">
            {organisation ?? common[lang].brand}
          </p>
          {content}
          <p style="margin:24px 0 0;padding:16px 0 0;border-top:1px solid #dfe3e8;color:#5b6570;white-space:pre-line">
            {sentBy(organisation, lang)}
          </p>
        </div>
      </body>
    </html>
  );
  return shownText(`<!doctype html>${renderToString(page)}`);
}
