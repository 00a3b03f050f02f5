import type { Words } from '../../values/language.ts';
import type { FindingKind } from './finding.ts';

const kindWords: Readonly<Record<FindingKind, Words>> = {
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

/** A kind of finding in a word or two: for the terminal, the verifier's page and the project's. */
export const kindText = (kind: FindingKind): Words => kindWords[kind];
