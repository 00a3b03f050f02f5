import type { Flag } from '../../../shared/history/red-flags.ts';
import { catalogue } from '../../../shared/values/language.ts';
import { grouped } from '../../../shared/values/money.ts';

/** The words of the overview with its plots. */
export const overviewWords = catalogue(
  {
    title: '审批统计',
    period: (from: string, to: string) => `${from} 至 ${to}（北京时间）`,
    read: (n: number) => `统计 ${grouped(`${n}`)} 个事件`,
    partial: (n: number) => `这一期间的事件超过一次可统计的 ${grouped(`${n}`)} 个`,
    partialWhat: (since: string) =>
      `本页的图、表和提示只统计 ${since} 及以后的事件，其余没有计入。请缩短期间，或只看一个单位。`,
    from: '自',
    to: '至',
    unit: '单位代码',
    year: '预算年度',
    show: '查看',
    usual: '近十二个月',
    table: '同样内容的表格',
    nothing: '这一期间没有可统计的事件。',
    month: '月份',
    monthName: (month: string) => `${month.slice(0, 4)}年${Number(month.slice(5))}月`,
    yearName: (year: string) => `${year}年`,
    decisions: '各月决定',
    decisionsUnit: '单位：次；横轴为月份，按决定之日',
    decided: (month: string, outcome: string, n: number) => `${month} ${outcome} ${n} 次`,
    waits: '各环节等待时间',
    waitsUnit: '单位：工作日（每日 9 小时，09:00—18:00）；自送达至决定，三角为中位数',
    waitsByLength: '各环节等待时间的分布',
    stage: '环节',
    decisionsCount: '决定（次）',
    median: '中位数',
    ninthDecile: '九成不超过',
    waitedDays: '工作日',
    dayRange: (from: number, to: number | null) =>
      to === null ? `${from} 个工作日及以上` : `${from}–${to} 个工作日`,
    ofDecisions: (n: number, median: string) => `${n} 次，中位数 ${median}`,
    waited: (stage: string, range: string, n: number) => `${stage}：等待 ${range}，${n} 次`,
    amounts: '各单位申报与审定',
    amountsIn: (unit: string) => `单位：${unit}；只计期间内批准的项目`,
    largest: (shown: number, all: number) => `图中为申报额最大的 ${shown} 个单位，共 ${all} 个，见表。`,
    projects: '项目（个）',
    open: '未办结的请求',
    openUnit: '单位：件；按送达以来的工作日，截至现在',
    onlyFirst: (n: number) => `未办结的请求超过 ${n} 件，只读取了最先到期的 ${n} 件。`,
    openList: '未办结请求清单',
    requests: '请求（件）',
    inTime: '期限内',
    overdue: '已超期',
    waiting: (range: string, n: number, overdue: number) => `已等 ${range}：${n} 件，其中超期 ${overdue} 件`,
    project: '项目',
    assignees: '办理人',
    asked: '送达',
    deadline: '期限',
    flags: '疑点提示',
    flagsWhat: '以下只是线索，不等于问题；点开即为相应的事件。',
    times: (_n: number) => '次',
    noThreshold: '本系统未设限额',
    splits: '同一单位拆分申报',
    splitsWhat: '同一单位同一预算年度，各项低于限额、合计达到限额',
    groups: (_n: number) => '组',
    splitTitle: (unit: string, year: number) => `${unit} ${year} 年度`,
    splitSum: (n: number, sum: string, threshold: string) =>
      `${n} 项各低于限额，合计 ${sum}，限额 ${threshold}`,
    splitEvents: '这些申报的提交事件',
  },
  {
    title: 'Overview',
    period: (from: string, to: string) => `${from} to ${to} (Beijing time)`,
    read: (n: number) => `${grouped(`${n}`)} ${n === 1 ? 'event' : 'events'} counted`,
    partial: (n: number) =>
      `This period has more than the ${grouped(`${n}`)} events that can be counted on one page`,
    partialWhat: (since: string) =>
      `Charts, tables and questions on this page cover events since ${since} only. Choose a shorter period, or a single unit.`,
    from: 'From',
    to: 'To',
    unit: 'Unit (code)',
    year: 'Budget year',
    show: 'Show',
    usual: 'Last twelve months',
    table: 'As a table',
    nothing: 'No events in this period.',
    month: 'Month',
    monthName: (month: string) => month,
    yearName: (year: string) => year,
    decisions: 'Decisions per month',
    decisionsUnit: 'Number of decisions, by the month of the decision',
    decided: (month: string, outcome: string, n: number) => `${month}: ${outcome}, ${n}`,
    waits: 'Waiting time per stage',
    waitsUnit:
      'In working days of nine hours (09:00–18:00), from request to decision; the triangle is the median',
    waitsByLength: 'Distribution of the waiting time per stage',
    stage: 'Stage',
    decisionsCount: 'Decisions',
    median: 'Median',
    ninthDecile: '90th percentile',
    waitedDays: 'Working days',
    dayRange: (from: number, to: number | null) =>
      to === null ? `${from} working days or more` : `${from}–${to} working days`,
    ofDecisions: (n: number, median: string) =>
      n === 1 ? `One decision, in ${median}` : `${n} decisions, median ${median}`,
    waited: (stage: string, range: string, n: number) =>
      `${stage}: waited ${range}, ${n === 1 ? 'one decision' : `${n} decisions`}`,
    amounts: 'Requested and approved by unit',
    amountsIn: (_: string) => 'Projects approved in the period only',
    largest: (shown: number, all: number) =>
      `The chart shows the ${shown} units with the largest requests; the table lists all ${all}.`,
    projects: 'Projects',
    open: 'Open requests',
    openUnit: 'Number of requests by working days waited, as of now',
    onlyFirst: (n: number) => `There are more than ${n} open requests; these are the ${n} due first.`,
    openList: 'List of open requests',
    requests: 'Requests',
    inTime: 'In time',
    overdue: 'Overdue',
    waiting: (range: string, n: number, overdue: number) =>
      `Waiting ${range}: ${n}, of which ${overdue} overdue`,
    project: 'Project',
    assignees: 'With',
    asked: 'Since',
    deadline: 'Deadline',
    flags: 'Questions to ask',
    flagsWhat: 'These are leads, not findings. Each one opens the events behind it.',
    times: (n: number) => (n === 1 ? 'time' : 'times'),
    noThreshold: 'No threshold is set',
    splits: 'Split declarations',
    splitsWhat: 'From the same unit in the same budget year: each below a threshold, together at or above it',
    groups: (n: number) => (n === 1 ? 'group' : 'groups'),
    splitTitle: (unit: string, year: number) => `${unit}, ${year}`,
    splitSum: (n: number, sum: string, threshold: string) =>
      `${n} declarations, each below the threshold of ${threshold}, together ${sum}`,
    splitEvents: 'Their submissions as events',
  },
);

