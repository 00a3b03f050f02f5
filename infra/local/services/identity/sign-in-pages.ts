import { codeMinutes } from './codes.ts';
import { escapeHtml, page } from './pages.ts';
import type { Page } from './rendering.ts';

const problems = {
  'not-a-mailbox': [
    '请填写完整的邮箱地址，例如 name@example.org。',
    'Give a whole mail address, such as name@example.org.',
  ],
  'too-many': [
    '该邮箱近期请求的验证码过多，请一小时后再试。',
    'Too many codes have been asked for this mailbox. Try again in an hour.',
  ],
  wrong: [
    '验证码不正确，请核对邮件中的六位数字。',
    'The code is not right. Compare the six digits in the mail.',
  ],
  over: ['验证码已失效，请重新获取。', 'The code is not valid any more. Ask for a new one.'],
} as const;
type Problem = keyof typeof problems;

/** Asks for the mailbox that the code goes to. */
export function mailboxPage(mailbox: string, problem?: Problem): Page {
  return page(
    ['登录', 'Sign in'],
    `${told(problem)}<form method="post">
     <label for="mailbox">工作邮箱 <span lang="en">Work mailbox</span></label>
     <input id="mailbox" name="mailbox" type="email" autocomplete="username" required maxlength="320" value="${escapeHtml(mailbox)}"${described(problem)} autofocus>
     <p class="hint">系统将向该邮箱发送六位验证码，无需密码。<span lang="en">A code of six digits is sent there. There is no password.</span></p>
     <button class="main">获取验证码 <span lang="en">Send the code</span></button>
     <button class="quiet" name="cancel" value="yes" formnovalidate>取消登录 <span lang="en">Cancel</span></button></form>`,
  );
}

/** Asks for the code; the same for everybody, whether or not a mail has gone out. */
export function codePage(mailbox: string, problem?: Problem): Page {
  return page(
    ['填写验证码', 'Enter the code'],
    `${told(problem)}<p>如该邮箱已在机构名录中登记，验证码已发送至 <strong>${escapeHtml(mailbox)}</strong>，${codeMinutes}
     分钟内有效。<span lang="en">If the office knows this mailbox, a code has been sent there. It is good for ${codeMinutes} minutes.</span></p>
     <form method="post">
     <label for="code">六位验证码 <span lang="en">Code of six digits</span></label>
     <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="12"${described(problem)} autofocus>
     <button class="main">登录 <span lang="en">Sign in</span></button></form>
     <form method="post"><input type="hidden" name="mailbox" value="${escapeHtml(mailbox)}">
     <button class="quiet">没有收到？重新发送 <span lang="en">Nothing came? Send another</span></button></form>
     <p class="hint">仍未收到，请联系单位的系统管理员，核对名录中的邮箱。<span lang="en">Still nothing? Ask your administrator whether the directory has this mailbox.</span></p>`,
  );
}

const told = (problem: Problem | undefined): string => {
  if (problem === undefined) return '';
  const [chinese, english] = problems[problem];
  return `<p class="problem" id="problem" role="alert">${chinese}<span lang="en">${english}</span></p>`;
};

const described = (problem: Problem | undefined): string =>
  problem === undefined ? '' : ' aria-invalid="true" aria-describedby="problem"';

/** The mail with a code. */
export const codeMail = (code: string): { subject: string; text: string; html: string } => ({
  subject: '会签：登录验证码 / Countersign: your sign-in code',
  text: `您的登录验证码：${code}
${codeMinutes} 分钟内有效，仅可使用一次。如非本人操作，请忽略本邮件，不要告诉任何人。

Your sign-in code: ${code}
It is good for ${codeMinutes} minutes, once. If you did not ask for it, ignore this mail and tell it to nobody.
`,
  html: `<p>您的登录验证码：<strong style="font-size:24px;letter-spacing:4px">${code}</strong></p>
<p>${codeMinutes} 分钟内有效，仅可使用一次。如非本人操作，请忽略本邮件，不要告诉任何人。</p>
<p lang="en">Your sign-in code is above. It is good for ${codeMinutes} minutes, once. If you did not ask for it, ignore this mail and tell it to nobody.</p>
`,
});
