import { common } from '../../pages/words/common.ts';
import { amountText, changeText, reducedText } from '../../values/amount-text.ts';
import { provisionalWords } from '../../values/calendar/provisional-words.ts';
import { type Lang, say, type Words } from '../../values/language.ts';
import { runsLeftwards, shownLine, shownText } from '../../values/text.ts';
import { dayOf, dueOf, zoneOf } from '../../values/when.ts';
import { renderMail, sentBy } from './layout.tsx';

/** A mail before it has a transport: subject and both bodies, in the recipient's language. */
export interface Composed {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Whom a mail is written to, and in which language. */
export interface Reader {
  readonly lang: Lang;
  readonly name: string;
  /** Whose place the person takes. */
  readonly onBehalfOf?: string | undefined;
}

/** Something that was changed, or is to be. */
export interface Change {
  readonly place: Words;
  /** What an amount was and is, in fen. */
  readonly amounts?: readonly [beforeFen: number, afterFen: number];
  readonly reason?: string;
}

/** What a mail says. It names the project's title, unit, amounts and what happened to them, and an office to ask. */
export interface Letter {
  /** The word that begins the subject: 待审核, 已批准. */
  readonly tag: Words;
  /** Who writes: the finance unit that decides on the unit's projects. */
  readonly organisation?: string | undefined;
  readonly lead: Words;
  readonly project: {
    readonly id: string;
    readonly title: string;
    readonly unitName: string;
    readonly requestedFen: number | null;
    /** What is left of it, or approved. */
    readonly approvedFen: number | null;
  };
  /** UTC; the day by which something is asked. */
  readonly deadline?: string;
  /** The deadline was counted into a year whose holidays are not announced yet. */
  readonly deadlineProvisional?: true;
  /** That day has passed. */
  readonly isOverdue?: true;
  /** When the unit last urged whoever is asked: UTC. */
  readonly urgedAt?: string | undefined;
  /** The reason that came with a decision. */
  readonly comment?: string | undefined;
  readonly changes?: { readonly heading: Words; readonly rows: readonly Change[] };
  readonly button?: { readonly label: Words; readonly address: string };
  /** Whom to ask: an office phone. */
  readonly contact: string;
}

/** What stands beside the facts of a project. */
export const factWords = {
  project: { zh: '项目', en: 'Project' },
  unit: { zh: '申报单位', en: 'Unit' },
  amount: { zh: '金额', en: 'Amount' },
  number: { zh: '项目编号', en: 'Number' },
  deadline: { zh: '请于此前办理', en: 'Due' },
  overdue: { zh: '已超期，原定期限', en: 'Overdue since' },
  urged: { zh: '单位已催办', en: 'Urged by the unit' },
  comment: { zh: '意见', en: 'Comment' },
  reason: { zh: '理由', en: 'Reason' },
  plain: {
    zh: '如果按钮打不开，请复制此地址到浏览器：',
    en: 'If the button does not open, copy this address:',
  },
  contact: { zh: '如有疑问，请联系', en: 'Questions? Contact' },
} as const satisfies Record<string, Words>;

/** A label before its value. */
export const labelled = (label: Words, value: string, lang: Lang): string =>
  `${say(label, lang)}${common[lang].colon}${value}`;

/** The word that begins a subject or a row. */
export const tagged = (tag: Words, rest: string, lang: Lang): string =>
  lang === 'zh' ? `【${tag.zh}】${rest}` : `[${tag.en}] ${rest}`;

/** The amount in a subject; after Hebrew or Arabic a word of our own keeps it in its place. */
function amountIn({ unitName, title, requestedFen, approvedFen }: Letter['project'], lang: Lang): string {
  const fen = approvedFen ?? requestedFen;
  const amount = fen === null ? '—' : amountText(fen, lang);
  return runsLeftwards(unitName + title) ? `${factWords.amount[lang]} ${amount}` : amount;
}

/** What stands behind a date that may still move. */
const markOf = (provisional: true | undefined, lang: Lang): string =>
  provisional ? provisionalWords.mark[lang] : '';

/** Until when something is asked: `11月18日周四 18:00（北京时间）`; undefined where nothing is. */
export const deadlineIn = ({ deadline, deadlineProvisional }: Letter, lang: Lang): string | undefined =>
  deadline &&
  `${dueOf(deadline, lang)}${common[lang].inParentheses(zoneOf(lang))}${markOf(deadlineProvisional, lang)}`;

/** The amount as a fact, with what was requested where that was more. */
export const amountFact = ({ project }: Letter, lang: Lang): string => reducedText(project, lang) || '—';

/** By when it is asked, in a subject: `11月18日周四 18:00前`; what has passed is told as such. */
function dueIn({ deadline, deadlineProvisional, isOverdue }: Letter, lang: Lang): string[] {
  if (!deadline) return [];
  const due = dueOf(deadline, lang);
  if (isOverdue) return [lang === 'zh' ? `已超期（${due}）` : `overdue since ${due}`];
  return [`${due}${lang === 'zh' ? '前' : ''}${markOf(deadlineProvisional, lang)}`];
}

function subjectOf(letter: Letter, lang: Lang): string {
  const { tag, project } = letter;
  const parts = [project.unitName, project.title, amountIn(project, lang), ...dueIn(letter, lang)];
  return shownLine(tagged(tag, parts.join(lang === 'zh' ? '，' : ', '), lang));
}

interface Fact {
  readonly label: Words;
  readonly value: string;
}

function factsOf(letter: Letter, lang: Lang): Fact[] {
  const { project, urgedAt, comment } = letter;
  const deadline = deadlineIn(letter, lang);
  return [
    { label: factWords.project, value: shownLine(project.title) },
    { label: factWords.number, value: project.id },
    { label: factWords.unit, value: shownLine(project.unitName) },
    { label: factWords.amount, value: amountFact(letter, lang) },
    ...(deadline
      ? [{ label: letter.isOverdue ? factWords.overdue : factWords.deadline, value: deadline }]
      : []),
    ...(urgedAt ? [{ label: factWords.urged, value: dayOf(urgedAt, lang) }] : []),
    ...(comment ? [{ label: factWords.comment, value: comment }] : []),
  ];
}

/** What a change comes to, beside where it was made. */
const changed = ({ amounts, reason }: Change, lang: Lang): string[] => [
  ...(amounts ? [changeText(...amounts, lang)] : []),
  ...(reason ? [labelled(factWords.reason, reason, lang)] : []),
];

/** A change in one line: `培训费：5.00 → 4.00 万元；理由：按上年执行数核定`. */
export function changeLine(change: Change, lang: Lang): string {
  const said = changed(change, lang).join(common[lang].semicolon);
  return said === '' ? say(change.place, lang) : labelled(change.place, said, lang);
}

/** How a letter begins: `经办人甲（示例），您好：`. */
export const salutation = ({ name, lang }: Reader): string =>
  lang === 'zh' ? `${name}，您好：` : `Dear ${name},`;

/** In whose place a person is asked. */
const inPlaceOf = ({ onBehalfOf, lang }: Reader): string[] => {
  if (onBehalfOf === undefined) return [];
  return [lang === 'zh' ? `此事由您代${onBehalfOf}办理。` : `You are asked on behalf of ${onBehalfOf}.`];
};

function textOf(letter: Letter, reader: Reader): string {
  const { lang } = reader;
  const { button, changes, contact } = letter;
  const facts = factsOf(letter, lang).map(({ label, value }) => labelled(label, value, lang));
  const parts = [
    [salutation(reader)],
    [say(letter.lead, lang), ...inPlaceOf(reader)],
    facts,
    changes
      ? [
          labelled(changes.heading, '', lang).trim(),
          ...changes.rows.map((one) => `· ${changeLine(one, lang)}`),
        ]
      : [],
    letter.deadlineProvisional ? [provisionalWords.note[lang]] : [],
    button ? [labelled(button.label, '', lang).trim(), button.address] : [],
    contact === '' ? [] : [labelled(factWords.contact, contact, lang)],
    [sentBy(letter.organisation, lang)],
  ];
  const filled = parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return shownText(`${filled.join('\n\n')}\n`);
}

const SOFT = 'color:#5b6570';

const FactRow = ({ label, value }: { label: string; value: string }) => (
  <tr>
    <td style={`padding:4px 16px 4px 0;${SOFT};vertical-align:top;white-space:nowrap`}>{label}</td>
    <td style="padding:4px 0;white-space:pre-line">{value}</td>
  </tr>
);

// An attribute, for Outlook takes no other; HTML itself has given it up.
const blue = { bgcolor: '#0b5cad' };

/** A button, and below it its address for whoever cannot press it. */
export const Button = ({ label, address, lang }: { label: string; address: string; lang: Lang }) => (
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
      {factWords.plain[lang]}
      <br />
      <a href={address} style="color:#0b5cad;word-break:break-all">
        {address}
      </a>
    </p>
  </>
);

const ChangeRow = ({ change, lang }: { change: Change; lang: Lang }) => (
  <tr>
    <td style="padding:8px 0;border-top:1px solid #dfe3e8">
      <div style="font-weight:600">{say(change.place, lang)}</div>
      {changed(change, lang).map((line) => (
        <div key={line}>{line}</div>
      ))}
    </td>
  </tr>
);

const Changes = ({ heading, rows, lang }: NonNullable<Letter['changes']> & { lang: Lang }) => (
  <>
    <p style={`${SOFT};margin:16px 0 4px`}>{say(heading, lang)}</p>
    <table
      role="presentation"
      cellspacing="0"
      cellpadding="0"
      style="width:100%;border-bottom:1px solid #dfe3e8"
    >
      {rows.map((change) => (
        <ChangeRow key={changeLine(change, lang)} change={change} lang={lang} />
      ))}
    </table>
  </>
);

const Content = ({ letter, reader }: { letter: Letter; reader: Reader }) => {
  const { lang } = reader;
  const { changes, button, contact } = letter;
  return (
    <>
      <p style="margin:0 0 8px">{salutation(reader)}</p>
      {[say(letter.lead, lang), ...inPlaceOf(reader)].map((line) => (
        <p key={line} style="margin:0 0 16px">
          {line}
        </p>
      ))}
      <table role="presentation" cellspacing="0" cellpadding="0">
        {factsOf(letter, lang).map(({ label, value }) => (
          <FactRow key={label.en} label={say(label, lang)} value={value} />
        ))}
      </table>
      {changes && <Changes {...changes} lang={lang} />}
      {letter.deadlineProvisional && <p style={`${SOFT};margin:16px 0 0`}>{provisionalWords.note[lang]}</p>}
      {button && <Button label={say(button.label, lang)} address={button.address} lang={lang} />}
      {contact !== '' && (
        <p style={`${SOFT};margin:24px 0 0`}>{labelled(factWords.contact, contact, lang)}</p>
      )}
    </>
  );
};

export function compose(letter: Letter, reader: Reader): Composed {
  const { lang } = reader;
  const subject = subjectOf(letter, lang);
  return {
    subject,
    text: textOf(letter, reader),
    html: renderMail(
      { lang, title: subject, organisation: letter.organisation },
      <Content letter={letter} reader={reader} />,
    ),
  };
}
