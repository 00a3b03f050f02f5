import { type Amount, amountsIn, amountsInWords, bareAmountsIn, capitalsIn, whyNotRead } from '../amounts.ts';
import type { Ledger } from '../ledger.ts';
import type { Span } from '../source/span.ts';
import { sourceOfName } from '../words/money-words.ts';
import { type Funding, wordsBehind } from './funding.ts';

/** Section 六 in sentences: what each amount is of, by the words before it. */

const PRICE = /(?:人均|每人|每[\u4E00-\u9FFF]{1,4}|单价|标准|均价)[^,;。]{0,8}$/;
/** Ends the words before an amount by which something is more or less: nobody's amount. */
const CHANGE =
  /(?:增加|减少|增长|下降|压减|调增|调减|追加|核增|核减|提高|降低|增|减)(?:了|额)?:?$|^(?:收回|缴回|上缴|退回|交回|原申请|原申报|原安排|原预算)|(?:同比|环比)[^,;。]{0,6}$|(?:缺口|尚缺|尚需|差额)[^,;。]{0,4}$|^(?:目前|现)?已(?:落实|到位|投入|支付|支出|拨付)/;
const LEFT_OVER = /结转|结余/;
const LAST_YEAR = /上年|去年|上一年|前一年/;
const SPENT = /执行|支出|决算|使用|完成/;
const INVESTMENT =
  /中期资金|实施期资金|总投资|投资总额|概算|总经费|项目总额|投资估算|总造价|全周期|(?:[两二三四五]|(?<!\d)[2-5])年(?:期)?(?:累计|共|合计|总)/;
/** What it comes to in all years stands behind it: `每年安排31.5万元，共94.5万元`. */
const YEARLY = /(?:每年度?|年均|逐年|各年)[^,;。]{0,8}$/;
const SUM =
  /(?:共计|合计|总计|总额|(?<!公)共|(?<![预估统设审会累])计|[=])[^,;。:]{0,4}:?\s*$|(?:资金|经费|预算)总额/;
const REQUEST = /申请|申报|本年|本次|当年|今年|拟安排|需要?财政/;
const YEAR = /((?:19|20)\d{2})\s*年度?/;
/** Parts of a total in brackets or behind 其中. */
const PARTS = /其中|包括/;

interface Clause {
  readonly amount: Amount;
  /** The words between the amount before and this one. */
  readonly before: Span;
  /** The words since the last mark. */
  readonly near: Span;
  readonly after: string;
  /** Who gives it, by the words before it or behind it. */
  readonly source: Span | undefined;
  /** Which sentence of the text it stands in. */
  readonly sentence: number;
}

function clausesOf(text: Span, amounts: readonly Amount[]): Clause[] {
  return amounts.map((amount, index) => {
    const from = amounts[index - 1]?.end ?? 0;
    const before = text.slice(from, amount.start);
    const colon = /:(?=\s*[^\s:])[^:]*$/.exec(before.plain)?.index ?? -1;
    const mark = Math.max(
      colon,
      ...[',', ';', '。', '\n', '('].map((char) => before.plain.lastIndexOf(char)),
    );
    const near = before.slice(mark + 1).trimmed();
    // `上年（2020年）安排130万元`: the bracket says which year, and is no end.
    const isYearOnly = /^\s*(?:\d{4}年度?\))/.test(near.plain);
    const words = isYearOnly ? before : near;
    return {
      amount,
      before,
      near: words,
      source:
        sourceName(words) ?? (EXPENSE.test(words.plain) ? undefined : sourceBehind(text.slice(amount.end))),
      after: text.plain.slice(amount.end, amount.end + 12),
      sentence: text.plain.slice(0, amount.start).split('。').length,
    };
  });
}

/**
 * Reads the amounts of a line.
 * @param unit of numbers that name none, as the label above says
 * @param isOfYear whether the label says that they are of the budget year
 */
