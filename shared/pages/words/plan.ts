import { catalogue } from '../../values/language.ts';

export const planWords = catalogue(
  {
    plan: '支出与核减',
    planOnly: '支出',
    cuttable: '可逐项核减',
    cutBy: (by: string, reason: string) => `${by}核减：${reason}`,
    objections: '申报单位对核减有异议',
  },
  {
    plan: 'Plan and cuts',
    planOnly: 'Plan',
    cuttable: 'Each line can be cut',
    cutBy: (by: string, reason: string) => `Cut by ${by}: ${reason}`,
    objections: 'The unit objects to the cuts',
  },
);
