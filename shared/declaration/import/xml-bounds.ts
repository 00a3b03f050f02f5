import { ImportRefused } from './refused.ts';

// A table of 200 indicators in eleven columns, with all that Word says of each cell, has some 90,000 elements, each of
// one or two tags; tables in tables lie a dozen levels deep.
const MOST_TAGS = 400_000;
const MOST_LEVELS = 100;

const tooManyElements = {
  zh: 'Word 文件的内容过多，不像一份申报',
  en: 'The Word file holds more than any declaration',
};
const tooDeep = {
  zh: 'Word 文件的内容嵌套过深，无法读取',
  en: 'The contents of the Word file are nested too deep to be read',
};
const declaresEntities = {
  zh: 'Word 文件含有不应有的声明（DOCTYPE），无法读取',
  en: 'The Word file has a declaration (DOCTYPE) that no such file has, and is not read',
};

const brokenOff = {
  zh: 'Word 文件的内容不完整，无法读取',
  en: 'The contents of the Word file are broken off and cannot be read',
};

// The root of a document names some forty namespaces in 4 KB.
const LONGEST_TAG = 64 * 1024;

/** What begins with `<!` or `<?`, and how it ends. */
const ASIDE: readonly (readonly [begins: string, ends: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];

/** Where the tag at a place ends. @throws ImportRefused where that is not before the next begins. */
function endOfTag(xml: string, at: number): number {
  const [, ends = '>'] = ASIDE.find(([begins]) => xml.startsWith(begins, at)) ?? [];
  const end = xml.indexOf(ends, at);
  const next = xml.indexOf('<', at + 1);
  const isTag = ends === '>';
  if (end < 0 || (isTag && (end - at > LONGEST_TAG || (next >= 0 && next < end))))
    throw new ImportRefused(brokenOff);
  return end + ends.length;
}

/** By how many levels a tag leads down. */
function levelsOf(xml: string, at: number, end: number): number {
  const first = xml[at + 1];
  if (first === '!' || first === '?') return 0;
  if (first === '/') return -1;
  return xml[end - 2] === '/' ? 0 : 1;
}

/**
 * Goes once over the tags of an XML part, so that whoever parses it meets nothing that takes more time than the part
 * is long, and neither more nor deeper elements than a declaration has.
 * @throws ImportRefused
 */
export function demandXmlBounds(part: Uint8Array): void {
  // Tags are ASCII in UTF-8, whatever stands between them.
  const xml = Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1');
  let tags = 0;
  let level = 0;
  for (let at = xml.indexOf('<'); at >= 0; ) {
    if (/^<!DOCTYPE/i.test(xml.slice(at, at + 9))) throw new ImportRefused(declaresEntities);
    const end = endOfTag(xml, at);
    tags += 1;
    level += levelsOf(xml, at, end);
    if (tags > MOST_TAGS) throw new ImportRefused(tooManyElements);
    if (level > MOST_LEVELS) throw new ImportRefused(tooDeep);
    at = xml.indexOf('<', end);
  }
}
