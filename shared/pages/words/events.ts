import { catalogue } from '../../values/language.ts';

/** What events are called, beyond the words of their actions. */
export const eventWords = catalogue(
  {
    firstSubmission: '提交申报',
    again: '再次提交',
    askedTo: (stage: string) => `送${stage}`,
    remindedOf: (stage: string) => `提醒${stage}`,
    lapseWarning: '提醒单位：退回后尚未重新提交',
    escalated: (stage: string) => `${stage}超期，已上报`,
    deadlineChanged: (stage: string) => `放假安排更新，${stage}期限重新计算`,
    reassigned: (stage: string) => `${stage}改由他人办理`,
    rerouted: (stage: string) => `${stage}按机构名录调整办理人`,
    mailFailed: (stage: string) => `${stage}：邮件未送达`,
    objected: '单位对核减提出异议',
    lapsed: '退回后逾期未重新提交，自动失效',
    approvedWithCut: (amount: string) => `同意并核减 ${amount}`,
  },
  {
    firstSubmission: 'Submitted',
    again: 'Submitted again',
    askedTo: (stage: string) => `Sent for ${stage}`,
    remindedOf: (stage: string) => `Reminded of ${stage}`,
    lapseWarning: 'Unit reminded: not submitted again yet',
    escalated: (stage: string) => `${stage} overdue, superior told`,
    deadlineChanged: (stage: string) => `Holidays updated: deadline of ${stage} counted anew`,
    reassigned: (stage: string) => `${stage} given to someone else`,
    rerouted: (stage: string) => `${stage}: others are asked, as the office changed`,
    mailFailed: (stage: string) => `${stage}: mail not delivered`,
    objected: 'The unit objected to the cuts',
    lapsed: 'Lapsed: not submitted again in time',
    approvedWithCut: (amount: string) => `Approved with a cut of ${amount}`,
  },
);
