import { catalogue } from '../../../shared/values/language.ts';

export const roundWords = catalogue(
  {
    title: '申报批次',
    closes: '申报截止',
    corrections: '补正截止',
    left: (days: number) => (days === 0 ? '今天截止' : `剩余 ${days} 天`),
    over: '已截止',
    ceiling: (amount: string) => `控制数 ${amount}`,
    room: (amount: string) => `余 ${amount}`,
    above: (amount: string) => `超出 ${amount}`,
    taken: (taken: string) => `本单位已申报 ${taken}`,
    takenOf: (taken: string, ceiling: string) => `本单位已申报 ${taken}，控制数 ${ceiling}`,
  },
  {
    title: 'Open rounds',
    closes: 'Closes',
    corrections: 'Corrections until',
    left: (days: number) => (days === 0 ? 'Closes today' : days === 1 ? '1 day left' : `${days} days left`),
    over: 'Closed',
    ceiling: (amount: string) => `Ceiling ${amount}`,
    room: (amount: string) => `${amount} left`,
    above: (amount: string) => `${amount} over`,
    taken: (taken: string) => `Your unit has requested ${taken}`,
    takenOf: (taken: string, ceiling: string) => `Your unit has requested ${taken} of ${ceiling}`,
  },
);
