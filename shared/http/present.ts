import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { renderPage } from '../pages/render.tsx';
import { LANG_TAG } from '../values/language.ts';
import type { Exchange } from './exchange.ts';
import type { Answer } from './route.ts';

interface Content {
  readonly type: string;
  readonly body: string;
  /** A body of bytes travels as base64. */
  readonly isBase64?: true;
  /** The language of what people read; what programs read has none. */
  readonly language?: string;
}

/** The form of an answer that this client asked for; what has only one form is given in it. */
function contentOf({ status, text, file, page, json }: Answer, exchange: Exchange): Content | undefined {
  if (text) return text;
  if (file) return { type: file.type, body: Buffer.from(file.bytes).toString('base64'), isBase64: true };
  if (page && (exchange.accepts === 'html' || json === undefined)) {
    const { person, lang, address, isRead } = exchange;
    const signedIn = person ? { person: { name: person.name, roles: person.roles } } : {};
    const isFailure = status >= 400;
    const frame = { ...signedIn, isFailure, ...page.frame, lang, path: address, isAnswer: !isRead };
    return {
      type: 'text/html; charset=utf-8',
      body: renderPage(page.content, frame),
      language: LANG_TAG[lang],
    };
  }
  if (json === undefined) return undefined;
  return { type: 'application/json', body: JSON.stringify(json) };
}

/** An answer as API Gateway takes it. */
export function present(answer: Answer, exchange: Exchange): APIGatewayProxyStructuredResultV2 {
  const content = contentOf(answer, exchange);
  const cookies = [...exchange.setCookies, ...(answer.cookies ?? [])];
  return {
    statusCode: answer.status,
    headers: {
      ...(content ? { 'content-type': content.type } : {}),
      ...(content?.language === undefined ? {} : { 'content-language': content.language }),
      ...(answer.location === undefined ? {} : { location: answer.location }),
      ...answer.headers,
    },
    ...(cookies.length > 0 ? { cookies } : {}),
    ...(content && exchange.method !== 'HEAD'
      ? { body: content.body, ...(content.isBase64 ? { isBase64Encoded: true } : {}) }
      : {}),
  };
}
