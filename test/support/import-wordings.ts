import type { WordBlock } from '../builders/word-files.ts';

/**
 * How offices word a line, a cell or a time, and what must be read there: paths of the draft with their values, null
 * where nothing may stand because the words do not say it for certain.
 */

export type Wanted = Readonly<Record<string, string | number | null>>;
/** The words, and what they say; a list of words is so many lines. */
export type Wording = readonly [words: string | readonly string[], wanted: Wanted];

export interface Group {
  readonly name: string;
  /** The document around the words: a text, or the blocks of a Word file. */
  readonly around: (words: readonly string[]) => string | readonly WordBlock[];
  readonly wordings: readonly Wording[];
}

const inSections =
  (heading: string) =>
  (words: readonly string[]): string =>
    [
      '示例市示例局',
      '2021年度示例工作项目',
      '四、项目基本概况',
      '示例概况。',
      heading,
      ...words,
      '八、项目实施成效',
      '示例成效。',
    ].join('\n');

/** Without a year anywhere else. */
const withoutYear =
  (heading: string) =>
  (words: readonly string[]): string =>
    ['一、项目名称', '示例工作', heading, ...words, '八、项目实施成效', '示例成效。'].join('\n');

const WAN = 1_000_000;
const amount = (wan: number | null, name?: string): Wanted => ({
  '/plan/0/amountFen': wan === null ? null : Math.round(wan * WAN),
  ...(name === undefined ? {} : { '/plan/0/name': name }),
  '/plan/1': null,
});

const planLines: Group = {
  name: 'lines of the plan',
  around: inSections('七、项目实施计划'),
  wordings: [
    // One-line probes of what real declarations write.
    ['租车费：500元/天×40天=2.00万元', amount(2, '租车费')],
    ['购置电脑10台，单价6000元，共6万元', amount(6)],
    ['维护费12万元/年×3年=36万元', amount(36, '维护费')],
    ['核减-3万元', amount(-3)],
    ['办公费：5万', amount(5, '办公费')],
    ['水利资金1.2亿元', amount(12_000, '水利资金')],
    ['水利及道路6923.3552万元', amount(6923.3552, '水利及道路')],
    // A dash is no minus.
    ['会议费——2万元', amount(2, '会议费')],
    ['会议费—2万元', amount(2, '会议费')],
    ['会议费－2万元', amount(2, '会议费')],
    ['会议费-2万元', amount(2, '会议费')],
    ['会议费 – 2万元', amount(2, '会议费')],
    ['1.会议费————2万元', amount(2, '会议费')],
    ['会议费：-2万元', amount(-2, '会议费')],
    ['核减：-3万元', amount(-3)],
    ['核减3万元', amount(-3)],
    ['核减——3万元', amount(-3)],
    ['扣除结转资金：3万元', amount(-3)],
    // Whose sign nobody can tell.
    ['会议费：—2万元', amount(null)],
    // 减 begins many names.
    ['减灾宣传费3万元', amount(3, '减灾宣传费')],
    ['减税降费宣传2万元', amount(2, '减税降费宣传')],
    ['减少污染排放项目5万元', amount(5)],
    ['减排监测12万元', amount(12)],
    ['减免学费补助5万元', amount(5)],
    ['减：上年结转5万元', amount(-5)],
    ['减去自筹资金2万元', amount(-2)],
    // A price in words is no amount.
    ['每个社区网格员补助5000元，共45个社区', amount(null)],
    ['每个行政村安排工作经费5万元，共12个村', amount(null)],
    ['每村公共服务维护费3万元', amount(null)],
    ['聘用保洁员3人，月工资2500元', amount(null)],
    ['聘用保洁员3人，月工资2500元，全年共9万元', amount(9)],
    ['租用车辆，日均租金300元，租用20天', amount(null)],
    ['专家咨询，人均补助800元', amount(null)],
    ['每人每年补助1200元，共300人，合计36万元', amount(36)],
    ['办公用品按人均800元标准，共50人，4万元', amount(4)],
    ['每户奖补2000元，100户需20万元', amount(20)],
    ['场地租赁费12000元/年', amount(null)],
    ['会议费2万元，预计参会100人', amount(2, '会议费')],
    ['培训费5万元，共培训200人', amount(5, '培训费')],
    // What is beside, and what is within.
    ['培训费5万元，住宿费另计2万元', amount(null)],
    ['培训费5万元，其中外聘师资共2万元', amount(5, '培训费')],
    ['设备购置共10万元，其中：电脑共6万元，打印机共4万元', amount(10)],
    ['设备购置10万元（包括电脑共6万元，打印机共4万元）', amount(10, '设备购置')],
    ['培训费：包括师资费2万元、场地费1万元，合计3万元', amount(3, '培训费')],
    // A range is no amount.
    ['印刷费5-8万元', amount(null)],
    ['印刷费5～8万元', amount(null)],
    ['印刷费5至8万元', amount(null)],
    ['印刷费3万元-5万元', amount(null)],
    ['印刷费3万元至5万元', amount(null)],
    ['印刷费3万元左右', amount(3)],
    ['印刷费不超过3万元', amount(3)],
    // An amount in several steps is one.
    ['补助资金1亿2000万元', amount(12_000, '补助资金')],
    ['补助资金1亿2千万元', amount(12_000, '补助资金')],
    ['补助资金3万5千元', amount(3.5, '补助资金')],
    ['补助资金3万零500元', amount(3.05, '补助资金')],
    ['补助资金2千万元', amount(2000, '补助资金')],
    ['补助资金３万５千元，分两批拨付', amount(3.5, '补助资金')],
    ['核减1万5千元', amount(-1.5)],
    ['购置3台，每台1万2千元，共3万6千元', amount(3.6)],
    ['补助资金3百15万元', amount(null)],
    ['补助资金3万5', amount(null)],
    ['补助资金3万5千元至5万元', amount(null)],
    ['会议费：—3万5千元', amount(null)],
    ['会议费——3万5千元', amount(3.5, '会议费')],
    ['培训费.5万元', amount(null)],
    ['培训费......5万元', amount(5)],
    // Of a contract only what is asked for this year.
    ['设备采购合同金额100万元，已支付40万元，本次申请60万元', amount(60)],
    ['平台建设合同总价91.2万元，本年支付60%即54.72万元', amount(54.72)],
    ['运维费5.5万元/年，共3年，计16.5万元，本年5.5万元', amount(5.5)],
    ['软件开发总价300万元，分三年支付，本年度安排100万元', amount(100)],
    ['软件开发总价300万元，已支付200万元', amount(null)],
    ['设备采购（预算价98万元，中标价91.2万元），尾款9.12万元', amount(null)],
    ['设备采购合同总价91.2万元', amount(91.2)],
    // Parts in whatever words.
    ['培训费4.5万元，包含师资费1.5万元和住宿费3万元', amount(4.5, '培训费')],
    ['培训费4.5万元，涵盖师资费1.5万元、住宿费3万元', amount(4.5, '培训费')],
    ['培训费4.5万元，分别为师资费1.5万元、住宿费3万元', amount(4.5, '培训费')],
    // Sums of the whole.
    ['1.会议费2万元\n2.培训费3万元\n合计：5万元', { '/plan/1/amountFen': 3 * WAN, '/plan/2': null }],
    ['会议费2万元\n合计金额2万元', amount(2, '会议费')],
    ['会议费2万元\n总计（大写）贰万元整（2万元）', amount(2, '会议费')],
    ['会议费2万元\n以上共计2万元', amount(2, '会议费')],
    ['会议费2万元\n总计2万元（大写：贰万元整）。', amount(2, '会议费')],
    ['会议费2万元\n以上各项合计人民币2万元。', amount(2, '会议费')],
    ['会议费2万元\n资金合计2万元', amount(2, '会议费')],
    ['会议费2万元\n以上费用共需资金2万元', amount(2, '会议费')],
    // What leads to the lines is none of them.
    [
      ['支出明细如下：', '1.会议费2万元；', '2.培训费3万元。'],
      { '/plan/0/name': '会议费', '/plan/1/amountFen': 3 * WAN, '/plan/2': null },
    ],
    [
      ['支出明细如下：', '会议费2万元；', '培训费3万元。'],
      { '/plan/0/name': '会议费', '/plan/1/amountFen': 3 * WAN, '/plan/2': null },
    ],
    [
      ['本项目共需资金5万元，其中：', '1.会议费2万元；', '2.培训费3万元。'],
      { '/plan/0/name': '会议费', '/plan/1/amountFen': 3 * WAN, '/plan/2': null },
    ],
    [
      ['本项目共需资金5万元，其中：', '会议费2万元；', '培训费3万元。'],
      { '/plan/0/name': '会议费', '/plan/1/amountFen': 3 * WAN, '/plan/2': null },
    ],
    [
      ['本项目支出5万元，具体测算如下：', '（1）会议费2万元；', '（2）培训费3万元。'],
      { '/plan/0/name': '会议费', '/plan/1/amountFen': 3 * WAN, '/plan/2': null },
    ],
    [
      '本项目共需资金5万元，其中：会议费2万元，培训费3万元。',
      { '/plan/0/name': '会议费', '/plan/0/amountFen': 2 * WAN, '/plan/1/name': '培训费', '/plan/2': null },
    ],
    // Several in one line.
    [
      '培训费5万元、印刷费3万元、差旅费2万元',
      {
        '/plan/0/amountFen': 5 * WAN,
        '/plan/1/name': '印刷费',
        '/plan/1/amountFen': 3 * WAN,
        '/plan/2/name': '差旅费',
        '/plan/2/amountFen': 2 * WAN,
        '/plan/3': null,
      },
    ],
    [
      '会议费2万元；培训费3万元；印刷费1万元。',
      { '/plan/0/name': '会议费', '/plan/1/amountFen': 3 * WAN, '/plan/2/name': '印刷费', '/plan/3': null },
    ],
    // What stands in brackets belongs to the expense before it.
    [
      '会议费2万元、培训费3万元（其中师资费1万元）、印刷费1万元',
      {
        '/plan/0/name': '会议费',
        '/plan/0/amountFen': 2 * WAN,
        '/plan/1/name': '培训费',
        '/plan/1/amountFen': 3 * WAN,
        '/plan/1/description': '（其中师资费1万元）',
        '/plan/2/name': '印刷费',
        '/plan/2/amountFen': WAN,
        '/plan/3': null,
      },
    ],
    [
      '本项目总预算50万元，其中设备购置费30万元（含服务器2台20万元、交换机5台10万元），培训费5万元，系统维护费15万元。',
      {
        '/plan/0/name': '设备购置费',
        '/plan/0/amountFen': 30 * WAN,
        '/plan/1/amountFen': 5 * WAN,
        '/plan/2/amountFen': 15 * WAN,
        '/plan/3': null,
      },
    ],
    // That one in the middle comes to both others says nothing.
    ['甲标段2万元，乙标段3万元，丙标段1万元', amount(null)],
    // Lines below a line that only names their kind.
    [
      ['（一）设备购置', '1.电脑6万元', '2.打印机2万元', '（二）培训费3万元'],
      {
        '/plan/0/name': '电脑',
        '/plan/1/amountFen': 2 * WAN,
        '/plan/2/name': '培训费',
        '/plan/2/amountFen': 3 * WAN,
        '/plan/3': null,
      },
    ],
    [
      ['一、设备购置', '1.电脑6万元', '2.打印机2万元', '二、培训', '1.师资费3万元'],
      {
        '/plan/0/name': '电脑',
        '/plan/1/amountFen': 2 * WAN,
        '/plan/2/name': '师资费',
        '/plan/2/amountFen': 3 * WAN,
        '/plan/3': null,
      },
    ],
  ],
};

