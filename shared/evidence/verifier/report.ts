import type { Found } from '../../history/verification/finding.ts';
import { kindText } from '../../history/verification/kind-text.ts';
import type { Verdict } from '../../history/verification/verdict.ts';
import type { Words } from '../../values/language.ts';

/** A verdict in words: for the terminal and for the page, both languages. */

/** Where it was found. */
export function placeText(found: Found): Words {
  const { file, line, chain, seq, to, field, checkpoint } = found;
  const range = to === undefined ? `${seq}` : `${seq}–${to}`;
  const parts: Words[] = [
    ...(chain === undefined ? [] : [{ zh: `链 ${chain}`, en: `chain ${chain}` }]),
    ...(seq === undefined ? [] : [{ zh: `第 ${range} 号`, en: `number ${range}` }]),
    ...(field === undefined ? [] : [{ zh: `字段 ${field}`, en: `field ${field}` }]),
    ...(checkpoint === undefined ? [] : [{ zh: `检查点 ${checkpoint}`, en: `checkpoint ${checkpoint}` }]),
    ...(file === undefined ? [] : [{ zh: file, en: file }]),
    ...(line === undefined ? [] : [{ zh: `第 ${line} 行`, en: `line ${line}` }]),
  ];
  return { zh: parts.map(({ zh }) => zh).join('，'), en: parts.map(({ en }) => en).join(', ') };
}

export function headline({ holds, findings: { count } }: Verdict): Words {
  return holds
    ? { zh: '核验通过：全部成立', en: 'It holds: everything was checked and fits' }
    : { zh: `核验未通过：发现 ${count} 处问题`, en: `It does not hold: ${count} findings` };
}

export const moreText = (more: number): Words => ({
  zh: `……另有 ${more} 处`,
  en: `… and ${more} more`,
});

/** The whole verdict as text, Chinese first. */
export function reportText(verdict: Verdict): string {
  const { findings, facts, notes } = verdict;
  const both = ({ zh, en }: Words, indent = ''): string[] => [`${indent}${zh}`, `${indent}${en}`];
  const lines = [
    ...both(headline(verdict)),
    '',
    ...facts.flatMap((fact) => both(fact)),
    ...findings.list.flatMap((found, index) => {
      const [kind, place] = [kindText(found.kind), placeText(found)];
      return [
        '',
        `${index + 1}. [${kind.zh} ${kind.en}] ${place.zh}`,
        `   ${place.en}`,
        ...both(found.message, '   '),
      ];
    }),
    ...(findings.count > findings.list.length
      ? ['', ...both(moreText(findings.count - findings.list.length))]
      : []),
    ...(notes.length > 0 ? ['', '注意 Note', ...notes.flatMap((note) => both(note, '  '))] : []),
  ];
  // What stands in a tampered file must not move the reader's cursor.
  return `${lines.map((line) => line.replace(/\p{Cc}/gu, '\uFFFD')).join('\n')}\n`;
}
