import { catalogue } from '../../values/language.ts';

export const problemWords = catalogue(
  {
    code: '代码',
    desk: '回到工作台',
    signIn: '登录',
    back: '如果是点链接来的，请检查地址是否完整；也可以从工作台重新进入。',
    forbidden: '这一页不对您的账号开放。需要时请联系管理员。',
    recorded: '您是从其他网站的链接来的。确实要查阅时，请点“继续”；查阅会记在您的名下。',
    goOn: '继续',
    stale: '别人或另一个窗口刚改过它。请打开最新内容，核对后再改。',
    tooMany: '这一次没有办理，请稍后再试。',
    invalid: '请返回修改后再提交；您填写的内容没有被保存。',
    broken: '不是您的问题。什么都没有丢失，请稍后再试。',
  },
  {
    code: 'Code',
    desk: 'To the desk',
    signIn: 'Sign in',
    back: 'If you followed a link, check that the address is complete, or begin again at the desk.',
    forbidden: 'This page is not open to your account. Ask an administrator if you need it.',
    recorded:
      'You followed a link on another site. If you do want to read this, go on; it is recorded under your name.',
    goOn: 'Go on',
    stale:
      'Someone, or another window, has just changed it. Open the newest version and look before you change it.',
    tooMany: 'Nothing was done this time. Please try again later.',
    invalid: 'Go back, correct it and send it again; what you typed was not saved.',
    broken: 'This is not your fault and nothing is lost. Please try again in a while.',
  },
);