const planUnit: Group = {
  name: 'lines of a plan whose heading names the unit',
  around: inSections('七、项目实施计划（单位：万元）'),
  wordings: [
    [['1.会议费：2', '2.培训费 3.5'], { '/plan/0/amountFen': 2 * WAN, '/plan/1/amountFen': 3.5 * WAN }],
    [['1.会议费：20000元'], { '/plan/0/amountFen': 2 * WAN }],
    [['1.会议费：2场', '2.培训费：30人'], { '/plan/0/amountFen': null, '/plan/1/amountFen': null }],
  ],
};

const yuan: Group = {
  name: 'amounts with a sign of money',
  around: inSections('七、项目实施计划'),
  wordings: [
    ['会议费￥50,000.00', amount(5, '会议费')],
    ['会议费：¥50000', amount(5, '会议费')],
    ['会议费：￥5万元', amount(5, '会议费')],
    ['会议费：50,000.00元', amount(5, '会议费')],
  ],
};

const funding: Group = {
  name: 'sentences about the money',
  around: inSections('六、资金安排情况'),
  wordings: [
    [
      '2021年度预算安排资金：一般公共预算20万元，政府性基金11.5万元，合计31.5万元',
      { '/appropriation/amountFen': 31.5 * WAN, '/appropriation/sources/1/amountFen': 11.5 * WAN },
    ],
    [
      '上年（2020年）安排130万元，2021年申请300万元',
      { '/appropriation/amountFen': 300 * WAN, '/appropriation/lastYear/approvedFen': 130 * WAN },
    ],
    ['人均补助500元，共安排31.5万元', { '/appropriation/amountFen': 31.5 * WAN }],
    [
      '安排资金共计31.5万元（其中：省级20万元，区级11.5万元）',
      { '/appropriation/amountFen': 31.5 * WAN, '/appropriation/amountInWords': null },
    ],
    [
      ['一般公共预算20万元', '政府性基金11.5万元', '合计31.5万元'],
      { '/appropriation/amountFen': 31.5 * WAN, '/appropriation/sources/0/amountFen': 20 * WAN },
    ],
    // A change is nobody's amount.
    ...[
      '2021年申请60万元，较上年增加10万元',
      '2021年申请60万元，比2020年增加10万元，增长20%',
      '2021年申请60万元，比上年减少10万元',
      '2021年申请60万元，同比增长10万元',
      '2021年申请60万元，较2020年预算增加10万元',
      '2021年申请60万元，较去年压减10万元',
      '2021年申请60万元，与上年持平',
    ].map(
      (text): Wording => [
        text,
        {
          '/appropriation/amountFen': 60 * WAN,
          '/appropriation/lastYear': null,
          '/appropriation/years': null,
          '/appropriation/sources': null,
        },
      ],
    ),
    [
      '2021年申请200万元，比2020年180万元增加20万元',
      { '/appropriation/amountFen': 200 * WAN, '/appropriation/lastYear/approvedFen': 180 * WAN },
    ],
    // What was changed since counts as it is now, where the amounts say so themselves.
    ...[
      '2021年预算50万元，年中追加10万元，共60万元',
      '年初预算50万元，年中调增10万元，合计60万元',
      '2021年年初预算70万元，年中调减10万元，调整后预算60万元',
      '2021年申请50万元，追加10万元，共计60万元',
      '2021年安排50万元，后追加10万元，共安排60万元。',
      '2021年原预算70万元，压减10万元后为60万元',
      '2021年申请70万元，核减10万元，实际安排60万元',
    ].map(
      (text): Wording => [
        text,
        {
          '/appropriation/amountFen': 60 * WAN,
          '/appropriation/years': null,
          '/appropriation/sources': null,
        },
      ],
    ),
    ['2021年申请50万元，较上年增加10万元，上年40万元', { '/appropriation/amountFen': 50 * WAN }],
    // Amounts in words: alone, or beside digits that say the same or otherwise.
    ...[
      '申请资金人民币叁拾壹万伍仟元整（¥315,000.00）',
      '申请资金叁拾壹万伍仟元整',
      '申请（大写）叁拾壹万伍仟元整，（小写）315000元',
      '申请三十一点五万元',
    ].map(
      (text): Wording => [
        text,
        { '/appropriation/amountFen': 31.5 * WAN, '/appropriation/amountInWords': null },
      ],
    ),
    [
      ['金额（大写）：叁拾壹万伍仟元整', '金额（小写）：¥315,000.00'],
      { '/appropriation/amountFen': 31.5 * WAN, '/appropriation/amountInWords': null },
    ],
    [
      '申请资金人民币叁拾壹万伍仟元整（¥300,000.00）',
      {
        '/appropriation/amountFen': 30 * WAN,
        '/appropriation/amountInWords': '人民币叁拾壹万伍仟元整',
      },
    ],
    [
      '2021年申请一百二十万元，上年一百万元',
      { '/appropriation/amountFen': 120 * WAN, '/appropriation/lastYear/approvedFen': 100 * WAN },
    ],
    ...['申请数十万元', '申请几十万元', '申请十余万元', '申请二三十万元', '申请一亿三千万元'].map(
      (text): Wording => [text, { '/appropriation/amountFen': null }],
    ),
    // Sources behind their amounts.
    ...[
      '申请31.5万元，其中20万元由区级财政承担，11.5万元由省级补助解决',
      '20万元（区级财政），11.5万元（省级补助），共计31.5万元',
      '31.5万元，其中20万元来自区级财政、11.5万元来自省级补助',
    ].map(
      (text): Wording => [
        text,
        {
          '/appropriation/amountFen': 31.5 * WAN,
          '/appropriation/sources/0/name': '区级财政',
          '/appropriation/sources/0/amountFen': 20 * WAN,
          '/appropriation/sources/1/source': 'transfer',
          '/appropriation/sources/1/amountFen': 11.5 * WAN,
        },
      ],
    ),
    [
      '会议费2万元由单位承担，培训费3万元由区财政承担',
      { '/appropriation/amountFen': null, '/appropriation/sources': null },
    ],
    // What is left over from last year is a source of this.
    [
      '2021年安排资金50万元，其中上年结转20万元，一般公共预算30万元',
      {
        '/appropriation/amountFen': 50 * WAN,
        '/appropriation/lastYear': null,
        '/appropriation/sources/0/source': 'carry-over',
        '/appropriation/sources/0/amountFen': 20 * WAN,
        '/appropriation/sources/1/amountFen': 30 * WAN,
      },
    ],
    [
      '2021年申请财政拨款30万元，使用上年结余资金5万元',
      { '/appropriation/amountFen': 30 * WAN, '/appropriation/lastYear': null },
    ],
    [
      '2020年预算130万元，实际支出120万元，结余10万元。2021年申请150万元。',
      {
        '/appropriation/amountFen': 150 * WAN,
        '/appropriation/lastYear/approvedFen': 130 * WAN,
        '/appropriation/lastYear/spentFen': 120 * WAN,
        '/appropriation/sources': null,
      },
    ],
    // Dashes and ranges.
    [
      '省级资金—20万元，市级资金——10万元',
      {
        '/appropriation/sources/0/amountFen': 20 * WAN,
        '/appropriation/sources/1/amountFen': 10 * WAN,
        '/appropriation/amountFen': 30 * WAN,
      },
    ],
    ['2021年申请30-50万元', { '/appropriation/amountFen': null }],
    [
      '2021年申请30万元，已落实20万元，缺口10万元',
      { '/appropriation/amountFen': 30 * WAN, '/appropriation/sources': null },
    ],
    [
      '项目总投资500万元，2021年申请200万元，已投入100万元',
      { '/appropriation/amountFen': 200 * WAN, '/appropriation/totalInvestmentFen': 500 * WAN },
    ],
    ['2021年申请￥315,000.00元', { '/appropriation/amountFen': 31.5 * WAN }],
    // A city's own money is no transfer from above to the city's own office.
    [
      '市级财政资金20万元，上级补助10万元',
      {
        '/appropriation/sources/0/source': 'general-budget',
        '/appropriation/sources/1/source': 'transfer',
        '/appropriation/amountFen': 30 * WAN,
      },
    ],
  ],
};

