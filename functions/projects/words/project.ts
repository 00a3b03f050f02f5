import { catalogue } from '../../../shared/values/language.ts';

export const projectWords = catalogue(
  {
    submittedTitle: (id: string) => `已提交，编号 ${id}`,
    submittedNext: (stage: string) => `下一步：${stage}。已发邮件请对方办理，结果会用邮件告知您。`,
    submittedDone: '已进入审批流程，结果会用邮件告知您。',
    savedTitle: '已保存。改好后请提交审核。',
    recalledTitle: '已撤回，可以修改。已发出的审核链接失效；改好后请重新提交。',
    withdrawnTitle: '已撤销。项目不再审批，已发出的审核链接失效。',
    at: (stage: string) => `现在：${stage}`,
    waited: (wait: string) => `已等待 ${wait}`,
    beingChanged: (revision: number) =>
      `申报单位正在修改。以下是已提交的第 ${revision} 次申报，修改在重新提交后可见。`,
    undeliveredTo: (names: string) =>
      `请 ${names} 办理的邮件没有送达，管理员已收到通知。请联系对方，或请管理员核对邮箱、转由他人办理。`,
    findings: '系统提示',
    masked: '个人信息已隐去，查看完整信息…',
    unmaskWhy: '查看原因（至少 10 个字）',
    unmaskWhat: '查看会记入您本人的查阅记录。',
    unmaskDo: '查看完整信息',
    findingsAfterCut: '系统提示（按核减后的金额检查）',
    objectTitle: '对核减有异议',
    objectWhat: '请写明理由（10 至 200 字），下一环节的决定人会首先看到；最终决定前都可以提出。',
    objectDo: '提交异议',
    objectedTitle: '异议已提交，下一环节的决定人会首先看到。',
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
    savedTitle: 'Saved. Submit it when it is complete.',
    recalledTitle:
      'Recalled: you can change it. The mailed links are closed; submit it again when it is ready.',
    withdrawnTitle: 'Withdrawn. The project is no longer decided on, and the mailed links are closed.',
    at: (stage: string) => `Now: ${stage}`,
    waited: (wait: string) => `waiting for ${wait}`,
    beingChanged: (revision: number) =>
      `The unit is changing it. This is submission ${revision} as it was handed in; changes can be read once they are.`,
    undeliveredTo: (names: string) =>
      `The mail that asks ${names} did not arrive; the administrators have been told. Please speak to them, or have the address corrected or the request given to somebody else.`,
    findings: 'Notes',
    masked: 'Personal data is masked. Show it…',
    unmaskWhy: 'What for (at least 10 characters)',
    unmaskWhat: 'That you looked at it is recorded in your own reading history.',
    unmaskDo: 'Show in full',
    findingsAfterCut: 'Notes on what the cut leaves',
    objectTitle: 'Object to the cut',
    objectWhat:
      'Give the reason (10 to 200 characters). Whoever decides next reads it first; you can object until the final decision.',
    objectDo: 'Object',
    objectedTitle: 'Your objection is recorded. Whoever decides next reads it first.',
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
