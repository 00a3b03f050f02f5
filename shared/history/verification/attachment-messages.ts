import type { Words } from '../../values/language.ts';
import type { IndexedFile, NamedFile } from './attachment-index.ts';

/** What a verification says about files that declarations and decisions name, in both languages. */

type Told = Pick<IndexedFile, 'named'>;
type Measured = Pick<NamedFile, 'size' | 'sha256'>;

const nameOf = ({ named: [first] }: Told): string => first?.name ?? '';
/** Who binds it, as `revisions/…/1.json /legalBases/0/files/0`. */
const placeOf = ({ named: [first] }: Told): string => `${first?.in} ${first?.at}`;

export const changed = (file: IndexedFile, found: Measured): Words => {
  const size =
    found.size === file.size
      ? { zh: '', en: '' }
      : {
          zh: `；大小为 ${found.size}，应为 ${file.size} 字节`,
          en: `; ${found.size} bytes in place of ${file.size}`,
        };
  return {
    zh: `附件“${nameOf(file)}”已被改动：SHA-256 为 ${found.sha256}，${placeOf(file)} 所绑定的是 ${file.sha256}${size.zh}`,
    en: `the file “${nameOf(file)}” was changed: its SHA-256 is ${found.sha256}, and ${placeOf(file)} binds ${file.sha256}${size.en}`,
  };
};

export const otherSize = (file: IndexedFile, found: Measured): Words => ({
  zh: `附件“${nameOf(file)}”大小为 ${found.size} 字节，${placeOf(file)} 写的是 ${file.size} 字节`,
  en: `the file “${nameOf(file)}” has ${found.size} bytes, and ${placeOf(file)} says ${file.size}`,
});

export const otherFile = (due: Told, found: Told): Words => ({
  zh: `名为“${nameOf(due)}”，内容却是附件“${nameOf(found)}”（${placeOf(found)}）：两者被调换或改名`,
  en: `it is called as “${nameOf(due)}” and holds the bytes of “${nameOf(found)}” (${placeOf(found)}): they were swapped, or renamed`,
});

export const renamed = (file: Told): Words => ({
  zh: `内容是附件“${nameOf(file)}”（${placeOf(file)}），名称不是所绑定的`,
  en: `it holds the bytes of “${nameOf(file)}” (${placeOf(file)}) under another name`,
});

export const unnamed: Words = {
  zh: '没有申报书或决定提到此附件',
  en: 'no declaration and no decision names this file',
};

export const missing = (file: IndexedFile): Words => {
  const { zh, en } =
    file.part === undefined
      ? { zh: '', en: '' }
      : { zh: `，在第 ${file.part} 部分`, en: `, which is in part ${file.part}` };
  return {
    zh: `缺少附件“${nameOf(file)}”（${placeOf(file)}${zh}）`,
    en: `the file “${nameOf(file)}” is missing (${placeOf(file)}${en})`,
  };
};

/** Of a file that somebody saved under a name of their own: nothing is wrong with it. */
export const calledOtherwise = (called: string, file: Told): Words => ({
  zh: `${called} 即附件“${nameOf(file)}”，内容相符，名称是后来改的`,
  en: `${called} is “${nameOf(file)}”: its bytes fit, and the name was given to it later`,
});

export const noIndex: Words = {
  zh: '不是附件目录',
  en: 'this is no index of files',
};
export const notIndexed = (file: Told): Words => ({
  zh: `目录中没有附件“${nameOf(file)}”，${placeOf(file)} 提到了它`,
  en: `it lacks “${nameOf(file)}”, which ${placeOf(file)} names`,
});
export const indexedOtherwise = (file: Told): Words => ({
  zh: `目录中附件“${nameOf(file)}”的内容与 ${placeOf(file)} 不符`,
  en: `it tells of “${nameOf(file)}” otherwise than ${placeOf(file)}`,
});
export const indexedAlone = (file: Told): Words => ({
  zh: `目录中有附件“${nameOf(file)}”，没有申报书或决定提到它`,
  en: `it names “${nameOf(file)}”, which no declaration and no decision does`,
});

const KILO = 1000;

/** `12.3 MB`: three figures are enough to see whether something is missing. */
export function sizeText(bytes: number): string {
  if (bytes < KILO) return `${bytes} B`;
  const [value, unit] =
    bytes < KILO ** 2
      ? [bytes / KILO, 'KB']
      : bytes < KILO ** 3
        ? [bytes / KILO ** 2, 'MB']
        : [bytes / KILO ** 3, 'GB'];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

export const hashesAlone = (files: number, bytes: number): Words => ({
  zh: `附件 ${files} 个（${sizeText(bytes)}）不在此处，只核对了其哈希：请把附件各部分与证据包一并给出（node verify.mjs 证据包.zip 附件…，或在页面上一起选择）`,
  en: `${files} attached files (${sizeText(bytes)}) are not here, and only their hashes were checked: give them with the bundle (node verify.mjs bundle.zip files…, or choose all of them on the page)`,
});

export const heldFiles = (files: number, bytes: number): Words => ({
  zh: `附件 ${files} 个（${sizeText(bytes)}），按申报书和决定所绑定的哈希逐个核对`,
  en: `${files} attached files (${sizeText(bytes)}), each held against the hash that its declaration or decision binds`,
});