/** What nobody may take for the amount that is asked for, and what a fund is called. */
const fundingDoubts: Group = {
  name: 'money that the words leave open',
  around: inSections('六、资金安排情况'),
  wordings: [
    ['2021年申请资金1亿2000万元', { '/appropriation/amountFen': 12_000 * WAN }],
    ['2021年申请资金3万5千元', { '/appropriation/amountFen': 3.5 * WAN }],
    ['2021年申请资金1千2百万元', { '/appropriation/amountFen': null }],
    // Of years after each other the one of the budget.
    [
      '2020年预算安排92万元，2021年预算安排86.4万元，同比下降6.1%。',
      { '/appropriation/amountFen': 86.4 * WAN, '/appropriation/lastYear/approvedFen': 92 * WAN },
    ],
    [
      '2020年决算数28万元；2021年预算数31.5万元；增长12.5%',
      { '/appropriation/amountFen': 31.5 * WAN, '/appropriation/lastYear/spentFen': 28 * WAN },
    ],
    [
      ['2021年：50万元', '2022年：60万元', '2023年：70万元', '合计：180万元'],
      { '/appropriation/amountFen': 50 * WAN, '/appropriation/years/0/amountFen': 60 * WAN },
    ],
    // What all years have is no year's.
    ['2021年-2023年每年安排31.5万元，共94.5万元', { '/appropriation/amountFen': null }],
    ['每年安排31.5万元，三年共94.5万元', { '/appropriation/amountFen': null }],
    [
      '三年共需94.5万元，2021年申请31.5万元',
      { '/appropriation/amountFen': 31.5 * WAN, '/appropriation/totalInvestmentFen': 94.5 * WAN },
    ],
    ['申请2021年及2022年资金161万元', { '/appropriation/amountFen': null }],
    ['申请2021—2022年资金161万元', { '/appropriation/amountFen': null }],
    ...['2021年共申请31.5万元', '2021年共安排资金31.5万元', '2021年合计申请31.5万元'].map(
      (text): Wording => [
        text,
        { '/appropriation/amountFen': 31.5 * WAN, '/appropriation/totalInvestmentFen': null },
      ],
    ),
    // What was asked for first, and what was left of it.
    ['原申请100万元，评审核减19.5万元，核定80.5万元', { '/appropriation/amountFen': 80.5 * WAN }],
    ['申请100万元，审定80.5万元', { '/appropriation/amountFen': null }],
    // Words that say another amount are kept as words, for R14 to find.
    [
      '申请资金80.5万元（大写：捌拾万元整）',
      { '/appropriation/amountFen': 80.5 * WAN, '/appropriation/amountInWords': '捌拾万元整' },
    ],
    // Some of the money named is of a source that no list has.
    [
      '区财政承担20万元、街道承担11.5万元',
      { '/appropriation/amountFen': 31.5 * WAN, '/appropriation/sources/0/amountFen': 20 * WAN },
    ],
    [
      '31.5万元由区财政承担20万元、街道承担11.5万元',
      { '/appropriation/amountFen': 31.5 * WAN, '/appropriation/sources/1/amountFen': 11.5 * WAN },
    ],
    ['中央财政衔接资金200万元、东西部协作资金100万元、整合资金50万元', { '/appropriation/amountFen': null }],
    ['银行贷款3000万元，贴息90万元', { '/appropriation/amountFen': null }],
    [
      '申请专项债券资金5000万元，财政预算资金1000万元',
      { '/appropriation/amountFen': 6000 * WAN, '/appropriation/sources/1/amountFen': 1000 * WAN },
    ],
    // A fund is a name.
    ...[
      '经测算需31.5万元。',
      '资金总额为人民币315，000.00元',
      '2021年申请资金约31.5万元',
      '年度资金总额：31.5万元',
    ].map((text): Wording => [text, { '/appropriation/amountFen': 31.5 * WAN, '/appropriation/fund': null }]),
    [
      '收回结余资金12万元后，2021年实际安排38万元',
      {
        '/appropriation/amountFen': 38 * WAN,
        '/appropriation/fund': null,
        '/appropriation/sources': null,
      },
    ],
    ['安排乡村振兴衔接资金31.5万元', { '/appropriation/fund': '乡村振兴衔接资金' }],
  ],
};

