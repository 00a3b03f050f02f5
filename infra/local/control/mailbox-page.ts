import type { Mail } from '../services/mail/mail.ts';

// What a list can show and a person can scan; all of them are at GET /messages.
const longestList = 200;

/** The mailbox: the mails that the platform sent, newest first. Works without JavaScript, as a list of links. */
export function mailboxPage(
  mails: readonly Mail[],
  options: { readonly chosen: string | null; readonly relays: boolean },
): string {
  const selected = options.chosen === null ? mails.length - 1 : Number(options.chosen);
  const first = Math.max(0, mails.length - longestList);
  const items = mails
    .slice(first)
    .map((mail, index) => item(mail, first + index, first + index === selected))
    .toReversed();
  const mail = mails[selected];
  const notice = options.relays
    ? '邮件在此留存，并已转发到 SMTP_URL。<span lang="en">Kept here and passed on to SMTP_URL.</span>'
    : '本机发出的邮件都留在这里，不会寄到任何人。<span lang="en">Mails stay on this machine.</span>';
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>收件箱 Mailbox · 会签</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header>
  <h1>收件箱 <small lang="en">Mailbox</small></h1>
  <p>${notice}</p>
  <a id="news" href="/" hidden>有新邮件，点此查看 <span lang="en">New mail</span></a>
</header>
<main>
  <nav aria-label="邮件 Mails">${
    items.length > 0
      ? `<ol>${items.join('')}</ol>`
      : '<p class="empty">还没有邮件。提交一个项目后，审核通知会出现在这里。<br><span lang="en">No mail yet. Submit a project and the request for review appears here.</span></p>'
  }</nav>
  ${mail === undefined ? '' : article(mail)}
</main>
<script>${script(mails.length)}</script>
</body>
</html>`;
}

function item(mail: Mail, index: number, selected: boolean): string {
  return `<li><a href="/?mail=${index}"${selected ? ' aria-current="page"' : ''}>
<strong>${escaped(mail.subject)}</strong>
<span>${escaped(mail.to)}</span>
<time datetime="${mail.at}">${escaped(localTime(mail.at))}</time></a></li>`;
}

function article(mail: Mail): string {
  return `<article>
<h2>${escaped(mail.subject)}</h2>
<dl>
<dt>收件人 <span lang="en">To</span></dt><dd>${escaped(mail.to)}</dd>
<dt>发件人 <span lang="en">From</span></dt><dd>${escaped(mail.from)}</dd>
<dt>时间 <span lang="en">Sent</span></dt><dd><time datetime="${mail.at}">${escaped(localTime(mail.at))}</time></dd>
</dl>
${mail.html === '' ? `<pre>${linked(mail.text)}</pre>` : `${frame(mail.html)}<details><summary>纯文本 <span lang="en">Plain text</span></summary><pre>${linked(mail.text)}</pre></details>`}
</article>`;
}

/** The mail's HTML runs no script and cannot reach this page; its links open in the whole window. */
function frame(html: string): string {
  const page = `<base target="_top">${html}`;
  return `<iframe title="邮件正文 Mail body" sandbox="allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox" srcdoc="${escaped(page)}"></iframe>`;
}

function linked(text: string): string {
  return escaped(text).replaceAll(
    /https?:\/\/[^\s<>"')]+/g,
    (address) => `<a href="${address}">${address}</a>`,
  );
}

function localTime(at: string): string {
  return `${new Intl.DateTimeFormat('zh-CN', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Asia/Shanghai' }).format(new Date(at))} 北京时间`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Says that there is new mail, without taking away the one being read. */
function script(count: number): string {
  return `
setInterval(async () => {
  const answer = await fetch('/messages/count').catch(() => undefined);
  if (answer === undefined) return;
  const { count } = await answer.json();
  document.getElementById('news').hidden = count <= ${count};
}, 2000);`;
}

const style = `
:root { --ink: #1b1f24; --soft: #5b6570; --line: #dfe3e8; --ground: #f6f7f9; --accent: #0b5cad; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--ground); font: 16px/1.7 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif; font-variant-numeric: tabular-nums; }
header { display: flex; flex-wrap: wrap; gap: 4px 24px; align-items: baseline; padding: 12px 24px; background: #fff; border-bottom: 1px solid var(--line); }
h1 { margin: 0; font-size: 20px; }
header p { margin: 0; color: var(--soft); font-size: 14px; }
small, [lang=en] { color: var(--soft); font-weight: normal; }
#news { margin-left: auto; }
a { color: var(--accent); }
body { display: flex; flex-direction: column; height: 100vh; }
main { flex: 1; display: grid; grid-template-columns: minmax(280px, 360px) 1fr; min-height: 0; }
nav { border-right: 1px solid var(--line); background: #fff; overflow: auto; }
ol { margin: 0; padding: 0; list-style: none; }
nav a { display: grid; padding: 12px 24px; color: inherit; text-decoration: none; border-bottom: 1px solid var(--line); }
nav a:hover { background: var(--ground); }
nav a[aria-current] { background: #eaf2fb; box-shadow: inset 3px 0 var(--accent); }
nav span, nav time { color: var(--soft); font-size: 14px; overflow-wrap: anywhere; }
.empty { padding: 24px; color: var(--soft); }
article { padding: 24px; display: flex; flex-direction: column; min-width: 0; overflow: auto; }
h2 { margin: 0 0 12px; font-size: 20px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 16px; margin: 0 0 16px; font-size: 14px; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
iframe { flex: 1; min-height: 520px; width: 100%; background: #fff; border: 1px solid var(--line); border-radius: 8px; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; background: #fff; border: 1px solid var(--line); border-radius: 8px; padding: 16px; }
details { margin-top: 16px; }
@media (max-width: 720px) { body { height: auto; } main { grid-template-columns: 1fr; } nav { border-right: 0; max-height: 40vh; } }
`;
