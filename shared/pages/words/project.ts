import { catalogue } from '../language.ts';

export const projectWords = catalogue(
  {
    submittedTitle: (id: string) => `已提交，编号 ${id}`,
    submittedNext: (stage: string) => `下一步：${stage}。已发邮件请对方办理，结果会用邮件告知您。`,
    submittedDone: '已进入审批流程，结果会用邮件告知您。',
    savedTitle: '已保存',
    withdrawnTitle: '已撤销。项目不再审批，已发出的审核链接失效。',
    at: (stage: string) => `现在：${stage}`,
    findings: '系统提示',
    declaration: '申报书',
    history: '审批经过',
    document: '申报文本（打印、Word）',
    recallWhat: '还没有人作出决定，可以撤回修改：编号不变，修改后重新提交。',
    recallDo: '撤回修改',
    copyWhat: '以此项目为基础填写下一年度的申报：年份顺延，日期和依据版本清空，上年金额显示在旁。',
    copyDo: '复制为下一年度',
    withdraw: '撤销项目…',
    withdrawWhat: '撤销后项目终止，不能恢复；要修改后再报，请等退回或新建项目。',
    withdrawDo: '确认撤销',
  },
  {
    submittedTitle: (id: string) => `Submitted as ${id}`,
    submittedNext: (stage: string) => `Next: ${stage}, asked for by mail. You will be mailed the result.`,
    submittedDone: 'It is on its way; you will be mailed the result.',
    savedTitle: 'Saved',
    withdrawnTitle: 'Withdrawn. The project is no longer decided on, and the mailed links are closed.',
    at: (stage: string) => `Now: ${stage}`,
    findings: 'Notes',
    declaration: 'Declaration',
    history: 'What happened',
    document: 'Official document (print, Word)',
    recallWhat:
      'Nobody has decided yet. You can take the project back to change it: it keeps its number, and you submit it again.',
    recallDo: 'Recall it',
    copyWhat:
      'Begin next year’s declaration from this one: years move on, dates and versions of laws are cleared, last year’s amounts stand beside.',
    copyDo: 'Copy for next year',
    withdraw: 'Withdraw the project…',
    withdrawWhat:
      'Withdrawing ends the project for good. To change it, wait for its return or begin a new one.',
    withdrawDo: 'Withdraw it',
  },
);
