import type { Action, Actor } from '../../history/event.ts';
import type { Outcome, ProjectStateName } from '../../history/vocabulary.ts';
import { catalogue } from '../../values/language.ts';

/** Words that more than one page says. */
export const common = catalogue(
  {
    brand: '会签',
    wan: '万元',
    yuan: '元',
    revision: (n: number) => `第 ${n} 次申报`,
    none: '空',
    number: '编号',
    unit: '申报单位',
    budgetYear: '预算年度',
    requested: '申报金额',
    approved: '审定金额',
    state: '状态',
    contentHash: '内容校验',
    undelivered: '邮件未送达',
    error: '错误',
    warning: '提示',
    total: '合计',
    colon: '：',
    comma: '、',
    overdue: '超期',
    inParentheses: (text: string) => `（${text}）`,
    zoneNote: '时间均为北京时间。',
  },
  {
    brand: 'Countersign',
    wan: '×10,000 yuan',
    yuan: 'yuan',
    revision: (n: number) => `submission ${n}`,
    none: 'empty',
    number: 'Number',
    unit: 'Unit',
    budgetYear: 'Budget year',
    requested: 'Requested',
    approved: 'Approved',
    state: 'State',
    contentHash: 'Content hash',
    undelivered: 'Mail not delivered',
    error: 'Error',
    warning: 'Note',
    total: 'Total',
    colon: ': ',
    comma: ', ',
    overdue: 'Overdue',
    inParentheses: (text: string) => ` (${text})`,
    zoneNote: 'All times are Beijing time.',
  },
);

export const states: Readonly<Record<'zh' | 'en', Readonly<Record<ProjectStateName, string>>>> = {
  zh: {
    draft: '草稿',
    'in-review': '审核中',
    returned: '退回修改',
    approved: '已批准',
    rejected: '已否决',
    withdrawn: '已撤销',
    lapsed: '已失效',
  },
  en: {
    draft: 'Draft',
    'in-review': 'In review',
    returned: 'Returned',
    approved: 'Approved',
    rejected: 'Rejected',
    withdrawn: 'Withdrawn',
    lapsed: 'Lapsed',
  },
};

export const outcomeWords: Readonly<Record<'zh' | 'en', Readonly<Record<Outcome, string>>>> = {
  zh: { approve: '同意', return: '退回修改', reject: '否决' },
  en: { approve: 'Approved', return: 'Returned for revision', reject: 'Rejected' },
};

export const actionWords: Readonly<Record<'zh' | 'en', Readonly<Record<Action, string>>>> = {
  zh: {
    created: '新建',
    submitted: '提交申报',
    requested: '送达',
    reminded: '提醒办理',
    escalated: '超期上报',
    reassigned: '转交他人办理',
    objected: '单位提出异议',
    'mail-failed': '邮件未送达',
    lapsed: '逾期失效',
    'link-renewed': '重发链接',
    decided: '作出决定',
    approved: '批准',
    returned: '退回修改',
    rejected: '否决',
    recalled: '撤回修改',
    withdrawn: '撤销',
    'directory-changed': '机构目录变更',
    'workflow-changed': '流程规则变更',
    'roles-changed': '人员角色变更',
    exported: '导出',
    verified: '核验',
    unmasked: '查看完整信息',
  },
  en: {
    created: 'Created',
    submitted: 'Submitted',
    requested: 'Asked',
    reminded: 'Reminded',
    escalated: 'Overdue, superior told',
    reassigned: 'Given to someone else',
    objected: 'The unit objected',
    'mail-failed': 'Mail not delivered',
    lapsed: 'Lapsed',
    'link-renewed': 'Link renewed',
    decided: 'Decided',
    approved: 'Approved',
    returned: 'Returned',
    rejected: 'Rejected',
    recalled: 'Recalled',
    withdrawn: 'Withdrawn',
    'directory-changed': 'Directory changed',
    'workflow-changed': 'Workflow rules changed',
    'roles-changed': 'Roles changed',
    exported: 'Exported',
    verified: 'Verified',
    unmasked: 'Personal data shown',
  },
};

export const roleWords: Readonly<Record<'zh' | 'en', Readonly<Record<Actor['role'], string>>>> = {
  zh: {
    submitter: '经办人',
    reviewer: '审核人',
    approver: '审批人',
    auditor: '审计员',
    administrator: '管理员',
    system: '系统',
  },
  en: {
    submitter: 'submitter',
    reviewer: 'reviewer',
    approver: 'approver',
    auditor: 'auditor',
    administrator: 'administrator',
    system: 'system',
  },
};

export const viaWords: Readonly<Record<'zh' | 'en', Readonly<Record<Actor['via'], string>>>> = {
  zh: { session: '网页', bearer: '接口', link: '邮件链接', system: '系统' },
  en: { session: 'web page', bearer: 'program', link: 'mail link', system: 'system' },
};
