import type { PartOf } from '../../forms/definition.ts';
import { error, isBlank, quote, warning } from '../../forms/rule.ts';
import { documentYear, isDocumentNumber, normaliseDocumentNumber } from '../../values/document-number.ts';
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

/** R4 E: a 文号 is issuer, year in 〔〕, running number, 号 (domain.md §6). */
export const numberIsWellFormed: DeclarationRule = ({ basis }) =>
  (basis ?? []).flatMap(({ number }, index) => {
    if (isBlank(number) || isDocumentNumber(number)) return [];
    const normal = normaliseDocumentNumber(number);
    const meant = isDocumentNumber(normal) ? normal : null;
    return [
      error('R4', `/basis/${index}/number`, {
        zh: `第 ${index + 1} 项依据的文号“${quote(number)}”不合规范，${meant ? `应为“${meant}”` : '应为“机关代字〔年份〕序号号”，序号不加“第”、不补零，例：呈办发〔2019〕20号'}`,
        en: `Basis ${index + 1}: "${quote(number)}" is not a document number; ${meant ? `write ${meant}` : 'write issuer, year in 〔〕, number without 第 or leading zero, 号, e.g. 呈办发〔2019〕20号'}`,
      }),
    ];
  });

/** R5 E: a document cannot be of a later year than the budget. */
export const numberIsNotLater: DeclarationRule = ({ basis, budgetYear }) =>
  (basis ?? []).flatMap(({ number }, index) => {
    const year = documentYear(number ?? '');
    if (year === null || budgetYear === undefined || year <= budgetYear) return [];
    return [
      error('R5', `/basis/${index}/number`, {
        zh: `第 ${index + 1} 项依据的文号年份 ${year} 晚于预算年度 ${budgetYear}，请核对文号或预算年度`,
        en: `Basis ${index + 1}: the document is of ${year}, later than the budget year ${budgetYear}; check either`,
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
