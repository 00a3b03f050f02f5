import { ImportRefused } from '../refused.ts';

/** What an XML part is made of, one after the other. Names are without their prefix. */
export interface XmlHandler {
  /** @param tag the whole tag, for `attributeOf` */
  open(name: string, tag: string): void;
  close(name: string): void;
  text(text: string): void;
}

const broken = {
  zh: 'Word 文件的内容无法读取',
  en: 'The contents of the Word file cannot be read',
};
export const unreadable = (cause?: unknown): ImportRefused => new ImportRefused(broken, cause);

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function entity(whole: string, name: string): string {
  const [, hex, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/.exec(name) ?? [];
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (name.startsWith('#') && code <= 0x10ffff) return String.fromCodePoint(code);
  return ENTITIES[name] ?? whole;
}

const decoded = (text: string): string => (text.includes('&') ? text.replace(/&(#?\w+);/g, entity) : text);

/** An attribute of a tag by its name without a prefix. */
export function attributeOf(tag: string, name: string): string | undefined {
  const [, double, single] = new RegExp(`[\\s:]${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag) ?? [];
  const value = double ?? single;
  return value === undefined ? undefined : decoded(value);
}

const localName = (tag: string): string => /^<\/?(?:[^\s:/>]+:)?([^\s/>]+)/.exec(tag)?.[1] ?? '';

/**
 * Goes over a part that is within the bounds of `demandXmlBounds`.
 * @throws ImportRefused where the part is not well formed
 */
export function readXml(part: Uint8Array, handler: XmlHandler): void {
  const xml = decodedPart(part);
  const open: string[] = [];
  let at = 0;
  for (let tag = xml.indexOf('<'); tag >= 0; tag = xml.indexOf('<', at)) {
    if (tag > at) handler.text(decoded(xml.slice(at, tag)));
    at = readTag(xml, tag, open, handler);
  }
  if (open.length > 0) throw unreadable();
}

function decodedPart(part: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(part);
  } catch (error) {
    throw unreadable(error);
  }
}

const ASIDE = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/** Reads one tag and says where it ends. */
function readTag(xml: string, at: number, open: string[], handler: XmlHandler): number {
  const [begins, ends = '>'] = ASIDE.find(([start]) => xml.startsWith(start, at)) ?? [];
  const end = xml.indexOf(ends, at);
  if (end < 0) throw unreadable();
  const after = end + ends.length;
  if (begins !== undefined) {
    if (begins === '<![CDATA[') handler.text(xml.slice(at + begins.length, end));
    return after;
  }
  const tag = xml.slice(at, after);
  const name = localName(tag);
  if (tag.startsWith('</')) {
    if (open.pop() !== name) throw unreadable();
    handler.close(name);
    return after;
  }
  handler.open(name, tag);
  if (tag.endsWith('/>')) handler.close(name);
  else open.push(name);
  return after;
}
