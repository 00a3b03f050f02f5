import { catalogue } from '../../values/language.ts';

/** The words around evidence bundles. */
export const evidenceWords = catalogue(
  {
    bundle: '证据包',
    what: '事件、检查点、证明和核验程序合为一个 ZIP，无需网络即可核验。',
    covered: (seq: number, number: number) => `至第 ${seq} 个事件已由第 ${number} 号检查点签名。`,
    uncovered: '尚未被检查点覆盖。',
    withContents: '含申报内容',
    personal: '申报内容含个人信息，下载会记入您的查阅记录。',
    reason: '需要的理由（至少 10 个字）',
    download: '下载',
    downloadBundle: '下载证据包',
    files: '附件及其各部分',
    period: '一段时间的证据包',
    periodWhat: '取两个检查点之间的全部事件；其中少了任何一个项目，都能核验出来。',
    from: '自',
    to: '至',
  },
  {
    bundle: 'Evidence bundle',
    what: 'Events, checkpoints, proofs and a verifier in one ZIP file that can be verified offline.',
    covered: (seq: number, number: number) => `Signed by checkpoint ${number} up to event ${seq}.`,
    uncovered: 'Not yet covered by a checkpoint.',
    withContents: 'With declarations',
    personal: 'Declarations contain personal data; the download is recorded in your own access history.',
    reason: 'Reason (at least 10 characters)',
    download: 'Download',
    downloadBundle: 'Evidence bundle',
    files: 'Attached files and their parts',
    period: 'Evidence for a period',
    periodWhat:
      'All events between two checkpoints; if any project were missing, verification would show it.',
    from: 'From',
    to: 'To',
  },
);
