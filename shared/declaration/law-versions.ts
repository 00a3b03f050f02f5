import { parseOrdinal } from '../values/chinese-number.ts';

/**
 * The versions of laws that declarations cite most (domain.md §6): "第十一条" of 安全生产法 was publicity in the text of
 * 2014 and is standards in the text of 2021, so an article means nothing without its version. The dates and counts are
 * those of the texts in 国家法律法规数据库 (flk.npc.gov.cn). A law that is not listed is not checked.
 */
export interface LawVersion {
  /** The day it was passed: what people call the version by. */
  readonly passed: string;
  readonly inForce: string;
  readonly articles: number;
  /** Article of the version before → where its content stands in this one, as far as declarations cite it. */
  readonly moved?: Readonly<Record<number, number>>;
}

export interface Law {
  readonly title: string;
  /** Oldest first. */
  readonly versions: readonly LawVersion[];
}

/** @internal */
export const LAWS: readonly Law[] = [
  {
    title: '安全生产法',
    versions: [
      { passed: '2014-08-31', inForce: '2014-12-01', articles: 114 },
      // 全国人大常委会关于修改《安全生产法》的决定 (2021-06-10): 宣传 and 奖励 keep their text under new numbers.
      { passed: '2021-06-10', inForce: '2021-09-01', articles: 119, moved: { 11: 13, 73: 76 } },
    ],
  },
  {
    title: '预算法',
    versions: [
      { passed: '2014-08-31', inForce: '2015-01-01', articles: 101 },
      { passed: '2018-12-29', inForce: '2018-12-29', articles: 101 },
    ],
  },
  {
    title: '突发事件应对法',
    versions: [
      { passed: '2007-08-30', inForce: '2007-11-01', articles: 70 },
      { passed: '2024-06-28', inForce: '2024-11-01', articles: 106 },
    ],
  },
  {
    title: '消防法',
    versions: [
      { passed: '2008-10-28', inForce: '2009-05-01', articles: 74 },
      { passed: '2019-04-23', inForce: '2019-04-23', articles: 74 },
      { passed: '2021-04-29', inForce: '2021-04-29', articles: 74 },
    ],
  },
  {
    title: '政府采购法',
    versions: [
      { passed: '2002-06-29', inForce: '2003-01-01', articles: 88 },
      { passed: '2014-08-31', inForce: '2014-08-31', articles: 88 },
    ],
  },
];

/** The bare name in a citation: 《中华人民共和国安全生产法》（2014年修正） → 安全生产法. @internal */
export function citedName(title: string): string {
  const inMarks = /《(.+?)》/.exec(title)?.[1] ?? title;
  return inMarks
    .trim()
    .replace(/^中华人民共和国/, '')
    .replace(/[（(][^（）()]*[）)]$/, '');
}

/** Laws and regulations have no 文号 of the documents' form; 办法 and 规定 do. */
export const isLawTitle = (title: string): boolean => /(?:(?<![办方做])法|法典|条例)$/.test(citedName(title));

export const findLaw = (title: string): Law | undefined => {
  const name = citedName(title);
  return LAWS.find((law) => law.title === name);
};

/** The date in `2014-08-31`, `2014年8月31日修正`, `2014.8` or `2014年`, as far as it is given: `2014-08`; else null. */
export function versionDate(text: string): string | null {
  const match = /((?:19|20)\d{2})(?:\s*[-./年]\s*(\d{1,2})(?:\s*[-./月]\s*(\d{1,2}))?)?/.exec(
    text.normalize('NFKC'),
  );
  if (!match) return null;
  return match
    .slice(1)
    .filter((part) => part !== undefined)
    .map((part) => part.padStart(2, '0'))
    .join('-');
}

/** The version of a law that a date names: by the day it was passed or came into force, as far as the date goes. */
export const findVersion = (law: Law, date: string): LawVersion | undefined =>
  law.versions.find(({ passed, inForce }) => passed.startsWith(date) || inForce.startsWith(date));

/** The number in `第十一条`, `第73条第二款`; null where there is none. */
export function articleNumber(text: string): number | null {
  const match = /^第\s*([0-9〇零一二两三四五六七八九十百]+)\s*条/.exec(text.trim().normalize('NFKC'));
  return match?.[1] === undefined ? null : parseOrdinal(match[1]);
}
