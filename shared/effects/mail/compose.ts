import type { Lang, Words } from '../../values/language.ts';
import { formatWan } from '../../values/money.ts';
import { dueOf, zoneOf } from '../../values/when.ts';
import { escapeHtml } from './escape.ts';

/** A mail before it has a transport: subject and both bodies, in the recipient's language. */
export interface Composed {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What a mail says. It names the project's title, unit and amount, and an office to ask; no other data. */
export interface Letter {
  readonly lang: Lang;
  /** The word in 【】 that begins the subject: 待审核, 已批准. */
  readonly tag: string;
  readonly lead: string;
  readonly project: {
    readonly id: string;
    readonly title: string;
    readonly unitName: string;
    readonly amountFen: number | null;
  };
  /** UTC; the day by which something is asked. */
  readonly deadline?: string;
  /** The reason that came with a decision. */
  readonly comment?: string;
  readonly button?: { readonly label: string; readonly address: string };
  /** Whom to ask: an office phone. */
  readonly contact: string;
}

const words = {
  project: { zh: '项目', en: 'Project' },
  unit: { zh: '申报单位', en: 'Unit' },
  amount: { zh: '金额', en: 'Amount' },
  number: { zh: '编号', en: 'Number' },
  deadline: { zh: '请于此前办理', en: 'Due' },
  comment: { zh: '意见', en: 'Comment' },
  plain: {
    zh: '如果按钮打不开，请复制此地址到浏览器：',
    en: 'If the button does not open, copy this address:',
  },
  // The link is personal, so the sentence stands under every button that decides something.
  contact: { zh: '如有疑问，请联系：', en: 'Questions? Contact:' },
  by: { zh: '前', en: ' by ' },
} as const satisfies Record<string, Words>;

const wan = (fen: number | null, lang: Lang): string =>
  fen === null ? '—' : lang === 'zh' ? `${formatWan(fen)} 万元` : `${formatWan(fen)} ×10,000 yuan`;

function subjectOf(letter: Letter): string {
  const { lang, project } = letter;
  const parts = [`【${letter.tag}】${project.unitName}`, project.title, wan(project.amountFen, lang)];
  if (letter.deadline) parts.push(`${dueOf(letter.deadline, lang)}${lang === 'zh' ? words.by.zh : ''}`);
  return parts.join(lang === 'zh' ? '，' : ', ');
}

function factsOf(letter: Letter): [string, string][] {
  const { lang, project } = letter;
  return [
    [words.project[lang], project.title],
    [words.unit[lang], project.unitName],
    [words.amount[lang], wan(project.amountFen, lang)],
    letter.deadline
      ? [words.deadline[lang], `${dueOf(letter.deadline, lang)}（${zoneOf(lang)}）`]
      : [words.number[lang], project.id],
    ...(letter.comment ? [[words.comment[lang], letter.comment] as [string, string]] : []),
  ];
}

function textOf(letter: Letter): string {
  const { lang, button } = letter;
  const facts = factsOf(letter).map(([label, value]) => `${label}：${value}`);
  const contact = letter.contact === '' ? [] : ['', `${words.contact[lang]}${letter.contact}`];
  const way = button ? ['', `${button.label}：`, button.address] : [];
  return [letter.lead, '', ...facts, ...way, ...contact, ''].join('\n');
}

// Styles stand inline and the button is a table cell: mail clients drop style sheets, and Outlook shows no other
// kind of button (speckle-server's was invisible there). Without any style it still is a list and a link.
function buttonHtml({ lang, button }: Letter): string {
  if (!button) return '';
  const address = escapeHtml(button.address);
  return (
    '<table role="presentation" cellspacing="0" cellpadding="0" style="margin:24px 0"><tr>' +
    `<td bgcolor="#0b5cad" style="border-radius:8px"><a href="${address}" style="display:inline-block;padding:12px 24px;color:#ffffff;text-decoration:none;font-weight:600">${escapeHtml(button.label)}</a></td>` +
    `</tr></table><p style="color:#5b6570;margin:0">${escapeHtml(words.plain[lang])}<br><a href="${address}" style="color:#0b5cad;word-break:break-all">${address}</a></p>`
  );
}

function htmlOf(letter: Letter): string {
  const { lang } = letter;
  const rows = factsOf(letter)
    .map(
      ([label, value]) =>
        `<tr><td style="padding:4px 16px 4px 0;color:#5b6570;vertical-align:top;white-space:nowrap">${escapeHtml(label)}</td>` +
        `<td style="padding:4px 0;color:#1b1f24">${escapeHtml(value)}</td></tr>`,
    )
    .join('');
  const contact =
    letter.contact === ''
      ? ''
      : `<p style="color:#5b6570;margin:24px 0 0">${escapeHtml(words.contact[lang] + letter.contact)}</p>`;
  return (
    `<!doctype html><html lang="${lang === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width"><title>${escapeHtml(subjectOf(letter))}</title></head>` +
    "<body style=\"margin:0;padding:24px;background:#ffffff;font:16px/1.7 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;color:#1b1f24\">" +
    `<p style="margin:0 0 16px">${escapeHtml(letter.lead)}</p><table role="presentation" cellspacing="0" cellpadding="0">${rows}</table>` +
    `${buttonHtml(letter)}${contact}</body></html>`
  );
}

export const compose = (letter: Letter): Composed => ({
  subject: subjectOf(letter),
  text: textOf(letter),
  html: htmlOf(letter),
});