export function readFundingLine(
  funding: Funding,
  ledger: Ledger,
  text: Span,
  unit: string | null,
  budgetYear: number | undefined,
  isOfYear = false,
): void {
  const amounts = amountsOf(text, unit);
  const clauses = clausesOf(text, amounts);
  const withSources = Map.groupBy(
    clauses.filter(({ source }) => source !== undefined),
    ({ sentence }) => sentence,
  );
  const sourcesIn = (sentence: number): number => withSources.get(sentence)?.length ?? 0;
  const ofExpenses = new Set(
    clauses.filter(({ near }) => EXPENSE.test(near.plain)).map(({ sentence }) => sentence),
  );
  const byYear = areYears(text, clauses, budgetYear);
  const revised = revisedIn(clauses);
  for (const { span, start } of clauses.length > 0 ? capitalsIn(text) : []) {
    const isAmount = amounts.some((amount) => amount.start === start);
    if (!isAmount && text.plain[start - 1] !== '(') funding.sayWords(span);
  }
  const yearly = clauses.findIndex(({ near }) => YEARLY.test(near.plain));
  let whole: ReturnType<Funding['saySource']>;
  let inParts = false;
  let wasLastYear = false;
  let lastYearIn = 0;
  let asks = 0;
  for (const [index, clause] of clauses.entries()) {
    const { amount, before, near, source: name } = clause;
    if (amount.fen === null) {
      ledger.leave(amount.span, whyNotRead(amount));
      continue;
    }
    const opened = /\([^)]*$/.test(before.plain) || PARTS.test(before.plain);
    if (/\)/.test(before.plain.slice(0, 3)) || /[;。]/.test(before.plain)) inParts = opened;
    else inParts ||= opened;
    const said = { fen: amount.fen, span: amount.span };
    const isStillLastYear = lastYearIn === clause.sentence && !PARTS.test(before.plain);
    // `2020年安排80万元，执行75万元`: the sentence goes on about last year.
    const goesOn: boolean =
      wasLastYear &&
      !/。/.test(before.plain) &&
      (/^(?:实际)?(?:执行|支出|决算)(?:数|额|金额)?\s*:?\s*$/.test(near.plain) ||
        (!/;/.test(before.plain) && /^(?:实际)?(?:执行|支出|完成|决算)/.test(near.plain)));
    const ownRole: ReturnType<typeof roleOf> = goesOn
      ? 'spentLastYear'
      : byYear
        ? (yearOf(near) ?? 'plain')
        : (revised.get(clause) ??
          roleOf(clause, budgetYear, sourcesIn(clause.sentence), clauses.length, isStillLastYear));
    const isOfAllYears: boolean = ownRole === 'total' && yearly >= 0 && yearly < index;
    const role: ReturnType<typeof roleOf> = isOfAllYears ? 'totalInvestment' : ownRole;
    wasLastYear = role === 'approvedLastYear';
    lastYearIn = wasLastYear || goesOn ? clause.sentence : lastYearIn;
    if (role === 'source') {
      // `设备购置费480万元；其他20万元`: of expenses 其他 is one of them.
      if (name && /^其[他它]$/.test(name.plain.trim()) && ofExpenses.has(clause.sentence)) continue;
      // `申请省级资金200万元，市级资金100万元，自筹50万元`: the verb holds for what others give.
      const isNamedSo = /申请|申报/.test(near.plain);
      if (isNamedSo) asks = clause.sentence;
      const isAsked =
        asks === clause.sentence && !inPartsOf(whole, inParts) && (isNamedSo || !OWN_SHARE.test(near.plain));
      const made = name
        ? funding.saySource({ ...said, name, isAsked }, inParts ? whole : undefined)
        : undefined;
      if (!inParts) whole = made;
      if (name && name.from > amount.span.to)
        for (const lead of aroundSource(text.slice(amount.end))) funding.sayLead(lead);
    } else if (typeof role === 'number') funding.sayYear(role, { ...said, ...nameOfYear(near) });
    else if (role !== 'price') {
      const isBeside = sourcesIn(clause.sentence) > 0 && !ofExpenses.has(clause.sentence);
      funding.say(isOfYear && role === 'plain' ? 'request' : role, { ...said, isBeside });
      if (role === 'total' || role === 'plain' || role === 'request' || role === 'asked') {
        whole = undefined;
        const words = wordsBehind(text, amount.end);
        if (words) funding.sayWords(words);
        const fund = fundOf(near);
        if (fund && clauses.length === 1) funding.sayFund(fund);
        else if (fund && sourceOfName(fund.plain) && !hasOtherSources(clauses, clause)) funding.sayFund(fund);
      }
    }
    for (const lead of leadsIn(before)) funding.sayLead(lead);
    for (const { whole: year } of before.matchAll(/(?<![0-9])(?:19|20)\d{2}\s*年度?/)) funding.sayLead(year);
  }
}

const REVISION = /(?:追加|[调核]增|增加|[调压核追扣]减|减少)(?:了|额|资金|经费|预算)?:?$/;
/** Not what comes of it: last year's, or a change itself. */
const SETTLED = new RegExp(`${LAST_YEAR.source}|${CHANGE.source}`);

