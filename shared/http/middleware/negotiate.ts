import { Problem } from '../../contract/problem.ts';
import type { Lang } from '../../values/language.ts';
import type { Exchange, Step } from '../exchange.ts';
import { langOf, preferredLang } from '../negotiation.ts';

const COOKIE = 'lang';
/** A choice is kept for a year: longer than a budget cycle. */
const REMEMBERED_SECONDS = 365 * 24 * 60 * 60;

/** The language that a browser's user chose. */
export const rememberedLang = (cookies: ReadonlyMap<string, string>): Lang | undefined =>
  langOf(cookies.get(COOKIE));

/** No secret, so it needs neither the prefix nor Secure: it must also work where the product is tried on http. */
export const langCookie = (lang: Lang): string =>
  `${COOKIE}=${lang}; Path=/; Max-Age=${REMEMBERED_SECONDS}; HttpOnly; SameSite=Lax`;

/**
 * Chinese, unless the reader chose otherwise. A browser's Accept-Language is what it was installed with and no
 * choice (and a script's request must not answer in another language than its page); a program's is what its
 * author wrote, and counts.
 */
function unasked({ headers, cookies }: Exchange): Lang {
  const remembered = rememberedLang(cookies);
  if (remembered) return remembered;
  const isBrowser = headers['sec-fetch-site'] !== undefined || headers.accept?.includes('text/html');
  return (isBrowser ? undefined : preferredLang(headers['accept-language'])) ?? 'zh';
}

/** Finds the reader's language: what the address asks for, which is remembered, or what was chosen before. */
export function negotiate(): Step {
  return {
    before: ({ event: exchange }) => {
      exchange.lang = unasked(exchange);
      const asked = exchange.params.get('lang');
      if (asked === null) return;
      const lang = langOf(asked);
      // A page's address was passed on by chats that add to it.
      if (!lang && exchange.accepts === 'html') return;
      if (!lang)
        throw new Problem('invalid-parameter', {
          detail: { zh: 'lang 应为 zh 或 en', en: 'lang is zh or en' },
        });
      exchange.lang = lang;
      exchange.setCookies.push(langCookie(lang));
    },
  };
}
