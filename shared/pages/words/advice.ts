import type { ProblemCode, problemCodes } from '../../contract/problem-codes.ts';
import { catalogue, type Lang } from '../../values/language.ts';

/** What the state of things stands against; the status alone does not say what its reader is to do. */
type StandingAgainst = {
  [Code in ProblemCode]: (typeof problemCodes)[Code]['status'] extends 409 | 410 | 412 ? Code : never;
}[ProblemCode];

/** What is to be done next: of another writer only where there was one. The compiler asks for that of a new code. @internal */
export const adviceWords = catalogue<Record<StandingAgainst, string>>(
  {
    'already-decided': '这次没有办理。请从工作台打开该项目，查看现在的进展；对决定有疑问的，请与办理人联系。',
    'already-objected': '先前的异议已经记录在案，后续办理人会看到，不需要再提。',
    'content-changed': '您看到的已不是现在的申报内容，这次没有办理。请重新打开这一件，核对后再办理。',
    'attachment-not-ready': '正在上传或查毒的，请稍后再打开；已经拒收的，请由上传的人换一份文件重新上传。',
    'attachment-in-use': '草稿中的附件，请在申报表中移除并保存；已经提交或办理的，附件随之留存，不能删除。',
    'read-first': '这次没有办理。请从工作台打开这一件，看过之后单独作出决定。',
    reassigned: '这一件已不由您办理，您不需要再做什么。有疑问请联系管理员。',
    'request-closed':
      '这次没有办理。办理可能已由他人完成，或申报单位已经撤回、撤销。请从工作台打开该项目，查看现在的进展。',
    'not-in-this-state': '这次没有办理。请从工作台打开该项目，查看它现在到了哪一步、可以做什么。',
    'no-open-round': '已保存的草稿都还在。请留意财政部门通知的申报时间，届时再提交。',
    'over-ceiling': '已保存的草稿都还在。请核减金额后再提交；对控制数有疑问的，请联系财政部门。',
    conflict: '同一时刻有别的操作，这次没有办理。现在再试一次即可。',
    'link-expired': '请打开邮件中最新的链接，或登录后从工作台办理。',
    'stale-version': '别人或另一个窗口刚改过它。请打开最新内容，核对后再改。',
  },
  {
    'already-decided':
      'Nothing has been done this time. Open the project from the desk to see where it stands; if you have questions about the decision, ask whoever made it.',
    'already-objected':
      'Your earlier objection is on record, and whoever decides next will see it. There is nothing more to do.',
    'content-changed':
      'What you were shown is no longer what is declared, so nothing has been done. Open it again and check it before you decide.',
    'attachment-not-ready':
      'If it is still being sent or scanned, open it again in a little while. If it was refused, whoever sent it has to send another file.',
    'attachment-in-use':
      'If it belongs to a draft, take it out of the form and save. What has been submitted or decided keeps its attachments.',
    'read-first': 'Nothing has been done this time. Open it from the desk, read it and decide on it alone.',
    reassigned:
      'It is no longer yours to decide, and you need do nothing more. Ask an administrator if in doubt.',
    'request-closed':
      'Nothing has been done this time. Somebody may have decided it, or the unit has recalled or withdrawn the project. Open the project from the desk to see where it stands.',
    'not-in-this-state':
      'Nothing has been done this time. Open the project from the desk to see where it stands and what can be done now.',
    'no-open-round':
      'Saved drafts are still there. Look out for the dates that the finance department announces, and submit then.',
    'over-ceiling':
      'Saved drafts are still there. Lower the amount and submit again, or ask the finance department about the ceiling.',
    conflict: 'Something else was done at the same moment, and this was not. Simply try again.',
    'link-expired': 'Open the newest link in your mail, or sign in and decide from the desk.',
    'stale-version':
      'Somebody else, or another window, has just changed this. Open the latest version and check it before making changes.',
  },
);

/** @returns undefined where the status says enough */
export const adviceOn = (code: ProblemCode, lang: Lang): string | undefined =>
  Object.entries(adviceWords[lang]).find(([one]) => one === code)?.[1];