/**
 * `预算50万元，年中追加10万元，共60万元`: what has been changed since, and what it comes to, where the amounts say so
 * themselves.
 */
function revisedIn(clauses: readonly Clause[]): ReadonlyMap<Clause, 'none' | 'asked'> {
  const revised = new Map<Clause, 'none' | 'asked'>();
  for (const [index, sum] of clauses.entries()) {
    const [before, change] = clauses.slice(Math.max(0, index - 2), index);
    if (!before || !change || before.sentence !== sum.sentence) continue;
    if (!REVISION.test(change.near.plain) || SETTLED.test(sum.near.plain)) continue;
    const [was, by, is] = [before, change, sum].map(({ amount }) => amount.fen);
    if (was == null || by == null || is == null || (was + by !== is && was - by !== is)) continue;
    revised.set(before, 'none').set(sum, 'asked');
  }
  return revised;
}

const EXPENSE = /(?:费用?|补贴|津贴|工资|购置|采购)(?:为|计|共|约)?\s*:?\s*$/;

/** What the unit and its own level add is not asked for. */
const OWN_SHARE = /配套|自筹|自有|自收|社会|结转|结余|贷款|债券|其他|其它/;

/** A part of an amount that is counted as a whole. */
const inPartsOf = (whole: unknown, inParts: boolean): boolean => inParts && whole !== undefined;

const hasOtherSources = (clauses: readonly Clause[], own: Clause): boolean =>
  clauses.some((clause) => clause !== own && clause.source !== undefined);

function amountsOf(text: Span, unit: string | null): readonly Amount[] {
  const printed = amountsIn(text);
  if (printed.length > 0) return printed;
  // A form names the unit once, at the label.
  const bare = unit === null ? [] : bareAmountsIn(text, unit);
  return bare.length > 0 ? bare : amountsInWords(text);
}

function roleOf(
  { near, after, source }: Clause,
  budgetYear: number | undefined,
  sources: number,
  count: number,
  isLastYears: boolean,
):
  | 'none'
  | 'price'
  | 'asked'
  | 'total'
  | 'plain'
  | 'request'
  | 'source'
  | 'totalInvestment'
  | 'approvedLastYear'
  | 'spentLastYear'
  | number {
  const words = near.plain.replace(/\s/g, '');
  if (/^\s*[/／]/.test(after) || PRICE.test(words)) return 'price';
  if (CHANGE.test(words)) return 'none';
  if (INVESTMENT.test(words)) return 'totalInvestment';
  if (LEFT_OVER.test(words)) return isLastYears || source === undefined ? 'none' : 'source';
  // `申请2021年及2022年资金`: how much is of which year nobody can tell.
  if (/(?:19|20)\d{2}年?度?(?:及|和|与|、|至|-|~)(?:19|20)\d{2}年/.test(words)) return 'none';
  const year = Number(YEAR.exec(words)?.[1] ?? Number.NaN);
  if (LAST_YEAR.test(words) || year === (budgetYear ?? Number.NaN) - 1)
    return SPENT.test(words) && !/安排|批复|预算/.test(words) ? 'spentLastYear' : 'approvedLastYear';
  if (Number.isInteger(year) && budgetYear !== undefined && year !== budgetYear) return year;
  const isOneOfSources = sources > 1 && source !== undefined;
  if (!isOneOfSources && (/申请|申报|核定|审定/.test(words) || (year === budgetYear && /安排/.test(words))))
    return 'asked';
  const isYearAlone = /^(?:19|20)\d{2}年度?:?$/.test(words);
  if (
    (REQUEST.test(words) && !isOneOfSources) ||
    (year === budgetYear && (count > 1 || isYearAlone) && !source)
  )
    return 'request';
  if (SUM.test(words)) return 'total';
  if (source && (count > 1 || !/安排|投入/.test(words))) return 'source';
  return 'plain';
}

/** `2021年31.50万元，2022年30.00万元`: an amount for each year from the budget's on. */
function areYears(text: Span, clauses: readonly Clause[], budgetYear: number | undefined): boolean {
  const years = clauses.map(({ near }) => yearOf(near));
  if (years.some((year) => budgetYear !== undefined && year !== undefined && year < budgetYear)) return false;
  const named = new Set(years.filter((year) => year !== undefined)).size;
  return (
    named === clauses.length &&
    named > 1 &&
    !/上年|去年/.test(text.plain) &&
    clauses.every(({ near }) => !/申请|执行|支出/.test(near.plain))
  );
}

