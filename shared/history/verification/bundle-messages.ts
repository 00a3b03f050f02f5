import type { Words } from '../../values/language.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { dayEnd, type Manifest } from './manifest.ts';

/** What a verification says about a bundle or a file as a whole, in both languages. */

export const headUncovered: Words = {
  zh: '没有链首在最后一个检查点下的包含证明',
  en: 'there is no proof of its head under the last checkpoint',
};
export const foreignChain: Words = {
  zh: '这条链不属于此证据包的项目',
  en: 'this chain is not that of the project',
};
export const noKey: Words = { zh: '不是公钥', en: 'this is no public key' };
export const noManifest = (field: string): Words => ({
  zh: `不是此核验程序认识的清单（${field}）`,
  en: `this is no manifest that this verifier knows (${field})`,
});

export const claimedOther = (claimed: unknown, found: unknown): Words => ({
  zh: `清单写 ${JSON.stringify(claimed)}，实为 ${JSON.stringify(found)}`,
  en: `the manifest says ${JSON.stringify(claimed)}, found was ${JSON.stringify(found)}`,
});
export const beginsLate = ({ number, at }: Checkpoint): Words => ({
  zh: `起始检查点第 ${number} 号（${at}）晚于期间的开始`,
  en: `checkpoint ${number} of ${at}, where it begins, is later than the period`,
});

export const claimed = (manifest: Manifest): Words => {
  const made = {
    zh: `${manifest.madeAt} 由 ${manifest.madeBy.name} 导出`,
    en: `taken away at ${manifest.madeAt} by ${manifest.madeBy.name}`,
  };
  return manifest.kind === 'project'
    ? {
        zh: `项目 ${manifest.project} 的证据包，${made.zh}`,
        en: `Evidence of project ${manifest.project}, ${made.en}`,
      }
    : {
        zh: `${manifest.from} 至 ${manifest.to}（北京时间）的证据包，${made.zh}`,
        en: `Evidence from ${manifest.from} to ${manifest.to} (Beijing), ${made.en}`,
      };
};

export const read = (counted: { events: number; chains: number; bound?: number }): Words => ({
  zh: `事件 ${counted.events} 条，链 ${counted.chains} 条${counted.bound ? `，由事件绑定的内容 ${counted.bound} 份` : ''}`,
  en: `${counted.events} events in ${counted.chains} chains${counted.bound ? `, ${counted.bound} contents bound by them` : ''}`,
});

export const signed = (first: Checkpoint, last: Checkpoint): Words => ({
  zh: `检查点第 ${first.number} 至 ${last.number} 号（至 ${last.at}，${last.hash}），公钥指纹 ${last.key}`,
  en: `checkpoints ${first.number} to ${last.number} (up to ${last.at}, ${last.hash}), key ${last.key}`,
});

export const compareKey: Words = {
  zh: '未给出公钥指纹：请把上面的指纹与您另外得到的比对，并给出（--key，或页面上的一栏）',
  en: 'No key was given: compare the fingerprint above with the one you got in another way, and give it (--key, or the field on the page)',
};
export const compareLine: Words = {
  zh: '未给出检查点：给出邮箱中收到的一行（--checkpoint，或页面上的一栏），才能排除整体重做',
  en: 'No checkpoint was given: only a line from your own mailbox (--checkpoint, or the field on the page) rules out that all was made anew',
};
export const withoutContents: Readonly<Record<'none' | 'declarations', Words>> = {
  none: {
    zh: '此证据包不含申报内容和决定的细节，只含其哈希',
    en: 'Declarations and details of decisions are not in this bundle, only their hashes',
  },
  declarations: {
    zh: '此证据包不含决定的细节，只含其哈希',
    en: 'Details of decisions are not in this bundle, only their hashes',
  },
};

export function openEnd(manifest: Manifest, last: Checkpoint | undefined): Words[] {
  if (manifest.kind !== 'period' || !last || last.at >= dayEnd(manifest.to)) return [];
  return [
    {
      zh: `期间尚未结束：证据到 ${last.at} 为止`,
      en: `The period was not over: the evidence reaches up to ${last.at}`,
    },
  ];
}
