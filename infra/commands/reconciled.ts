import type { Lost } from '../../shared/project/reconcile.ts';
import type { Words } from '../../shared/values/language.ts';
import type { Account, Found } from './reconcile.ts';

/** What a comparison of the tables is told as. */

const lost: Readonly<Record<Lost['what'], Words>> = {
  beginning: {
    zh: '项目记录从未恢复到，事件里没有申报书',
    en: 'the record is not there at all, and no event holds a declaration',
  },
  content: { zh: '已提交的申报书', en: 'the declaration that was handed in' },
  details: { zh: '事件以哈希绑定的内容', en: 'what the event binds by its hash' },
  opinion: { zh: '过长而未写入事件的意见', en: 'an opinion too long for its event' },
  draft: { zh: '草稿', en: 'the draft' },
};

const events = (from: number, end: number): Words =>
  from === end
    ? { zh: '事件齐全，审批请求不符', en: 'all events, other requests' }
    : { zh: `第 ${from + 1} 至 ${end} 号事件`, en: `events ${from + 1} to ${end}` };

function told(found: Found): Words {
  switch (found.is) {
    case 'repaired': {
      const { zh, en } = events(found.from, found.end);
      return { zh: `已补齐：${zh}`, en: `moved on: ${en}` };
    }
    case 'repairable': {
      const { zh, en } = events(found.from, found.end);
      return { zh: `落后，可以补齐：${zh}`, en: `behind, and can be moved on: ${en}` };
    }
    case 'lost': {
      const { zh, en } = lost[found.what];
      const at =
        found.seq === undefined
          ? { zh: '', en: '' }
          : { zh: `第 ${found.seq} 号事件：`, en: `event ${found.seq}: ` };
      return { zh: `无法补齐，已丢失——${at.zh}${zh}`, en: `cannot be moved on, lost: ${at.en}${en}` };
    }
    case 'ahead':
      return {
        zh: `项目记录到第 ${found.record} 号，历史只到第 ${found.end} 号：历史表须恢复到更晚的时刻`,
        en: `the record has number ${found.record}, the history only ${found.end}: restore History to a later moment`,
      };
    case 'broken':
      return {
        zh: `历史链在第 ${found.seq} 号断开：${found.reason}`,
        en: `the chain is broken at ${found.seq}: ${found.reason}`,
      };
    case 'without-record':
      return { zh: '历史里有，项目表里没有', en: 'is in History, and has no record' };
    case 'without-chain':
      return { zh: '项目表里有，历史里没有', en: 'has a record, and no history' };
    case 'other':
      return {
        zh: '项目记录不能由它的历史推出：视为篡改，先备份再查',
        en: 'the record does not follow from its history: treat it as tampering, and make a backup first',
      };
    case 'without-files': {
      return {
        zh: `存储中没有这些附件，或内容不符：${found.names.join('、')}`,
        en: `these attached files are not stored, or not as they were: ${found.names.join(', ')}`,
      };
    }
    case 'busy':
      return { zh: '正被修改，请再核对一次', en: 'was being changed: compare once more' };
  }
}

/** Whether a finding is left to people: nothing is written, whatever the command was told. */
export const isLeft = ({ is }: Found): boolean => is !== 'repaired' && is !== 'repairable';

/** Line by line what was found, and last what it comes to. */
export function reconciledTold({ compared, found, lookedForFiles }: Account): Words[] {
  const count = (which: Found['is']): number => found.filter((one) => one.found.is === which).length;
  const left = found.filter((one) => isLeft(one.found)).length;
  const [repaired, repairable] = [count('repaired'), count('repairable')];
  const next =
    repairable > 0
      ? {
          zh: '。什么也没有写；加 --repair 即补齐',
          en: '. Nothing was written; --repair moves them on',
        }
      : { zh: '', en: '' };
  return [
    ...found.map(({ chain, found: one }) => {
      const { zh, en } = told(one);
      return { zh: `${chain}  ${zh}`, en: `${chain}  ${en}` };
    }),
    ...(lookedForFiles
      ? []
      : [
          {
            zh: '没有核对附件是否齐全（未给出 --files）',
            en: 'Attached files were not looked for (no --files)',
          },
        ]),
    {
      zh: `核对 ${compared} 条链：补齐 ${repaired}，可补齐 ${repairable}，须人工处理 ${left}${next.zh}`,
      en: `${compared} chains compared: ${repaired} moved on, ${repairable} could be, ${left} left to people${next.en}`,
    },
  ];
}
