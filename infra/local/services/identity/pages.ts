import type { Account } from './accounts.ts';
import type { Page } from './rendering.ts';

const style = `
  :root { color-scheme: light; }
  * { box-sizing: border-box; }
  body { margin: 0; background: #f6f7f9; color: #1b1f24; font: 16px/1.7 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
  main { max-width: 30rem; margin: 0 auto; padding: 48px 16px; }
  h1 { margin: 0 0 24px; font-size: 24px; line-height: 1.4; }
  [lang=en] { color: #5b6570; font-weight: 400; }
  h1 [lang=en] { display: block; font-size: 16px; }
  p { margin: 0 0 24px; }
  .development { padding: 12px 16px; border-radius: 8px; background: #fff6e0; color: #8a5a00; }
  .development [lang=en] { display: block; color: inherit; }
  ul { list-style: none; margin: 0 0 24px; padding: 0; }
  li { margin: 0 0 8px; }
  button { width: 100%; min-height: 48px; padding: 8px 16px; border: 1px solid #dfe3e8; border-radius: 8px; background: #fff; color: inherit; font: inherit; text-align: left; cursor: pointer; }
  button strong { font-weight: 600; }
  .who { display: flex; justify-content: space-between; gap: 12px; }
  button:hover { border-color: #0b5cad; }
  button:focus-visible { outline: 3px solid #0b5cad; outline-offset: 2px; }
  button.main { background: #0b5cad; border-color: #0b5cad; color: #fff; text-align: center; }
  button.main [lang=en] { color: inherit; }
  button.quiet { border-color: transparent; background: none; text-align: center; color: #0b5cad; }
  .hinted { border-color: #0b5cad; }
  label { display: block; margin: 0 0 8px; }
  input { width: 100%; min-height: 48px; margin: 0 0 16px; padding: 8px 16px; border: 1px solid #8a939c; border-radius: 8px; background: #fff; color: inherit; font: inherit; }
  input:focus-visible { outline: 3px solid #0b5cad; outline-offset: 2px; }
  .hint { color: #5b6570; }
  .problem { padding: 12px 16px; border-radius: 8px; background: #fdecea; color: #b3261e; }
  .problem [lang=en] { display: block; color: inherit; }
  a { color: #0b5cad; }
  a [lang=en] { color: inherit; }
  .about { margin: 24px 0 0; text-align: center; }
  code { overflow-wrap: anywhere; }
`;

const roles: Readonly<Record<string, readonly [string, string]>> = {
  submitter: ['经办', 'submitter'],
  reviewer: ['财政审核', 'finance reviewer'],
  approver: ['审批', 'approver'],
  auditor: ['审计', 'auditor'],
  administrator: ['系统管理', 'administrator'],
};

/** Choose an account; the one that the product hinted at comes first and has the focus. */
export function chooserPage(accounts: readonly Account[], hint: string | undefined): Page {
  const hinted = accounts.find(({ id, email }) => hint !== undefined && (id === hint || email === hint));
  const ordered =
    hinted === undefined ? accounts : [hinted, ...accounts.filter((account) => account !== hinted)];
  const items = ordered.map((account) => accountButton(account, account === hinted)).join('');
  return page(
    ['选择示例账号', 'Choose a sample account'],
    `<p class="development">仅供开发：这些是示例账号，没有密码，不对应任何真实人员。
       <span lang="en">Development only: sample accounts, without passwords; none is a real person.</span></p>
     <form method="post"><ul>${items}</ul>
       <button class="quiet" name="cancel" value="yes">取消登录 <span lang="en">Cancel</span></button></form>`,
  );
}

function accountButton({ id, name, groups, note }: Account, hinted: boolean): string {
  const labels = [
    ...groups.map((group) => roles[group] ?? [group, group]),
    ...(note === undefined ? [] : [note]),
  ];
  const chinese = labels.map(([label]) => label).join('，');
  const english = labels.map(([, label]) => label).join(', ');
  return `<li><button name="account" value="${escapeHtml(id)}"${hinted ? ' class="hinted" autofocus' : ''}>
    <span class="who"><strong>${escapeHtml(name)}</strong> <span lang="en">${escapeHtml(id)}</span></span>
    ${escapeHtml(chinese)} <span lang="en">${escapeHtml(english)}</span></button></li>`;
}

/** Sign out; `form` is the issuer's own, with its guard against forged requests. The script saves a click. */
export function signOutPage(form: string): Page {
  return page(
    ['退出登录', 'Sign out'],
    `${form}
     <button class="main" id="yes" name="logout" value="yes" form="op.logoutForm" autofocus>退出登录 <span lang="en">Sign out</span></button>`,
    'const button = document.getElementById("yes"); button.form.requestSubmit(button);',
  );
}

/** Shown where the product named no address to return to. */
export function signedOutPage(): Page {
  return page(['已退出登录', 'You are signed out'], '');
}

/** Something was wrong with a request; `code` and `description` are those of the OAuth standard. */
export function errorPage(code: string, description = ''): Page {
  return page(
    ['无法完成登录', 'Sign-in could not be completed'],
    `<p>请返回系统，重新登录。<br><span lang="en">Go back to the product and sign in again.</span></p>
     <p><code>${escapeHtml(code)}</code> <span lang="en">${escapeHtml(description)}</span></p>`,
  );
}

export function diskPage(): Page {
  return page(
    ['暂时无法登录', 'Signing in is not possible at present'],
    `<p>磁盘已满或不可写，登录无法保存。腾出空间后请重试。<br><span lang="en">The disk is full or cannot be written, so that no sign-in can be stored. Try again once there is room.</span></p>`,
  );
}

export function page([chinese, english]: readonly [string, string], body: string, script?: string): Page {
  return (nonce, product) => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${chinese} · ${english}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body><main>
<h1>${chinese}<span lang="en">${english}</span></h1>
${body}
<p class="about"><a href="${escapeHtml(product)}/about">会签是什么、怎么用 <span lang="en">About Countersign and how to use it</span></a></p>
</main>${script === undefined ? '' : `<script nonce="${nonce}">${script}</script>`}</body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