interface FlagWords {
  readonly title: string;
  readonly what: string;
}

/** The ready questions. */
export const flagWords: Readonly<Record<'zh' | 'en', Readonly<Record<Flag, FlagWords>>>> = {
  zh: {
    quick: { title: '三十秒内决定', what: '送达后 30 秒内作出的决定' },
    late: { title: '超期决定', what: '晚于办理期限作出的决定' },
    delegated: { title: '代为决定', what: '由代理人代他人作出的决定' },
    'off-hours': { title: '非工作时间决定', what: '夜间、周末或节假日作出的决定' },
    'office-changed': {
      title: '岗位或邮箱变更后的决定',
      what: '办理期间邮箱被变更或岗位被调整后，以及邮箱变更后首次，由本人作出的决定',
    },
    together: { title: '成批同意未打开', what: '从清单中成批同意，本人没有打开过或打开不到 30 秒的决定' },
    'below-threshold': { title: '略低于限额', what: '申报额在限额的 90%（含）以上、不到限额' },
  },
  en: {
    quick: { title: 'Decided within 30 seconds', what: 'Decisions made within 30 seconds of being asked' },
    late: { title: 'Decided late', what: 'Decisions made after their deadline' },
    delegated: { title: 'Decided by a delegate', what: 'Decisions made on behalf of somebody else' },
    'office-changed': {
      title: 'Decided after a change of the office',
      what: 'Decisions by somebody whose mailbox or post was changed while the request was open, and the first one after any change of the mailbox',
    },
    'off-hours': {
      title: 'Decided outside office hours',
      what: 'Decisions made at night, at weekends or on holidays',
    },
    together: {
      title: 'Approved in a batch, unread',
      what: 'Approvals given from a list on requests that the person had not opened, or not for 30 seconds',
    },
    'below-threshold': {
      title: 'Just below a threshold',
      what: 'Requests from 90% of a threshold to just below it',
    },
  },
};
