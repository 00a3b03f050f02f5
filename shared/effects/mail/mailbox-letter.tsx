import { say, type Words } from '../../values/language.ts';
import { shownLine, shownText } from '../../values/text.ts';
import { Button, type Composed, factWords, labelled, type Reader, salutation, tagged } from './compose.tsx';
import { renderMail, sentBy } from './layout.tsx';

const words = {
  tag: { zh: '邮箱已变更', en: 'Mailbox changed' },
  subject: { zh: '您接收通知的邮箱已改为另一地址', en: 'you have another mailbox for notices' },
  lead: {
    zh: '管理员已将您接收办理通知的邮箱改为另一地址。今后的通知发往新邮箱，本邮箱收到的办理链接不再有效。如果您没有要求变更，请立即联系管理员。',
    en: 'An administrator has given you another mailbox. Notices go there from now on, and links in this mailbox have ended. If you did not ask for that, please contact the administrator at once.',
  },
  desk: { zh: '打开工作台', en: 'Open the desk' },
} as const satisfies Record<string, Words>;

/** To a mailbox that its person does not have any more: of nothing that is open, and with no link that decides. */
export function mailboxLetter(
  reader: Reader,
  { desk, contact }: { readonly desk: string; readonly contact: string },
): Composed {
  const { lang } = reader;
  const subject = shownLine(tagged(words.tag, say(words.subject, lang), lang));
  const lead = say(words.lead, lang);
  const label = say(words.desk, lang);
  const asks = contact === '' ? [] : [labelled(factWords.contact, contact, lang)];
  const parts = [salutation(reader), lead, `${labelled(words.desk, '', lang).trim()}\n${desk}`, ...asks];
  return {
    subject,
    text: shownText(`${[...parts, sentBy(undefined, lang)].join('\n\n')}\n`),
    html: renderMail(
      { lang, title: subject },
      <>
        <p style="margin:0 0 8px">{salutation(reader)}</p>
        <p style="margin:0 0 16px">{lead}</p>
        <Button label={label} address={desk} lang={lang} />
        {asks.map((line) => (
          <p key={line} style="color:#5b6570;margin:24px 0 0">
            {line}
          </p>
        ))}
      </>,
    ),
  };
}
