import type { Words } from '../../values/language.ts';
import type { ChainHead } from '../chain.ts';

/** What a verification says about a chain, in both languages. The place stands beside it. */

interface Vouched extends ChainHead {
  readonly checkpoint?: number;
}

const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

const bySource = ({ checkpoint }: Vouched): Words =>
  checkpoint === undefined
    ? { zh: '项目记录', en: 'the record' }
    : { zh: `第 ${checkpoint} 号检查点`, en: `checkpoint ${checkpoint}` };

export function changed(field?: string, ...was: readonly unknown[]): Words {
  const zh = '内容与其哈希不符';
  const en = 'its content does not match its hash';
  if (field === undefined) return { zh, en };
  if (was.length === 0) return { zh: `${zh}（字段 ${field}）`, en: `${en} (field ${field})` };
  const [before] = was;
  return before === undefined
    ? { zh: `${zh}：字段 ${field} 原本没有`, en: `${en}: field ${field} was not there` }
    : {
        zh: `${zh}：字段 ${field} 原为 ${shown(before)}`,
        en: `${en}: field ${field} was ${shown(before)}`,
      };
}

export const renumbered = (was: number): Words => ({
  zh: `这是第 ${was} 号事件，被放到了别的位置`,
  en: `this is event ${was}, put in another place`,
});

export const outOfOrder = (after: number): Words => ({
  zh: `排在第 ${after} 号之后：顺序被调换`,
  en: `it stands after number ${after}: the order was changed`,
});

export const twice = (): Words => ({
  zh: '同一编号出现两次',
  en: 'this number stands there twice',
});

export const otherChain = (chain: string): Words => ({
  zh: `属于另一条链 ${chain}`,
  en: `belongs to chain ${chain}`,
});

export const removed = (from: number, to: number): Words =>
  from === to
    ? { zh: `第 ${from} 号事件缺失`, en: `event ${from} is missing` }
    : { zh: `第 ${from} 至 ${to} 号事件缺失`, en: `events ${from} to ${to} are missing` };

export const brokenLink = (before: number): Words => ({
  zh: `没有接上第 ${before} 号事件的哈希：其中之一被替换并重新计算了哈希`,
  en: `does not carry the hash of its predecessor ${before}: one of the two was exchanged and hashed anew`,
});

export const otherThanSigned = (mark: Vouched): Words => ({
  zh: `哈希与${bySource(mark).zh}所载不同：这条链被改写并重新计算了哈希`,
  en: `its hash is not the one in ${bySource(mark).en}: the chain was rewritten and hashed anew`,
});

export const cutOff = (seq: number, mark: Vouched): Words => ({
  zh: `链止于第 ${seq} 号，${bySource(mark).zh}为第 ${mark.seq} 号：尾部被截去`,
  en: `the chain ends at number ${seq}, ${bySource(mark).en} at number ${mark.seq}`,
});

export const omitted = (mark: Vouched): Words => ({
  zh: `${bySource(mark).zh}载有这条链（至第 ${mark.seq} 号），此处一条事件也没有`,
  en: `${bySource(mark).en} has this chain (up to number ${mark.seq}), and here is no event of it`,
});

export const beyond = (mark: Vouched): Words => ({
  zh: `${bySource(mark).zh}止于第 ${mark.seq} 号，此处之后还有事件`,
  en: `${bySource(mark).en} ends at number ${mark.seq}, and here are events after it`,
});

export const unknownChain = (checkpoint: number): Words => ({
  zh: `第 ${checkpoint} 号检查点没有这条链`,
  en: `checkpoint ${checkpoint} does not know this chain`,
});

export const unchanged = (checkpoint: number): Words => ({
  zh: `到第 ${checkpoint} 号检查点为止，这条链在此期间没有新的事件`,
  en: `by checkpoint ${checkpoint} this chain has no new event in the period`,
});
