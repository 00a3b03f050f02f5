/** The words of money as forms and documents have them, as data. All in the plain form of their characters. */

/** What a column of amounts, or an amount in a sentence, is of. */
export type MoneyRole =
  /** What is asked for the budget year. */
  'request' | 'initial' | 'approvedLastYear' | 'spentLastYear' | 'totalInvestment' | 'none';

/** The first that fits holds. */
export const MONEY_COLUMNS: readonly (readonly [RegExp, MoneyRole])[] = [
  [/^(?:其中)?本次申请/, 'none'],
  [/^(?:分值|得分|执行率|比例|占比|预算执行率|增减|增长|增减额|增减率|百分比|权重)/, 'none'],
  [/^(?:上年度?|去年|前一年度?|上一年度?).*(?:执行|支出|决算|完成|使用)/, 'spentLastYear'],
  [/^(?:上年度?|去年|前一年度?|上一年度?).*(?:结转|结余)/, 'none'],
  [/^(?:上年度?|去年|前一年度?|上一年度?)/, 'approvedLastYear'],
  [/^(?:全年|本年度?|当年|年度)?(?:实际)?(?:执行数|支出数|执行金额|到位数|完成数|已支付|已执行)/, 'none'],
  [/^年初预算/, 'initial'],
  [/^(?:项目)?(?:总投资|投资总额|概算|总概算|总经费)/, 'totalInvestment'],
  [/^(?:全年预算数?|调整后预算数?|调整预算数?)/, 'request'],
  [
    /^(?:本年度?|当年|本次|今年)?(?:拟)?(?:申请|申报|预算|安排)(?:资金|金额|经费|预算)?(?:数|额|金额|资金)?$/,
    'request',
  ],
  [/^(?:本年度?|当年|年度)(?:预算|申请|申报|安排|资金|经费|金额|投入|需求|计划)/, 'request'],
  [/^(?:财政)?(?:预算|申请|申报|安排|计划|支出)(?:总)?(?:金额|资金|经费|数|额|安排)(?:合计)?$/, 'request'],
  [
    /^(?:预算|金额|合计|小计|总计|总额|经费|资金|资金额度|费用|预算额|投入金额|合计金额|总金额|预算合计|申请额|金额合计|支出金额|支出预算|合价|总价|金额小计|费用合计|总费用)$/,
    'request',
  ],
];

/** Whole, part and sum: the name of a row, or the word before an amount. */
export const TOTAL =
  /^(?:年度|本年度?|项目|申请|预算|申报|中期|实施期|中长期)*(?:资金|经费|金额|预算|支出)*(?:总额|合计|总计|共计|总金额|总数|合计数|总预算|总资金|合计金额|小计)(?:\(.*\))?[::]?$/;

export type FundSource =
  | 'general-budget'
  | 'government-fund'
  | 'state-capital'
  | 'transfer'
  | 'fiscal-account'
  | 'own-funds'
  | 'carry-over'
  | 'other';

/** Where money comes from, by its name; the first that fits holds. */
const SOURCES: readonly (readonly [RegExp, FundSource])[] = [
  [/结转|结余/, 'carry-over'],
  [/政府性基金|基金预算|基金拨款/, 'government-fund'],
  [/国有资本经营/, 'state-capital'],
  [/财政专户|专户管理|教育收费/, 'fiscal-account'],
  [
    /上级|转移支付|^自治区|中央(?:财政|资金|补助|专项|预算)|^中央$|省级?补助|市级?补助|省、市补助/,
    'transfer',
  ],
  [/自有|自筹|单位资金|事业收入|[费票租]收入|服务收入|经营(?:性)?收入|自收|配套自筹|其他收入/, 'own-funds'],
  [/一般公共预算|公共财政|公共预算/, 'general-budget'],
  [
    /^(?:[区县旗镇乡]|街道)(?:财政|承担|负担|出资|$)|^(?:本级|区级|县级|旗级|旗县级|县区级|区县级|镇级|乡级|街道)(?:财政)?(?:预算)?(?:资金|拨款|安排|补助|投入|配套)?/,
    'general-budget',
  ],
  [/^省级?(?:财政)?(?:资金|拨款|安排|专项资金|专项)?(?=$|\d)|^省级/, 'transfer'],
  [/^[市州盟]级?(?:财政)?(?:资金|拨款|安排|专项资金|专项)?(?=$|\d)|^[市州盟]级/, 'transfer'],
  [
    /财政拨款|财政资金|财政性资金|财政预算|财政补助|财政投入|财政安排|专项经费|专项资金|财政专项|当年财政|申请财政/,
    'general-budget',
  ],
  [/^(?:其他|其它)(?:资金|来源|收入|渠道)?$|社会资金|社会资本|银行贷款|贷款|债券/, 'other'],
];

/** Of the names above those that only say how far up the money comes from. */
export const BY_LEVEL = /^([省市州盟])级?/;

const PLACES =
  /^(?:[\u4E00-\u9FFF]{0,8}?(?:自治区|省|市|州|盟|县|(?<![社园景校城灾库林牧小片辖市郊地山矿])区|旗|镇|乡|街道))+/;

/** How far up a unit stands, by the last place in its name: 市 of 示例市财政局, 区 of 示例市示例区财政局. */
export const levelOfUnit = (name: string): string | undefined => PLACES.exec(name)?.[0].at(-1);

export const sourceOfName = (plain: string): FundSource | undefined => {
  const name = plain
    .replace(/\s/g, '')
    .replace(/^[^\u4E00-\u9FFF]+/, '')
    .replace(/^其中[::]?\s*/, '')
    .replace(NUMBERED, '');
  return SOURCES.find(([pattern]) => pattern.test(name))?.[1];
};
/** The name of a source, or of the sum of all. */
export const isSourceName = (compact: string): boolean =>
  compact.length <= 20 && (TOTAL.test(compact) || sourceOfName(compact) !== undefined);
const NUMBERED = /^[一二三四五六七八九十]+[、.]/;

/** A row or a part that is within the one before it. */
export const WITHIN = /^(?:\(?其中|内含|含[:：]|包括|(?:[(（]其中))/;
