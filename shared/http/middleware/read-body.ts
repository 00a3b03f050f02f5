import { Problem } from '../../contract/problem.ts';
import { parseNormal } from '../../values/text.ts';
import type { Exchange, Step } from '../exchange.ts';

/** Ten times the largest declaration (20,000 characters of text and a few hundred rows). */
const LIMIT_BYTES = 1_048_576;

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json$/;
const FORM_TYPE = 'application/x-www-form-urlencoded';

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
  const encoding = event.isBase64Encoded ? 'base64' : 'utf8';
  // Before decoding: what is too large is not to be copied once more.
  if (Buffer.byteLength(body, encoding) > LIMIT_BYTES) throw new Problem('too-large');
  if (!event.isBase64Encoded) return body;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body, 'base64'));
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return parseNormal(text);
  } catch {
    throw new Problem('malformed-json');
  }
}

/** Reads a JSON body, or a form-encoded one on the routes that take it; their schemas come later. */
export function readBody(): Step {
  return {
    before: ({ event: exchange }) => {
      if (exchange.method === 'GET' || exchange.method === 'HEAD') return;
      const text = textOf(exchange);
      const type = contentTypeOf(exchange);
      if (type === FORM_TYPE && exchange.route?.form) {
        if (text === undefined) throw new Problem('malformed-form');
        exchange.form = new URLSearchParams(text);
        return;
      }
      if (text === '') return;
      if (type === undefined || !JSON_TYPE.test(type)) throw new Problem('unsupported-media-type');
      exchange.json = parseJson(text ?? '');
    },
  };
}
