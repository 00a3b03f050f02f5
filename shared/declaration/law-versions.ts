import { parseOrdinal } from '../values/chinese-number.ts';

/**
 * The versions of laws that declarations cite most (domain.md §6): "第十一条" of 安全生产法 was publicity in the text of
 * 2014 and is standards in the text of 2021, so an article means nothing without its version. Whatever is not listed
 * here is not checked, and R7 says so.
 */
export interface LawVersion {
  /** The day it was passed (of a regulation: published): what people call the version by. */
  readonly passed: string;
  readonly inForce: string;
  readonly articles: number;
  /** Its count of articles was compared with a published text; otherwise it is from general knowledge. */
  readonly verified: boolean;
  /** Article of the version before → where its content stands in this one, as far as declarations cite it. */
  readonly moved?: Readonly<Record<number, number>>;
}

export interface Law {
  readonly title: string;
  /** Oldest first. */
  readonly versions: readonly LawVersion[];
}

/**
 * `passed/in force/articles`, oldest first; the day in force is left out where it is that of the passing, `?` marks
 * a count that was not compared with a text. The days of passing are those that each law's own text lists, as in
 * 国家法律法规数据库 (flk.npc.gov.cn) and its public copy LawRefBook/Laws; versions before 1995 are left out.
 */
const VERSIONS = `
安全生产法 2002-06-29/2002-11-01/97? 2009-08-27//97? 2014-08-31/2014-12-01/114 2021-06-10/2021-09-01/119
保障农民工工资支付条例 2019-12-30/2020-05-01/64
残疾人保障法 2008-04-24/2008-07-01/68? 2018-10-26//68
城乡规划法 2007-10-28/2008-01-01/70? 2015-04-24//70? 2019-04-23//70
传染病防治法 2004-08-28/2004-12-01/80? 2013-06-29//80 2025-04-30/2025-09-01/115?
大气污染防治法 2000-04-29/2000-09-01/66? 2015-08-29/2016-01-01/129? 2018-10-26//129
道路交通安全法 2003-10-28/2004-05-01/124? 2007-12-29/2008-05-01/124? 2011-04-22/2011-05-01/124? 2021-04-29//124
防洪法 1997-08-29/1998-01-01/66? 2009-08-27//66? 2015-04-24//66? 2016-07-02//65
固体废物污染环境防治法 2004-12-29/2005-04-01/91? 2013-06-29//91? 2015-04-24//91? 2016-11-07//91? 2020-04-29/2020-09-01/126
环境保护法 2014-04-24/2015-01-01/70
会计法 1999-10-31/2000-07-01/52? 2017-11-04/2017-11-05/52 2024-06-28/2024-07-01/51
教育法 1995-03-18/1995-09-01/84? 2009-08-27//84? 2015-12-27/2016-06-01/86? 2021-04-29/2021-04-30/86
老年人权益保障法 2012-12-28/2013-07-01/86? 2015-04-24//85? 2018-12-29//85
民法典 2020-05-28/2021-01-01/1260?
农业法 2002-12-28/2003-03-01/99? 2009-08-27//99? 2012-12-28/2013-01-01/99
森林法 1998-04-29/1998-07-01/49? 2009-08-27//49? 2019-12-28/2020-07-01/84
食品安全法 2009-02-28/2009-06-01/104? 2015-04-24/2015-10-01/154? 2018-12-29//154? 2021-04-29//154
水法 2002-08-29/2002-10-01/82? 2009-08-27//82? 2016-07-02//82
水污染防治法 1996-05-15//62? 2008-02-28/2008-06-01/92? 2017-06-27/2018-01-01/103
突发事件应对法 2007-08-30/2007-11-01/70 2024-06-28/2024-11-01/106
土地管理法 1998-08-29/1999-01-01/86? 2004-08-28//86? 2019-08-26/2020-01-01/87
网络安全法 2016-11-07/2017-06-01/79
未成年人保护法 2006-12-29/2007-06-01/72? 2012-10-26/2013-01-01/72? 2020-10-17/2021-06-01/132 2024-04-26//132
乡村振兴促进法 2021-04-29/2021-06-01/74
消防法 1998-04-29/1998-09-01/54? 2008-10-28/2009-05-01/74 2019-04-23//74 2021-04-29//74
义务教育法 2006-06-29/2006-09-01/63? 2015-04-24//63? 2018-12-29//63
预算法 1994-03-22/1995-01-01/79? 2014-08-31/2015-01-01/101 2018-12-29//101
预算法实施条例 2020-08-03/2020-10-01/97
招标投标法 1999-08-30/2000-01-01/68? 2017-12-27/2017-12-28/68
政府采购法 2002-06-29/2003-01-01/88 2014-08-31//88
政府采购法实施条例 2015-01-30/2015-03-01/79
政府投资条例 2019-04-14/2019-07-01/39
`;

/** 全国人大常委会关于修改《安全生产法》的决定 (2021-06-10): 宣传 and 奖励 keep their text under new numbers. */
const MOVED: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  '安全生产法 2021-06-10': { 11: 13, 73: 76 },
};

function versionOf(title: string, entry: string): LawVersion {
  const [passed = '', inForce = '', articles = ''] = entry.split('/');
  const moved = MOVED[`${title} ${passed}`];
  return {
    passed,
    inForce: inForce === '' ? passed : inForce,
    articles: Number(articles.replace('?', '')),
    verified: !articles.endsWith('?'),
    ...(moved ? { moved } : {}),
  };
}

/** @internal */
export const LAWS: readonly Law[] = VERSIONS.trim()
  .split('\n')
  .map((line) => {
    const [title = '', ...entries] = line.split(' ');
    return { title, versions: entries.map((entry) => versionOf(title, entry)) };
  });

const byTitle = new Map(LAWS.map((law) => [law.title, law]));

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

export const findLaw = (title: string): Law | undefined => byTitle.get(citedName(title));

/** The version that a title itself names: 《安全生产法》（2014年修正）, 《预算法（2018年修正）》; undefined where it names none. */
export const versionInTitle = (title: string): string | undefined =>
  /[（(]([^（）()]*(?:19|20)\d{2}[^（）()]*)[）)]/.exec(title.normalize('NFKC'))?.[1];

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

/** The number in `第十一条`, `第73条第二款`, `第一千零四十二条`; null where there is none. */
export function articleNumber(text: string): number | null {
  const match = /^第\s*([0-9〇零一二两三四五六七八九十百千]+)\s*条/.exec(text.trim().normalize('NFKC'));
  return match?.[1] === undefined ? null : parseOrdinal(match[1]);
}
