import type { PartOf } from '../../forms/definition.ts';
import { isBlank, quote, warning } from '../../forms/rule.ts';
import { documentYear } from '../../values/document-number.ts';
import type { Words } from '../../values/language.ts';
import { hasIrregularNumber, isCitedNumber, meantNumber } from '../cited-number.ts';
import type { Declaration, DeclarationRule } from '../definition.ts';
import { isLawTitle } from '../law-versions.ts';

/** R4–R6: the documents that the project rests on. */

type Basis = NonNullable<PartOf<Declaration>['basis']>[number];

export interface CitedArticle {
  readonly text: string;
  /** Where it stands, from the basis on. */
  readonly where: string;
}

/** The articles that are cited: in their own list, or after the title's 》. */
export const citedArticles = ({ articles, title }: Basis): CitedArticle[] => [
  ...(articles ?? []).flatMap((text, index) => (isBlank(text) ? [] : { text, where: `/articles/${index}` })),
  ...(title?.match(/(?<=》[^《]*)第[^《》第条]{1,8}条/g) ?? []).map((text) => ({ text, where: '/title' })),
];

/** What a number that is of no usual kind should be compared with. */
function irregularity(number: string): Words {
  const meant = meantNumber(number);
  if (meant !== null) {
    return {
      zh: `的写法不规范，规范写法为“${meant}”`,
      en: `is written irregularly; the regular form is ${meant}`,
    };
  }
  if (hasIrregularNumber(number)) {
    return {
      zh: '的序号加了“第”或补了零（公文格式不加、不补）：请对照原件，原件如此的可照写',
      en: 'has 第 or a leading zero before its number, which official documents do not have: compare with the original and keep what is printed there',
    };
  }
  return {
    zh: '不是常见的文号、令、公告、会议纪要或标准编号：请对照原件核对，例：呈办发〔2019〕20号',
    en: 'is no usual number of a document, order, announcement, minutes or standard: compare with the original, e.g. 呈办发〔2019〕20号',
  };
}

/** R4 W: a 文号 is issuer, year in 〔〕, running number, 号 (domain.md §6); other kinds of documents have their own. */
export const numberIsWellFormed: DeclarationRule = ({ basis }) =>
  (basis ?? []).flatMap(({ number }, index) => {
    if (isBlank(number) || isCitedNumber(number)) return [];
    const { zh, en } = irregularity(number);
    return [
      warning('R4', `/basis/${index}/number`, {
        zh: `第 ${index + 1} 项依据的文号“${quote(number)}”${zh}`,
        en: `Basis ${index + 1}: "${quote(number)}" ${en}`,
      }),
    ];
  });

/** R5 W: what a project rests on is seldom of a later year than its budget; a paper on its evaluation may be. */
export const numberIsNotLater: DeclarationRule = ({ basis, budgetYear }) =>
  (basis ?? []).flatMap(({ number }, index) => {
    const year = documentYear(number ?? '');
    if (year === null || budgetYear === undefined || year <= budgetYear) return [];
    return [
      warning('R5', `/basis/${index}/number`, {
        zh: `第 ${index + 1} 项依据的文号年份 ${year} 晚于预算年度 ${budgetYear}，请核对文号和预算年度；确为以后年度文件的可保留`,
        en: `Basis ${index + 1}: the document is of ${year}, later than the budget year ${budgetYear}: check both; a later document may stand`,
      }),
    ];
  });

/** R6 W: a document has its number or the reason why it has none; a law cited by article needs neither. */
export const numberOrReason: DeclarationRule = ({ basis }) =>
  (basis ?? []).flatMap((item, index) => {
    const { title, number, reason } = item;
    if (isBlank(title) || !isBlank(number) || !isBlank(reason)) return [];
    if (isLawTitle(title) && citedArticles(item).length > 0) return [];
    return [
      warning('R6', `/basis/${index}/number`, {
        zh: `第 ${index + 1} 项依据“${quote(title)}”没有文号：请填文号，确无文号的写明原因，法律写明条款`,
        en: `Basis ${index + 1} "${quote(title)}" has no number: give it, or say why there is none, or the articles of a law`,
      }),
    ];
  });
