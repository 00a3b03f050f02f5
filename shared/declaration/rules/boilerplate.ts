/** Texts that fill a cell and say nothing (domain.md §9): 根据实际工作开展情况填报 and its relatives. */

const EMPTY_WORDS: readonly string[] = [
  '无',
  '暂无',
  '略',
  '同上',
  '不详',
  '见附件',
  '详见附件',
  '工作需要',
  '实际需要',
  '相关文件',
  '有关文件',
  '相关规定',
  '有关规定',
  '文件要求',
];

/** What such texts are made of; taking it all away leaves nothing. */
const FILLERS =
  /根据|按照|依据|结合|本单位|本部门|单位|部门|项目|年度|实际|工作|开展|完成|情况|据实|如实|填报|填列|填写|确定|设定|执行|进行|的|按/g;

/** Longer texts say something, whatever they are made of. */
const LONGEST = 40;

export function isBoilerplate(text: string): boolean {
  if (text.length > LONGEST) return false;
  const bare = text.normalize('NFKC').replace(/[\s\p{P}]/gu, '');
  if (bare === '') return false;
  if (bare.replace(FILLERS, '') === '') return true;
  const core = bare
    .replace(/^(?:根据|按照|依据|结合|按)/, '')
    .replace(/(?:的|填报|填列|填写|确定|设定|执行)$/, '');
  return EMPTY_WORDS.includes(core);
}
