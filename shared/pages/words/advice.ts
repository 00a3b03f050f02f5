import type { ProblemCode, problemCodes } from '../../contract/problem-codes.ts';
import { catalogue, type Lang } from '../../values/language.ts';

/** What the person, the moment or the state of things stands against: the status alone does not say what to do next. */
type StandingAgainst = {
  [Code in ProblemCode]: (typeof problemCodes)[Code]['status'] extends 403 | 409 | 410 | 412 | 428 | 429
    ? Code
    : never;
}[ProblemCode];

/** What is to be done next: of another writer only where there was one. The compiler asks for it of a new code. @internal */
export const adviceWords = catalogue<Record<StandingAgainst, string>>(
  {
    forbidden: '这一页不对您的账号开放。需要时请联系管理员。',
    'own-project': '这一件须由其他人员办理，您不需要再做什么。长时间没有进展的，请联系管理员。',
    'no-longer-listed': '这次没有办理。名录有误的，请联系管理员更正后再打开。',
    'other-person': '请使用发给您本人的链接，或从工作台办理您的事项。',
    'cross-site': '这次没有办理。请从工作台重新进入，在本系统的页面上操作。',
    'cross-site-reading': '您是从其他网站的链接来的。确实要查阅时，请点“继续”；查阅会记在您的名下。',
    'contents-by-post': '请从工作台打开该项目，在下载处写明理由后下载。',
    'to-oneself': '这次没有办理。请改选其他办理人。',
    'code-required': '这次还没有办理。请打开邮件查看验证码，回到办理页面填写后再提交。',
    'wrong-code': '这次没有办理。请核对最新一封验证码邮件，回到办理页面重新填写。',
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
    'version-required': '这次没有保存。请从工作台重新打开，核对现在的内容后再改。',
    'too-many-links': '这一件没有变化，仍由您办理。请找一找已收到的最新一封邮件，或登录后从工作台办理。',
    'too-soon-to-urge': '这次没有催办。项目页上写明了何时可以催办。',
    'too-many-requests': '这一次没有办理，请稍后再试。',
  },
  {
    forbidden: 'Your account does not have access to this page. Please ask an administrator if you need it.',
    'own-project':
      'Somebody else has to decide this one, and you need do nothing more. If it does not move on, ask an administrator.',
    'no-longer-listed':
      'Nothing has been done. If the directory is mistaken, ask an administrator to correct it and open this again.',
    'other-person': 'Use the link that was mailed to you, or find what waits for you on the desk.',
    'cross-site': 'Nothing has been done. Start again from the desk, on a page of this system.',
    'cross-site-reading':
      'You followed a link from another site. To read this page, choose “Continue”; that you read it is recorded under your name.',
    'contents-by-post':
      'Open the project from the desk and say there, where it is downloaded, why you need them.',
    'to-oneself': 'Nothing has been done. Choose somebody else.',
    'code-required':
      'Nothing has been done yet. Find the code in your mail, go back to the decision, enter it and send again.',
    'wrong-code':
      'Nothing has been done. Check the newest mail with a code, go back to the decision and enter it again.',
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
    'version-required':
      'Nothing has been saved. Open it again from the desk and check what it says now before making changes.',
    'too-many-links':
      'Nothing has changed, and it is still yours to decide. Look for the newest mail about it, or sign in and decide from the desk.',
    'too-soon-to-urge': 'No reminder was sent. The page of the project says when one can be.',
    'too-many-requests': 'Nothing has been done this time. Please try again later.',
  },
);

/** @returns undefined where the status says enough */
export const adviceOn = (code: ProblemCode, lang: Lang): string | undefined =>
  Object.entries(adviceWords[lang]).find(([one]) => one === code)?.[1];
