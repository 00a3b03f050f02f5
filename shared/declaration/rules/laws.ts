import type { Finding } from '../../forms/finding.ts';
import { isBlank, quote, warning } from '../../forms/rule.ts';
import type { DeclarationRule } from '../definition.ts';
import {
  articleNumber,
  findLaw,
  findVersion,
  isLawTitle,
  type Law,
  type LawVersion,
  versionDate,
  versionInTitle,
} from '../law-versions.ts';
import { type CitedArticle, citedArticles } from './basis.ts';

/**
 * R7 W: an article is cited with the version of its law, and is there in that version (domain.md §6). What cannot be
 * checked, because the law or the version is not among those that ship, is told as not checked.
 */

interface Citation {
  /** Path of the basis. */
  readonly path: string;
  /** `第 7 项依据`, `Basis 7`. */
  readonly number: number;
  readonly law: Law;
  readonly version: string;
  readonly articles: readonly CitedArticle[];
}

const at = (cited: Citation, zh: string, en: string, where = '/version'): Finding =>
  warning('R7', `${cited.path}${where}`, {
    zh: `第 ${cited.number} 项依据《${cited.law.title}》：${zh}`,
    en: `Basis ${cited.number} 《${cited.law.title}》: ${en}`,
  });

/** The articles against the version that is named. */
function checkArticles(cited: Citation, version: LawVersion): Finding[] {
  const verified = version.verified
    ? { zh: '', en: '' }
    : { zh: '（条数未经核对，请以公布文本为准）', en: ' (a count not verified: the published text decides)' };
  return cited.articles.flatMap(({ text: article, where }) => {
    const number = articleNumber(article);
    if (number === null) {
      return [
        at(
          cited,
          `“${quote(article)}”不是条款，应写作“第十一条”`,
          `"${quote(article)}" is no article; write 第十一条`,
          where,
        ),
      ];
    }
    if (number > version.articles) {
      return [
        at(
          cited,
          `${version.passed} 版共 ${version.articles} 条，没有${article}${verified.zh}`,
          `the version of ${version.passed} has ${version.articles} articles, not ${article}${verified.en}`,
          where,
        ),
      ];
    }
    const moved = version.moved?.[number];
    if (moved === undefined) return [];
    return [
      at(
        cited,
        `${version.passed} 版调整了条文顺序，此前的${article}现为第 ${moved} 条，请确认引用的是哪一条`,
        `the version of ${version.passed} renumbered: what was ${article} before is article ${moved} now; confirm which is meant`,
        where,
      ),
    ];
  });
}

/** The version against the budget year: in force on at least one of its days. */
function checkForce(cited: Citation, version: LawVersion, budgetYear: number): Finding[] {
  if (version.inForce > `${budgetYear}-12-31`) {
    return [
      at(
        cited,
        `${version.passed} 版自 ${version.inForce} 起施行，预算年度 ${budgetYear} 内尚未生效`,
        `the version of ${version.passed} is in force from ${version.inForce}, after the budget year ${budgetYear}`,
      ),
    ];
  }
  const next = cited.law.versions[cited.law.versions.indexOf(version) + 1];
  if (!next || next.inForce > `${budgetYear}-01-01`) return [];
  return [
    at(
      cited,
      `${version.passed} 版自 ${next.inForce} 起已被 ${next.passed} 版取代，请改引现行版本并核对条款`,
      `the version of ${version.passed} was replaced on ${next.inForce} by that of ${next.passed}; cite that one and compare the articles`,
    ),
  ];
}

function checkVersion(cited: Citation, budgetYear: number | undefined): Finding[] {
  const date = versionDate(cited.version);
  const known = cited.law.versions.map(({ passed }) => passed).join('、');
  if (date === null) {
    return [
      at(
        cited,
        `“${quote(cited.version)}”没有日期，请写通过日期，例：${known}`,
        `"${quote(cited.version)}" has no date; write the day it was passed, e.g. ${known}`,
      ),
    ];
  }
  const version = findVersion(cited.law, date);
  if (!version) {
    return [
      at(
        cited,
        `${date} 的版本未收录，条款未核对：请核实通过日期，已收录 ${known}`,
        `a version of ${date} is not among those known here, so nothing was checked: confirm the day; known are ${known}`,
      ),
    ];
  }
  return [
    ...checkArticles(cited, version),
    ...(budgetYear === undefined ? [] : checkForce(cited, version, budgetYear)),
  ];
}

/** A law that is not listed is not checked, and must not look as if it were. */
const notChecked = (index: number, title: string, { text, where }: CitedArticle): Finding =>
  warning('R7', `/basis/${index}${where}`, {
    zh: `第 ${index + 1} 项依据“${quote(title)}”未收录，${quote(text)}未核对：请自行核对版本和条款`,
    en: `Basis ${index + 1} "${quote(title)}" is not among the laws known here; ${quote(text)} was not checked: compare version and article yourself`,
  });

/** R7 W. A document's 文号 names its version already; a law has none. */
export const articleHasVersion: DeclarationRule = ({ basis, budgetYear }) =>
  (basis ?? []).flatMap((item, index) => {
    const { title, number } = item;
    const articles = citedArticles(item);
    const [first] = articles;
    if (isBlank(title) || !first || (!isLawTitle(title) && !isBlank(number))) return [];
    const version = isBlank(item.version) ? versionInTitle(title) : item.version;
    const law = findLaw(title);
    const named = articles.map(({ text }) => text).join('、');
    if (version === undefined) {
      const [zh, en] = law
        ? ['', '']
        : ['（该文件未收录，条款未核对）', ' (not among the laws known here: not checked)'];
      return [
        warning('R7', `/basis/${index}/version`, {
          zh: `第 ${index + 1} 项依据“${quote(title)}”引用了${quote(named)}，没有写法律版本：条文会随修订改号，请写通过日期${zh}`,
          en: `Basis ${index + 1} "${quote(title)}" cites ${quote(named)} without the law's version: revisions renumber articles; give the day it was passed${en}`,
        }),
      ];
    }
    if (!law) return [notChecked(index, title, first)];
    return checkVersion({ path: `/basis/${index}`, number: index + 1, law, version, articles }, budgetYear);
  });
