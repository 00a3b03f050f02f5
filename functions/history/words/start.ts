import { catalogue } from '../../../shared/values/language.ts';

/** The words of what auditors ask first. */
export const startWords = catalogue(
  {
    flags: '近 30 天的疑点提示',
    flagsPartial: (since: string) => `近来事件较多，只统计了 ${since} 及以后的。`,
    checkpoint: '最近的检查点',
    number: (n: number) => `第 ${n} 号`,
    events: (n: number) => `覆盖 ${n} 个事件`,
    holds: '核验通过：与另存的副本一致，签名和全部链首相符',
    broken: '核验不通过：与另存的副本不一致，或签名、链首不相符。请保留现场并通知管理员。',
    noCheckpoint: '还没有检查点。',
    checkpoints: '全部检查点',
    overdue: '超期未办结',
    count: (n: number, more: boolean) => `${n} 件${more ? '以上' : ''}`,
    oldest: (n: number) => `期限最早的 ${n} 件：`,
    late: (wait: string) => `已超期 ${wait}`,
    noneOverdue: '没有超期未办结的请求。',
    open: '全部未办结的请求',
    newest: '最新的事件',
  },
  {
    flags: 'Red flags of the last 30 days',
    flagsPartial: (since: string) => `There were many events: only those since ${since} are counted.`,
    checkpoint: 'Latest checkpoint',
    number: (n: number) => `No. ${n}`,
    events: (n: number) => `covers ${n} ${n === 1 ? 'event' : 'events'}`,
    holds: 'Verified: it matches the separately stored copy, and its signature and all chain heads are valid',
    broken:
      'Verification failed: it differs from the separately stored copy, or its signature or chain heads are not valid. Leave everything as it is and inform an administrator.',
    noCheckpoint: 'There is no checkpoint yet.',
    checkpoints: 'All checkpoints',
    overdue: 'Overdue',
    count: (n: number, more: boolean) => `${more ? 'more than ' : ''}${n}`,
    oldest: (n: number) => (n === 1 ? 'The most overdue:' : `The ${n} most overdue:`),
    late: (wait: string) => `overdue for ${wait}`,
    noneOverdue: 'No open request is overdue.',
    open: 'All open requests',
    newest: 'Newest events',
  },
);
