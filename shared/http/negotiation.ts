import { XLSX } from '../contract/media-types.ts';
import type { Lang } from '../values/language.ts';

/** What the client can read, from its headers. Unreadable headers never fail a request: the default is used. */

export type Media = 'html' | 'json' | 'csv' | 'ndjson' | 'xlsx';

const MEDIA: Readonly<Record<string, Media>> = {
  'text/html': 'html',
  'application/xhtml+xml': 'html',
  'application/json': 'json',
  'application/problem+json': 'json',
  'application/*': 'json',
  '*/*': 'json',
  'text/csv': 'csv',
  'application/x-ndjson': 'ndjson',
  'application/ndjson': 'ndjson',
  [XLSX]: 'xlsx',
};

/** The items of a header with quality values, best first; what is refused with `q=0` is left out. */
function preferred(header: string): string[] {
  return header
    .split(',')
    .map((item) => {
      const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase());
      const q = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1');
      return { name, q: Number.isFinite(q) ? q : 0 };
    })
    .filter(({ name, q }) => name !== '' && q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ name }) => name);
}

/** A client that names nothing we have gets JSON: an answer that it may not expect tells more than a 406. */
export function mediaOf(accept: string | undefined): Media {
  for (const name of preferred(accept ?? '')) {
    const media = Object.hasOwn(MEDIA, name) ? MEDIA[name] : undefined;
    if (media) return media;
  }
  return 'json';
}

/** `zh-CN` → zh, `en` → en; anything else is no language of ours. */
export function langOf(tag: string | undefined): Lang | undefined {
  const primary = tag?.trim().toLowerCase().split(/[-_]/)[0];
  return primary === 'zh' || primary === 'en' ? primary : undefined;
}

/** The first of our languages that an Accept-Language header prefers. */
export function preferredLang(acceptLanguage: string | undefined): Lang | undefined {
  for (const tag of preferred(acceptLanguage ?? '')) {
    const lang = langOf(tag);
    if (lang) return lang;
  }
  return undefined;
}

export const acceptsGzip = (acceptEncoding: string | undefined): boolean =>
  preferred(acceptEncoding ?? '').includes('gzip');
