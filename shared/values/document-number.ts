/**
 * 文号, the number of an official document (domain.md §6; 党政机关公文处理工作条例 第九条): the issuer's code, the year
 * in hexagonal brackets, a running number without leading zero or 第, and 号.
 */

const PATTERN = /^[\u4E00-\u9FFF]{2,12}〔(?:19|20)\d{2}〕[1-9]\d{0,4}号$/;

export const isDocumentNumber = (text: string): boolean => PATTERN.test(text);

/**
 * What a typed number is turned into, visibly, before it is stored: other brackets become 〔〕, full-width digits the
 * ASCII ones, blanks go. A leading zero or 第 stays: dropping it would be a guess, R4 says so instead.
 */
export const normaliseDocumentNumber = (text: string): string =>
  text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/\s/g, '')
    .replace(/[[［(（【﹝〔](?=(?:19|20)\d{2})/g, '〔')
    .replace(/(?<=〔(?:19|20)\d{2})[\]］)）】﹞〕]/g, '〕');

/** The year inside the brackets, also of a number that does not hold otherwise. */
export function documentYear(text: string): number | null {
  const match = /〔((?:19|20)\d{2})〕/.exec(normaliseDocumentNumber(text));
  return match ? Number(match[1]) : null;
}