/** The same in a year whose last digit may begin a number of years. */
const yearsInNumbers: Group = {
  name: 'a year before 共',
  around: (words) => inSections('六、资金安排情况')(words).replace('2021年度', '2023年度'),
  wordings: ['2023年共申请31.5万元', '2023年合计安排31.5万元', '２０２３年共安排31.5万元'].map(
    (text): Wording => [
      text,
      { '/appropriation/amountFen': 31.5 * WAN, '/appropriation/totalInvestmentFen': null },
    ],
  ),
};

const budgetYear: Group = {
  name: 'the year that is asked for',
  around: withoutYear('六、资金安排情况'),
  wordings: [
    [
      '2020年安排130万元，2021年申请300万元',
      {
        '/budgetYear': 2021,
        '/appropriation/amountFen': 300 * WAN,
        '/appropriation/lastYear/approvedFen': 130 * WAN,
      },
    ],
    ['2021年安排130万元', { '/budgetYear': 2021, '/appropriation/amountFen': 130 * WAN }],
    ['2021年安排130万元，2022年安排100万元', { '/budgetYear': null, '/appropriation/lastYear': null }],
    ['2022年计划安排100万元，上年安排80万元', { '/budgetYear': 2022, '/appropriation/amountFen': 100 * WAN }],
  ],
};

const month = (start: string | null, due: string | null): Wanted => ({
  '/activities/0/start': start,
  '/activities/0/due': due,
});

const activities: Group = {
  name: 'when an activity is',
  around: inSections('五、项目实施内容'),
  wordings: [
    ['2021年3月至2021年12月实施', month('2021-03', '2021-12')],
    ['2021年3月—12月开展', month('2021-03', '2021-12')],
    ['3月底前完成招标', month(null, '2021-03')],
    ['全年开展巡查', month('2021-01', '2021-12')],
    ['2021.3-2021.9开展培训', month('2021-03', '2021-09')],
    ['三月至九月开展培训', month('2021-03', '2021-09')],
    ['二〇二一年三月至十二月开展培训', month('2021-03', '2021-12')],
    ['二○二一年三月至二○二一年十二月', month('2021-03', '2021-12')],
    ['十月底前完成验收', month(null, '2021-10')],
    ['十一月至十二月总结', month('2021-11', '2021-12')],
    // Two times are two things.
    ['2021年3月至5月完成方案，6月至12月实施', month(null, null)],
    ['3月底前完成招标，6月至9月施工', month(null, null)],
    ['一季度完成招标，三季度前完工', month(null, null)],
    ['上半年开展调研，9月至10月编制报告', month(null, null)],
    // Beginning and end apart.
    ['2021年3月启动，2021年11月底前完成', month('2021-03', '2021-11')],
    // The beginning and the end of a year.
    ['2021年初至年底开展', month('2021-01', '2021-12')],
    ['年初启动，年底完成', month('2021-01', '2021-12')],
    ['2021年年初开展调研', month('2021-01', null)],
    ['2021年3月至年底开展', month('2021-03', '2021-12')],
    ['3月—年末开展', month('2021-03', '2021-12')],
    // A mark between two months, or two quarters, is none of a list.
    ['7、8月开展培训', { ...month('2021-07', '2021-08'), '/activities/0/content': '7、8月开展培训' }],
    ['一、二季度开展培训', { ...month('2021-01', '2021-06'), '/activities/0/content': '一、二季度开展培训' }],
    [
      ['1、2月开展培训', '2、3月开展演练'],
      {
        '/activities/0/content': '2月开展培训',
        '/activities/1/content': '3月开展演练',
        '/activities/2': null,
      },
    ],
    ['3月、6月、9月各开展一次', month(null, null)],
    ['7、8、9月开展培训', { ...month('2021-07', '2021-09'), '/activities/0/content': '7、8、9月开展培训' }],
    ['培训三百人，其中一月以上的二十人', month(null, null)],
    ['举办二至三场培训', month(null, null)],
  ],
};

const ranked: Group = {
  name: 'items numbered like the sections',
  around: inSections('五、项目实施内容'),
  wordings: [
    [
      ['一、开展培训', '二、开展演练', '三、购置设备'],
      {
        '/activities/0/content': '开展培训',
        '/activities/1/content': '开展演练',
        '/activities/2/content': '购置设备',
        '/activities/3': null,
      },
    ],
  ],
};

/** Sections whose numbers are written in whatever way. */
const numbering: Group = {
  name: 'the numbers of headings',
  around: (words) => ['示例局', '2021年示例工作项目', ...words].join('\n'),
  wordings: [
    ...[
      '一　项目概况',
      '一 、项目概况',
      '一，项目概况',
      '一 项目概况',
      'I.项目概况',
      '1 项目概况',
      '（一） 项目概况',
    ].map(
      (first): Wording => [
        [
          first,
          '示例概况。',
          first.replace('一', '二').replace('I', 'II').replace('1', '2').replace('项目概况', '项目实施内容'),
          '开展培训。',
        ],
        { '/overview': '示例概况。', '/activities/0/content': '开展培训。' },
      ],
    ),
    ...[
      '六、资金安排情况',
      '六、资金安排',
      '六、项目资金安排情况',
      '六、资金安排情况（万元）',
      '六、资金安排情况。',
      '六、资 金 安 排 情 况',
      'VI.资金安排情况',
      'Ⅵ、资金安排情况',
    ].map(
      (heading): Wording => [
        ['四、项目概况', '示例概况。', heading, '2021年申请20万元。'],
        { '/overview': '示例概况。', '/appropriation/amountFen': 20 * WAN },
      ],
    ),
    ...(
      [
        ['二、项目立项依据', '/basis/0/title', '《示例办法》'],
        ['四、项目基本情况', '/overview', '《示例办法》'],
        ['五、实施内容', '/activities/0/content', '《示例办法》'],
        ['八、预期成效', '/results', '《示例办法》'],
        ['八、项目实施成效（绩效目标）', '/results', '《示例办法》'],
      ] as const
    ).map(
      ([heading, path, value]): Wording => [['一、项目名称', '示例工作', heading, value], { [path]: value }],
    ),
  ],
};

