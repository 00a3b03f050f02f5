/**
 * What forms and documents call a thing, as data: what a label or a heading leads to, by all the names that offices give
 * it. Names stand without 项目 before and 情况, 说明 and the like behind them: `labelKey` takes those off both sides.
 */

/** The sections of the form, and what else a label may lead to. */
export type Topic =
  | 'title'
  | 'code'
  | 'category'
  | 'continuity'
  | 'period'
  | 'start'
  | 'end'
  | 'supervisor'
  | 'office'
  | 'lead'
  | 'leadAndPhone'
  | 'contact'
  | 'contactAndPhone'
  | 'mobile'
  | 'phone'
  | 'unit'
  | 'unitName'
  | 'implementer'
  | 'applicant'
  | 'projectUnit'
  | 'uscc'
  | 'address'
  | 'postcode'
  | 'head'
  | 'legalRepresentative'
  | 'fundingSource'
  | 'profile'
  | 'budgetYear'
  | 'basis'
  | 'necessity'
  | 'feasibility'
  | 'overview'
  | 'activities'
  | 'appropriation'
  | 'fundingTable'
  | 'plan'
  | 'results'
  | 'performance'
  | 'overallGoal'
  | 'annualGoal'
  | 'goals'
  | 'indicators'
  | 'totalInvestment'
  | 'group'
  | 'known'
  | 'end-of-declaration';

const names = (list: string): readonly string[] => list.split(/\s+/).filter((name) => name !== '');

