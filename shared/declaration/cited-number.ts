import { isDocumentNumber, normaliseDocumentNumber } from '../values/document-number.ts';
import { isLawTitle } from './law-versions.ts';

/**
 * What offices rightly write where a 文号 is asked for. Orders, announcements, minutes of meetings, standards, laws and
 * approval codes are numbered by customs of their own; 党政机关公文处理工作条例 does not reach them.
 */

const HAN = '\\u4E00-\\u9FFF';
const RUNNING = '(?:[1-9]\\d{0,5}|[一二三四五六七八九十百千〇零两]{1,8})';
/** 2021年, 〔2021〕, (十三届). */
const YEAR = `(?:[(〔[]?(?:19|20)\\d{2}年?[)〕\\]]?|[(〔[][${HAN}]{1,8}[)〕\\]])`;
const ISSUERS = `[${HAN}、()]{1,60}`;

/** Of a text in half width without blanks. */
const KINDS: readonly RegExp[] = [
  // 国务院令第744号, 中华人民共和国主席令第十三号, 国务院令(第712号), 住房和城乡建设部令〔2019〕第5号, 财政部公告2020年第10号
  new RegExp(`^${ISSUERS}(?:令|公告|通告|公报|决定|决议)[(]?(?:${YEAR})?[(]?第?${RUNNING}号[)]?$`),
  // 国务院第709号令, 2021年第3号公告
  new RegExp(`^[${HAN}、()]{0,60}(?:${YEAR})?第${RUNNING}号(?:令|公告|通告|公报|决定|决议)$`),
  // 区政府常务会议纪要〔2021〕5号, 第十二次常务会议纪要, 党组会议纪要(2021年第3期), 2021年5月8日办公会议
  new RegExp(`^(?=.*(?:会议|例会|办公会|常务会|党组会|党委会|纪要)).*(?:\\d|第${RUNNING}[号期次届]).*$`),
  new RegExp(`^[${HAN}]{0,30}(?:${YEAR})?第?${RUNNING}期$`),
  // GB/T 32100-2015, GB50016-2014(2018年版), DB53/T 123.1-2020, JGJ 59-2011, T/CECS 123-2020, 建标 189-2018, ISO 9001:2015
  /^(?:[A-Z]{1,6}\d{0,6}(?:\/[A-Z]{1,6})?|[TQ]\/[A-Z0-9]{1,12}|建标)-?\d{1,6}(?:[.-]\d{1,3})*[-—–―:](?:19|20)?\d{2}(?:\([^()]{1,20}\))?$/,
  // 京规自(海)函〔2021〕123号
  new RegExp(`^[${HAN}]{1,10}\\([${HAN}]{1,8}\\)[${HAN}]{0,8}〔(?:19|20)\\d{2}〕[1-9]\\d{0,4}号$`),
  // 2018-530114-77-03-012345, the code of the approval platform for investments
  /^(?:项目代码:?)?\d{4}-\d{6}-\d{2}-\d{2}-\d{6}$/,
];

const isOne = (text: string): boolean => {
  if (isDocumentNumber(text)) return true;
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  return KINDS.some((kind) => kind.test(plain)) || /^《.+》/.test(plain) || isLawTitle(plain);
};

/** Whether a text is the number of a document of any usual kind, or several of them. */
export const isCitedNumber = (text: string): boolean => {
  const parts = text.trim().split(/[、，,；;]|(?<=号)[和及]/);
  // 财政部、国家发展改革委令第102号 is one number of two issuers.
  return isOne(text.trim()) || (parts.length > 1 && parts.every((part) => isOne(part.trim())));
};

/** The 文号 that a text means beyond doubt: other brackets, blanks, full width, 号文; null where nothing is certain. */
export function meantNumber(text: string): string | null {
  const normal = normaliseDocumentNumber(text).replace(/号文$/, '号');
  return isDocumentNumber(normal) ? normal : null;
}

/** Whether it has the parts of a 文号, of which the running number is written as the form for documents does not. */
export const hasIrregularNumber = (text: string): boolean =>
  /〔(?:19|20)\d{2}〕(?:第\d+|0\d*)号/.test(normaliseDocumentNumber(text));