const EIGHT = [
  ...['项目名称', '立项依据', '项目实施单位', '项目基本概况'],
  ...['项目实施内容', '资金安排情况', '项目实施计划', '项目实施成效'],
] as const;
const TEXTS = [
  ...['示例工作', '《示例办法》', '单位名称：示例局', '示例概况。'],
  ...['1.开展培训。', '2021年安排31.5万元。', '1.培训费31.5万元。', '示例成效。'],
] as const;
const ALL_EIGHT: Wanted = {
  '/title': '示例工作',
  '/basis/0/title': '《示例办法》',
  '/unit/name': '示例局',
  '/overview': '示例概况。',
  '/activities/0/content': '开展培训。',
  '/activities/1': null,
  '/appropriation/amountFen': 31.5 * WAN,
  '/plan/0/amountFen': 31.5 * WAN,
  '/plan/1': null,
  '/results': '示例成效。',
};

const without = (path: string): Wanted => ({
  ...Object.fromEntries(
    Object.keys(ALL_EIGHT)
      .filter((key) => key.startsWith(path))
      .map((key) => [key, null]),
  ),
});

/** All eight sections with numbers of one kind; each word is the number of the first. */
const numberKinds: Group = {
  name: 'whole documents by the numbers of their headings',
  around: (numbers) =>
    [
      '示例局',
      '2021年度示例工作项目',
      ...EIGHT.flatMap((name, at) => [`${numbers[at]}${name}`, TEXTS[at] ?? '']),
    ].join('\n'),
  wordings: [
    ...[...'一二三四五六七八']
      .reduce<string[][]>((kinds, han, at) => {
        const order = at + 1;
        const formal = [...'壹贰叁肆伍陆柒捌'][at];
        const roman = [...'ⅠⅡⅢⅣⅤⅥⅦⅧ'][at];
        const all = [
          ...[
            `第${han}部分`,
            `第${han}部分：`,
            `第${han}部分　`,
            `第${order}部分 `,
            `第${han}章 `,
            `${formal}、`,
          ],
          ...[
            `${formal}．`,
            `【${han}】`,
            `〔${han}〕`,
            `［${order}］`,
            `${han}：`,
            `${roman} `,
            `${roman}、`,
          ],
          ...[`■ `, `◆`, `● `, `${han}——`, `（${order}）`, `${order}）`, `0${order} `],
        ];
        return all.map((number, kind) => [...(kinds[kind] ?? []), number]);
      }, [])
      .map((numbers): Wording => [numbers, ALL_EIGHT]),
  ],
};

/** One heading of eight in words that no list has, numbered like the others. */
const headingWords: Group = {
  name: 'headings in other words',
  around: (words) =>
    [
      '示例局',
      '2021年度示例工作项目',
      ...EIGHT.flatMap((name, at) => [
        `${'一二三四五六七八'[at]}、${words[0] === name ? words[1] : name}`,
        TEXTS[at] ?? '',
      ]),
    ].join('\n'),
  wordings: [
    ...(
      [
        ['项目名称', '项目的名称', '拟申报项目', '项目名'],
        [
          '立项依据',
          '立项的相关依据',
          '项目由来及依据',
          '项目实施的依据',
          '设立项目的依据',
          '设立依据和文件',
        ],
        ['项目基本概况', '项目整体情况', '项目总体概述', '项目有关情况', '项目情况简述', '项目概况简介'],
        [
          '项目实施内容',
          '项目任务分解',
          '实施的具体内容',
          '项目开展内容',
          '工作内容及要求',
          '工作重点及内容',
        ],
        [
          '资金安排情况',
          '所需资金情况',
          '预算资金安排',
          '资金计划安排',
          '财政资金申请情况',
          '资金来源与安排',
        ],
        ['项目实施计划', '资金使用方案', '项目费用构成', '资金用途明细', '经费开支明细', '支出预算安排'],
        ['项目实施成效', '项目完成后的成效', '预期达到的效果', '项目产生的效益', '工作成效', '项目成效分析'],
      ] as const
    ).flatMap(([name, ...others]) => others.map((other): Wording => [[name, other], ALL_EIGHT])),
    // What is of another year, or of how money is watched over, is no section of the form.
    ...(
      [
        ['项目实施成效', '上年度实施成效', '/results'],
        ['资金安排情况', '以前年度资金执行情况', '/appropriation'],
        ['项目实施计划', '资金使用监督管理', '/plan'],
        ['项目基本概况', '人员基本情况', '/overview'],
        ['立项依据', '绩效评价计算依据', '/basis'],
      ] as const
    ).map(([name, other, path]): Wording => [[name, other], { ...ALL_EIGHT, ...without(path) }]),
  ],
};
/** A section whose name stood before, below a heading of another: its own heading is one all the same. */
const repeatedSections: Group = {
  name: 'a section whose meaning another line had',
  around: (words) =>
    [
      '示例局',
      '2021年度示例工作项目',
      `${words[0]}项目概况`,
      '（一）项目名称：示例工作',
      '（二）建设内容：新建渠道12.5公里。',
      `${words[1]}资金使用计划`,
      '（一）渠道工程50万元。',
      '（二）其他费用5万元（监理费3万元、设计费2万元）。',
      `${words[2]}进度安排`,
      '3月底前完成招标。',
      `${words[3]}预期效益`,
      '示例成效。',
    ].join('\n'),
  wordings: [
    ['第一部分 ', '第二部分 ', '第三部分 ', '第四部分 '],
    ['第一部分：', '第二部分：', '第三部分：', '第四部分：'],
    ['一、', '二、', '三、', '四、'],
  ].map(
    (numbers): Wording => [
      numbers,
      {
        '/activities/0/content': '新建渠道12.5公里。',
        '/activities/1/content': '3月底前完成招标。',
        '/plan/1/name': '其他费用',
        '/plan/1/amountFen': 5 * WAN,
        '/plan/1/description': '（监理费3万元、设计费2万元）。',
        '/plan/2': null,
        '/results': '示例成效。',
      },
    ],
  ),
};

/** A table of Word below section 七, row by row. */
const planRows: Group = {
  name: 'tables of the plan',
  around: (rows) => [
    '示例局',
    '2021年度示例工作项目',
    '七、项目实施计划',
    { table: rows.map((row) => row.split('|')) },
    '八、项目实施成效',
    '示例成效。',
  ],
  wordings: [
    // Sources as columns beside the whole of each line.
    ...[
      ['支出内容|合计（万元）|财政拨款|自筹资金', '甲|10|8|2', '乙|5|5|', '合计|15|13|2'],
      ['支出项目|金额小计（万元）|其中：财政拨款|单位资金', '甲|10|8|2', '乙|5|5|'],
    ].map(
      (rows): Wording => [
        rows,
        {
          '/plan/0/name': '甲',
          '/plan/0/amountFen': 10 * WAN,
          '/plan/1/amountFen': 5 * WAN,
          '/plan/2': null,
          '/appropriation': null,
        },
      ],
    ),
    // Two rows of headings whose first cell is not merged.
    [
      ['项目|2020年|2020年|2021年|备注', '|预算数|执行数|预算数|', '会议费|10|8|12|', '培训费|5|5|6|'],
      { '/plan/0/amountFen': null, '/plan/1/amountFen': null },
    ],
  ],
};