/** The year as it is printed before its amount. */
function nameOfYear(near: Span): { name?: Span } {
  const name = near.match(YEAR)?.group(1);
  return name ? { name } : {};
}

const yearOf = (near: Span): number | undefined => {
  const year = YEAR.exec(near.plain)?.[1];
  return year === undefined ? undefined : Number(year);
};

const SOURCE_WORD = /([\u4E00-\u9FFF、]{2,16}?)\s*(?:为|是|安排|投入|补助|计)?\s*[::]?\s*$/;

/** The source that the words before an amount name. */
function sourceName(near: Span): Span | undefined {
  const bare = near.plain.replace(/[:：\s-]+$/, '');
  const begin =
    /^(?:\(?[0-9一二三四五六七八九十]{1,2}[)、.]\s*)?(?:(?:19|20)\d{2}\s*年度?|[^\u4E00-\u9FFF]*)(?:其中\s*:?\s*)?/.exec(
      bare,
    )?.[0].length ?? 0;
  const name = near.slice(begin, bare.length).trimmed();
  if (name.isEmpty || name.to - name.from > 24 || !SOURCE_WORD.test(name.plain)) return undefined;
  const verbless = name.slice(0, name.plain.replace(/(?:安排|投入|承担|负担|出资|解决|为)$/, '').length);
  const first =
    verbless
      .match(
        /^(?:\d{4}年度?)?(?:预算|拟|计划|共)*(?:(?:资金|经费)?来源(?:为|是|于)?)?(?:安排|投入|申请|申报|使用|动用|统筹|盘活|由)?(.+)$/,
      )
      ?.group(1) ?? verbless;
  return sourceOfName(first.plain) ? first : undefined;
}

const BEHIND =
  /^\s*(?:((?:全部|均)?(?:由|来自|来源于|从))([^,;。、()\d]{2,20}?)((?:预算)?(?:统筹)?(?:安排|承担|负担|解决|列支|保障|出资|拨付)?)|\(([^(),;。、\d]{2,16})\))\s*(?=[,;。、]|$)/;

/** `20万元由区级财政安排，11.5万元（单位自筹）`: the source that the words behind an amount name. */
function sourceBehind(after: Span): Span | undefined {
  const match = after.match(BEHIND);
  const name = match?.group(2) ?? match?.group(4);
  return name && sourceOfName(name.plain) ? name : undefined;
}

/** The words around a source behind its amount. */
const aroundSource = (after: Span): Span[] =>
  [1, 3].flatMap((number) => after.match(BEHIND)?.group(number) ?? []);

/** `2021年安排一般公共预算资金31.50万元`: what the money is called. */
function fundOf(near: Span): Span | undefined {
  const match = near.match(
    /^(?:[^\u4E00-\u9FFF0-9]*)(?:(?:19|20)\d{2}\s*年度?|本年度?|当年)?\s*(?:计划|预算|拟|投资计划)*\s*(?:共?安排|申请|申报|投入)?\s*([^\d:]*?)\s*(?:共计|合计|总计|(?<!公)共|计|为|:)*\s*$/,
  );
  const printed = match?.group(1)?.trimmed();
  const fund = printed?.slice(0, printed.plain.replace(/(?:安排|投入|拨付)$/, '').length);
  return fund && isFund(fund.plain) ? fund : undefined;
}

/** A name that ends as funds do, and not only the words that lead to any amount. */
const isFund = (plain: string): boolean =>
  /^(?:[\u4E00-\u9FFF、“”]|\([\u4E00-\u9FFF、]*\))+$/.test(plain) &&
  (sourceOfName(plain) !== undefined ||
    /(?:资金|经费|基金|拨款|补助|补贴|专款|专项|预算|收入|债券|贷款)$/.test(plain)) &&
  !/^(?:本|该|本级|年度|年初|部门|单位|收入|支出|项目|资金|经费|预算|投资|计划|安排|申请|总|所|需要?|共)*(?:资金|经费|金额|预算|总额|计划|安排)?$/.test(
    plain,
  );

const VERBS =
  /(?:金额|大写|小写|人民币|分年度|预算年度|年度预算|本年度|本年|上年度|上年|去年|年度|预算|计划|投资计划|共计|合计|总计|(?<!公)共|计|安排|申请|申报|投入|拟|资金总额|总额|资金|经费|为|其中|上年|执行|支出|概算总投资|总投资|总经费|项目)+/g;

const leadsIn = (before: Span): Span[] => before.matchAll(VERBS).map(({ whole }) => whole);
