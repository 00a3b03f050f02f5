import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { contentOfJson, type EmbeddedContent } from './embedded-content.ts';

/**
 * The content of an official document at the end of its text, packed into lines of letters between two marks, as keys
 * and signatures stand in mails: no program, and no mail, reads them as anything else or breaks them for good.
 */

const BEGIN = '【导入用数据：再次导入时据此还原填报内容，请勿改动】';
const END = '【导入用数据完】';
const BLOCK = new RegExp(`^${BEGIN}([A-Za-z0-9+/=\\s]*)${END}`);
const COLUMNS = 76;
/** Twice what a request may hold. */
const MOST_BYTES = 2 * 1024 * 1024;

/** The lines of the block. */
export function contentLines(content: EmbeddedContent): string[] {
  const packed = deflateRawSync(JSON.stringify(content)).toString('base64');
  return [BEGIN, ...(packed.match(new RegExp(`.{1,${COLUMNS}}`, 'g')) ?? []), END];
}

/** Null where somebody has changed the block. */
function unpacked(letters: string): EmbeddedContent | null {
  try {
    const packed = Buffer.from(letters.replace(/\s/g, ''), 'base64');
    return contentOfJson(inflateRawSync(packed, { maxOutputLength: MOST_BYTES }).toString('utf8'));
  } catch (error) {
    const code: unknown = Reflect.get(Object(error), 'code');
    if (typeof code === 'string' && /^Z_|^ERR_BUFFER_TOO_LARGE$/.test(code)) return null;
    throw error;
  }
}

/**
 * A text without its block, and what the block holds: null where there is none, or none that can be read. The last is the
 * document's own; what a field says looks like one at most.
 */
export function withoutContent(text: string): {
  readonly text: string;
  readonly content: EmbeddedContent | null;
} {
  const at = text.lastIndexOf(BEGIN);
  const [block, letters] = at < 0 ? [] : (BLOCK.exec(text.slice(at)) ?? []);
  if (block === undefined || letters === undefined) return { text, content: null };
  return { text: text.slice(0, at) + text.slice(at + block.length), content: unpacked(letters) };
}
