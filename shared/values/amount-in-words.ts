/** Reads 大写 amounts back (会计基础工作规范, domain.md §7); `money.ts` writes them. */

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const D = '[壹贰叁肆伍陆柒捌玖]';
const GROUP = new RegExp(`^零?(?:(${D})仟零?)?(?:(${D})佰零?)?(?:(${D})拾零?)?(${D})?$`);

const digitOf = (char: string | undefined): number => (char === undefined ? 0 : DIGITS.indexOf(char));

/** A number below 10,000: 肆佰零玖 → 409; null where the places do not fall. */
function groupOf(text: string): number | null {
  const match = GROUP.exec(text);
  if (!match) return null;
  const [, thousands, hundreds, tens, ones] = match;
  return digitOf(thousands) * 1_000 + digitOf(hundreds) * 100 + digitOf(tens) * 10 + digitOf(ones);
}

/** Below one 亿: 壹拾万零伍佰 → 100,500. */
function belowYi(text: string): number | null {
  const at = text.indexOf('万');
  if (at < 0) return groupOf(text);
  const [high, low] = [groupOf(text.slice(0, at)), groupOf(text.slice(at + 1))];
  return high === null || low === null || high === 0 ? null : high * 10_000 + low;
}

function yuanOf(text: string): number | null {
  if (text === '零') return 0;
  const at = text.indexOf('亿');
  if (at < 0) return belowYi(text);
  const [high, low] = [belowYi(text.slice(0, at)), belowYi(text.slice(at + 1))];
  return high === null || low === null || high === 0 ? null : high * 100_000_000 + low;
}

/**
 * The fen of an amount in words, or null where it is not written by the rule. 人民币 may be left out, 圆 and 正 stand
 * for 元 and 整, and 整 may be left out after 角 (payment rules) but not after 元: there digits could be added.
 */
export function fenOfWords(words: string): number | null {
  const text = words.replace(/\s/g, '').replace('圆', '元').replace(/正$/, '整');
  const match = new RegExp(`^(?:人民币)?(?:([^元角分整]+)元)?(?:零?(${D})角)?(?:零?(${D})分)?(整?)$`).exec(
    text,
  );
  if (!match) return null;
  const [, yuanWords, jiao, cents, whole] = match;
  const ends = { yuan: jiao === undefined && cents === undefined, fen: cents !== undefined };
  if (yuanWords === undefined && ends.yuan) return null;
  if ((ends.yuan && whole !== '整') || (ends.fen && whole === '整')) return null;
  const yuan = yuanWords === undefined ? 0 : yuanOf(yuanWords);
  return yuan === null ? null : yuan * 100 + digitOf(jiao) * 10 + digitOf(cents);
}
