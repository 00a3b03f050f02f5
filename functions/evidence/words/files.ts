import { catalogue } from '../../../shared/values/language.ts';

/** The words around the files of an evidence bundle. */
export const evidenceFilesWords = catalogue(
  {
    title: '证据包的附件',
    what: '已提交的申报书和已作出的决定所附的文件，其哈希已由证据包逐个绑定。',
    total: (files: number, bytes: string, parts: number) =>
      `共 ${files} 个文件，${bytes}，分 ${parts} 部分下载。`,
    within: '装得下时，附件已在证据包内（见包内 report.html），无须另行下载。',
    verify:
      '把各部分与证据包放在同一文件夹，运行 node verify.mjs 证据包.zip 文件夹，或在 verify.html 中一起选中：每个文件都按申报书所写的哈希核对。小文件合为 ZIP，较大的原样下载，无须拼接。',
    none: '没有附件',
    noneWhat: '此范围内已提交的申报书和决定没有附任何文件。',
    part: '部分',
    holds: '内容',
    size: '大小',
    archive: (files: number) => `ZIP，${files} 个文件`,
    alone: '一个文件，原样下载',
    get: '下载',
    getPart: (part: number) => `下载第 ${part} 部分`,
    backToHistory: '返回历史',
  },
  {
    title: 'Attached files of the evidence',
    what: 'Files attached to submitted declarations and recorded decisions; the bundle contains the hash of each.',
    total: (files: number, bytes: string, parts: number) =>
      `${files} ${files === 1 ? 'file' : 'files'}, ${bytes}, in ${parts} ${parts === 1 ? 'part' : 'parts'}.`,
    within:
      'If they fit, the files are in the bundle itself (see its report.html) and need no separate download.',
    verify:
      'Put the parts and the bundle in one folder and run node verify.mjs bundle.zip folder, or select all of them in verify.html: each file is checked against the hash in its declaration. Small files are combined into a ZIP archive, larger ones are downloaded as they are; nothing has to be reassembled.',
    none: 'No files',
    noneWhat: 'No submitted declaration or decision in this scope has any attached files.',
    part: 'Part',
    holds: 'Contents',
    size: 'Size',
    archive: (files: number) => `ZIP archive of ${files} ${files === 1 ? 'file' : 'files'}`,
    alone: 'One file, as it is',
    get: 'Download',
    getPart: (part: number) => `Download part ${part}`,
    backToHistory: 'Back to the history',
  },
);
