import { type Checkpoint, lineOf } from '../../history/checkpoint.ts';
import type { Composed } from './compose.tsx';
import { renderMail } from './layout.tsx';

const WHAT = {
  zh: '请保存这封邮件。上面一行的末尾是检查点的哈希，它涵盖到此时为止的全部审批历史；以后历史中任何事件被改动、删除或插入，都能与这一行比对出来。',
  en: 'Please keep this mail. The line above ends with the hash of a checkpoint over the whole approval history up to then: should any event be changed, removed or put in later, this line shows it.',
} as const;

/**
 * A checkpoint for a mailbox that no operator reaches. Its addressees are no persons of the directory, so it speaks
 * both languages; it holds no data of any project.
 */
export function checkpointLetter(checkpoint: Checkpoint, baseUrl: string): Composed {
  const line = lineOf(checkpoint);
  const subject = `会签检查点 ${checkpoint.number} · Countersign checkpoint ${checkpoint.number}`;
  const texts = [WHAT.zh, WHAT.en];
  const facts = [
    `公钥 Public key: ${baseUrl}/history/key`,
    `公钥指纹 Its fingerprint (SHA-256): ${checkpoint.key}`,
  ];
  const content = (
    <>
      <p>
        <code style="word-break:break-all">{line}</code>
      </p>
      {[...texts, ...facts].map((text) => (
        <p key={text}>{text}</p>
      ))}
    </>
  );
  return {
    subject,
    text: [line, '', ...texts.flatMap((text) => [text, '']), ...facts, ''].join('\n'),
    html: renderMail({ lang: 'zh', title: subject }, content),
  };
}
