import type { FindingKind, Found, Says } from '../history/verification/finding.ts';
import type { Verdict } from '../history/verification/verdict.ts';

/** A verdict in words: for the terminal and for the page, both languages. */

const kindWords: Readonly<Record<FindingKind, Says>> = {
  changed: { zh: '改动', en: 'Changed' },
  removed: { zh: '删除', en: 'Removed' },
  swapped: { zh: '调换', en: 'Swapped' },
  'cut-off': { zh: '尾部截断', en: 'Cut off' },
  omitted: { zh: '整链缺失', en: 'Omitted' },
  're-hashed': { zh: '重算哈希', en: 'Re-hashed' },
  'foreign-signature': { zh: '他人签名', en: 'Foreign signature' },
  duplicated: { zh: '重复', en: 'Duplicated' },
  'put-in': { zh: '加入', en: 'Put in' },
  'other-content': { zh: '内容不符', en: 'Other content' },
  checkpoint: { zh: '检查点不成立', en: 'Checkpoint does not hold' },
  tree: { zh: '包含证明不成立', en: 'Proof does not hold' },
  uncovered: { zh: '没有检查点覆盖', en: 'Not covered' },
  anchor: { zh: '与您持有的不符', en: 'Not what you hold' },
  manifest: { zh: '与清单不符', en: 'Not as the manifest says' },
  'missing-file': { zh: '文件缺失', en: 'Missing file' },
  'unknown-file': { zh: '多余文件', en: 'Unknown file' },
  malformed: { zh: '格式不符', en: 'Malformed' },
};

export const kindText = (kind: FindingKind): Says => kindWords[kind];

/** Where it was found. */
export function placeText(found: Found): Says {
  const { file, line, chain, seq, to, field, checkpoint } = found;
  const range = to === undefined ? `${seq}` : `${seq}–${to}`;
  const parts: Says[] = [
    ...(chain === undefined ? [] : [{ zh: `链 ${chain}`, en: `chain ${chain}` }]),
    ...(seq === undefined ? [] : [{ zh: `第 ${range} 号`, en: `number ${range}` }]),
    ...(field === undefined ? [] : [{ zh: `字段 ${field}`, en: `field ${field}` }]),
    ...(checkpoint === undefined ? [] : [{ zh: `检查点 ${checkpoint}`, en: `checkpoint ${checkpoint}` }]),
    ...(file === undefined ? [] : [{ zh: file, en: file }]),
    ...(line === undefined ? [] : [{ zh: `第 ${line} 行`, en: `line ${line}` }]),
  ];
  return { zh: parts.map(({ zh }) => zh).join('，'), en: parts.map(({ en }) => en).join(', ') };
}

export function headline({ holds, findings: { count } }: Verdict): Says {
  return holds
    ? { zh: '核验通过：全部成立', en: 'It holds: everything was checked and fits' }
    : { zh: `核验未通过：发现 ${count} 处问题`, en: `It does not hold: ${count} findings` };
}

export const moreText = (more: number): Says => ({
  zh: `……另有 ${more} 处`,
  en: `… and ${more} more`,
});

/** The whole verdict as text, Chinese first. */
export function textOf(verdict: Verdict): string {
  const { findings, facts, notes } = verdict;
  const both = ({ zh, en }: Says, indent = ''): string[] => [`${indent}${zh}`, `${indent}${en}`];
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
        ...both(found.says, '   '),
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
