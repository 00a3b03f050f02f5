import { Problem } from '../contract/problem.ts';
import type { Finding } from '../forms/finding.ts';
import { pointerOf } from '../forms/pointer.ts';
import { excessIn } from '../values/json-bounds.ts';
import { normalIn } from '../values/text.ts';
import type { Exchange } from './exchange.ts';

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json$/;
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** A body as it was sent, not yet held against the route's schema. */
export type Body = { readonly form: URLSearchParams } | { readonly json: unknown };

/** The type of the content; undefined for one that is encoded or in another character set than UTF-8. */
function contentTypeOf({ headers }: Exchange): string | undefined {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((part) => part.trim()).find((part) => part.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?utf-8"?$/.test(charset);
  const isPlain = (headers['content-encoding'] ?? 'identity').toLowerCase() === 'identity';
  return isUtf8 && isPlain ? type.trim() : undefined;
}

/** The body as text, or undefined where its bytes are no UTF-8. */
function textOf({ event }: Exchange): string | undefined {
  const body = event.body ?? '';
  if (!event.isBase64Encoded) return body;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body, 'base64'));
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem('malformed-json');
  }
}

/** JSON within bounds, so that nothing behind this has to fear its depth or its number; its texts are normal. */
function jsonOf(text: string): unknown {
  const json = parseJson(text);
  const excess = excessIn(json);
  if (!excess) return normalIn(json);
  const path = pointerOf(excess.path);
  const finding: Finding = { rule: 'shape', severity: 'error', path, message: excess.message };
  throw new Problem('invalid-body', { errors: [finding] });
}

/**
 * Reads a JSON body, or a form-encoded one on the routes that take it; their schemas come later.
 * @throws Problem `malformed-json`, `malformed-form`, `unsupported-media-type`, `invalid-body`
 */
export function readBody(exchange: Exchange): Body {
  const text = textOf(exchange);
  const type = contentTypeOf(exchange);
  if (type === FORM_TYPE && exchange.route?.form) {
    if (text === undefined) throw new Problem('malformed-form');
    return { form: new URLSearchParams(text) };
  }
  if (text === '') return { json: undefined };
  if (type === undefined || !JSON_TYPE.test(type)) throw new Problem('unsupported-media-type');
  return { json: jsonOf(text ?? '') };
}
