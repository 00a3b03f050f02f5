import type { Words } from '../../../values/language.ts';
import { joined } from '../items.ts';
import type { Ledger, Path } from '../ledger.ts';
import type { Paragraph } from '../source/blocks.ts';
import type { Span } from '../source/span.ts';

/** `5、 按照区安委办…`: a paragraph that bears the number of a heading. */
const STRAY_NUMBER = /^\d{1,2}、\s*(?=\S)/;

/** Running text as one field; a heading's number on its first line is taken off, and said. */
export function readProse(ledger: Ledger, path: Path, lines: readonly Paragraph[], strays: boolean): void {
  const spans = lines.map(({ span }) => span);
  const [first, ...rest] = spans;
  if (!first) return;
  const stray = strays ? first.match(STRAY_NUMBER)?.whole : undefined;
  const own: Span[] = stray ? [first.slice(stray.to - first.from), ...rest] : spans;
  const text = joined(own.map((span) => span.text.trim()));
  if (!ledger.put(path, text, ...own)) {
    for (const span of own) ledger.leave(span, alreadySaid);
    return;
  }
  if (!stray) return;
  ledger.label(stray);
  const at = first.piece.at.line ?? 0;
  ledger.remark(
    path,
    {
      zh: `正文第 ${at} 行带有标题的编号“${stray.text.trim()}”，按正文处理`,
      en: `Line ${at} bears the number of a heading and was taken for text`,
    },
    stray,
  );
}

const alreadySaid: Words = {
  zh: '该栏已有内容，或内容过长',
  en: 'The field is filled already, or this is too long for it',
};