const LABELS: Readonly<Record<Topic, readonly string[]>> = {
  title: names(`
    名称 项目名称 项目的名称 项目名 项目名字 申报项目 拟申报项目 申报项目名称 专项名称 专项资金名称 资金名称 课题名称 任务名称 二级项目名称
    支出项目名称 政策名称 项目（政策）名称 项目全称 工程名称 具体项目名称
  `),
  code: names('代码 编码 编号 项目编码 项目代码 项目编号 具体项目代码 项目唯一编码 申报编号'),
  category: names(`
    类别 类型 分类 种类 项目类别 项目类型 项目分类 资金类别 支出类别 支出类型 资金用途类别 专项类型
    预算项目类型 项目级次
  `),
  continuity: names('属性 项目属性 性质 项目性质 存续状态 新增或延续 项目存续'),
  period: names(`
    日期范围 起止日期范围 时间范围 起止时间 起止日期 起止年限 起止年月 实施期限 实施时间 执行期限 实施周期 周期 期限 建设期限 建设周期
    执行周期 实施期 存续期限 存续期 计划起止时间 执行期 起止 期 项目期 建设期 实施起止时间 执行时间
    实施年限 工期 研究期限 研究年限 建设时间
  `),
  start: names('开始时间 起始时间 开始日期 起始日期 计划开始时间 开工时间 开始年月 开始年份 起始年度'),
  end: names(`
    完成时间 结束时间 终止时间 完成日期 结束日期 计划完成时间 竣工时间 完成时限 完成年月 终止年度
    结束年份
  `),
  supervisor: names(`
    主管部门 主管单位 预算主管部门 业务主管部门 一级预算单位 省级主管部门 市级主管部门 县级主管部门
    区级主管部门 主管预算部门 主管部门名称 主管部门及代码 上级主管部门 主管局
  `),
  office: names(`
    责任科室 责任处室 负责科室 负责处室 主管科室 主管处室 业务科室 业务处室 承办科室 经办科室 归口科室
    归口处室 归口管理科室 实施科室 承办处室 使用科室 申报科室 科室 处室 责任部门 承办部门 财政对口处室
    业务股室 责任股室 负责股室 股室 实施处室
  `),
  lead: names(
    '项目负责人 负责人 项目责任人 责任人 项目主管 主管人员 课题负责人 项目法人 负责人姓名 项目负责人姓名',
  ),
  leadAndPhone: names(`
    负责人及电话 负责人及联系电话 负责人和电话 负责人及联系方式 责任人及电话 责任人及联系电话
    负责人、电话 负责人电话姓名 负责人/电话 负责人/联系电话
  `),
  contact: names(`
    联系人 项目联系人 经办人 经办人员 绩效管理联络员 联络员 填报人 填表人 联系人姓名 财务联系人
    项目经办人 绩效联系人 业务联系人 填报人员 填表人员 制表人
  `),
  contactAndPhone: names(`
    联系人及电话 联系人及联系电话 联系人和电话 联系人及联系方式 经办人及电话 经办人及联系电话
    联系人/电话 联系人/联系电话 填报人及电话 填报人及联系电话 填表人及电话 填表人及联系电话
  `),
  mobile: names('手机 移动电话 手机号 手机号码 联系手机 手机电话'),
  phone: names(`
    联系电话 电话 单位电话 办公电话 固定电话 联系方式 电话号码 座机 咨询电话 联系电话（座机） 负责人电话
    负责人联系电话 联系人电话 联系人联系电话 联系电话号码 填报人电话 经办人电话 单位联系电话
  `),
  unit: names(`
    实施单位 承担单位 申报单位 单位 实施主体 单位基本 实施单位基本 申报单位基本 建设单位 承担单位基本
    项目申报单位 单位信息 项目单位基本 承担单位概 执行单位 实施单位概 承办单位 实施单位信息 申报单位信息
  `),
  unitName: names(`
    单位名称 单位全称 申报单位名称 预算单位名称 预算单位 实施单位名称 部门（单位）名称 机构名称
    用款单位名称
  `),
  implementer: names(`
    实施单位 项目实施单位 承担单位 项目承担单位 建设单位 执行单位 项目执行单位 实施部门 具体实施单位
    资金使用单位 用款单位 使用单位 二级预算单位 基层预算单位 项目实施主体 实施主体 承办单位
  `),
  applicant: names(`
    填报单位 填报部门 编制单位 编报单位 申报单位 申请单位 申报部门 申请部门 填表单位 单位 部门名称 部门
    申报单位（部门） 预算部门 上报单位 报送单位 申报主体 编制部门 填制单位
  `),
  projectUnit: names('项目单位 所属单位 项目所属单位 项目建设单位'),
  uscc: names(`
    统一社会信用代码 社会信用代码 组织机构代码 信用代码 统一信用代码 机构代码
    单位代码（统一社会信用代码） 统一社会信用代码证号 统一社会信用代码（组织机构代码）
  `),
  address: names('地址 单位地址 通讯地址 通信地址 办公地址 联系地址 单位地点 详细地址 注册地址 住所'),
  postcode: names('邮编 邮政编码 邮政编号'),
  head: names('单位负责人 部门负责人 单位主要负责人 主要负责人 单位领导 分管领导 单位法人'),
  legalRepresentative: names(
    '法人代表 法定代表人 法人 法人代表姓名 单位法人代表 法定代表人姓名 单位法定代表人 法人代表（签字）',
  ),
  fundingSource: names(`
    经费来源 单位经费来源 经费形式 经费供给形式 单位经费形式 经费拨款方式 单位预算管理形式 经费保障方式
    经费渠道
  `),
  profile: names(`
    单位概况 单位简介 单位职能 单位职能概述 单位职责 单位基本情况简介 单位职能职责 部门职能 单位主要职能
    单位主要职责 部门职能概述 部门概况 机构职能 机构概况 单位基本概况 单位职能简介 主要职能 部门职责
    单位基本职能 申报单位概况
  `),
  budgetYear: names('预算年度 年度 申报年度 项目年度 预算年份 申报年份 所属年度 财政年度 资金年度 执行年度'),
  basis: names(`
    立项依据 依据 设立依据 政策依据 文件依据 法律依据 项目依据 立项的依据 申报依据 立项政策依据
    设立的依据 依据文件 立项依据文件 项目立项依据 实施依据 立项背景及依据 立项背景和依据 背景及依据
    立项主要依据 立项的政策依据 法规依据 申请依据 项目申报依据 立项依据及背景 主要依据 设立依据及文号
    立项理由 申报的依据 项目设立政策依据 政策法规依据 立项（政策）依据 资金设立依据 立项文件依据
    立项依据和 立项依据（文件名称及文号） 设立背景及依据 立项的主要依据 编制依据 资金管理办法及依据
  `),
  necessity: names(`
    必要性 立项必要性 立项的必要性 申报的必要性 申报必要性 实施必要性 实施的必要性 设立必要性
    设立的必要性 申请理由 申请原因 立项背景 背景 必要性分析 申报理由 立项必要性分析 项目背景 项目必要性
    实施的必要性分析 申报原因 设立的必要性和可行性 必要性和可行性 必要性及可行性 必要性与可行性
    建设必要性 建设的必要性 立项背景和必要性 立项背景及必要性 目的和意义 目的意义 立项的必要性和可行性
    立项必要性和可行性 目的及意义 意义和必要性 立项必要性及可行性 立项必要性、可行性 必要性、可行性
  `),
  feasibility: names(`
    可行性 立项可行性 申报的可行性 申报可行性 实施可行性 可行性分析 实施的可行性 立项的可行性 可行性论证
    实施条件 项目可行性 可行性研究 实施的可行性分析 实施条件和可行性 可行性及实施条件 已有工作基础
    保障措施 保证措施 实施保障措施 项目实施的保障措施 组织保障 保障条件 制度措施 管理措施 组织实施保障
  `),
  overview: names(`
    基本概况 概况 概述 简介 基本 简要 主要 描述 总体 综述 摘要 介绍 背景及概况 基本信息 概况及主要内容
    概况（内容） 支出概况 内容概述 概况描述 概要 背景与概况 总体概况 项目支出概况 项目基本 项目内容概述
    简况 内容简介 主要概况 概况和主要内容 简单介绍 背景概况 概况介绍 资金使用概况
  `),
  activities: names(`
    实施内容 建设内容 工作内容 主要内容 内容 主要工作内容 具体内容 主要实施内容 主要建设内容 任务
    工作任务 主要任务 实施的主要内容 实施方案 内容及规模 建设内容及规模 建设规模及内容 重点工作任务
    实施内容及范围 具体实施内容 主要建设内容及规模 实施进度 实施进度计划 进度计划 进度安排 实施进度安排
    进度 工作进度 工作计划 实施步骤 计划进度 工作进度安排 工作安排 时间安排 实施计划及进度 实施计划进度
    主要工作 工作任务及内容 研究内容 实施内容和范围 任务内容 建设任务 实施方案及计划 主要活动 活动内容
    阶段性计划 实施阶段 实施进度及计划 工作内容及进度 建设内容和规模 实施内容及计划 实施内容与进度
  `),
  appropriation: names(`
    资金安排 资金 资金来源 资金申请 资金总额及构成 资金预算 资金构成 预算 预算安排 经费安排 经费预算
    资金总额 资金及来源 资金来源及金额 预算资金 预算金额 申请资金 申请金额 申报金额 资金规模 资金筹措
    资金需求 预算资金来源 资金来源及预算 申报资金 年度资金 年度预算数 年度预算 年度预算资金 年度预算申请
    预算申请 经费来源及安排 资金额度 经费申请 资金投入 项目总预算 总预算 投资估算及资金来源
    投资估算及资金筹措 资金安排计划 资金来源及安排 资金安排及来源 预算数 申请财政资金 年度金额
    资金需求及来源 本年度预算 当年预算 年度资金预算 资金预算及来源 申请预算资金 项目经费 经费 金额
    经费需求 年度预算金额 资金筹集 资金来源构成 当年资金 项目资金及来源 资金申报 资金使用 拟安排资金
    资金性质 资金概况 申请预算 预算规模 申请资金总额 申请财政资金总额 本年度申请资金 预算总额 预算申报 资金申请额
    申报预算 经费概算 资金基本 收入来源 收入预算 投入资金
  `),
  fundingTable: [],
  plan: names(`
    实施计划 支出计划 支出明细 支出明细预算 预算明细 资金使用计划 经费预算明细 支出预算 支出内容
    支出预算明细 资金使用明细 支出构成 经费使用计划 资金支出计划 支出内容及明细预算 预算支出 资金分配
    明细预算 支出范围 资金用途 资金明细 经费测算 资金测算 测算依据 预算测算 支出测算 测算 测算明细
    预算编制 资金支出明细 支出分项预算 预算构成 经费支出预算 测算依据及过程 资金测算依据 测算依据及标准
    预算测算依据 支出项目明细 经费明细 支出 资金支出 预算明细表 资金使用方向 资金支出内容 经费支出
    支出预算及测算依据 预算支出明细 支出明细及测算依据 经费支出明细 支出预算测算 费用明细 费用预算
    费用测算 资金安排明细 资金使用计划及测算 测算过程 预算支出内容 明细项目 支出计划及测算
    资金测算及依据 资金测算过程 预算编制依据 支出明细测算 资金使用安排 资金支出预算 经费预算表 预算表
    资金明细预算 支出预算表
  `),
  results: names(`
    实施成效 成效 预期成效 预期效益 预期效果 实施效果 预期成果 效果 实施绩效 效益 预期实施成效 绩效
    预计成效 取得成效 预期绩效 社会效益和经济效益 预期目标及效益 预期社会效益 效益分析 实施效益 项目成果
    预期经济效益和社会效益 预期社会经济效益 预期产出和效果 效果分析 成果 预期产出及效益 经济社会效益
    经济效益和社会效益 效益预测 预计效益 预计效果 实施后效果 预期产出和效益 项目效益分析 预期成果及效益
    效益及成果 社会经济效益 效益情况分析 预期实施效果
  `),
  performance: names(`
    绩效目标表 绩效目标 绩效目标申报 绩效目标申报表 绩效目标及指标 绩效目标和指标 支出绩效目标表
    支出绩效目标 预期绩效目标 绩效目标与指标 绩效目标设定 绩效 预算绩效目标 绩效目标设置
    绩效目标及绩效指标 预算绩效目标表 绩效目标明细 绩效目标指标
  `),
  overallGoal: names(`
    总体目标 长期目标 中长期目标 中期目标 实施期目标 总体绩效目标 长期绩效目标 三年目标 总目标
    中长期绩效目标 整体目标 规划期目标 中期绩效目标 实施期总目标 实施期绩效目标 项目期目标 项目总体目标
    实施期总体目标 全周期目标 绩效总目标 预期总目标 远期目标 绩效总体目标 预期总体目标 周期目标
    总体目标（实施期） 多年目标 全程目标 五年目标 项目长期绩效目标
  `),
  annualGoal: names(`
    年度目标 年度总体目标 年度绩效目标 当年目标 本年目标 本年度目标 预算年度目标 年度总目标 年度预期目标
    当年绩效目标 本年度绩效目标 年度绩效总目标 年度工作目标 年度总体绩效目标 预期目标 年度任务目标
    年度绩效总体目标 本年绩效目标 项目年度绩效目标 当年度目标 当年度绩效目标 年度绩效目标描述
    年度预期绩效目标 短期目标 年度主要目标 绩效年度目标
  `),
  goals: names('目标 绩效目标描述 预期目标描述'),
  indicators: names(`
    绩效指标 年度绩效指标 指标 绩效指标表 年度指标 绩效评价指标 绩效指标体系 产出效益指标 考核指标
    指标体系 绩效指标设定 年度绩效指标表 年度绩效
  `),
  totalInvestment: names(`
    总投资 投资总额 总投资额 投资概算 概算总投资 总经费 计划总投资 估算总投资 总概算 投资估算 投资总概算
    总投资（概算） 项目总金额 项目总投资 总投资估算 全周期总预算 项目全周期总额
  `),
  group: names('立项情况 项目立项情况 项目信息 申报信息 支出绩效 基础信息 其他情况'),
  known: names(`
    传真 职务 职称 单位性质 单位编制 编制人数 主管部门编码 主管部门代码 单位编码 单位代码 填报日期
    填报时间 填表日期 申报日期 编制日期 日期 备注 其他说明 其他需要说明的问题 其它需要说明的问题
    需要说明的其他问题 其他需说明 其他事项 附件 附件材料 审核意见 财政部门审核意见 主管部门审核意见
    财政部门意见 主管部门意见 专家意见 单位意见 资金管理办法 管理制度 邮箱 电子邮箱 电子邮件 Email
    E-mail 网址 开户银行 开户行 银行账号 账号 户名 账户名称 预算科目 功能分类科目 功能科目
    经济科目 经济分类科目 支出功能分类 科目编码 科目名称 政府采购 是否政府采购 是否重点项目 优先级
    项目排序 级别 行政区划 所在地 实施地点 建设地点 项目地点 地点 在职人数 编制数 实有人数 人员编制
    所属行业 行业 实施范围 受益对象 受益范围 服务对象 公章 签字 密级 总体目标完成 偏差原因 自评得分 总分
    自评结论 存在问题 改进措施 分配方式 支持方向 支持方式 资金管理 上年度绩效 以前年度绩效 前期准备
    前期工作 前期工作准备 技术路线 风险分析 风险与不确定性 性别 年龄 学历 身份证号 身份证号码 单位类型
    单位级别 隶属关系 主要经济指标 归口管理部门 财政归口处室 评审 评审意见 参与单位 合作单位 协作单位
    监管部门 申报级次 绩效类型 申报文号 年度绩效等级 评价等级 实际完成 完成 年度目标完成 实际完成值
    全年实际完成 绩效目标完成
  `),
  'end-of-declaration': names('审批意见 签字盖章 审批 审核审批'),
};