/** What is cited: the version and the number of a document, in whatever brackets and blanks. */
const basis: Group = {
  name: 'documents that are cited',
  around: inSections('二、项目立项依据'),
  wordings: [
    ...(
      [
        ['《示例法》（2018年12月29日第二次修正）第三条', '2018年12月29日第二次修正'],
        ['《示例法》（2015修正）第三条', '2015修正'],
        ['《示例法》（2019年3月修正版）第三条', '2019年3月修正版'],
        ['《示例办法》（甲发〔2019〕1号，2021年修订）第三条', '2021年修订'],
        ['《示例条例》（2012年通过，2017年修订）第三条', '2017年修订'],
      ] as const
    ).map(
      ([line, version]): Wording => [
        line,
        { '/basis/0/version': version, '/basis/0/articles/0': '第三条', '/basis/1': null },
      ],
    ),
    ...(
      [
        ['《示例办法》（ 甲发 〔 2020 〕 1 号 ）', '甲发〔2020〕1号'],
        ['《示例规程》（GB/T 33000-2016）', 'GB/T33000-2016'],
        ['《示例标准》（DB53/T 123.1—2020）', 'DB53/T123.1—2020'],
        ['《示例会议纪要》（〔2020〕5期）', '〔2020〕5期'],
        ['《示例会议纪要》（2020年第5期）', '2020年第5期'],
        ['《示例办法》（财政部 国家发展改革委令2020年第31号）', '财政部国家发展改革委令2020年第31号'],
        ['《示例办法》（财政部、国家发展改革委令第31号）', '财政部、国家发展改革委令第31号'],
      ] as const
    ).map(([line, number]): Wording => [line, { '/basis/0/number': number, '/basis/1': null }]),
    ['《示例办法》（共12条）', { '/basis/0/number': null, '/basis/0/version': null }],
    [
      '甲发﹝2020﹞1号、乙发〔2020〕2号',
      { '/basis/0/number': '甲发〔2020〕1号', '/basis/1/number': '乙发〔2020〕2号', '/basis/2': null },
    ],
  ],
};

const unitLabels: Group = {
  name: 'labels of the unit that have another field or none',
  around: (words) =>
    [
      '三、项目实施单位基本情况',
      '单位名称：示例局',
      '联系电话：0871-00000000',
      ...words,
      '四、项目基本概况',
      '示例概况。',
    ].join('\n'),
  wordings: [
    ['统一社会信用代码：11530114 MB1584810R', { '/unit/uscc': '11530114MB1584810R' }],
    ['统一社会信用代码：1153 0114 MB15 8481 0R', { '/unit/uscc': '11530114MB1584810R' }],
    ['统一社会信用代码：11530114mb1584810r', { '/unit/uscc': '11530114MB1584810R' }],
    ['邮政编码：650000', { '/unit/postcode': '650000', '/unit/phone': '0871-00000000' }],
    ['联系人：示例甲', { '/kind/contact': '示例甲', '/unit/phone': '0871-00000000' }],
    ['手机：13000000000', { '/unit/phone': '0871-00000000' }],
    ['传真：0871-11111111', { '/unit/phone': '0871-00000000' }],
    ['负责人：示例乙', { '/kind/lead': '示例乙', '/unit/phone': '0871-00000000' }],
    ['单位性质：行政单位', { '/unit/phone': '0871-00000000' }],
    ['主管部门：示例厅', { '/kind/supervisor': '示例厅', '/unit/phone': '0871-00000000' }],
    ['职务：主任', { '/unit/phone': '0871-00000000' }],
    ['单位编制：25', { '/unit/phone': '0871-00000000' }],
    // A name in a field of telephones, or a telephone in a name, would pass the masking.
    ...(
      [
        ['项目联系人及手机：示例甲 13811112222', '/kind/contact'],
        ['经办人、手机号：示例甲，13811112222', '/kind/contact'],
        ['项目负责人及手机：示例甲/13811112222', '/kind/lead'],
      ] as const
    ).map(
      ([line, path]): Wording => [
        line,
        { [path]: '示例甲', [`${path}Phone`]: '13811112222', '/unit/phone': '0871-00000000' },
      ],
    ),
    ['法定代表人及电话：示例甲 13811112222', { '/unit/legalRepresentative': '示例甲' }],
    ['法人代表：示例甲（13811112222）', { '/unit/legalRepresentative': '示例甲' }],
    ['手机：示例甲 13811112222', { '/kind/contactPhone': '13811112222' }],
    [
      '办公电话：0871-11111111转801',
      { '/unit/phone': '0871-00000000', '/kind/contactPhone': '0871-11111111转801' },
    ],
  ],
};

/** A table of a Word file below section 七. */
const planTable: Group = {
  name: 'cells of amounts',
  around: (words) => [
    '示例市示例局',
    '2021年度示例工作项目',
    '四、项目基本概况',
    '示例概况。',
    '七、项目实施计划',
    {
      table: [
        ['支出内容', '金额（万元）', '备注'],
        ['甲', words[0] ?? '', ''],
        ['乙', '1', ''],
      ],
    },
    '八、项目实施成效',
    '示例成效。',
  ],
  wordings: (
    [
      ['5', 5],
      ['5.50', 5.5],
      ['1,200', 1200],
      ['5万元', 5],
      ['50000元', 5],
      ['5（含税）', 5],
      ['5万元整', 5],
      ['5*', 5],
      ['-5', -5],
      ['－5', -5],
      ['10台*0.5万元=5万元', 5],
      ['500元/天×40天=2万元', 2],
      ['3年共90万元', 90],
      ['5万元（其中省级2万元）', 5],
      ['—5', null],
      ['2021年30', null],
      ['5-8', null],
      ['5+3', null],
      ['5万元/年', null],
      ['约5', null],
      ['12个月', null],
      ['500元/天×40天', 2],
      ['省级3万元，市级2万元', null],
    ] as const
  ).map(([cell, wan]): Wording => {
    const isRead = wan !== null;
    return [
      cell,
      isRead
        ? { '/plan/0/name': '甲', '/plan/0/amountFen': wan * WAN }
        : { '/plan/0/amountFen': null, '/plan/0/name': '甲', '/plan/1/amountFen': WAN },
    ];
  }),
};

const fundingTable: Group = {
  name: 'cells of sources',
  around: (words) => [
    {
      table: [
        ['项目名称', { text: '示例工作', columns: 2 }],
        ['预算年度', { text: '2021年', columns: 2 }],
        [{ text: '项目资金（万元）', rows: 3 }, '年度资金总额', '30'],
        ['其中：财政拨款', words[0] ?? ''],
        ['其他资金', words[1] ?? '0'],
      ],
    },
  ],
  wordings: [
    [['30', '0'], { '/appropriation/amountFen': 30 * WAN, '/appropriation/sources/0/amountFen': 30 * WAN }],
    [['30（含上年结转10）', '0'], { '/appropriation/sources/0/amountFen': 30 * WAN }],
    [['2021年30', '0'], { '/appropriation/sources': null }],
    [['20-30', '0'], { '/appropriation/sources': null }],
    [['20+10=30', '0'], { '/appropriation/sources/0/amountFen': 30 * WAN }],
  ],
};

/** Last year's columns before this year's, below a label of several rows. */
const fundingColumns: Group = {
  name: 'columns of years beside sources',
  around: (words) => [
    '2021年度项目申报表',
    {
      table: [
        ['项目名称', { text: '示例工作', columns: 4 }],
        [{ text: '资金来源（万元）', rows: 3 }, ...words],
        ['合计', '100', '90', '120'],
        ['一般公共预算', '100', '90', '120'],
      ],
    },
  ],
  wordings: [
    ...[
      ['来源', '2020年预算', '2020年执行', '2021年申请'],
      ['资金渠道', '2020年预算数', '2020年执行数', '2021年预算数'],
      ['项目', '上年预算', '上年执行', '本年申请'],
    ].map(
      (heads): Wording => [
        heads,
        {
          '/appropriation/amountFen': 120 * WAN,
          '/appropriation/sources/0/amountFen': 120 * WAN,
          '/appropriation/lastYear/approvedFen': 100 * WAN,
          '/appropriation/lastYear/spentFen': 90 * WAN,
        },
      ],
    ),
    // Which column is whose nobody can tell.
    [['甲', '乙', '丙', '丁'], { '/appropriation/amountFen': null, '/appropriation/sources': null }],
  ],
};

