import { provisionalWords } from '../../values/calendar/provisional-words.ts';
import { type Lang, say, type Words } from '../../values/language.ts';
import { formatWan } from '../../values/money.ts';
import { runsLeftwards, shownLine, shownText } from '../../values/text.ts';
import { dueOf, zoneOf } from '../../values/when.ts';
import { renderMail } from './layout.tsx';

/** A mail before it has a transport: subject and both bodies, in the recipient's language. */
export interface Composed {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What a mail says. It names the project's title, unit and amount, and an office to ask; no other data. */
export interface Letter {
  /** The word in 【】 that begins the subject: 待审核, 已批准. */
  readonly tag: Words;
  readonly lead: Words;
  readonly project: {
    readonly id: string;
    readonly title: string;
    readonly unitName: string;
    readonly amountFen: number | null;
  };
  /** UTC; the day by which something is asked. */
  readonly deadline?: string;
  /** The deadline was counted into a year whose holidays are not announced yet. */
  readonly deadlineProvisional?: true;
  /** The reason that came with a decision. */
  readonly comment?: string | undefined;
  readonly button?: { readonly label: Words; readonly address: string };
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
  contact: { zh: '如有疑问，请联系：', en: 'Questions? Contact:' },
} as const satisfies Record<string, Words>;

const wan = (fen: number | null, lang: Lang): string =>
  fen === null ? '—' : `${formatWan(fen)} ${lang === 'zh' ? '万元' : '×10,000 yuan'}`;

/** The amount in a subject; after Hebrew or Arabic a word of our own keeps it in its place. */
function amountIn({ unitName, title, amountFen }: Letter['project'], lang: Lang): string {
  const amount = wan(amountFen, lang);
  return runsLeftwards(unitName + title) ? `${words.amount[lang]} ${amount}` : amount;
}

/** What stands behind a date that may still move. */
const markOf = (provisional: true | undefined, lang: Lang): string =>
  provisional ? provisionalWords.mark[lang] : '';

function subjectOf({ tag, project, deadline, deadlineProvisional }: Letter, lang: Lang): string {
  const parts = [
    `【${say(tag, lang)}】${project.unitName}`,
    project.title,
    amountIn(project, lang),
    ...(deadline
      ? [`${dueOf(deadline, lang)}${lang === 'zh' ? '前' : ''}${markOf(deadlineProvisional, lang)}`]
      : []),
  ];
  return shownLine(parts.join(lang === 'zh' ? '，' : ', '));
}

interface Fact {
  readonly label: string;
  readonly value: string;
}

function factsOf({ project, deadline, deadlineProvisional, comment }: Letter, lang: Lang): Fact[] {
  return [
    { label: words.project[lang], value: shownLine(project.title) },
    { label: words.unit[lang], value: shownLine(project.unitName) },
    { label: words.amount[lang], value: wan(project.amountFen, lang) },
    deadline
      ? {
          label: words.deadline[lang],
          value: `${dueOf(deadline, lang)}（${zoneOf(lang)}）${markOf(deadlineProvisional, lang)}`,
        }
      : { label: words.number[lang], value: project.id },
    ...(comment ? [{ label: words.comment[lang], value: comment }] : []),
  ];
}

function textOf(letter: Letter, lang: Lang): string {
  const facts = factsOf(letter, lang).map(({ label, value }) => `${label}：${value}`);
  const { button } = letter;
  const note = letter.deadlineProvisional ? ['', provisionalWords.note[lang]] : [];
  const way = button ? ['', `${say(button.label, lang)}：`, button.address] : [];
  const contact = letter.contact === '' ? [] : ['', `${words.contact[lang]}${letter.contact}`];
  return shownText([say(letter.lead, lang), '', ...facts, ...note, ...way, ...contact, ''].join('\n'));
}

const FactRow = ({ label, value }: Fact) => (
  <tr>
    <td style="padding:4px 16px 4px 0;color:#5b6570;vertical-align:top;white-space:nowrap">{label}</td>
    <td style="padding:4px 0;color:#1b1f24">{value}</td>
  </tr>
);

// An attribute, for Outlook takes no other; HTML itself has given it up.
const blue = { bgcolor: '#0b5cad' };

const Button = ({ label, address, lang }: { label: string; address: string; lang: Lang }) => (
  <>
    <table role="presentation" cellspacing="0" cellpadding="0" style="margin:24px 0">
      <tr>
        <td {...blue} style="border-radius:8px">
          <a
            href={address}
            style="display:inline-block;padding:12px 24px;color:#ffffff;text-decoration:none;font-weight:600"
          >
            {label}
          </a>
        </td>
      </tr>
    </table>
    <p style="color:#5b6570;margin:0">
      {words.plain[lang]}
      <br />
      <a href={address} style="color:#0b5cad;word-break:break-all">
        {address}
      </a>
    </p>
  </>
);

const Content = ({ letter, lang }: { letter: Letter; lang: Lang }) => (
  <>
    <p style="margin:0 0 16px">{say(letter.lead, lang)}</p>
    <table role="presentation" cellspacing="0" cellpadding="0">
      {factsOf(letter, lang).map((fact) => (
        <FactRow key={fact.label} {...fact} />
      ))}
    </table>
    {letter.deadlineProvisional && <p style="color:#5b6570;margin:16px 0 0">{provisionalWords.note[lang]}</p>}
    {letter.button && (
      <Button label={say(letter.button.label, lang)} address={letter.button.address} lang={lang} />
    )}
    {letter.contact !== '' && (
      <p style="color:#5b6570;margin:24px 0 0">{words.contact[lang] + letter.contact}</p>
    )}
  </>
);

export function compose(letter: Letter, lang: Lang): Composed {
  const subject = subjectOf(letter, lang);
  return {
    subject,
    text: textOf(letter, lang),
    html: renderMail(lang, subject, <Content letter={letter} lang={lang} />),
  };
}
