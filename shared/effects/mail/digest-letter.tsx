import { common } from '../../pages/words/common.ts';
import { provisionalWords } from '../../values/calendar/provisional-words.ts';
import { type Lang, say, type Words } from '../../values/language.ts';
import { shownLine, shownText } from '../../values/text.ts';
import { dayOf, minuteOf, zoneOf } from '../../values/when.ts';
import {
  amountFact,
  Button,
  type Composed,
  changeLine,
  deadlineIn,
  factWords,
  type Letter,
  labelled,
  type Reader,
  salutation,
  tagged,
} from './compose.tsx';
import { renderMail, sentBy } from './layout.tsx';

/** One mail in place of many: each of them is a row of it. */

/** What presses most stands first. */
const parts = ['overdue', 'due', 'new', 'results'] as const;
export type DigestPart = (typeof parts)[number];

export interface DigestRow {
  readonly part: DigestPart;
  /** The letter that it stands for. */
  readonly letter: Letter;
  /** What the letter says; absent where all rows of its kind say the same, as those that ask for a decision. */
  readonly lead?: Words | undefined;
}

export interface Digest {
  /** UTC */
  readonly at: string;
  readonly rows: readonly DigestRow[];
  /** Who writes; absent where the rows come from several offices. */
  readonly organisation?: string | undefined;
  /** Whether more is held than one mail takes: it follows in the next one. */
  readonly more: boolean;
  readonly desk: string;
  readonly contact: string;
}

const words = {
  tag: { zh: '每日汇总', en: 'Daily digest' },
  more: { zh: '其余事项随后在另一封汇总中发送。', en: 'The rest will follow in another digest.' },
  deadline: { zh: '办理期限', en: 'Due' },
  desk: { zh: '打开工作台', en: 'Open the desk' },
} as const satisfies Record<string, Words>;

const titles: Readonly<Record<DigestPart, Words>> = {
  overdue: { zh: '已超期', en: 'Overdue' },
  due: { zh: '即将到期或已催办', en: 'Due soon, or reminded' },
  new: { zh: '新到', en: 'New' },
  results: { zh: '结果', en: 'Results' },
};

/** A part in the subject, with its count. */
const counted: Readonly<Record<DigestPart, (count: number) => Words>> = {
  overdue: (count) => ({ zh: `已超期 ${count}`, en: `${count} overdue` }),
  due: (count) => ({ zh: `即将到期或已催办 ${count}`, en: `${count} due or reminded` }),
  new: (count) => ({ zh: `新到 ${count}`, en: `${count} new` }),
  results: (count) => ({ zh: `结果 ${count}`, en: `${count} ${count === 1 ? 'result' : 'results'}` }),
};

/** Below a request the link decides: it is a person's own. */
const leadOf = ({ at, rows }: Digest): Words => {
  const asks = rows.some(({ lead }) => lead === undefined);
  return {
    zh: `截至${minuteOf(at, 'zh')}（${zoneOf('zh')}），您有以下事项。${asks ? '其中的办理链接仅供您本人使用，请勿转发。' : ''}`,
    en: `Your items as of ${minuteOf(at, 'en')} (${zoneOf('en')}).${asks ? ' The decision links are for you alone; please do not forward them.' : ''}`,
  };
};

interface Section {
  readonly part: DigestPart;
  readonly rows: readonly DigestRow[];
}

/** Those that there are, each by its deadlines. */
const sectionsOf = ({ rows }: Digest): Section[] =>
  parts
    .map((part) => ({
      part,
      rows: rows
        .filter((row) => row.part === part)
        .toSorted((a, b) => (a.letter.deadline ?? '').localeCompare(b.letter.deadline ?? '')),
    }))
    .filter((section) => section.rows.length > 0);

function subjectOf(digest: Digest, sections: readonly Section[], lang: Lang): string {
  const counts = sections.map(({ part, rows }) => say(counted[part](rows.length), lang));
  const day = dayOf(digest.at, lang);
  return tagged(words.tag, `${day}${common[lang].colon}${counts.join(lang === 'zh' ? '，' : ', ')}`, lang);
}

const titleOf = ({ part, rows }: Section, lang: Lang): string =>
  lang === 'zh' ? `${titles[part].zh}（${rows.length}）` : `${titles[part].en} (${rows.length})`;

interface Fact {
  readonly label: Words;
  readonly value: string;
}

/** Line by line: a mail of sixty rows is read with the thumb. */
function factsOf({ letter }: DigestRow, lang: Lang): Fact[][] {
  const { unitName, id } = letter.project;
  const deadline = deadlineIn(letter, lang);
  return [
    [
      { label: factWords.unit, value: shownLine(unitName) },
      { label: factWords.number, value: id },
    ],
    [
      { label: factWords.amount, value: amountFact(letter, lang) },
      ...(deadline ? [{ label: words.deadline, value: deadline }] : []),
    ],
    ...(letter.urgedAt ? [[{ label: factWords.urged, value: dayOf(letter.urgedAt, lang) }]] : []),
    ...(letter.comment ? [[{ label: factWords.comment, value: letter.comment }]] : []),
  ];
}