/** Rows of a text whose cells are parted by tabs. */
const tabs: Group = {
  name: 'rows of tabs that begin with an empty cell',
  around: inSections('七、项目实施计划'),
  wordings: [
    [
      ['类别\t支出内容\t金额（万元）\t备注', '培训\t师资费\t2\t3人', '\t场地费\t5\t3天', '合计\t\t7\t'],
      {
        '/plan/0/name': '师资费',
        '/plan/0/amountFen': 2 * WAN,
        '/plan/1/name': '场地费',
        '/plan/1/amountFen': 5 * WAN,
        '/plan/2': null,
      },
    ],
  ],
};

const counts: Group = {
  name: 'tables of several counts',
  around: (words) => [
    '2021年度示例工作项目',
    '四、项目基本概况',
    '示例概况。',
    '七、项目实施计划',
    { table: [['支出内容', '人数', '天数', '标准（元）', '金额（元）'], words] },
    '八、项目实施成效',
    '示例成效。',
  ],
  wordings: [
    [
      ['培训费', '50', '3', '400', '60000'],
      {
        '/plan/0/amountFen': 6 * WAN,
        '/plan/0/unitPriceFen': 40_000,
        '/plan/0/quantity': 150,
      },
    ],
    [
      ['培训费', '50', '3', '400', '70000'],
      { '/plan/0/amountFen': 7 * WAN, '/plan/0/unitPriceFen': null, '/plan/0/quantity': null },
    ],
    [
      ['培训费', '50', '1', '400', '20000'],
      { '/plan/0/amountFen': 2 * WAN, '/plan/0/unitPriceFen': 40_000, '/plan/0/quantity': 50 },
    ],
  ],
};

const HEAD = ['一级指标', '二级指标', '三级指标', '指标值', '度量单位'];

const indicatorTable: Group = {
  name: 'rows of indicators',
  around: (words) => [
    '示例市示例局',
    '2021年度示例工作项目',
    '九、项目绩效目标表',
    { table: [HEAD, ['产出指标', '数量指标', '培训人数', '≥200', '人'], words] },
  ],
  wordings: [
    [
      ['成效指标', '社会效益指标', '安全意识', '提高', ''],
      { '/performance/indicators/1/level1': 'benefit', '/performance/indicators/1/level2': 'social' },
    ],
    [
      ['影响力指标', '可持续影响指标', '机制', '健全', ''],
      {
        '/performance/indicators/1/level1': 'benefit',
        '/performance/indicators/1/level2': 'sustained-effect',
      },
    ],
    [
      ['管理指标', '财务管理', '制度', '健全', ''],
      { '/performance/indicators/1/level1': null, '/performance/indicators/1/name': '制度' },
    ],
    [['', '质量指标', '合格率', '≥95', '%'], { '/performance/indicators/1/level1': 'output' }],
    [
      ['产出指标', '数量指标', '发放人数', '1,200人', ''],
      { '/performance/indicators/1/value': '1200', '/performance/indicators/1/unit': '人' },
    ],
    [
      ['产出指标', '数量指标', '发放册数', '≥12,000', '册'],
      { '/performance/indicators/1/value': '12000', '/performance/indicators/1/operator': '>=' },
    ],
    ...[
      '达到90%以上',
      '达90%以上',
      '90%及以上',
      '90%以上（含）',
      '90％以上',
      '不低于90%',
      '≧90%',
      '大于等于90%',
      '90%（含）以上',
    ].map(
      (value): Wording => [
        ['产出指标', '质量指标', '合格率', value, ''],
        {
          '/performance/indicators/1/value': '90',
          '/performance/indicators/1/operator': '>=',
          '/performance/indicators/1/unit': '%',
        },
      ],
    ),
    ...['控制在5%以内', '不超过5%', '≤5%', '5%以下', '低于或等于5%'].map(
      (value): Wording => [
        ['产出指标', '质量指标', '差错率', value, ''],
        {
          '/performance/indicators/1/value': '5',
          '/performance/indicators/1/operator': '<=',
          '/performance/indicators/1/unit': '%',
        },
      ],
    ),
    ...(
      [
        ['31.5万元以内', '31.5', '万元'],
        ['３１.５万元之内', '31.5', '万元'],
        ['5%以内', '5', '%'],
        ['500元/人以内', '500', '元/人'],
      ] as const
    ).map(
      ([printed, value, unit]): Wording => [
        ['产出指标', '成本指标', '成本', printed, ''],
        {
          '/performance/indicators/1/value': value,
          '/performance/indicators/1/operator': '<=',
          '/performance/indicators/1/unit': unit,
        },
      ],
    ),
    [
      ['满意度指标', '受益群体满意度', '满意度', '≥95%', ''],
      { '/performance/indicators/1/level2': 'service-recipient' },
    ],
    [['产出指标', '数量指标', '场次', '两次', ''], { '/performance/indicators/1/nature': null }],
    [
      ['产出指标', '时效指标', '办理时间', '15个工作日内', ''],
      { '/performance/indicators/1/value': '15个工作日内', '/performance/indicators/1/operator': null },
    ],
    [
      ['产出指标', '质量指标', '误差', '±3%以内', ''],
      { '/performance/indicators/1/value': '±3%以内', '/performance/indicators/1/operator': null },
    ],
    [
      ['产出指标', '数量指标', '场次', '﹦4场', ''],
      {
        '/performance/indicators/1/value': '4',
        '/performance/indicators/1/operator': '=',
        '/performance/indicators/1/unit': '场',
      },
    ],
    [
      ['产出\n指标', '数量\n指标', '场次', '4', '场'],
      { '/performance/indicators/1/level1': 'output', '/performance/indicators/1/level2': 'quantity' },
    ],
    ...(
      [
        ['服务对象满意度', 'service-recipient'],
        ['社会公众或服务对象满意度指标', 'service-recipient'],
      ] as const
    ).map(
      ([level, value]): Wording => [
        ['满意度指标', level, '群众满意度', '≥95', '%'],
        { '/performance/indicators/1/level1': 'satisfaction', '/performance/indicators/1/level2': value },
      ],
    ),
    ...(
      [
        ['环境效益指标', 'ecological'],
        ['社会效益', 'social'],
      ] as const
    ).map(
      ([level, value]): Wording => [
        ['效益指标', level, '示例', '提高', ''],
        { '/performance/indicators/1/level1': 'benefit', '/performance/indicators/1/level2': value },
      ],
    ),
  ],
};

const indicatorHeads: Group = {
  name: 'headings of indicator tables',
  around: (words) => [
    '2021年度示例工作项目',
    '九、项目绩效目标表',
    { table: [words, ['产出指标', '数量指标', '培训人数', '≥200人']] },
  ],
  wordings: [
    ...['2021年指标值', '2021年度目标值', '2021年绩效指标值', '年度指标值', '2021年目标', '计划完成值'].map(
      (value): Wording => [
        ['一级指标', '二级指标', '三级指标', value],
        {
          '/performance/indicators/0/name': '培训人数',
          '/performance/indicators/0/value': '200',
          '/performance/indicators/0/level1': 'output',
        },
      ],
    ),
    [
      ['指标类型', '二级指标', '三级指标', '指标值'],
      {
        '/performance/indicators/0/name': '培训人数',
        '/performance/indicators/0/value': '200',
        '/performance/indicators/0/level1': 'output',
        '/performance/indicators/0/nature': 'quantitative',
      },
    ],
  ],
};

