import { Problem } from '../contract/problem.ts';
import type { Finding } from '../forms/finding.ts';
import { pointerOf } from '../forms/pointer.ts';
import { excessIn } from '../values/json-bounds.ts';
import { normalIn } from '../values/text.ts';
import type { Exchange } from './exchange.ts';

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json$/;
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** A body as it was sent, not yet held against the route's schema. */
export type Body =
  | { readonly form: URLSearchParams; readonly file?: Uint8Array; readonly fileName?: string }
  | { readonly file: Uint8Array }
  | { readonly json: unknown };

const MULTIPART_TYPE = 'multipart/form-data';

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

const bytesOf = ({ event }: Exchange): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'));

/** A form with a file in its field `file`; an empty one is what a browser sends where none was chosen: without a name. */
async function multipartOf(exchange: Exchange): Promise<Body> {
  const headers = { 'content-type': exchange.headers['content-type'] ?? '' };
  const parts = await new Response(bytesOf(exchange), { headers }).formData().catch((error: unknown) => {
    throw new Problem('malformed-form', { cause: error });
  });
  const texts = [...parts].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
  const file = parts.get('file');
  return {
    form: new URLSearchParams(texts),
    ...(file !== null && typeof file !== 'string'
      ? {
          ...(file.size > 0 ? { file: new Uint8Array(await file.arrayBuffer()) } : {}),
          ...(file.name === '' ? {} : { fileName: file.name }),
        }
      : {}),
  };
}

/** A file alone, or in a form; undefined where the body is neither. */
function fileOf(exchange: Exchange): Promise<Body> | Body | undefined {
  const type = (exchange.headers['content-type'] ?? '').toLowerCase().split(';')[0]?.trim() ?? '';
  const { files } = exchange.route ?? {};
  if (files && type === MULTIPART_TYPE) return multipartOf(exchange);
  // In whatever character set: who reads the file finds out.
  return files?.types.includes(type) ? { file: bytesOf(exchange) } : undefined;
}

/** What a page's form posted, encoded as forms are; undefined for every other body. */
function fieldsOf(exchange: Exchange): URLSearchParams | undefined {
  if (contentTypeOf(exchange) !== FORM_TYPE || !exchange.route?.form) return undefined;
  const text = textOf(exchange);
  if (text === undefined) throw new Problem('malformed-form');
  return new URLSearchParams(text);
}

/**
 * Reads a JSON body, or a form-encoded one or a file on the routes that take it; their schemas come later.
 * @throws Problem `malformed-json`, `malformed-form`, `unsupported-media-type`, `invalid-body`
 */
export async function readBody(exchange: Exchange): Promise<Body> {
  const file = await fileOf(exchange);
  if (file) return file;
  const form = fieldsOf(exchange);
  if (form) return { form };
  const text = textOf(exchange);
  const type = contentTypeOf(exchange);
  if (text === '') return { json: undefined };
  if (type === undefined || !JSON_TYPE.test(type)) throw new Problem('unsupported-media-type');
  return { json: jsonOf(text ?? '') };
}

/**
 * What a page's form posted, of whichever encoding. Undefined for every other body, and where a file came with it: no
 * page sends that once more. What cannot be read is nobody's text.
 */
export async function postedFields(exchange: Exchange): Promise<URLSearchParams | undefined> {
  try {
    const posted = await fileOf(exchange);
    if (!posted) return fieldsOf(exchange);
    return 'form' in posted && !posted.file ? posted.form : undefined;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
