import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/**
 * The content of an official document inside its Word file, as a custom XML part beside what is shown: what reads the
 * file again need not guess what punctuation and order on paper leave open. Word keeps such parts when it saves.
 */

const PART = 'customXml/item1.xml';
const NAMESPACE = 'urn:countersign:content';
const RELATIONS = 'word/_rels/document.xml.rels';
const TYPE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXml';

export interface EmbeddedContent {
  /** The form's id. */
  readonly form: string;
  readonly declaration: Readonly<Record<string, unknown>>;
}

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char] ?? char);
const unescaped = (xml: string): string =>
  xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The same file with its content in it. */
export function withContent(file: Uint8Array, content: EmbeddedContent): Uint8Array {
  const parts = unzipSync(file);
  const relations = strFromU8(parts[RELATIONS] ?? new Uint8Array());
  const relation = `<Relationship Id="rIdContent" Type="${TYPE}" Target="../${PART}"/>`;
  return zipSync({
    ...parts,
    [PART]: strToU8(`<content xmlns="${NAMESPACE}">${escaped(JSON.stringify(content))}</content>`),
    [RELATIONS]: strToU8(relations.replace('</Relationships>', `${relation}</Relationships>`)),
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The content in the parts of a Word file; null where there is none that can be read. */
export function contentIn(parts: Readonly<Record<string, Uint8Array>>): EmbeddedContent | null {
  for (const [name, part] of Object.entries(parts)) {
    if (!/^customXml\/item\d+\.xml$/.test(name)) continue;
    const xml = strFromU8(part);
    const body = new RegExp(`<content xmlns="${NAMESPACE}">([^<]*)</content>`).exec(xml)?.[1];
    const content = body === undefined ? null : contentOfJson(unescaped(body));
    if (content !== null) return content;
  }
  return null;
}

/** The content that a JSON says; null where somebody has changed it. */
export function contentOfJson(text: string): EmbeddedContent | null {
  const json = jsonOf(text);
  return isObject(json) && typeof json.form === 'string' && isObject(json.declaration)
    ? { form: json.form, declaration: json.declaration }
    : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