const indicatorLines: Group = {
  name: 'indicators in sentences',
  around: inSections('九、项目绩效目标表'),
  wordings: [
    [
      ['绩效指标如下：', '数量指标：培训人数≥200人', '质量指标：合格率≥95%', '以上指标由示例局负责审核。'],
      {
        '/performance/indicators/0/name': '培训人数',
        '/performance/indicators/1/name': '合格率',
        '/performance/indicators/2': null,
      },
    ],
    [
      ['数量指标：培训人数≥200人', '社会效益指标：群众安全意识明显提高'],
      { '/performance/indicators/1/level2': 'social', '/performance/indicators/2': null },
    ],
  ],
};

const listed = (text: string): WordBlock => ({ listed: text, list: 'headings' });

/** Each word is a line of the plan that Word numbers; one that begins with a blank stands deeper. */
const wordLists: Group = {
  name: 'lists that Word numbers',
  around: (words) => [
    '示例市示例局',
    '2021年度示例工作项目',
    listed('项目基本概况'),
    '示例概况。',
    listed('管理架构'),
    '示例架构。',
    listed('项目实施计划'),
    ...words.map((word): WordBlock => ({ listed: word.trim(), depth: word.startsWith(' ') ? 1 : 0 })),
    listed('项目实施成效'),
    '示例成效。',
  ],
  wordings: [
    [
      ['设备费20万元', ' 电脑10万元', ' 打印机10万元', '培训费3万元'],
      {
        '/plan/0/name': '设备费',
        '/plan/0/amountFen': 20 * WAN,
        '/plan/1/name': '培训费',
        '/plan/1/amountFen': 3 * WAN,
        '/plan/2': null,
        '/overview': '示例概况。',
        '/results': '示例成效。',
      },
    ],
    [
      ['设备费', ' 电脑10万元', ' 打印机10万元', '培训费3万元'],
      { '/plan/0/name': '电脑', '/plan/1/name': '打印机', '/plan/2/name': '培训费', '/plan/3': null },
    ],
  ],
};

/** A form as one table of a Word file. */
const form: Group = {
  name: 'cells of forms',
  around: (words) => [
    '项目支出绩效目标申报表',
    { table: [words, ['预算年度', '2021年', '项目类别', '其他']] },
  ],
  wordings: [
    // Values that are broken over lines.
    [['项目名称', '项目前期、项目概算\n及项目入库建设'], { '/title': '项目前期、项目概算及项目入库建设' }],
    [['单位名称', '示例市示例区\n发展和改革局'], { '/unit/name': '示例市示例区发展和改革局' }],
    [
      ['项目名称', '示例', '实施单位', '示例市示例区\n发展和改革局'],
      { '/unit/name': '示例市示例区发展和改革局' },
    ],
    [
      ['主管部门', '示例市示例区\n财政局', '单位名称', '示例局'],
      { '/kind/supervisor': '示例市示例区财政局' },
    ],
    [['项目起止时间', '2021年1月—\n2021年12月'], { '/kind/start': '2021-01', '/kind/end': '2021-12' }],
    [['项目起止时间', '2021年1月\n至\n2021年12月'], { '/kind/start': '2021-01', '/kind/end': '2021-12' }],
    [['地址', '示例省示例市\n示例路1号'], { '/unit/address': '示例省示例市示例路1号' }],
    [['项目负责人', '示例甲\n0871-00000000'], { '/kind/lead': '示例甲', '/kind/leadPhone': null }],
    // Cells behind a label that nobody knows.
    [['单位地址', '示例路1号', '在编职工数', '25'], { '/unit/address': '示例路1号' }],
    [['法定代表人', '示例甲', '党组织书记', '示例乙'], { '/unit/legalRepresentative': '示例甲' }],
    [['项目名称', '示例工作', '项目库编号', 'A1'], { '/title': '示例工作' }],
    [['实施单位', '示例局', '内设机构', '综合组'], { '/unit/name': '示例局' }],
  ],
};

const nameOfForm: Group = {
  name: 'an office in the name of the form',
  around: (words) => [
    ...words,
    {
      table: [
        ['项目名称', '示例工作'],
        ['预算年度', '2021年'],
      ],
    },
  ],
  wordings: [
    [
      '示例市应急管理局2021年度项目支出绩效目标申报表',
      { '/unit/name': '示例市应急管理局', '/title': '示例工作' },
    ],
    ['2021年度项目支出绩效目标申报表', { '/unit': null, '/budgetYear': 2021 }],
  ],
};

/** Lines above the first heading: which is the unit, which the title, and which neither. */
const opening: Group = {
  name: 'the lines above the first heading',
  around: (words) => [...words, '一、立项依据', '《示例办法》。', '二、项目概况', '示例概况。'].join('\n'),
  wordings: [
    ...(
      [
        [['附件2', '示例县教育局', '2021年度校舍维修改造项目申报书'], '示例县教育局', '校舍维修改造', 2021],
        [['示例县教育局2021年校舍维修改造项目资金申请报告'], '示例县教育局', '校舍维修改造', 2021],
        [['示例县教育局校舍维修改造项目支出预算申报书（２０２１年）'], '示例县教育局', '校舍维修改造', 2021],
        [['校舍维修改造项目（2021年度）'], null, '校舍维修改造', 2021],
        [['示例县教育局', '校舍维修改造项目', '2021年度'], '示例县教育局', '校舍维修改造', 2021],
        [['2021—2023年校舍维修改造项目'], null, '2021—2023年校舍维修改造', null],
        [['校舍维修改造', '示例县教育局', '二○二一年三月'], '示例县教育局', null, null],
        [['关于申报校舍维修改造经费的函'], null, null, null],
        [['示例县教育局文件', '示教发〔2020〕15号'], '示例县教育局', null, null],
        [['2021年度项目申报书'], null, null, 2021],
        [['示例县财政局2021年度项目入库申报书'], '示例县财政局', null, 2021],
        [['示例县2021年度部门预算项目支出绩效目标申报表'], null, null, 2021],
        [['示例县妇联', '2021年度妇女培训项目'], '示例县妇联', '妇女培训', 2021],
        [
          ['示例县卫生健康局（本级）', '2021年度基本公共卫生服务项目'],
          '示例县卫生健康局（本级）',
          '基本公共卫生服务',
          2021,
        ],
      ] as const
    ).map(
      ([lines, unit, title, year]): Wording => [
        lines,
        {
          '/unit/name': unit,
          '/title': title,
          '/budgetYear': year,
          '/basis/0/title': '《示例办法》',
          '/overview': '示例概况。',
        },
      ],
    ),
  ],
};

/** What follows behind the decisions is no signature. */
const behind: Group = {
  name: 'a table behind the decisions',
  around: (words) => [
    '2021年度示例工作项目',
    '四、项目基本概况',
    '示例概况。',
    '八、项目实施成效',
    '示例成效。',
    '审批意见',
    '同意。',
    ...words,
    { table: [HEAD, ['产出指标', '数量指标', '培训人数', '≥200', '人']] },
  ],
  wordings: [
    ['附件：项目绩效目标表', { '/performance/indicators/0/name': '培训人数' }],
    ['绩效目标表', { '/performance/indicators/0/name': '培训人数' }],
  ],
};

export const groups: readonly Group[] = [
  planLines,
  planUnit,
  yuan,
  funding,
  fundingDoubts,
  yearsInNumbers,
  budgetYear,
  activities,
  ranked,
  numbering,
  numberKinds,
  headingWords,
  repeatedSections,
  basis,
  unitLabels,
  planTable,
  planRows,
  fundingTable,
  fundingColumns,
  tabs,
  counts,
  indicatorTable,
  indicatorHeads,
  indicatorLines,
  wordLists,
  form,
  nameOfForm,
  opening,
  behind,
];
