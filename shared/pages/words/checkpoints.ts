import { catalogue } from '../../values/language.ts';

/** The words of the auditors' list of checkpoints. */
export const checkpointWords = catalogue(
  {
    title: '历史检查点',
    what: '每个检查点都是对当时全部历史的签名摘要，并包含前一个检查点的哈希。只要在系统之外留有其中任何一个，此前的事件就无法再被悄悄改动。',
    make: '立即生成检查点',
    unchanged: '没有新事件时不会生成新的检查点。',
    key: '签名公钥',
    keyWhat:
      '检查点由下列公钥对应的私钥签名，私钥不离开密钥管理服务。这是现用公钥的指纹（SHA-256），请与您留存的核对。',
    formerKey: (until: number) => `第 ${until} 号及以前的检查点由以前的密钥签名，其公钥指纹为：`,
    showKey: '查看公钥',
    number: '序号',
    at: '时间',
    events: '事件数',
    chains: '链数',
    hash: '哈希',
    none: '还没有检查点。',
    noneWhat: '系统每小时生成一个，也可以现在就生成。',
    earlier: '更早的检查点',
    back: '返回审批历史',
  },
  {
    title: 'History checkpoints',
    what: 'Each checkpoint is a signed digest of the whole history at that time and contains the hash of the one before. As long as any of them is kept outside the system, no earlier event can be changed without it showing.',
    make: 'Make a checkpoint now',
    unchanged: 'No new checkpoint is made if nothing has happened since the last one.',
    key: 'Public key',
    keyWhat:
      'Checkpoints are signed with this key, whose private half never leaves the key service. Compare this fingerprint (SHA-256) of the public half with the one you keep.',
    formerKey: (until: number) =>
      `Checkpoints up to No. ${until} were signed with an earlier key, whose fingerprint is:`,
    showKey: 'Show the public key',
    number: 'No.',
    at: 'Time',
    events: 'Events',
    chains: 'Chains',
    hash: 'Hash',
    none: 'There are no checkpoints yet.',
    noneWhat: 'One is made every hour; you can also make one now.',
    earlier: 'Earlier checkpoints',
    back: 'Back to the history',
  },
);
