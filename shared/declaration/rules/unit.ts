import { error, warning } from '../../forms/rule.ts';
import { isOrganisationCode } from '../../values/organisation-code.ts';
import { isUscc } from '../../values/uscc.ts';
import type { DeclarationRule } from '../definition.ts';
import { retiredRegion } from '../region-codes.ts';

/** R1–R3: the unit's 统一社会信用代码. A code with a retired region is right and must not be "repaired" (domain.md §5). */

const PATH = '/unit/uscc';
/** Eighteen characters of the standard's alphabet: only of such a code can the parts be told. */
const SHAPE = /^[0-9A-HJ-NPQRTUWXY]{18}$/;

/** R1 E: the alphabet and the check character of GB 32100-2015. */
export const usccHolds: DeclarationRule = ({ unit }) => {
  const code = unit?.uscc?.trim();
  if (code === undefined || code === '' || isUscc(code)) return [];
  const message = SHAPE.test(code)
    ? {
        zh: `统一社会信用代码 ${code} 的校验位不符，请对照证书逐位核对`,
        en: `The check character of ${code} does not match: compare it with the certificate, character by character`,
      }
    : {
        zh: `统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z），现为 ${[...code].length} 位“${code}”`,
        en: `A unified social credit code has 18 digits and capital letters (never I, O, S, V, Z); this one is "${code}" with ${[...code].length}`,
      };
  return [error('R1', PATH, message)];
};

/** R2 W: characters 3 to 8 are a region (GB/T 2260) that was in use by the budget year. */
export const regionIsCurrent: DeclarationRule = ({ unit, budgetYear }) => {
  const code = unit?.uscc?.trim() ?? '';
  if (!SHAPE.test(code)) return [];
  const region = code.slice(2, 8);
  // Without a budget year every retirement that is known counts.
  const found = retiredRegion(region, budgetYear ?? Number.POSITIVE_INFINITY);
  if (!found) return [];
  const now = found.successors.join('、');
  return [
    warning('R2', PATH, {
      zh: `代码中的行政区划 ${region} 已于 ${found.year} 年停用${now === '' ? '' : `，现为 ${now}`}；代码本身有效，请确认证书是否已换发`,
      en: `The region ${region} in this code was retired in ${found.year}${now === '' ? '' : ` (now ${now})`}; the code itself is valid: check whether a new certificate was issued`,
    }),
  ];
};

/** R3 W: characters 9 to 17 are an organisation code with its own check character, GB 11714. */
export const organisationCodeHolds: DeclarationRule = ({ unit }) => {
  const code = unit?.uscc?.trim() ?? '';
  if (!SHAPE.test(code)) return [];
  const organisation = code.slice(8, 17);
  if (isOrganisationCode(organisation)) return [];
  return [
    warning('R3', PATH, {
      zh: `代码第 9 至 17 位的组织机构代码 ${organisation} 校验位不符，请核对`,
      en: `The organisation code ${organisation} inside (characters 9 to 17) fails its own check: please compare`,
    }),
  ];
};
