import { catalogue } from '../../values/language.ts';

export const problemWords = catalogue(
  {
    code: '代码',
    desk: '回到工作台',
    signIn: '登录',
    signOut: '退出登录，打开此链接',
    held: '内容没有丢：都留在本页，直到您关闭它。请按以下两步继续，不要在本窗口登录。',
    signInBeside: '在新窗口登录',
    sendAgain: '登录后点这里，继续提交刚才的内容',
    heldHere: '您刚才提交的内容都在本页，直到您关闭它。再次提交不会重复办理。',
    sendOnce: '再次提交刚才的内容',
    written: '您刚才填写的文字没有保存，离开本页前可以复制：',
    back: '如果是点链接来的，请检查地址是否完整；也可以从工作台重新进入。',
    goOn: '继续',
    invalid: '请返回修改后再提交；您填写的内容没有被保存。',
    wrongAddress: '请返回上一页，改好条件再试；如果是点链接来的，请从工作台重新进入。',
    broken: '不是您的问题。什么都没有丢失，请稍后再试。',
    brokenPosted: '不是您的问题。请返回上一页，稍后再提交一次；选择的文件需要重新选择。',
  },
  {
    code: 'Code',
    desk: 'Go to the desk',
    signIn: 'Sign in',
    signOut: 'Sign out and open this link',
    held: 'Nothing is lost: it stays on this page until you close it. Continue in two steps, and do not sign in in this window.',
    signInBeside: 'Sign in in a new window',
    sendAgain: 'Signed in? Send it again',
    heldHere:
      'What you sent stays on this page until you close it. Sending it again will not carry it out twice.',
    sendOnce: 'Send it again',
    written: 'What you wrote has not been saved. You can copy it before you leave this page:',
    back: 'If you followed a link, check that the address is complete, or start again from the desk.',
    goOn: 'Continue',
    invalid: 'Go back, correct it and send it again; what you typed has not been saved.',
    wrongAddress:
      'Go back, change what you asked for and try again. If you followed a link, start again from the desk.',
    broken: 'This is a fault on our side, and nothing has been lost. Please try again in a little while.',
    brokenPosted:
      'This is a fault on our side. Go back and send it again in a little while; a file has to be chosen again.',
  },
);
