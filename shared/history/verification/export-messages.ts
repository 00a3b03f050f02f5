import type { Words } from '../../values/language.ts';

/** What a verification says about an export as a whole, in both languages. */

export const otherTotal = (said: number, found: number): Words => ({
  zh: `末行的合计为 ${said}，实为 ${found}`,
  en: `the last line says ${said}, found was ${found}`,
});

export const nothing: Words = {
  zh: '文件中没有事件，也没有合计行',
  en: 'there is no event in it, and no line of totals',
};

export const afterEnd: Words = {
  zh: '合计行之后还有事件',
  en: 'this event stands after the line of totals',
};

export const secondEnd: Words = { zh: '合计行不止一行', en: 'there is more than one line of totals' };

export const boundByNone: Words = { zh: '没有事件绑定此意见', en: 'no event binds this opinion' };

export const otherOpinion: Words = {
  zh: '意见的哈希不是事件中的 commentHash',
  en: "the opinion's hash is not the event's commentHash",
};

export const noOpinion: Words = {
  zh: '事件所绑定的意见全文不在文件中',
  en: 'the opinion that the event binds is not in the file',
};

export const readExport = (events: number, chains: number): Words => ({
  zh: `事件 ${events} 条，链 ${chains} 条`,
  en: `${events} events in ${chains} chains`,
});

export const noTrailer: Words = {
  zh: '末尾没有合计行：尾部是否被截去，无法由文件本身看出',
  en: 'There is no line of totals: whether the end was cut off, the file itself cannot show',
};

export const filtered: Words = {
  zh: '按筛选导出：缺号未作为问题',
  en: 'Exported with filters: missing numbers were not counted as findings',
};

export const unsigned: Words = {
  zh: '导出文件没有签名：整条链重做或整个项目缺失，须用证据包核验',
  en: 'An export is not signed: a chain that was made anew, or a project left out, shows in an evidence bundle only',
};