const BEFORE = /^(?:本|该)?(?:申报|申请)?(?:项目|专项资金|专项)(?=.{2})/;
const BEHIND = /(?:及其说明|及说明|和说明|情况说明|情况|说明|一览表)$/;

/**
 * A label as it is compared: without blanks, numbering, what stands in brackets, the colon, 项目 before and 情况 behind.
 * @param plain in the plain form of its characters
 */
export function labelKey(plain: string): string {
  const bare = bareLabel(plain);
  const short = bare.replace(BEFORE, '').replace(BEHIND, '');
  return short === '' ? bare : short;
}

function bareLabel(plain: string): string {
  return plain
    .replace(HAN_AND_BLANK, '')
    .replace(/\s+/g, '')
    .replace(/\(\d{4}年?度?\)/g, '')
    .replace(/^\d{4}年度?(?=.)/, '年度')
    .replace(NUMBERING, '')
    .replace(/^\d{4}年度?(?=.)/, '年度')
    .replace(/\([^()]*(?:\([^()]*\)[^()]*)?\)?$/, '')
    .replace(/[:：。;,、*★.]+$/, '')
    .replace(/^[*★"“”']+/, '')
    .replace(/["“”']+$/, '')
    .replace(/\([^()]*\)$/, '');
}

/** `一　项目概况`: a blank is all that parts the number. */
const HAN_AND_BLANK = /^\s*[一二三四五六七八九十]{1,3}\s+(?=[\u4E00-\u9FFF]{2}|(?:19|20)\d{2}年)/;

/** Numbers as headings bear them, in figures of trade and law as well: `壹、`. */
export const HAN_NUMBER = '[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3}';
const ROMAN = '[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]';

/**
 * `5、`, `九、`, `（三）`, `第五章`, `第一部分：`, `①`, `1.2`, `Ⅲ.`, `VI.`, `A.`, `一　`, `【一】`, `■`; an Arabic number alone
 * only before a Han character.
 */
export const NUMBERING = new RegExp(
  [
    `^(?:第?[(（]?(?:[0-9]{1,2}(?:\\.[0-9]{1,2}){0,2}|${HAN_NUMBER}|${ROMAN}|[IVX]{1,4}(?=[)）.、])|[A-Ha-h](?=[)）.、]))[)）]?`,
    `(?:[章节部分]{1,2}[:：]?|\\s?[、.．:：]|(?<=[一二三四五六七八九十])(?:,|-{1,2}|\\s+(?=[\\u4E00-\\u9FFF]{2}|(?:19|20)\\d{2}年))`,
    `|(?<=${ROMAN})\\s*(?=[\\u4E00-\\u9FFF])|(?<=[)）])|(?<=[0-9])(?=\\s?[\\u4E00-\\u9FFF]))`,
    `|[【〔〖\\[](?:[0-9]{1,2}|${HAN_NUMBER})[】〕〗\\]]|[■●◆▲▪♦◼⬛]`,
    '|[①-⑳⑴-⒇⒈-⒛㈠-㈩])[、.．]?\\s*',
  ].join(''),
);

const exact = new Map<string, Topic[]>();
const topics = new Map<string, Topic[]>();
const add = (map: Map<string, Topic[]>, key: string, topic: Topic): void => {
  const known = map.get(key) ?? [];
  if (!known.includes(topic)) map.set(key, [...known, topic]);
};
for (const topic of Object.keys(LABELS) as Topic[]) {
  for (const name of LABELS[topic]) {
    const plain = name.replaceAll('（', '(').replaceAll('）', ')');
    add(exact, bareLabel(plain), topic);
    add(topics, labelKey(plain), topic);
  }
}

/** Longer than any label: what is longer is content. */
export const LONGEST_LABEL = 40;

/** What a label may lead to, the likeliest first; nothing for a text that is no label. */
export function topicsOf(plain: string): readonly Topic[] {
  if (plain.length > LONGEST_LABEL) return [];
  const bare = bareLabel(plain);
  const found =
    exact.get(bare) ?? topics.get(labelKey(plain)) ?? patternTopics(bare) ?? joinedTopics(bare) ?? [];
  // `五、2024年经费预算`: whose year it is says no more.
  const isOfYear = found.length === 0 && /(?:19|20)\d{2}年/.test(plain) && bare.startsWith('年度');
  return isOfYear ? (exact.get(bare.slice(2)) ?? topics.get(bare.slice(2)) ?? []) : found;
}

/** What a label that no list has says by its last or its only telling word. */
const PATTERNS: readonly (readonly [RegExp, Topic])[] = [
  [/(?:科室|处室|股室)$/, 'office'],
  [/^(?:项目|课题|专项).{0,4}(?:负责人|责任人)$/, 'lead'],
  [/(?:负责人|责任人)(?:姓名)?(?:及|和|、|\/)?(?:联系)?(?:电话|方式|手机(?:号码?)?)$/, 'leadAndPhone'],
  [
    /(?:联系人|经办人|联络员|填报人|填表人)(?:姓名)?(?:及|和|、|\/)(?:联系)?(?:电话|方式|手机(?:号码?)?)$/,
    'contactAndPhone',
  ],
  [/(?:联系人|经办人|联络员)$/, 'contact'],
  [/手机(?:号码?)?$/, 'mobile'],
  [/(?:联系|办公|固定|单位|值班)电话$/, 'phone'],
  [/(?:起止|执行|实施|建设)(?:时间|日期|年限|年月|期限|周期)$/, 'period'],
  [/^.{0,6}(?:开始|起始|启动)(?:时间|日期|年月)$/, 'start'],
  [/^.{0,6}(?:完成|结束|终止|截止|竣工)(?:时间|日期|年月)$/, 'end'],
  [/主管(?:部门|单位)$/, 'supervisor'],
  [/^.{0,6}项目(?:编码|代码|编号)$/, 'code'],
  [/^(?:所属|申报|专项|资金|支持|项目所属)(?:类别|类型)$/, 'category'],
  [/^.{0,8}(?:项目|专项|资金)名称$/, 'title'],
  [/信用代码$/, 'uscc'],
  [/(?:通讯|通信|联系|办公|单位)地址$/, 'address'],
  [/(?:法定代表人|法人代表)$/, 'legalRepresentative'],
  [/^.{0,8}(?:立项|设立|政策|申报|文件)依据$/, 'basis'],
  [/^.{0,8}(?:总体|中长期|长期|中期|实施期|远期|三年|五年)(?:总体)?(?:绩效|工作)?目标$/, 'overallGoal'],
  [/^.{0,6}年度?(?:总体|预期|绩效|工作|主要)*目标$/, 'annualGoal'],
  [/^.{0,6}(?:实施|建设|工作|主要|研究)(?:工作)?内容$/, 'activities'],
  [/^.{0,6}(?:实施|工作|建设|项目|执行)进度(?:计划|安排)?$/, 'activities'],
  [/^.{0,6}(?:总投资|投资总额|投资概算)$/, 'totalInvestment'],
  [/^.{0,6}(?:支出|预算|资金|经费|概算|费用)(?:支出)?明细表?$/, 'plan'],
  [
    /^.{0,8}测算(?:依据|标准|过程|说明|明细|方法)?(?:[及和与](?:测算)?(?:依据|标准|过程|说明|明细|方法))?$/,
    'plan',
  ],
  [/^(?:本年度?|当年|年度)?(?:预算|资金|经费)?(?:申请|安排)(?:数|额|金额|资金)?$/, 'appropriation'],
  [
    /^(?:[三五]年|分年度?|各年度?|中期)(?:度)?(?:支出|资金|预算|投资|经费)(?:计划|安排|规划|预算)?$/,
    'appropriation',
  ],
  [/^.{0,6}(?:预期|预计|实施)(?:社会|经济)?(?:成效|效益|效果|成果)$/, 'results'],
];
const LONGEST_PATTERN = 18;
const isWordy = (bare: string): boolean => bare.length > LONGEST_PATTERN || /[,，。;；:%\d]/.test(bare);

/** Of other years than the one that is declared. */
const OF_OTHER_YEARS = /^(?:上一?年|去年|以前|以往|往年|历年|前期)/;
const patternTopics = (bare: string): readonly Topic[] | undefined => {
  const found =
    isWordy(bare) || OF_OTHER_YEARS.test(bare) ? undefined : PATTERNS.find(([pattern]) => pattern.test(bare));
  return found ? [found[1]] : undefined;
};

/** `立项依据及必要性`: labels that are joined lead to what the first of them leads to, or to the documents that are cited. */
function joinedTopics(bare: string): readonly Topic[] | undefined {
  const parts = isWordy(bare) ? [] : bare.split(/[及和与、]/);
  if (parts.length < 2 || parts.some((part) => part.length < 2)) return undefined;
  const found = parts.map((part) => exact.get(part) ?? topics.get(labelKey(part)) ?? []);
  if (!found.every((one) => one.length > 0)) return undefined;
  // `立项背景与依据`: the documents are what is looked for there.
  return found.find(([topic]) => topic === 'basis') ?? found[0];
}

/** What is of others, or of how the money is watched over, is no section of the form, whatever its words. */
const NO_SECTION =
  /管理|制度|监管|监督|监控|评价|评审|审核|绩效|风险|到位|执行|结转|结余|人员|机构|财务|存在|问题|建议|措施|保障|其[他它]/;
/** The telling words of headings that no list has; the first that fits holds. */
const GUESSES: readonly (readonly [RegExp, Topic])[] = [
  [/^(?!.*(?:测算|计算|编制|评分|定价)).*依据/, 'basis'],
  [/支出|费用|开支|(?:资金|经费|预算).*(?:使用|用途|明细|测算|分配|细目)/, 'plan'],
  [/资金|经费|预算/, 'appropriation'],
  [/成效|效益|效果|成果/, 'results'],
  [/概况|概述|简介|简述|综述|概要|(?:整体|总体|基本|有关|相关)情况|^情况(?:简述|介绍|概述|描述)/, 'overview'],
  [/内容|任务|步骤|进度/, 'activities'],
];

/** What a heading in words of its own is likely to lead to, by the word that tells most; undefined where none does. */
export function guessedTopic(plain: string): Topic | undefined {
  const bare = bareLabel(plain).replace(BEFORE, '');
  if (isWordy(bare) || OF_OTHER_YEARS.test(bare) || NO_SECTION.test(bare) || /单位|部门/.test(bare))
    return undefined;
  return GUESSES.find(([pattern]) => pattern.test(bare))?.[1];
}