/** What was changed, a line each. */
const changesIn = ({ letter: { changes } }: DigestRow, lang: Lang): string[] =>
  changes
    ? [labelled(changes.heading, '', lang).trim(), ...changes.rows.map((one) => `· ${changeLine(one, lang)}`)]
    : [];

/** A row's own way; the desk's stands once, at the end. */
const buttonOf = ({ letter: { button } }: DigestRow, { desk }: Digest) =>
  button?.address === desk ? undefined : button;

const headOf = ({ letter: { tag, project } }: DigestRow, lang: Lang): string =>
  tagged(tag, shownLine(project.title), lang);

const isProvisional = ({ rows }: Digest): boolean => rows.some(({ letter }) => letter.deadlineProvisional);

function rowText(digest: Digest, row: DigestRow, number: number, lang: Lang): string[] {
  const button = buttonOf(row, digest);
  return [
    `${number}. ${headOf(row, lang)}`,
    ...(row.lead ? [say(row.lead, lang)] : []),
    ...factsOf(row, lang)
      .flat()
      .map(({ label, value }) => labelled(label, value, lang)),
    ...changesIn(row, lang),
    ...(button ? [labelled(button.label, button.address, lang)] : []),
    '',
  ];
}

function textOf(digest: Digest, sections: readonly Section[], reader: Reader): string {
  const { lang } = reader;
  return shownText(
    [
      salutation(reader),
      '',
      say(leadOf(digest), lang),
      '',
      ...sections.flatMap((section) => [
        `== ${titleOf(section, lang)} ==`,
        '',
        ...section.rows.flatMap((row, index) => rowText(digest, row, index + 1, lang)),
      ]),
      ...(isProvisional(digest) ? [provisionalWords.note[lang], ''] : []),
      ...(digest.more ? [words.more[lang], ''] : []),
      labelled(words.desk, digest.desk, lang),
      ...(digest.contact === '' ? [] : ['', labelled(factWords.contact, digest.contact, lang)]),
      '',
      sentBy(digest.organisation, lang),
      '',
    ].join('\n'),
  );
}

const soft = 'color:#5b6570';

const Row = ({ digest, row, lang }: { digest: Digest; row: DigestRow; lang: Lang }) => {
  const button = buttonOf(row, digest);
  return (
    <tr>
      <td style="padding:12px 0;border-top:1px solid #d8dee4">
        <div style="font-weight:600">{headOf(row, lang)}</div>
        {row.lead && <div>{say(row.lead, lang)}</div>}
        {factsOf(row, lang).map((line) => (
          <div key={line[0]?.label.en} style="white-space:pre-line">
            {line.map(({ label, value }) => (
              <span key={label.en} style="display:inline-block;padding-right:16px">
                <span style={soft}>{labelled(label, '', lang)}</span>
                {value}
              </span>
            ))}
          </div>
        ))}
        {changesIn(row, lang).map((line) => (
          <div key={line}>{line}</div>
        ))}
        {button && (
          <div style="padding:4px 0 0">
            <a href={button.address} style="color:#0b5cad;font-weight:600">
              {say(button.label, lang)}
            </a>
          </div>
        )}
      </td>
    </tr>
  );
};

const Content = (props: { digest: Digest; sections: readonly Section[]; reader: Reader }) => {
  const { digest, sections, reader } = props;
  const { lang } = reader;
  return (
    <>
      <p style="margin:0 0 8px">{salutation(reader)}</p>
      <p style="margin:0">{say(leadOf(digest), lang)}</p>
      {sections.map((section) => (
        <>
          <h2 style="margin:24px 0 8px;font-size:18px">{titleOf(section, lang)}</h2>
          <table
            role="presentation"
            cellspacing="0"
            cellpadding="0"
            style="width:100%;max-width:640px;border-bottom:1px solid #d8dee4"
          >
            {section.rows.map((row) => (
              <Row key={row.letter.project.id} digest={digest} row={row} lang={lang} />
            ))}
          </table>
        </>
      ))}
      {isProvisional(digest) && <p style={`${soft};margin:16px 0 0`}>{provisionalWords.note[lang]}</p>}
      {digest.more && <p style="margin:16px 0 0">{words.more[lang]}</p>}
      <Button label={words.desk[lang]} address={digest.desk} lang={lang} />
      {digest.contact !== '' && (
        <p style={`${soft};margin:24px 0 0`}>{labelled(factWords.contact, digest.contact, lang)}</p>
      )}
    </>
  );
};

export function composeDigest(digest: Digest, reader: Reader): Composed {
  const { lang } = reader;
  const sections = sectionsOf(digest);
  const subject = subjectOf(digest, sections, lang);
  return {
    subject,
    text: textOf(digest, sections, reader),
    html: renderMail(
      { lang, title: subject, organisation: digest.organisation },
      <Content digest={digest} sections={sections} reader={reader} />,
    ),
  };
}
